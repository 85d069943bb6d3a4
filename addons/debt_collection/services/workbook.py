"""Sheets of our XLSX workbooks, written row by row."""

from xlsxwriter.utility import xl_rowcol_to_cell

STYLES = {
    "title": {"bold": True, "font_size": 14},
    "part": {"bold": True, "font_size": 11, "bottom": 1},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "money": {"num_format": "#,##0.00"},
    "sum": {"num_format": "#,##0.00", "bold": True, "top": 1},
    "percent": {"num_format": '0.00##" %"'},
    "rate": {"num_format": "0.00##"},
    "number": {"num_format": "0"},
    "text": {},
}


def formats(book):
    """Return ``{style: format}`` of a workbook, to be shared by its sheets."""
    return {name: book.add_format(style) for name, style in STYLES.items()}


class Sheet:
    """Writes rows of (value, style) one below the other."""

    def __init__(self, book, name, styles, widths):
        """Add an empty sheet to a workbook.

        :param styles: the ``formats`` of the workbook
        :param widths: of the columns
        """
        self.sheet, self.styles, self.next_row = book.add_worksheet(name), styles, 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def row(self, cells):
        """Write the next row; None, False and an empty text leave their cell empty."""
        for column, (value, style) in enumerate(cells):
            write, value = self._writer(value, style)
            write(self.next_row, column, value, self.styles[style])
        self.next_row += 1

    def _writer(self, value, style):
        if value is None or value is False or value == "":
            return self.sheet.write_blank, None
        if style == "date":
            return self.sheet.write_datetime, value
        # Names come from files: one that begins with "=" is no formula.
        text = isinstance(value, str)
        return (self.sheet.write_string if text else self.sheet.write_number), value

    def formula(self, column, text, value, style):
        """Write a formula with its result, which viewers show without computing."""
        self.sheet.write_formula(
            self.next_row, column, text, self.styles[style], float(value)
        )

    def head(self, labels):
        """Write the heads of columns."""
        self.row([(label, "head") for label in labels])

    def table(self, labels, rows, sums=()):
        """Write a table; ``sums`` are the columns added up by a formula."""
        self.head(labels)
        rows, first = list(rows), self.next_row
        for cells in rows:
            self.row(cells)
        for column in range(len(labels) if sums and rows else 0):
            if column in sums:
                values = sum(cells[column][0] for cells in rows)
                cells = _range(column, first, self.next_row - 1)
                self.formula(column, f"=SUM({cells})", values, "sum")
            else:
                self.sheet.write_blank(self.next_row, column, None, self.styles["sum"])
        self.next_row += 2


def _range(column, first, last):
    """Return the cells of a column between two rows, such as ``D3:D9``."""
    return ":".join(xl_rowcol_to_cell(row, column) for row in (first, last))
