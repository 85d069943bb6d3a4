"""What a letter template may say: the names of its fields and their meaning.

The values of one letter are a dict in the shape of ``LETTER_FIELDS["letter"]``: a
description stands for one text, a list of one mapping for a list of rows. Every
value is a text, formatted as it is to be printed (:mod:`.money` formats amounts,
dates are ``23.11.2026``); several lines are parted by ``\\n``. A text that does not
apply is ``""``, which an ``if`` takes for false.
Only the fields that a template uses must be there.
"""

from types import MappingProxyType

from .texts import _

_CLAIM = {
    "position": _("Number in the table, from 1"),
    "document": _("Number of the invoice or other document"),
    "kind": _("Kind of claim: invoice, interest note …"),
    "issued_on": _("Date of issue"),
    "due_on": _("Due date"),
    "days_late": _("Days since the due date"),
    "amount": _("Amount of the document"),
    "principal": _("Principal still owed"),
    "interest": _("Interest still owed as of the day of the balance"),
    "interest_name": _("Kind of interest, such as statutory interest for delay"),
    "total": _("Principal and interest still owed"),
}

_COST = {
    "name": _("What the cost is for"),
    "date": _("Day from which it is owed"),
    "amount": _("Amount still owed"),
    "legal_basis": _("Legal basis"),
}

_INTEREST_PERIOD = {
    "document": _("Number of the document whose interest is explained"),
    "date_from": _("First day, inclusive"),
    "date_to": _("Last day, inclusive"),
    "days": _("Number of days"),
    "principal": _("Principal that bore interest"),
    "percent": _("Rate per year, with the percent sign"),
    "interest": _("Interest of the period"),
}

_ACCOUNT_CLAIM = {
    "position": _("Number in the table, from 1"),
    "document": _("Number of the invoice or other document"),
    "kind": _("Kind of claim: invoice, interest note …"),
    "issued_on": _("Date of issue"),
    "due_on": _("Due date"),
    "amount": _("Amount of the document"),
    "paid": _("Paid on it so far, before the hand-over and since"),
    "principal": _("Principal still owed"),
    "interest": _("Interest still owed as of the day of the balance"),
    "total": _("Principal and interest still owed"),
}

_INSTALMENT = {
    "position": _("Number of the instalment, from 1"),
    "due_on": _("Day to pay it by"),
    "amount": _("Amount of the instalment"),
}

_LETTER = {
    "date": _("Date of the letter"),
    "place": _("Place of the letter"),
    "case_number": _("Number of the case"),
    "as_of": _("Day of the balance; interest is counted up to it, inclusive"),
    # Who writes
    "sender_name": _("Name of who sends the letter"),
    "sender_address": _("Address of the sender, in one line"),
    "sender_contact": _("Telephone, e-mail and web page of the sender, in one line"),
    "sender_registry": _(
        "Court register, NIP, share capital of the sender, in one line"
    ),
    "signatory": _("Who signs"),
    "signatory_role": _("Office or power of who signs"),
    # For whom
    "creditor_name": _("Name of the creditor"),
    "creditor_address": _("Address of the creditor, in one line"),
    "creditor_identifier": _("NIP of the creditor, with its name: NIP 525…"),
    "on_behalf": _("Not empty when the sender acts for a creditor"),
    "acquired_from": _("Former creditor, when the claims were bought"),
    "acquired_on": _("Day of the assignment, when the claims were bought"),
    "agreement_name": _("Name of the agreement the case belongs to"),
    "acquired_from_address": _("Address of the former creditor, in one line"),
    "acquired_from_identifier": _("NIP of the former creditor, with its name"),
    # To whom
    "debtor_name": _("Name of the debtor"),
    "debtor_address": _("Address for letters, in lines"),
    "debtor_identifier": _("NIP of a debtor in business, with its name; never PESEL"),
    # How much
    "claims_count": _("Number of claims"),
    "principal": _("Principal still owed, of all claims"),
    "interest": _("Interest still owed, of all claims"),
    "claims_total": _("Principal and interest still owed, of all claims"),
    "costs_total": _("Costs still owed"),
    "payments": _("Payments credited so far; empty when there are none"),
    "total": _("Everything still owed"),
    "total_words": _("Everything still owed, in words"),
    "total_words_en": _("Everything still owed, in English words"),
    "interest_words": _("Interest still owed, in words"),
    "interest_accrued": _("Interest of all periods, paid or not"),
    "interest_paid": _("Interest paid so far; empty when none was"),
    "interest_per_day": _("Interest of one more day; empty when none runs"),
    "interest_name": _("Kinds of interest that run, in one text"),
    "legal_basis": _("Legal basis of the claims and their interest"),
    # Payments that are not due yet
    "upcoming_total": _("Principal that will fall due; empty when there is none"),
    "upcoming_total_words": _("Principal that will fall due, in words"),
    # The whole account of the debtor
    "account_claims_total": _("Sum still owed of the claims of the account"),
    "account_total": _("Balance of the account: its claims and costs"),
    "account_total_words": _("Balance of the account, in words"),
    "overpaid": _("Paid too much; empty when nothing was"),
    # How to pay
    "payment_days": _("Days to pay, from receipt of the letter"),
    "payment_deadline": _("Date to pay by, instead of days; may be empty"),
    "payee_name": _("Holder of the account to pay to"),
    "bank_account": _("Number of the account to pay to, in groups of four"),
    "bank_name": _("Bank of that account"),
    "transfer_title": _("Title of the transfer, by which the payment is recognised"),
    "payment_qr": _("QR code of the transfer for banking applications; may be empty"),
    # Afterwards
    "contact": _("Whom to ask about the letter: person, telephone, e-mail, hours"),
    "complaints": _("Where complaints and objections may be sent"),
    "gdpr_notice": _("Information on personal data; may be empty"),
    "demanded_on": _("Day of the last demand before this letter; may be empty"),
    "threatened_costs": _("Costs that a final demand announces; may be empty"),
    # An instalment plan
    "plan_number": _("Number of the plan that was granted; may be empty"),
    "plan_total": _("What the instalments are together; without a plan all owed"),
    "plan_total_words": _("What the instalments are together, in words"),
    "plan_discount": _("What is remitted when the plan is kept; may be empty"),
    "plan_interest_ahead": _(
        "Interest of the time of the plan, in its instalments; may be empty"
    ),
    "plan_interest_stops": _("Not empty when interest stops while the plan is kept"),
    "plan_days_of_grace": _("Days after which a late instalment breaks the plan"),
    "plan_valid_until": _("Last day for accepting the plan; may be empty"),
    # Personal data
    "controller_name": _("Controller: the creditor of a mandate, else the sender"),
    "controller_address": _("Address of the controller, in one line"),
    "controller_contact": _("Telephone and e-mail of the controller, in one line"),
    "processor_name": _("Who processes data for the controller; may be empty"),
    "data_officer": _("Data protection officer and contact; may be empty"),
    "data_source": _("From whom the data come, with address"),
    "data_recipients": _("Further recipients of the data; may be empty"),
    "data_retention": _("How long data are kept; may be empty"),
    # Rows
    "claims": [_CLAIM],
    "costs": [_COST],
    "interest_periods": [_INTEREST_PERIOD],
    "upcoming": [_CLAIM],
    "account_claims": [_ACCOUNT_CLAIM],
    "instalments": [_INSTALMENT],
}

LETTER_FIELDS = MappingProxyType({"letter": _LETTER})
# Fields whose text is printed as a QR code.
CODES = frozenset({"payment_qr"})


def described(fields, translate):
    """Return fields in the shape of ``LETTER_FIELDS`` with translated descriptions."""
    return {
        name: translate(meaning)
        if isinstance(meaning, str)
        else [described(meaning[0], translate)]
        for name, meaning in fields.items()
    }
