"""What can be wrong with a bank file, and what to do about it."""

from ..texts import Told, _

# Parameters of sentences that may be texts for people themselves.
MARKED_PARAMS = ("column", "expected")
AGAIN = _("Fetch the file from the bank once more and import it whole.")
FAULTS = {
    "bad_amount": _("%(found)s is no amount; expected digits and a comma, like 12,50."),
    "bad_grosze": _("%(found)s is no amount; expected whole grosze, like 1250."),
    "bad_date": _("%(found)s is no date; expected %(expected)s."),
    "bad_balance": _(
        "%(found)s is no balance; expected C or D, a date, a currency and an amount, "
        "like C260131PLN12,50."
    ),
    "bad_entry": _(
        "%(found)s is no entry; expected dates, C or D, an amount and the code of the "
        "operation, like 2601310131CN12,50NTRF."
    ),
    "bad_total": _(
        "%(found)s is no total; expected a count, a currency and a sum, like 3PLN12,50."
    ),
    "bad_fields": _("The line has %(found)s fields; expected %(expected)s."),
    "no_field": _("The field %(found)s is missing or empty."),
    "no_account": _("The statement does not tell its account (%(expected)s)."),
    "no_opening": _("The statement has no opening balance (%(expected)s)."),
    "no_closing": _(
        "The statement has no closing balance (%(expected)s): the file is cut off."
    ),
    "cut_off": _("The file ends in the middle: it is cut off."),
    "no_page": _("A page of the statement is missing; expected %(expected)s."),
    "balance": _(
        "Statement %(number)s does not add up: opening %(opening)s and entries "
        "%(entries)s give %(sum)s, yet the closing balance is %(closing)s. The "
        "difference is %(difference)s: entries are missing or damaged."
    ),
    "totals": _(
        "The entries of %(number)s give %(entries)s, yet the file says that they are "
        "%(closing)s. The difference is %(difference)s: entries are missing or damaged."
    ),
    "count": _(
        "%(number)s has %(entries)s entries, yet the file says that there are "
        "%(closing)s: entries are missing or doubled."
    ),
    "batch": _(
        "The transactions of the entry give %(found)s, yet the entry has %(expected)s."
    ),
    "mixed": _("The statement has entries in %(found)s; expected %(expected)s."),
    "xml": _("The XML is broken (%(found)s): the file is damaged or cut off."),
    "doctype": _("The XML declares a document type, which a statement never has."),
    "unknown": _("%(found)s is not expected here."),
    "no_statement": _("The file has no statement."),
    "no_column": _(
        "The column %(found)s of the profile is not in the file, which has "
        "%(expected)s."
    ),
    "bad_cell": _("Column %(column)s: %(why)s."),
    "row_balance": _(
        "The balance %(found)s does not follow from the balance %(expected)s of the "
        "row before."
    ),
    "no_profile_rows": _("The file has no row with an entry."),
}
REMEDIES = {
    "no_column": _("Choose another profile, or correct its columns."),
    "bad_cell": _("Correct the cell or the profile."),
    "no_profile_rows": _("Choose another profile, or correct the lines it skips."),
    "mixed": _("Ask the bank for a statement of one currency."),
}


class BankFault(Told, ValueError):
    """A bank file that cannot be taken; nothing of it may be booked.

    :ivar reason: key of FAULTS, stable for programs
    :ivar line: number of the line (or row) in the file, 0 when it is the whole file
    """

    def __init__(self, reason, line=0, **params):
        """Say where, what and what to do."""
        self.reason, self.line = reason, line
        params = {
            name: f"“{shorten(value)}”" if name == "found" else value
            for name, value in params.items()
        }
        super().__init__(FAULTS[reason], **params)

    def told(self, translate=str):
        """Return line, fault and remedy in the language of ``translate``."""
        place = translate(_("Line %(number)s: ")) % {"number": self.line}
        remedy = translate(REMEDIES.get(self.reason, AGAIN))
        params = {
            name: translate(value) if name in MARKED_PARAMS and value else value
            for name, value in self.params.items()
        }
        text = translate(self.source) % params if params else translate(self.source)
        return f"{place if self.line else ''}{text} {remedy}"

    def __str__(self):
        return self.told()


def shorten(value, width=80):
    """Return the text of a value, cut where it is too long for a message."""
    text = str(value).strip()
    return text if len(text) <= width else text[: width - 1] + "…"
