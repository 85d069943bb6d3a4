"""Booking of bank statement lines on cases: the journal, then the ledgers.

Mandate and assignment: the money goes to the agreement's settlement account. Own
receivables: it pays the invoices of the case; what is left stays open on the
debtor's account. Journal items carry their case and are in its currency, so that
journal and ledger can be compared.
"""

from .booking import Booking
from .invoices import claims_to_pay, pay_invoices
from .part import Part, open_amount, refuse, suspense_of

__all__ = [
    "Booking", "Part", "claims_to_pay", "open_amount", "pay_invoices", "refuse",
    "suspense_of",
]  # fmt: skip
