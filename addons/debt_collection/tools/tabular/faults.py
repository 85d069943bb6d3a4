"""What can be wrong with a file as a whole, and what the user can do about it.

Every sentence is English source text marked for the translators; the Odoo layer
shows what ``FileFault.told`` says.
"""

from typing import NamedTuple

from ..texts import _

# Parameters of sentences that are texts for people themselves.
MARKED_PARAMS = {"what", "detail"}


class Place(NamedTuple):
    """Where a fault is: file name, sheet name and row as numbered in the sheet."""

    file: str = ""
    sheet: str = ""
    row: int = 0

    def told(self, translate=str):
        """The place for people, e.g. ``claims.xlsx, sheet "data", row 7``."""
        sheet = self.sheet and translate(_('sheet "%(name)s"')) % {"name": self.sheet}
        row = self.row and translate(_("row %(number)s")) % {"number": self.row}
        return ", ".join(part for part in (self.file, sheet, row) if part)

    def __str__(self):
        return self.told()


class FileFault(ValueError):
    """A file that cannot be read, or must not be.

    :param reason: key of ``FAULTS``, stable for programs
    :param place: a ``Place``; the parts that are not known stay empty
    :param params: values for the placeholders of the sentences
    """

    def __init__(self, reason, place=None, **params):
        """See the class."""
        self.reason = reason
        self.place = place or Place()
        self.params = params
        self.message, self.remedy = FAULTS[reason]
        super().__init__(reason)

    def told(self, translate=str):
        """Place, what is wrong and the remedy.

        :param translate: function from an English text to one in another language
        """
        marked = {
            name: translate(value)
            for name, value in self.params.items()
            if name in MARKED_PARAMS
        }
        params = {**self.params, **marked}
        sentences = (translate(text) % params for text in (self.message, self.remedy))
        text = " ".join(sentences)
        return f"{self.place.told(translate)}: {text}" if any(self.place) else text

    def __str__(self):
        return self.told()

    def at(self, **parts):
        """Fill in the parts of the place that are not known yet; return self."""
        missing = {k: v for k, v in parts.items() if v and not getattr(self.place, k)}
        self.place = self.place._replace(**missing)
        return self


_SAVE_AS_XLSX = _("Open it in a spreadsheet program and save it as XLSX or CSV.")
_SEND_AGAIN = _("Ask the sender for the file again, or save it anew.")
_SPLIT = _("Split it into several smaller files.")

FAULTS = {
    "empty": (_("The file is empty."), _SEND_AGAIN),
    "too_big": (_("The file has more than %(limit)s MB."), _SPLIT),
    "not_a_table": (
        _("The file is not a table but %(what)s."),
        _("Choose a CSV, XLS, XLSX or ODS file."),
    ),
    "markup": (
        _("The file has the content of a web page or XML, whatever its name says."),
        _SAVE_AS_XLSX,
    ),
    "old_format": (_("The file is an %(what)s, which is not read."), _SAVE_AS_XLSX),
    "damaged": (_("The file is damaged: %(detail)s."), _SEND_AGAIN),
    "cut_off": (_("The file ends in the middle of a row."), _SEND_AGAIN),
    "open_quote": (
        _("A quotation mark opened here is never closed."),
        _("Close the quotation mark, or ask the sender for the whole file."),
    ),
    "zip_bomb": (
        _("The file unpacks to far more data than a table of its size can hold."),
        _("Do not open it; ask the sender what it is."),
    ),
    "protected": (
        _("The file is protected by a password."),
        _("Give the password, or save the file without one."),
    ),
    "wrong_password": (
        _("The password does not open the file."),
        _("Check the password; capital letters matter."),
    ),
    "unknown_protection": (
        _("The file is encrypted in a way that is not supported."),
        _("Save the file without a password."),
    ),
    "encoding": (
        _("The file mixes encodings, so its letters cannot be read for sure."),
        _("Save the file as CSV in UTF-8."),
    ),
    "binary": (
        _("The text contains NUL bytes: it is damaged or is not a text file."),
        _SEND_AGAIN,
    ),
    "no_sheet": (
        _('There is no sheet "%(wanted)s"; the sheets are: %(sheets)s.'),
        _("Choose one of the sheets of the file."),
    ),
    "no_header": (
        _("No row with the column names was found among the first %(rows)s rows."),
        _("Put the names of the columns into one row above the data."),
    ),
    "one_column": (
        _("The table has only one column."),
        _("Separate the columns with semicolons, commas, tabs or |."),
    ),
    "no_rows": (
        _("There is no row of data below the column names."),
        _("Choose the file or the sheet that has the data."),
    ),
    "too_wide": (
        _("The table has more than %(limit)s columns."),
        _("Delete the columns that are not needed."),
    ),
    "too_large": (_("The sheet has more than %(limit)s cells."), _SPLIT),
}

# Faults of one cell or row: they refuse the row, not the file.
ROW_FAULTS = {
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
        _("The text of the cell is longer than %(limit)s characters."),
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
}
