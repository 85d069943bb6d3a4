from . import (
    test_balance,
    test_bank_line,
    test_bank_matching,
    test_command_line,
    test_compensation_cost,
    test_interest_calculator,
    test_interest_rates,
    test_ledger,
    test_letter,
    test_own_payments,
    test_own_receivables,
    test_security,
)
