from . import test_balance, test_bank_line, test_ledger, test_security
