"""Simple interest over dated rates and dated principal, exact to the grosz.

Interest of a span is ``principal x percent / 100 x days / 365``. All sums run in
whole numbers, so that a half grosz is a half grosz; a result becomes a Decimal at
the end only. ``RateTable`` says which percent holds on which day, ``Segment`` which
principal bears interest on which days, ``Practice`` what the law leaves open.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from .texts import Told, _
from .workdays import shift_due_date

ONE_DAY = timedelta(days=1)
FOREVER = date.max.toordinal()
# Percents are held as whole millionths of a point, money as whole grosze.
MICRO = 6
UNIT = 100 * 10**MICRO
YEAR, LEAP_YEAR = 365, 366
GROSZE_STEP = {"per_period": 1, "total": 1, "full_zloty": 100}


class RateMissing(Told, ValueError):
    """No rate is known for a day that bears interest.

    :ivar kind: the interest kind
    :ivar day: the first day without a rate
    """

    def __init__(self, kind, day):
        super().__init__(
            _(
                "No interest rate of kind %(kind)s is known for %(day)s: enter or "
                "import the missing rate."
            ),
            kind=repr(kind),
            day=day.isoformat(),
        )
        self.kind = kind
        self.day = day


@dataclass(frozen=True)
class RatePeriod:
    """One yearly rate and the days on which it holds, both ends included.

    ``date_to`` None means until further notice; ``percent`` None in the timeline of
    a cap means that nothing was capped then.
    """

    date_from: date
    date_to: date | None
    percent: Decimal | None


@dataclass(frozen=True)
class Terms:
    """What interest a claim bears.

    ``kind`` None: none at all. ``percent``: the agreed rate (kind "contractual"),
    cut down day by day to the timeline of the kind, which is its legal cap.
    """

    kind: str | None
    percent: Decimal | None = None


@dataclass(frozen=True)
class Segment:
    """A principal and the days, both ends included, on which it bears interest."""

    date_from: date
    date_to: date | None
    principal: Decimal


@dataclass(frozen=True)
class Practice:
    """What the law leaves open.

    ``divisor`` "365" in every year, or "actual": days of a leap year count 1/366.
    ``rounding`` "per_period" rounds each segment and rate to the grosz, "total" the
    sum only, "full_zloty" the sum to full zloty. ``shift`` "art115" moves a due date
    off free days, "none" takes it as given.
    """

    divisor: str = "365"
    rounding: str = "per_period"
    shift: str = "art115"


@dataclass(frozen=True)
class Period:
    """One line of the explanation: interest on one principal at one rate."""

    date_from: date
    date_to: date
    days: int
    percent: Decimal
    principal: Decimal
    interest: Decimal


class RateTable:
    """The rates of every kind as continuous timelines; immutable.

    :param periods: ``{kind: iterable of RatePeriod}`` in any order
    :raises ValueError: the periods of a kind overlap or leave a hole
    """

    def __init__(self, periods):
        self._timelines = {
            kind: _continuous(kind, rows) for kind, rows in periods.items()
        }
        self._effective = {}

    @property
    def kinds(self):
        """Return the known kinds as a tuple."""
        return tuple(self._timelines)

    def timeline(self, kind):
        """Return the periods of a kind, oldest first; an unknown kind has none."""
        return self._timelines.get(kind, ())

    def percent(self, terms, day):
        """Return the yearly percent that the terms give on a day.

        :raises RateMissing: no rate is known for the day
        """
        return self.effective(terms).at(day)

    def effective(self, terms):
        """Return the rates that the terms give in fact, as a ``_Rates``."""
        rates = self._effective.get(terms)
        if rates is None:
            rates = self._effective[terms] = _Rates(terms, self.timeline(terms.kind))
        return rates


def compose(rows, predecessors, caps=()):
    """Complete the timelines of kinds that borrow their rates from another kind.

    :param rows: ``{kind: iterable of RatePeriod}`` as read from the data
    :param predecessors: ``{kind: kind}``; before its own first day a kind goes back
        with the rates of its predecessor
    :param caps: ``{kind: kind}``; the timeline of an agreed kind is that of its cap,
        and without a cap before
    :return: ``{kind: list of RatePeriod}`` for RateTable
    """
    composed = {kind: sorted(rows[kind], key=_start) for kind in rows}
    for kind, older in predecessors.items():
        own = composed.get(kind, [])
        composed[kind] = _before(composed.get(older, []), own) + own
    for kind, cap in dict(caps).items():
        own = composed.get(cap, [])
        free = RatePeriod(date.min, None, None)
        composed[kind] = _before([free], own) + own
    return composed


def first_interest_day(due_date, shift="art115"):
    """Return the first day of delay: the day after the due date.

    :param shift: "art115" moves a due date off free days first, "none" does not
    """
    if shift not in ("art115", "none"):
        raise ValueError(f"Unknown shift rule {shift!r}: use 'art115' or 'none'.")
    return (shift_due_date(due_date) if shift == "art115" else due_date) + ONE_DAY


def interest_periods(segments, terms, as_of, rates, practice=Practice()):
    """Explain the interest up to and including ``as_of``, line by line.

    Segments are taken in the given order and may overlap. The lines always add up
    to ``interest`` of the same arguments: when only the total is rounded, a line is
    the difference of two rounded running sums.

    :param segments: iterable of Segment
    :param rates: RateTable
    :return: list of Period
    :raises RateMissing: a day of the span has no rate
    :raises ValueError: a principal is not in whole grosze
    """
    spans = list(_spans(segments, terms, as_of, rates))
    grosze = _grosze(spans, practice)
    return [
        Period(
            date_from=date.fromordinal(first),
            date_to=date.fromordinal(last),
            days=last - first + 1,
            percent=percent,
            principal=principal,
            interest=Decimal(amount).scaleb(-2),
        )
        for (first, last, percent, _micro, principal, _base), amount in zip(
            spans, grosze, strict=True
        )
    ]


def interest(segments, terms, as_of, rates, practice=Practice()):
    """Return the interest up to and including ``as_of`` in PLN.

    Parameters and errors are those of ``interest_periods``.
    """
    spans = _spans(segments, terms, as_of, rates)
    return Decimal(sum(_grosze(spans, practice))).scaleb(-2)


class _Rates:
    """Rates of one set of terms: equal neighbours merged, found by bisection."""

    def __init__(self, terms, timeline):
        """Cut the timeline to the agreed percent and merge equal neighbours."""
        self.kind = terms.kind
        self.starts, self.ends, self.percents = [], [], []
        for period in timeline:
            self._append(period, _lower(period.percent, terms.percent))
        self.micros = [_micro(percent) for percent in self.percents]

    def _append(self, period, percent):
        if not self.percents or self.percents[-1] != percent:
            self.starts.append(period.date_from.toordinal())
            self.percents.append(percent)
            self.ends.append(0)
        self.ends[-1] = period.date_to.toordinal() if period.date_to else FOREVER

    def index(self, ordinal):
        """Return the position of the rate that holds on a day given as ordinal."""
        at = bisect_right(self.starts, ordinal) - 1
        if at < 0 or ordinal > self.ends[at] or self.percents[at] is None:
            raise RateMissing(self.kind, date.fromordinal(ordinal))
        return at

    def at(self, day):
        """Return the percent of a day."""
        return self.percents[self.index(day.toordinal())]


def _micro(percent):
    """Return a percent in whole millionths of a point; None stays None."""
    return None if percent is None else _whole(percent, MICRO, "rate")


def _start(period):
    return period.date_from


def _lower(cap, agreed):
    """Return the smaller of two percents; None does not limit."""
    return min((p for p in (cap, agreed) if p is not None), default=None)


def _before(older, own):
    """Return the older periods, cut to the days before the first own one."""
    if not own:
        return list(older)
    first = own[0].date_from
    last = first - ONE_DAY
    return [
        p
        if p.date_to and p.date_to < first
        else RatePeriod(p.date_from, last, p.percent)
        for p in older
        if p.date_from < first
    ]


def _continuous(kind, rows):
    """Return the periods sorted, or raise when they overlap or leave a hole."""
    timeline = tuple(sorted(rows, key=_start))
    for period, following in pairwise(timeline):
        if period.date_to is None or period.date_to >= following.date_from:
            raise ValueError(
                f"Rates of kind {kind!r} overlap on {following.date_from.isoformat()}."
            )
        if period.date_to + ONE_DAY != following.date_from:
            day = period.date_to + ONE_DAY
            raise ValueError(f"Rates of kind {kind!r} miss {day.isoformat()}.")
    return timeline


def _whole(value, places, what):
    """Return a Decimal as a whole number of its smallest units."""
    scaled = Decimal(value).scaleb(places)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"The {what} {value} has more than {places} decimal places.")
    return whole


def _spans(segments, terms, as_of, rates):
    """Cut the segments at rate changes and yield the pieces up to ``as_of``.

    A piece is (first, last, percent, micro, principal, grosze); days are ordinals.
    """
    if terms.kind is None:
        return
    table = rates.effective(terms)
    limit = as_of.toordinal()
    for segment in segments:
        grosze = _whole(segment.principal, 2, "principal")
        last = min(segment.date_to.toordinal(), limit) if segment.date_to else limit
        first = segment.date_from.toordinal()
        while grosze and first <= last:
            at = table.index(first)
            end = min(table.ends[at], last)
            percent, micro = table.percents[at], table.micros[at]
            yield first, end, percent, micro, segment.principal, grosze
            first = end + 1


def _grosze(spans, practice):
    """Yield the whole grosze of each piece, rounded as the practice says."""
    step = _setting(GROSZE_STEP, practice.rounding, "rounding")
    weigh, year = _setting(DIVISORS, practice.divisor, "divisor")
    unit = UNIT * year * step
    exact = (
        micro * base * weigh(first, last) for first, last, _, micro, _, base in spans
    )
    if practice.rounding == "per_period":
        return (_half_up(part, unit) for part in exact)
    return _differences(exact, unit, step)


def _differences(exact, unit, step):
    """Yield what each part adds to the rounded running sum."""
    total = rounded = 0
    for part in exact:
        total += part
        before, rounded = rounded, _half_up(total, unit) * step
        yield rounded - before


def _half_up(numerator, denominator):
    """Round a fraction to a whole number, halves away from zero."""
    if numerator < 0:
        return -_half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def _setting(choices, value, what):
    """Return the choice, or say which ones exist."""
    if value not in choices:
        raise ValueError(f"Unknown {what} {value!r}: use one of {', '.join(choices)}.")
    return choices[value]


def _plain_days(first, last):
    """Return the days of a span, in 365ths of a year."""
    return last - first + 1


def _actual_days(first, last):
    """Return the span in (365 x 366)ths of a year, leap days weighing 1/366."""
    return _year_parts(last + 1) - _year_parts(first)


def _year_parts(ordinal):
    """Return the (365 x 366)ths of years from the year 1 to the start of a day."""
    day = date.fromordinal(min(ordinal, FOREVER))
    past = day.year - 1
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    weight = YEAR if leap else LEAP_YEAR
    done = ordinal - date(day.year, 1, 1).toordinal()
    return past * YEAR * LEAP_YEAR + done * weight


DIVISORS = {"365": (_plain_days, YEAR), "actual": (_actual_days, YEAR * LEAP_YEAR)}
