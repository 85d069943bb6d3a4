"""The normal form of what banks report: statements with entries."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from .faults import BankFault

SERIAL_DIGITS = 5


@dataclass(frozen=True)
class Entry:
    """One operation on an account.

    :ivar amount: in the currency of the statement, above zero when money came in
    :ivar value_date: day from which the money counts, None when the bank says nothing
    :ivar code: the bank's code of the operation
    :ivar reference: the bank's reference
    :ivar unique: reference that the bank never gives twice, "" without such a promise
    :ivar virtual: number or identifier of the virtual account it was sent to
    :ivar payer_account: NRB with PL, or the account as the bank writes it
    :ivar line: number of its line in the file
    :ivar key: what tells it from all other operations of the account
    """

    date: date
    amount: Decimal
    line: int
    value_date: date | None = None
    code: str = ""
    reference: str = ""
    unique: str = ""
    virtual: str = ""
    payer: str = ""
    payer_address: str = ""
    payer_account: str = ""
    title: str = ""
    raw: str = ""
    key: str = ""


@dataclass(frozen=True)
class Statement:
    """What a bank reports about one account at once.

    :ivar account: NRB of 26 digits, or another number; "" when the file has none
    :ivar number: number of the statement as the bank writes it
    :ivar opening: Decimal, None where the bank gives no balances (then also closing)
    :ivar whole: False when nothing in the file proves that no entry is missing
    """

    format: str
    account: str
    currency: str
    entries: tuple = ()
    number: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    opening_date: date | None = None
    closing_date: date | None = None
    whole: bool = True
    line: int = 1
    warnings: tuple = field(default=())

    @property
    def total(self):
        """Sum of the entries."""
        return sum((entry.amount for entry in self.entries), Decimal(0))

    @property
    def serial(self):
        """The number as an integer without its page, 0 when it counts nothing.

        SWIFT has five digits; longer ones are dates or identifiers.
        """
        digits = self.number.partition("/")[0].strip()
        counts = digits.isascii() and digits.isdigit() and len(digits) <= SERIAL_DIGITS
        return int(digits) if counts else 0


def finished(statement):
    """Return a statement with keys on its entries."""
    return replace(statement, entries=_keyed(statement))


def check_balance(statement):
    """Refuse a statement whose balances do not agree with its entries.

    :raises BankFault: opening and entries do not give the closing balance
    """
    if statement.opening is None:
        return
    found = statement.opening + statement.total
    if found != statement.closing:
        raise BankFault(
            "balance",
            statement.line,
            number=statement.number or statement.account,
            opening=plain(statement.opening),
            entries=plain(statement.total),
            sum=plain(found),
            closing=plain(statement.closing),
            difference=plain(statement.closing - found),
        )


def _keyed(statement):
    """Return the entries with their keys; equal ones are told apart by their order."""
    seen = Counter()
    keyed = []
    for entry in statement.entries:
        base = _base_key(statement, entry)
        seen[base] += 1
        ordinal = f"#{seen[base]}" if seen[base] > 1 else ""
        keyed.append(replace(entry, key=base + ordinal))
    return tuple(keyed)


def _base_key(statement, entry):
    """Return the bank's own unique reference, else a hash of what was said."""
    if entry.unique:
        return entry.unique
    said = (
        statement.account,
        entry.date.isoformat(),
        plain(entry.amount),
        entry.virtual,
        entry.payer_account,
        "".join(entry.title.split()),
    )
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:40]


def dated_key(entry, reference):
    """Return a key of a reference that is unique for one day and amount only."""
    return f"{entry.date:%Y%m%d}/{plain(entry.amount)}/{reference}"


def plain(amount):
    """Return an amount with two decimals, e.g. -12.50."""
    return f"{amount:.2f}"
