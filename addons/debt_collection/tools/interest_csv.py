"""Interest by file: rows of claims, each answered with its interest.

Columns of a row; all but ``kind`` and ``principal`` may be missing or empty:

``id``, ``kind``, ``principal``
    the interest kind by its code; the agreed percent of kind contractual stands in a
    column ``rate`` (``percent``, ``rate_percent``), behind the kind
    ("contractual: 12.5") or in words in ``tests`` or ``note`` ("at 12.5 percent")
``interest_from``, ``due_date``, ``shift_rule``, ``due_date_shifted``
    the first day of interest is ``interest_from``; else the day after ``due_date``,
    moved as ``shift_rule`` says (art115, none); else the day after ``due_date_shifted``
``as_of``, ``days``
    the last day that counts, or the number of days; a row with ``days`` and no date at
    all is counted by the percent it states, without a cap
``payments``
    "date:amount:kind", several parted by ``;`` or ``|``. Kind principal lowers the
    principal from the day after; interest pays interest only; cost changes nothing;
    without a kind the interest owed that day is paid first, then principal (art. 451
    § 1 kc)
``rounding``, ``divisor``
    per_period (also: any, empty), total or full_zloty; 365 (also: empty) or actual

The answer is the interest that arose, whether or not a payment has covered it.
Other columns are ignored.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from .interest import (
    Practice,
    RateMissing,
    RatePeriod,
    RateTable,
    Segment,
    Terms,
    first_interest_day,
    interest,
)
from .limitation_csv import RowFault
from .money import round_grosz
from .rates import dict_reader

ONE_DAY = timedelta(days=1)
ZERO = Decimal(0)
TOO_MUCH = Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 1900, 2200
NO_INTEREST, AGREED = "none", "contractual"
RATE_FIELDS = ("rate", "percent", "rate_percent")
TEXT_FIELDS = ("tests", "note")
NUMBER = r"(\d+(?:[.,]\d+)?)"
KIND = re.compile(rf"(\w+?)(?:\s*[:=@ ]\s*{NUMBER}\s*%?)?")
# A percent called agreed goes before one that is merely mentioned, such as a cap.
STATED = (
    re.compile(
        rf"(?:agreed|contract)\D{{0,30}}{NUMBER}\s*(?:%|percent)", re.IGNORECASE
    ),
    re.compile(rf"{NUMBER}\s*(?:%|percent)", re.IGNORECASE),
)
ROUNDINGS = {
    "": "per_period",
    "any": "per_period",
    "per_period": "per_period",
    "total": "total",
    "full_zloty": "full_zloty",
}
DIVISORS = {"": "365", "365": "365", "actual": "actual"}
SHIFTS = {"": "art115", "art115": "art115", "none": "none"}
PAID_FOR = {"": None, "principal": "principal", "interest": "interest", "cost": "cost"}
# A day in a common year, to count days that have no date.
SOME_DAY = date(2001, 1, 1)


@dataclass(frozen=True)
class Payment:
    """Money that came in; ``kind`` None leaves the order to the creditor."""

    date: date
    amount: Decimal
    kind: str | None


def interest_of_file(csv_file, rates):
    """Yield (id, interest, fault) for each row of an open CSV text file.

    A faulty row has the interest None and the RowFault; the others go on.
    """
    for row in dict_reader(csv_file):
        try:
            yield row.get("id"), interest_of_row(row, rates), None
        except RowFault as fault:
            yield row.get("id"), None, fault


def interest_of_row(row, rates):
    """Return the interest of one row in PLN, as a Decimal with two places.

    :param row: mapping of texts with the columns named at the top
    :param rates: RateTable
    :raises RowFault: naming row, column and remedy
    """
    reader = _Reader(row)
    practice = Practice(
        rounding=reader.choice("rounding", ROUNDINGS),
        divisor=reader.choice("divisor", DIVISORS),
        shift=reader.choice("shift_rule", SHIFTS),
    )
    terms, principal = _terms(reader, rates), _principal(reader)
    payments = _payments(reader)
    first, as_of = _span(reader, practice.shift)
    if first is None:
        first, as_of, terms, rates = _dateless(reader, terms, payments)
    try:
        segments = _segments(principal, first, as_of, payments, terms, rates, practice)
        return round_grosz(interest(segments, terms, as_of, rates, practice))
    except RateMissing as error:
        raise reader.fault("kind", str(error)) from error


class _Reader:
    """The texts of one row, read into values or into a RowFault."""

    def __init__(self, row):
        """Keep the row."""
        self.row = row

    def fault(self, field, problem):
        """Return the RowFault of a column."""
        return RowFault(self.row.get("id"), field, problem)

    def text(self, field):
        """Return the text of a column, empty when the column is missing."""
        return (self.row.get(field) or "").strip()

    def choice(self, field, choices):
        """Return what the word of a column means."""
        word = self.text(field).lower()
        if word not in choices:
            known = ", ".join(filter(None, choices))
            raise self.fault(field, f"unknown word {word!r}: use one of {known}.")
        return choices[word]

    def day(self, field, text=None):
        """Return the date of a column or of a text in it; None when empty."""
        text = self.text(field) if text is None else text.strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            problem = f"{text!r} is no date: write YYYY-MM-DD, not before {FIRST_YEAR}."
            raise self.fault(field, problem)
        return day

    def number(self, field, text=None):
        """Return the number of a column or of a text in it, not below zero."""
        text = self.text(field) if text is None else text
        try:
            number = Decimal("".join(text.split()).replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not _usable(number):
            problem = f"{text!r} is no amount: write a number from 0, such as 1234.56."
            raise self.fault(field, problem)
        return number


def _usable(number):
    """Tell whether a number is not negative, not absurd and has up to 6 places."""
    if not number.is_finite() or not 0 <= number < TOO_MUCH:
        return False
    return number == round(number, 6)


def _terms(reader, rates):
    """Return the Terms of the row."""
    text = reader.text("kind")
    match = KIND.fullmatch(text)
    kind = match and match[1].lower()
    if kind == NO_INTEREST:
        return Terms(None)
    if kind not in rates.kinds:
        known = ", ".join(sorted(rates.kinds))
        raise reader.fault("kind", f"unknown kind {text!r}: use one of {known}.")
    if kind != AGREED:
        return Terms(kind)
    stated = reader.number("kind", match[2]) if match[2] else _stated(reader)
    return Terms(kind, stated)


def _stated(reader):
    """Return the percent that the row states in a column or in words."""
    for field in RATE_FIELDS:
        if text := reader.text(field).rstrip("% "):
            return reader.number(field, text)
    texts = " ".join(map(reader.text, TEXT_FIELDS))
    for pattern in STATED:
        stated = {reader.number("rate", text) for text in pattern.findall(texts)}
        if len(stated) == 1:
            return stated.pop()
    raise reader.fault("rate", "no single rate is stated: write a percent a year.")


def _principal(reader):
    """Return the principal in whole grosze."""
    amount = reader.number("principal")
    if amount != round_grosz(amount):
        raise reader.fault("principal", f"{amount} has parts of a grosz: round it.")
    return amount


def _payments(reader):
    """Return the payments of the row, oldest first."""
    parts = re.split(r"[;|]", reader.text("payments"))
    payments = [_payment(reader, part) for part in parts if part.strip()]
    return sorted(payments, key=lambda payment: payment.date)


def _payment(reader, text):
    """Return the Payment of a text "date:amount:kind"."""
    day, amount, kind, *rest = [*map(str.strip, text.split(":")), "", ""]
    if not day or not amount or any(rest) or kind.lower() not in PAID_FOR:
        problem = (
            f"{text!r}: write date:amount:kind; kinds are principal, interest, cost."
        )
        raise reader.fault("payments", problem)
    return Payment(
        reader.day("payments", day),
        round_grosz(reader.number("payments", amount)),
        PAID_FOR[kind.lower()],
    )


def _span(reader, shift):
    """Return the first and the last day of interest; (None, None) without dates."""
    first, last = _first_day(reader, shift), reader.day("as_of")
    if first and last:
        return first, last
    if not reader.text("days"):
        field = "as_of" if first else "due_date"
        raise reader.fault(field, "empty: write a date, or a number of days.")
    days = _days(reader) * ONE_DAY
    if first:
        return first, first + days - ONE_DAY
    return (last - days + ONE_DAY, last) if last else (None, None)


def _first_day(reader, shift):
    """Return the first day of interest, None when the row has no such date."""
    if first := reader.day("interest_from"):
        return first
    if due := reader.day("due_date"):
        return first_interest_day(due, shift)
    due = reader.day("due_date_shifted")
    return due and due + ONE_DAY


def _days(reader):
    """Return the number of days of the row."""
    days = reader.number("days")
    if days != int(days) or days > 100_000:
        raise reader.fault(
            "days", f"{days} is no number of days: write a whole number."
        )
    return int(days)


def _dateless(reader, terms, payments):
    """Return (first, as_of, terms, rates) of days that have no date.

    They are counted at the stated percent, which no cap limits.
    """
    if payments:
        raise reader.fault(
            "payments", "the row has no dates: write due_date and as_of."
        )
    as_of = SOME_DAY + (_days(reader) - 1) * ONE_DAY
    if terms.kind is None:
        return SOME_DAY, as_of, terms, None
    percent = _stated(reader) if terms.percent is None else terms.percent
    flat = RateTable({"stated": [RatePeriod(SOME_DAY, None, percent)]})
    return SOME_DAY, as_of, Terms("stated"), flat


def _segments(principal, first, as_of, payments, *rule):
    """Return the segments that the payments up to ``as_of`` leave.

    :param rule: terms, rates and practice, for payments that pay interest first
    """
    segments, paid_interest = [], ZERO
    for payment in payments:
        if payment.date >= as_of:
            break
        open_segment = Segment(first, None, principal)
        owed = _owed([*segments, open_segment], payment.date, *rule) - paid_interest
        to_interest, to_principal = _credit(payment, owed)
        paid_interest += to_interest
        if to_principal and payment.date >= first:
            segments.append(Segment(first, payment.date, principal))
            first = payment.date + ONE_DAY
        principal = max(principal - to_principal, ZERO)
    return [*segments, Segment(first, None, principal)]


def _owed(segments, day, terms, rates, practice):
    """Return the interest that arose up to a day, in grosze."""
    return interest(segments, terms, day, rates, practice)


def _credit(payment, owed):
    """Return what a payment gives to interest and to principal."""
    if payment.kind == "principal":
        return ZERO, payment.amount
    if payment.kind == "cost":
        return ZERO, ZERO
    to_interest = min(payment.amount, owed)
    if payment.kind == "interest":
        return to_interest, ZERO
    return to_interest, payment.amount - to_interest
