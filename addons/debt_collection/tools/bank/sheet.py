"""Files of rows (CSV, XLS, XLSX, ODS) read by a profile that somebody saved."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ..tabular import DEFAULT, ROW_FAULTS
from ..tabular.kinds import read_grid
from ..tabular.table import has_content
from ..texts import _
from .faults import BankFault
from .numbers import bare_account, iban
from .statement import Entry, Statement, dated_key, finished

NOT_AMOUNT = _("%(value)s is no amount")
NOT_DATE = _("%(value)s is no date like %(form)s")
NOT_SIDE = _("%(value)s is neither a debit nor a credit")
NO_CELL = _("it is empty")
_PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d{1,2})?")
_DRESSING = re.compile(r"[^\d.,'+-]")


@dataclass(frozen=True)
class Profile:
    """How the rows of a bank's file are to be read.

    Columns are tuples of names, or of positions from 0 where there is no header.

    :ivar skip: rows at the top, up to and with the names of columns
    :ivar columns: ``{role: names}``, see ROLES
    :ivar sign: "simple", "side" (a column tells debit from credit) or "two" (a
        column for money in, another for money out)
    :ivar only: (column, value) of the rows that are entries; None takes all
    """

    columns: dict
    date_format: str
    header: bool = True
    skip: int = 1
    skip_bottom: int = 0
    offset: int = 0
    separator: str | None = None
    thousands: str = ""
    decimal: str = ","
    sign: str = "simple"
    debit: str = "D"
    credit: str = "C"
    inverse: bool = False
    only: tuple | None = None
    currency: str = "PLN"


_LIMITS = {"limit": DEFAULT.cell_chars}
# Roles of columns; those after the date may be left out.
TEXTS = ("payer", "payer_address", "title", "reference")
ROLES = (
    "date", "value_date", "currency", "amount", "in", "out", "side", "balance",
    "unique", "virtual", "payer_account", *TEXTS,
)  # fmt: skip


def read_sheet(data, profile):
    """Return the Statement of a file in a list.

    :raises BankFault: naming the row and the column
    :raises FileFault: no file of rows, or a damaged one
    """
    grid = read_grid(data, None, None, DEFAULT, profile.separator)
    rows = [raw for raw in grid.read() if has_content(raw.values)]
    reader = _Reader(profile, rows)
    entries, balances = [], []
    for raw in reader.body(rows):
        if reader.wanted(raw):
            entry = reader.entry(raw)
            if entry.amount:
                entries.append(entry)
                balances.append(reader.balance(raw))
    if not entries:
        raise BankFault("no_profile_rows")
    statement = Statement(
        format=grid.kind.upper(),
        account="",
        currency=profile.currency,
        entries=tuple(entries),
        whole=False,
        line=entries[0].line,
    )
    return [finished(_with_balances(statement, balances))]


def _with_balances(statement, balances):
    """Return the statement with balances when its rows tell them, oldest first.

    Rows may stand with the newest at the top.
    """
    if None in balances:
        return statement
    entries = statement.entries
    if len(entries) > 1 and not _follows(entries[1], balances[0], balances[1]):
        entries, balances = entries[::-1], balances[::-1]
    for entry, before, after in zip(entries[1:], balances, balances[1:], strict=False):
        if not _follows(entry, before, after):
            raise BankFault("row_balance", entry.line, found=after, expected=before)
    return replace(
        statement,
        entries=entries,
        whole=True,
        opening=balances[0] - entries[0].amount,
        opening_date=entries[0].date,
        closing=balances[-1],
        closing_date=entries[-1].date,
    )


def _follows(entry, before, after):
    return before + entry.amount == after


class _Reader:
    """Reads cells of rows by the columns of a profile."""

    def __init__(self, profile, rows):
        self.profile = profile
        self.names = self._header(rows) if profile.header else None
        self.columns = {
            role: [self._position(name) for name in names]
            for role, names in profile.columns.items()
            if names
        }
        self.only = profile.only and self._position(profile.only[0])

    def _header(self, rows):
        wanted = max(self.profile.skip, 1)
        values = next((raw.values for raw in rows if raw.number >= wanted), [])
        return [str(value or "").strip() for value in values[self.profile.offset :]]

    def _position(self, name):
        """Return the position of a column in a row."""
        offset = self.profile.offset
        if self.names is None:
            if not name.isdigit():
                raise BankFault("no_column", found=name, expected=_("numbers only"))
            return int(name) + offset
        if name not in self.names:
            known = ", ".join(filter(None, self.names))
            raise BankFault(
                "no_column", max(self.profile.skip, 1), found=name, expected=known
            )
        return self.names.index(name) + offset

    def body(self, rows):
        """Return the rows between top and bottom."""
        top = max(self.profile.skip, 1) if self.profile.header else self.profile.skip
        body = [raw for raw in rows if raw.number > top]
        return body[: len(body) - self.profile.skip_bottom]

    def wanted(self, raw):
        """Tell whether a row passes the filter of the profile."""
        if self.only is None:
            return True
        return _cell_text(_at(raw, self.only)) == self.profile.only[1]

    def entry(self, raw):
        """Return the entry of a row."""
        for fault in raw.faults.values():
            raise CellFault(raw.number, _("all"), ROW_FAULTS[fault][0], _LIMITS)
        texts = {role: self.text(raw, role) for role in TEXTS}
        currency = self.text(raw, "currency")
        if currency and currency.upper() != self.profile.currency:
            raise BankFault(
                "mixed", raw.number, found=currency, expected=self.profile.currency
            )
        entry = Entry(
            date=self.day(raw, "date"),
            value_date=self.day(raw, "value_date"),
            amount=self.amount(raw),
            line=raw.number,
            virtual=bare_account(self.text(raw, "virtual")),
            payer_account=iban(self.text(raw, "payer_account")),
            raw=" | ".join(filter(None, map(_cell_text, raw.values))),
            **texts,
        )
        unique = self.text(raw, "unique")
        return replace(
            entry,
            reference=entry.reference or unique,
            unique=unique and dated_key(entry, unique),
        )

    def text(self, raw, role):
        """Return the text of the columns of a role, joined."""
        cells = (_at(raw, place) for place in self.columns.get(role, ()))
        return " ".join(" ".join(map(_cell_text, cells)).split())

    def day(self, raw, role):
        """Return the date of a role; only the booking date must be there."""
        places = self.columns.get(role)
        value = _at(raw, places[0]) if places else None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = _cell_text(value)
        if not text and role != "date":
            return None
        try:
            return datetime.strptime(text, self.profile.date_format).date()
        except ValueError:
            raise self._fault(
                raw, role, NOT_DATE, value=text, form=self.profile.date_format
            ) from None

    def amount(self, raw):
        """Return the signed amount of a row."""
        if self.profile.sign == "two":
            amount = abs(self.number(raw, "in") or 0) - abs(
                self.number(raw, "out") or 0
            )
            amount = Decimal(amount)
        else:
            amount = self.number(raw, "amount")
            if amount is None:
                raise self._fault(raw, "amount", NO_CELL)
        if self.profile.sign == "side":
            amount = abs(amount) * self._side(raw)
        return -amount if self.profile.inverse else amount

    def _side(self, raw):
        side = self.text(raw, "side")
        if side not in (self.profile.debit, self.profile.credit):
            raise self._fault(raw, "side", NOT_SIDE, value=side)
        return -1 if side == self.profile.debit else 1

    def balance(self, raw):
        """Return the balance after a row, None without such a column."""
        value = self.number(raw, "balance")
        return -value if value is not None and self.profile.inverse else value

    def number(self, raw, role):
        """Return the Decimal of a role, None when its cell is empty."""
        places = self.columns.get(role)
        value = _at(raw, places[0]) if places else None
        if value is None or value == "":
            return None
        number = (
            _exact(value)
            if isinstance(value, (int, float, Decimal))
            else self._of_text(value)
        )
        if number is None:
            raise self._fault(raw, role, NOT_AMOUNT, value=_cell_text(value))
        return number

    def _of_text(self, value):
        """Return the Decimal of a text; in grosze where there is no decimal sign."""
        text = _DRESSING.sub("", str(value))
        if self.profile.thousands:
            text = text.replace(self.profile.thousands, "")
        if self.profile.decimal:
            text = text.replace(self.profile.decimal, ".")
        if text.endswith("-"):
            text = "-" + text[:-1]
        if not _PLAIN.fullmatch(text):
            return None
        number = Decimal(text)
        return number if self.profile.decimal else number.scaleb(-2)

    def _fault(self, raw, role, why, **params):
        names = ", ".join(self.profile.columns.get(role) or (role,))
        return CellFault(raw.number, names, why, params)


class CellFault(BankFault):
    """A cell that cannot be read; the reason is a sentence of its own."""

    def __init__(self, line, column, why, params):
        super().__init__("bad_cell", line, column=column, why=why % params)
        self.why, self.why_params = why, params

    def told(self, translate=str):
        """Return row, column, reason and remedy in the language of ``translate``."""
        self.params["why"] = (translate(self.why) % self.why_params).rstrip(".")
        return super().told(translate)


def _at(raw, place):
    return raw.values[place] if place < len(raw.values) else None


def _exact(value):
    """Return a number of a spreadsheet in whole grosze, None when it is not."""
    try:
        number = Decimal(str(value))
        rounded = number.quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return rounded if abs(rounded - number) < Decimal("0.000001") else None


def _cell_text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
