"""What creditors hand over: invented claims, and the files they come in."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import xlsxwriter

from ...tools.money import round_grosz
from .people import Debtor

TERMS = (7, 14, 14, 21, 30)
# How many claims a debtor has: mostly a few.
CLAIMS_OF_A_DEBTOR = (1, 1, 1, 2, 2, 2, 3, 3, 4, 6)
INVOICE, INTEREST_NOTE, OTHER = "faktura", "nota odsetkowa", "inne"


@dataclass(frozen=True)
class Row:
    """One claim of a portfolio, with its debtor.

    :ivar amount: PLN with two decimals; ``paid``: what was paid of it before
    """

    debtor: Debtor
    number: str
    kind: str
    issued: date
    due: date
    amount: Decimal
    paid: Decimal = Decimal(0)


@dataclass(frozen=True)
class Recipe:
    """What a portfolio is like.

    :ivar due: oldest and newest due date, in days before today
    :ivar amounts: smallest and largest amount in PLN
    :ivar companies: share of businesses among the debtors
    :ivar silesians: how many live in Silesia
    :ivar old: how many first claims fell due years before, and are time-barred
    """

    prefix: str
    debtors: int
    due: tuple
    amounts: tuple
    companies: float = 0
    silesians: int = 0
    old: int = 0
    other_every: int = 0
    notes_every: int = 0
    paid_every: int = 7


class Portfolio:
    """Invents the rows of one portfolio.

    :param known: debtors who owe here too, beside the newly invented ones
    """

    def __init__(self, crowd, recipe, today, known=()):
        self.crowd, self.rng = crowd, crowd.rng
        self.recipe, self.today = recipe, today
        self.known = known
        self._serial = 0

    def rows(self):
        """Return the rows, those of a debtor side by side."""
        return [
            row
            for index, debtor in enumerate(self._debtors())
            for row in self._rows_of(debtor, index < self.recipe.old)
        ]

    def _debtors(self):
        new = self.recipe.debtors - len(self.known)
        for index in range(new):
            company = self.rng.random() < self.recipe.companies
            invent = self.crowd.company if company else self.crowd.person
            yield invent(silesian=index < self.recipe.silesians)
        yield from self.known

    def _rows_of(self, debtor, old):
        count = self.rng.choice(CLAIMS_OF_A_DEBTOR)
        return [self._row(debtor, old and not index) for index in range(count)]

    def _row(self, debtor, old):
        self._serial += 1
        ago = self.rng.randrange(*self.recipe.due) + (1600 if old else 0)
        due = self.today - timedelta(days=ago)
        issued = due - timedelta(days=self.rng.choice(TERMS))
        amount = self._amount()
        kind = self._kind()
        if kind == INTEREST_NOTE:
            amount = round_grosz(amount / 25)
        part = self._is_nth(self.recipe.paid_every) and kind == INVOICE
        return Row(
            debtor=debtor,
            number=f"{self.recipe.prefix}/{issued:%Y/%m}/{self._serial:05d}",
            kind=kind,
            issued=issued,
            due=due,
            amount=amount,
            paid=round_grosz(amount / 3) if part else Decimal(0),
        )

    def _amount(self):
        """Return an amount; small ones are more frequent than large ones."""
        low, high = self.recipe.amounts
        share = Decimal(repr(self.rng.random() ** 2))
        return round_grosz(low + (high - low) * share)

    def _kind(self):
        if self._is_nth(self.recipe.other_every):
            return OTHER
        return INTEREST_NOTE if self._is_nth(self.recipe.notes_every) else INVOICE

    def _is_nth(self, every):
        return bool(every) and self._serial % every == 0


# === Faults === #


def with_faults(rows):
    """Return the rows as cells of a file, and some spoilt as they come in life.

    :return: list of (Row, changes), changes being ``{field: text}`` in place of it
    """
    spoilt = [
        ("postal_code", "00-000"),
        ("amount", "do ustalenia"),
        ("due", "31.02.2025"),
        ("name", ""),
    ]
    cells = [(row, {}) for row in rows]
    step = len(rows) // (len(spoilt) + 1)
    # From the end, so that the places before it stay.
    for place in range(len(spoilt), 0, -1):
        field, text = spoilt[place - 1]
        again = _again(rows[place * step], place)
        cells.insert(place * step + 1, (again, {field: text}))
    for row in [row for row in rows if row.debtor.pesel][-1:]:
        cells.append((_again(row, 0), {"pesel": _wrong_digit(row.debtor.pesel)}))
    return [*cells, (rows[0], {})]


def _again(row, place):
    """Return a further invoice of the debtor."""
    return replace(row, number=f"{row.number}/K{place}", kind=INVOICE)


def _wrong_digit(number):
    return number[:-1] + str((int(number[-1]) + 1) % 10)


# === Files === #


def energy_file(rows):
    """Return the XLSX workbook of the energy supplier."""
    table = [_energy_cells(*cells) for cells in with_faults(rows)]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Wierzytelności")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, table[0], bold)
        for number, record in enumerate(table, 1):
            for column, value in enumerate(record.values()):
                _write_cell(sheet, number, column, value, day)
        sheet.autofit()
    return out.getvalue()


def _write_cell(sheet, row, column, value, day):
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(row, column, value)


def _energy_cells(row, changes):
    debtor = row.debtor
    return {
        "Numer płatnika": debtor.payer_number,
        "Nr PPE": debtor.ppe,
        "Nazwisko / nazwa": changes.get("name", debtor.name),
        "Imię": changes.get("name", debtor.first_name),
        "PESEL": changes.get("pesel", debtor.pesel),
        "NIP": debtor.nip,
        "Ulica": debtor.street,
        "Nr domu": debtor.house,
        "Nr lokalu": debtor.flat,
        "Kod": changes.get("postal_code", debtor.postal_code),
        "Miejscowość": debtor.town,
        "Telefon": debtor.phone,
        "E-mail": debtor.email,
        "Rodzaj": row.kind,
        "Numer faktury": row.number,
        "Data wystawienia": row.issued,
        "Termin płatności": changes.get("due", row.due),
        "Kwota brutto": changes.get("amount", row.amount),
        "Wpłacono": row.paid,
    }


def telecom_file(rows):
    """Return the CSV file of the telecom, in the code page of old Windows."""
    table = [_telecom_cells(*cells) for cells in with_faults(rows)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(table[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode("cp1250")


def _telecom_cells(row, changes):
    debtor = row.debtor
    due = changes.get("due") or f"{row.due:%d.%m.%Y}"
    return {
        "ID_KLIENTA": debtor.payer_number,
        "NAZWA": changes.get("name", debtor.full_name),
        "PESEL": changes.get("pesel", debtor.pesel),
        "NIP": debtor.nip,
        "ADRES": f"ul. {debtor.address}",
        "KOD_POCZTOWY": changes.get("postal_code", debtor.postal_code),
        "MIASTO": debtor.town,
        "TEL": debtor.phone,
        "EMAIL": debtor.email,
        "RODZAJ": row.kind,
        "DOKUMENT": row.number,
        "DATA_DOK": f"{row.issued:%d.%m.%Y}",
        "DATA_PLATN": due,
        "KWOTA": changes.get("amount") or _polish(row.amount),
        "DO_ZAPLATY": _polish(row.amount - row.paid),
    }


def _polish(amount):
    """Return an amount as 1 234,56."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")
