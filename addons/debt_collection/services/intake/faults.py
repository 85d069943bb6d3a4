"""What can be wrong with a row, and what the user can do about it.

Sentences are English source texts for the translators. ``Fault`` is the plain value
that the parts of the import exchange; ``texts`` gives its sentences in the user's
language.
"""

from typing import NamedTuple

from ...tools.texts import _


class Fault(NamedTuple):
    """One thing wrong with one row.

    :param row: row number as in the spreadsheet; ``record``: number without header
    :param field: code of the field, "" for the whole row
    :param value: what the cell holds
    :param code: key of SENTENCES
    :param severity: "error" refuses the row, "warning" lets it in
    :param params: values for the placeholders of the sentences
    """

    row: int
    record: int
    field: str
    value: str
    code: str
    severity: str = "error"
    params: dict = {}


_CORRECT = _("Correct the number, or leave the cell empty.")
_COMPARE = _("Compare it with the document and correct it where needed.")

SENTENCES = {
    # Cells
    "empty": (_("The cell is empty."), _("Fill it in.")),
    "formula": (
        _("The cell holds a formula, whose result cannot be relied on."),
        _("Replace the formula by its value (paste special, values only)."),
    ),
    "error_cell": (
        _("The cell holds an error of the spreadsheet."),
        _("Enter the value itself."),
    ),
    "rounded_number": (
        _("The spreadsheet has rounded this long number, its last digits are lost."),
        _("Format the column as text and enter the number again."),
    ),
    "too_long": (
        _("The text is longer than %(limit)s characters."),
        _("Shorten the text; look for a quotation mark that is not closed."),
    ),
    "short_row": (
        _("The row has fewer fields than there are columns."),
        _("Look for a line break inside a value; put such a value in quotes."),
    ),
    "long_row": (
        _("The row has more fields than there are columns."),
        _("Look for a separator inside a value; put such a value in quotes."),
    ),
    # Amounts and dates
    "bad_amount": (_("This is no amount."), _("Write it in digits, like 1128,44.")),
    "negative_amount": (
        _("The amount is below zero."),
        _("Claims are above zero; book a correction as a payment."),
    ),
    "zero_amount": (_("The amount is zero."), _("Enter the amount of the document.")),
    "ambiguous_amount": (
        _("The amount can be read in two ways."),
        _("Write 1234,00 or 1,23."),
    ),
    "too_many_decimals": (
        _("The amount has parts of a grosz."),
        _("Round it to two decimals."),
    ),
    "amount_too_large": (_("The amount is too large."), _("Check the amount.")),
    "foreign_currency": (
        _("The amount is not in zlotys."),
        _("Convert it, or use an agreement in that currency."),
    ),
    "remaining_above_amount": (
        _("More remains to be paid than the amount of the claim."),
        _("Correct the amount or what remains of it."),
    ),
    "paid_above_amount": (
        _("More was paid than the amount of the claim."),
        _("Correct the amount or what was paid."),
    ),
    "amounts_disagree": (
        _("The amount less what was paid is not what remains."),
        _("Correct the three amounts, or leave one column out."),
    ),
    "nothing_left": (
        _("Nothing is left to pay."),
        _("Leave out claims that are paid."),
    ),
    "bad_date": (_("This is no date."), _("Write 31.12.2025 or 2025-12-31.")),
    "impossible_date": (_("The day does not exist."), _("Correct the date.")),
    "two_digit_year": (_("The year has two digits."), _("Write all four.")),
    "implausible_date": (
        _("The date is outside 1950-2099."),
        _("Correct the year."),
    ),
    "due_too_early": (
        _("No interest rates are known before 1 May 1993."),
        _("Correct the due date."),
    ),
    "issued_after_due": (
        _("The claim was issued after it fell due."),
        _("Check the two dates."),
    ),
    # Debtor
    "no_name": (
        _("The debtor has no name."),
        _("Enter the name of the person or company."),
    ),
    "no_debtor_key": (
        _("Nothing tells which debtor this is."),
        _("Enter a payer number, PESEL, NIP or PPE, or a whole address."),
    ),
    "weak_debtor_key": (
        _("The debtor is known by name and address only."),
        _("Enter a payer number, PESEL, NIP or PPE to be sure."),
    ),
    "bad_postal_code": (
        _("This is no postal code."),
        _("Write it like 25-534, or leave it empty."),
    ),
    "bad_phone": (
        _("This is no phone number."),
        _("Write it like +48 600 100 200."),
    ),
    "bad_email": (
        _("This is no e-mail address."),
        _("Correct it, or leave the cell empty."),
    ),
    "ambiguous_debtor": (
        _("The numbers of the row belong to different debtors: %(names)s."),
        _("Correct the numbers, or merge the contacts if they are one debtor."),
    ),
    "other_identifier": (
        _("The debtor of this row is known with another %(kind)s: %(known)s."),
        _("Correct the payer number or the identifier."),
    ),
    "other_person": (
        _("Row %(row)s names this debtor with another %(kind)s."),
        _("Correct the payer number or the identifier in one of the rows."),
    ),
    # Identifiers
    "bad_characters": (
        _("The number has characters that such a number cannot have."),
        _CORRECT,
    ),
    "bad_length": (_("The number has too few or too many characters."), _CORRECT),
    "bad_form": (_("This is not written as such a number."), _CORRECT),
    "birth_date": (_("The date of birth in the number does not exist."), _CORRECT),
    "only_zeros": (
        _("The number is a placeholder of zeros."),
        _("Fill in the number, or leave the cell empty."),
    ),
    "leading_zeros_missing": (
        _("The leading zeros of the number were lost."),
        _("Format the column as text and write the number whole."),
    ),
    "leading_zeros_restored": (
        _("The leading zeros of the number were lost and have been put back."),
        _("Format the column as text when the file is made."),
    ),
    "check_digit": (_("The check digit does not fit."), _COMPARE),
    "not_gs1": (_("The number does not begin with 590."), _COMPARE),
    "old_form": (
        _("This is a number from before 2023."),
        _("Ask for the new one of 18 digits."),
    ),
    # Claim
    "no_claim_key": (
        _("The claim has no number."),
        _("Enter the number of the invoice or the identifier of the claim."),
    ),
    "duplicate": (
        _("Row %(row)s has the same claim."),
        _("Delete one of the rows, or correct its number."),
    ),
    "unknown_kind": (
        _("There is no such kind of claim."),
        _("Use one of: %(known)s; or add the word to a kind of claim."),
    ),
    "other_currency": (
        _("The agreement is in %(currency)s."),
        _("Import claims in another currency under an agreement of their own."),
    ),
    "unknown_interest": (
        _("There is no such kind of interest."),
        _("Use one of: %(known)s."),
    ),
    "bad_rate": (
        _("This is no interest rate."),
        _("Write percent a year between 0 and 1000, like 11,25."),
    ),
    "rate_of_statutory": (
        _("Statutory interest cannot have a rate of its own."),
        _("Leave out the rate, or choose contractual interest."),
    ),
    "unknown_limitation": (
        _("There is no such limitation rule."),
        _("Use one of: %(known)s."),
    ),
    "ambiguous_claim": (
        _("Several claims of the agreement have this number."),
        _("Load the file by the identifier of the claim."),
    ),
    "claim_of_other_debtor": (
        _("The claim is known as one of %(debtor)s in case %(case)s."),
        _("Correct the number of the claim, or the debtor."),
    ),
    "claim_withdrawn": (
        _("The claim was withdrawn in case %(case)s and was left as it is."),
        _("Resume the claim there if it is owed again."),
    ),
    "claim_has_payments": (
        _("Payments were booked on the claim in case %(case)s."),
        _("Change the claim there by hand, or ask the creditor for the difference."),
    ),
}


def texts(env, fault):
    """The reason and the remedy of a fault in the user's language."""
    reason, remedy = SENTENCES[fault.code]
    translate = env._
    return translate(reason) % fault.params, translate(remedy) % fault.params
