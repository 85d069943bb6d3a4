"""Interest rates as data: reading them, and deriving them from NBP decisions.

A rate row says which yearly percent of which kind holds on which days, with its
legal basis and how far it was verified. Since 2016 every statutory rate follows by a
formula of law from the reference or the lombard rate of the National Bank of Poland.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import chain
from pathlib import Path

from .interest import RatePeriod, RateTable, compose
from .texts import _

ONE_DAY = timedelta(days=1)
COLUMNS = ("kind", "date_from", "percent")
TEXTS = ("legal_basis", "formula", "source", "certainty", "note")


class RateFileFault(ValueError):
    """A file of rates cannot be used.

    :ivar faults: tuple of (row number in the file, column, value, what to mend)
    """

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__(self.told())

    def told(self, translate=str):
        """Return a line for each fault; ``translate`` as in :mod:`.texts`."""
        line = translate(_("row %(row)s, %(column)s %(value)s: %(why)s"))
        return "\n".join(
            line
            % {
                "row": row,
                "column": column,
                "value": repr(value),
                "why": translate(why),
            }
            for row, column, value, why in self.faults
        )


@dataclass(frozen=True)
class RateRow:
    """One rate with its provenance.

    ``certainty`` is high, medium or low; ``verified_up_to`` is the day to which it is
    known that no later change exists (empty for a closed row).
    """

    kind: str
    date_from: date
    date_to: date | None
    percent: Decimal
    legal_basis: str = ""
    formula: str = ""
    source: str = ""
    certainty: str = ""
    verified_up_to: date | None = None
    note: str = ""

    @property
    def period(self):
        """Return the bare RatePeriod of the row."""
        return RatePeriod(self.date_from, self.date_to, self.percent)


@dataclass(frozen=True)
class Formula:
    """How law derives a kind from an NBP rate between two days.

    The rate is ``factor x base + points``, at least ``floor``. It changes with the
    base, or only on 1 January and 1 July when ``half_yearly``.
    """

    kind: str
    base: str
    date_from: date
    date_to: date | None
    factor: Decimal
    points: Decimal
    floor: Decimal = Decimal(0)
    half_yearly: bool = False
    legal_basis: str = ""
    text: str = ""

    def percent(self, base):
        """Return the percent that follows from a base percent."""
        return max(self.factor * base + self.points, self.floor)


def read_rates(csv_file):
    """Read rate rows from an open CSV text file.

    Needed columns: kind, date_from (ISO), percent; further ones: date_to, legal_basis,
    formula, source, certainty, verified_up_to, note. The separator is a comma or a
    semicolon, the decimal mark a dot or a comma.

    :return: list of RateRow in the order of the file
    :raises RateFileFault: columns are missing or rows are faulty; it names them all
    """
    reader = dict_reader(csv_file)
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
    faults = [(1, column, "", _("add the column to the header")) for column in missing]
    if faults:
        raise RateFileFault(faults)
    rows = [_rate_row(reader.line_num, raw, faults) for raw in reader]
    if faults:
        raise RateFileFault(faults)
    return rows


def dict_reader(csv_file):
    """Return a DictReader of an open CSV text file that finds the separator itself.

    The separator is a comma or a semicolon; a byte order mark is dropped.
    """
    lines = iter(csv_file)
    header = next(lines, "").lstrip("\ufeff")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    return csv.DictReader(chain([header], lines), delimiter=delimiter)


def read_kinds(csv_file):
    """Read the interest kinds from an open CSV text file.

    :return: list of dicts, one per kind, keyed by column; all values are texts
    """
    return list(csv.DictReader(csv_file))


def rate_table(rows, kinds):
    """Build the RateTable of rate rows, completed as the kinds say.

    :param rows: iterable of RateRow
    :param kinds: iterable of mappings with ``code``, ``predecessor`` and ``cap``
    :raises ValueError: rates of a kind overlap or leave a hole
    """
    periods = defaultdict(list)
    for row in rows:
        periods[row.kind].append(row.period)
    kinds = list(kinds)
    predecessors = {k["code"]: k["predecessor"] for k in kinds if k["predecessor"]}
    caps = {k["code"]: k["cap"] for k in kinds if k["cap"]}
    return RateTable(compose(periods, predecessors, caps))


def read_formulas(csv_file):
    """Read the formulas of law from an open CSV text file, as a list of Formula.

    ``fixing`` is change (with the base) or half_year; an empty ``floor`` is zero.
    """
    return [_formula(raw) for raw in csv.DictReader(csv_file)]


@cache
def law_formulas():
    """Return the formulas that come with the addon, as a tuple of Formula."""
    with law_file("interest_formula.csv").open(encoding="utf-8", newline="") as file:
        return tuple(read_formulas(file))


def law_file(name):
    """Return the path of a file of law facts that comes with the addon."""
    return Path(__file__).parents[1] / "data" / "law" / name


def derive(decisions, until=None, formulas=None):
    """Derive the rates of all kinds from decisions of the Monetary Policy Council.

    Each decision holds until the next one of its kind, whatever its own last day says,
    so a new decision can simply be added to the old ones. Half-yearly kinds take the
    base of 1 January and 1 July, for every half-year begun by ``until``.

    :param decisions: iterable of RateRow of the kinds nbp_reference and nbp_lombard
    :param until: the day to which all decisions are known; by default the latest
        verification or decision
    :param formulas: iterable of Formula; by default those that come with the addon
    :return: list of RateRow, by formula and date; their certainty is medium
    """
    decisions = sorted(decisions, key=lambda row: row.date_from)
    until = until or max(
        (row.verified_up_to or row.date_from for row in decisions), default=date.min
    )
    rows = []
    for formula in law_formulas() if formulas is None else formulas:
        base = _holding([row for row in decisions if row.kind == formula.base])
        cut = _half_years if formula.half_yearly else _changes
        rows += [
            _derived(formula, period, until) for period in cut(formula, base, until)
        ]
    return rows


def _formula(raw):
    """Return the Formula of a CSV row."""
    return Formula(
        kind=raw["kind"],
        base=raw["base"],
        date_from=date.fromisoformat(raw["date_from"]),
        date_to=date.fromisoformat(raw["date_to"]) if raw["date_to"] else None,
        factor=Decimal(raw["factor"]),
        points=Decimal(raw["points"]),
        floor=Decimal(raw["floor"] or 0),
        half_yearly=raw["fixing"] == "half_year",
        legal_basis=raw["legal_basis"],
        text=raw["formula"],
    )


def _rate_row(number, raw, faults):
    """Return the RateRow of a CSV row; add what is wrong with it to the faults."""

    def take(column, parse, required=True):
        text = (raw.get(column) or "").strip()
        if not text and not required:
            return None
        try:
            return parse(text)
        except (ValueError, InvalidOperation):
            faults.append((number, column, text, WANTED[column]))

    row = RateRow(
        kind=take("kind", _some_text),
        date_from=take("date_from", date.fromisoformat),
        date_to=take("date_to", date.fromisoformat, required=False),
        percent=take("percent", _percent),
        verified_up_to=take("verified_up_to", date.fromisoformat, required=False),
        **{column: (raw.get(column) or "").strip() for column in TEXTS},
    )
    if row.date_from and row.date_to and row.date_to < row.date_from:
        faults.append(
            (number, "date_to", raw["date_to"], _("write a day after date_from"))
        )
    return row


WANTED = {
    "kind": _("write the code of an interest kind"),
    "date_from": _("write a date as YYYY-MM-DD"),
    "date_to": _("write a date as YYYY-MM-DD or leave it empty"),
    "verified_up_to": _("write a date as YYYY-MM-DD or leave it empty"),
    "percent": _("write a percent per year from 0 to 1000, such as 9.25"),
}


def _some_text(text):
    """Return the text; an empty one is a ValueError."""
    if not text:
        raise ValueError
    return text


def _percent(text):
    """Return a percent as Decimal; the decimal mark is a dot or a comma."""
    percent = Decimal(text.replace(",", "."))
    if not 0 <= percent <= 1000:
        raise ValueError
    return percent


def _holding(decisions):
    """Return sorted decisions as periods, each holding until the next one."""
    starts = [row.date_from for row in decisions]
    ends = [start - ONE_DAY for start in starts[1:]] + [None]
    return [
        RatePeriod(row.date_from, end, row.percent)
        for row, end in zip(decisions, ends, strict=False)
    ]


def _changes(formula, base, _until):
    """Return the periods of a kind that moves with its base, equal ones merged."""
    periods = []
    for period in base:
        first = max(period.date_from, formula.date_from)
        last = _earlier(period.date_to, formula.date_to)
        percent = formula.percent(period.percent)
        if last and last < first:
            continue
        if periods and periods[-1].percent == percent:
            first = periods.pop().date_from
        periods.append(RatePeriod(first, last, percent))
    return periods


def _half_years(formula, base, until):
    """Return one period per half-year begun by ``until``."""
    periods = []
    first = formula.date_from
    stop = _earlier(until, formula.date_to)
    while first <= stop:
        following = date(first.year, 7, 1) if first.month < 7 else _new_year(first)
        percent = next((p.percent for p in base if _holds(p, first)), None)
        if percent is not None:
            last = following - ONE_DAY
            periods.append(RatePeriod(first, last, formula.percent(percent)))
        first = following
    return periods


def _new_year(day):
    """Return the first day of the following year."""
    return date(day.year + 1, 1, 1)


def _holds(period, day):
    """Tell whether a period contains a day."""
    return period.date_from <= day and (not period.date_to or day <= period.date_to)


def _earlier(one, other):
    """Return the earlier of two days; None is later than any."""
    return min((day for day in (one, other) if day), default=None)


def _derived(formula, period, until):
    """Return the RateRow of a computed period."""
    running = period.date_to is None or period.date_to >= until
    return RateRow(
        kind=formula.kind,
        date_from=period.date_from,
        date_to=period.date_to,
        percent=period.percent,
        legal_basis=formula.legal_basis,
        formula=formula.text,
        source=_("computed from the NBP rate"),
        certainty="medium",
        verified_up_to=until if running else None,
    )
