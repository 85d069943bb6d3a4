from . import (
    debt_balance_day,
    debt_case_close,
    debt_case_deal,
    debt_claim_change,
    debt_event_register,
    debt_payment_reverse,
)
