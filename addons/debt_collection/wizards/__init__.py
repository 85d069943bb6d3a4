from . import (
    debt_balance_day,
    debt_bank_booking,
    debt_case_close,
    debt_case_deal,
    debt_claim_change,
    debt_event_register,
    debt_exchange_rate_import,
    debt_interest_calculator,
    debt_interest_decision,
    debt_interest_rate_import,
    debt_letter_print,
    debt_payment_reverse,
)
