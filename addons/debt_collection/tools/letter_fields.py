"""What a letter template may say: the names of its fields and their meaning.

The values of one letter are a dict in the shape of ``LETTER_FIELDS["letter"]``: a
description stands for one text, a list of one mapping for a list of rows. Every
value is a text, formatted as it is to be printed (:mod:`.money` formats amounts,
dates are ``23.11.2026``); several lines are parted by ``\\n``. A text that does not
apply is ``""``, which an ``if`` takes for false.
Only the fields that a template uses must be there.
"""

from types import MappingProxyType

_CLAIM = {
    "position": "Number in the table, from 1",
    "document": "Number of the invoice or other document",
    "kind": "Kind of claim: invoice, interest note …",
    "issued_on": "Date of issue",
    "due_on": "Due date",
    "days_late": "Days since the due date",
    "amount": "Amount of the document",
    "principal": "Principal still owed",
    "interest": "Interest still owed as of the day of the balance",
    "interest_name": "Kind of interest, such as statutory interest for delay",
    "total": "Principal and interest still owed",
}

_COST = {
    "name": "What the cost is for",
    "date": "Day from which it is owed",
    "amount": "Amount still owed",
    "legal_basis": "Legal basis",
}

_INTEREST_PERIOD = {
    "document": "Number of the document whose interest is explained",
    "date_from": "First day, inclusive",
    "date_to": "Last day, inclusive",
    "days": "Number of days",
    "principal": "Principal that bore interest",
    "percent": "Rate per year, with the percent sign",
    "interest": "Interest of the period",
}

_LETTER = {
    "date": "Date of the letter",
    "place": "Place of the letter",
    "case_number": "Number of the case",
    "as_of": "Day of the balance; interest is counted up to it, inclusive",
    # Who writes
    "sender_name": "Name of who sends the letter",
    "sender_address": "Address of the sender, in one line",
    "sender_contact": "Telephone, e-mail and web page of the sender, in one line",
    "sender_registry": "Court register, NIP, share capital of the sender, in one line",
    "signatory": "Who signs",
    "signatory_role": "Office or power of who signs",
    # For whom
    "creditor_name": "Name of the creditor",
    "creditor_address": "Address of the creditor, in one line",
    "creditor_identifier": "NIP of the creditor, with its name: NIP 525…",
    "on_behalf": "Not empty when the sender acts for a creditor",
    "acquired_from": "Former creditor, when the claims were bought",
    "acquired_on": "Day of the assignment, when the claims were bought",
    "agreement_name": "Name of the agreement the case belongs to",
    # To whom
    "debtor_name": "Name of the debtor",
    "debtor_address": "Address for letters, in lines",
    "debtor_identifier": "NIP of a debtor in business, with its name; never PESEL",
    # How much
    "claims_count": "Number of claims",
    "principal": "Principal still owed, of all claims",
    "interest": "Interest still owed, of all claims",
    "claims_total": "Principal and interest still owed, of all claims",
    "costs_total": "Costs still owed",
    "payments": "Payments credited so far; empty when there are none",
    "total": "Everything still owed",
    "total_words": "Everything still owed, in words",
    "interest_per_day": "Interest of one more day; empty when none runs",
    "interest_name": "Kinds of interest that run, in one text",
    "legal_basis": "Legal basis of the claims and their interest",
    # How to pay
    "payment_days": "Days to pay, from receipt of the letter",
    "payment_deadline": "Date to pay by, instead of days; may be empty",
    "payee_name": "Holder of the account to pay to",
    "bank_account": "Number of the account to pay to, in groups of four",
    "bank_name": "Bank of that account",
    "transfer_title": "Title of the transfer, by which the payment is recognised",
    # Afterwards
    "contact": "Whom to ask about the letter: person, telephone, e-mail, hours",
    "complaints": "Where complaints and objections may be sent",
    "gdpr_notice": "Information on personal data; may be empty",
    # Rows
    "claims": [_CLAIM],
    "costs": [_COST],
    "interest_periods": [_INTEREST_PERIOD],
}

LETTER_FIELDS = MappingProxyType({"letter": _LETTER})
