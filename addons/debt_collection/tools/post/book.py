"""The posting book (książka nadawcza): rows, pages with sums, and its workbook.

Columns are those of the usual form, as known in general; the post office may want its
own. The texts are Polish: the document is for a Polish post office.
"""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

ROWS_PER_PAGE = 14
ZERO = Decimal(0)

TITLE = "Książka nadawcza"
COLUMNS = (
    ("Lp.", 5),
    ("Adresat (imię i nazwisko lub nazwa)", 34),
    ("Dokładne miejsce doręczenia", 44),
    ("Kwota zadekl. wartości (zł)", 12),
    ("Masa (kg)", 9),
    ("Nr nadawczy", 24),
    ("Uwagi", 14),
    ("Opłata (zł)", 11),
    ("Kwota pobrania (zł)", 12),
)
KIND_NOTES = {"ordinary": "zwykła", "registered": "R", "registered_receipt": "R, ZPO"}


@dataclass(frozen=True)
class Row:
    """A line of the book."""

    position: int
    name: str
    place: str
    grams: int
    number: str
    note: str
    fee: Decimal | None

    def kilograms(self):
        """Return the weight as kilograms and grams: ('0', '020')."""
        return str(self.grams // 1000), f"{self.grams % 1000:03d}"


@dataclass(frozen=True)
class Page:
    """A page with what is carried over from the last and to the next one."""

    number: int
    rows: tuple
    carried_in: Decimal
    total: Decimal

    def carried_out(self):
        """Return the sum up to the end of this page."""
        return self.carried_in + self.total


def book_rows(items):
    """Return the Rows of PostItems in their order."""
    return [
        Row(
            position=position,
            name=" ".join(item.names()).strip(),
            place=place_of(item.address),
            grams=item.grams,
            number=item.number,
            note=KIND_NOTES[item.kind],
            fee=item.fee,
        )
        for position, item in enumerate(items, 1)
    ]


def place_of(address):
    """Return where an item goes, in one line."""
    town = " ".join(part for part in (address.postcode, address.city) if part)
    street = address.line()
    if street and not address.street:
        # A village without streets: the number follows the name of the place.
        return f"{address.city} {street}, {town}"
    return ", ".join(part for part in (street, town) if part)


def book_pages(rows, size=ROWS_PER_PAGE):
    """Cut rows into Pages with running sums of the fees; an empty book has one page."""
    pages, carried = [], ZERO
    for start in range(0, max(len(rows), 1), size):
        part = tuple(rows[start : start + size])
        total = sum((row.fee or ZERO for row in part), ZERO)
        pages.append(Page(len(pages) + 1, part, carried, total))
        carried += total
    return pages


def split_money(amount):
    """Return zlotys and grosze as texts, empty when there is no amount.

    >>> split_money(Decimal("8.5"))
    ('8', '50')
    """
    if amount is None:
        return "", ""
    grosze = int((amount * 100).to_integral_value())
    return str(grosze // 100), f"{grosze % 100:02d}"


def write_xlsx(rows, sender, heading):
    """Return the bytes of the book as a workbook.

    :param rows: Rows
    :param sender: name and address of the sender in one line
    :param heading: what the book is of: day or batch
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(TITLE)
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        kilograms = book.add_format({"num_format": "0.000", "border": 1})
        money = book.add_format({"num_format": "#,##0.00", "border": 1})
        sheet.write(0, 0, f"{TITLE}: {heading}", bold)
        sheet.write_string(1, 0, f"Nadawca: {sender}")
        for column, (title, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write(3, column, title, head)
        for line, row in enumerate(rows, 4):
            _write_row(sheet, line, row, cell, kilograms, money)
        _write_total(sheet, 4 + len(rows), rows, bold, money)
        _set_up_page(sheet)
    return stream.getvalue()


def _write_row(sheet, line, row, cell, kilograms, money):
    sheet.write_number(line, 0, row.position, cell)
    # Names come from outside: as strings they never become formulas.
    sheet.write_string(line, 1, row.name, cell)
    sheet.write_string(line, 2, row.place, cell)
    sheet.write_blank(line, 3, None, money)
    sheet.write_number(line, 4, row.grams / 1000, kilograms)
    sheet.write_string(line, 5, row.number, cell)
    sheet.write_string(line, 6, row.note, cell)
    if row.fee is None:
        sheet.write_blank(line, 7, None, money)
    else:
        sheet.write_number(line, 7, float(row.fee), money)
    sheet.write_blank(line, 8, None, money)


def _write_total(sheet, line, rows, bold, money):
    total = sum((row.fee or ZERO for row in rows), ZERO)
    sheet.write(line, 1, f"Razem przesyłek: {len(rows)}", bold)
    sheet.write_number(line, 7, float(total), money)
    sheet.write(line + 3, 1, "Podpis nadającego: ……………………")
    sheet.write(line + 3, 5, "Podpis przyjmującego: ……………………")


def _set_up_page(sheet):
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
