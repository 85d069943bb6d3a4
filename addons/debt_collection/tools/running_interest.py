"""Interest of one debt on many days, in one pass over its segments.

A statement with five hundred payments asks for the interest of each of their days;
counting all of it anew for every day would take the square of their number.
"""

from decimal import Decimal

from .interest import ONE_DAY, Practice, Segment, interest, interest_periods

ZERO = Decimal("0.00")


def running_interest(segments, terms, days, rates, practice=None):
    """Return ``{day: interest up to and including it}``.

    The same as ``interest`` of each day.

    :param segments: Segments in order of time that do not overlap
    :param days: dates in any order
    :raises interest.RateMissing: a day that bears interest has no rate
    """
    practice = practice or Practice()
    days = sorted(set(days))
    if not days:
        return {}
    if practice.rounding != "per_period":
        return {day: interest(segments, terms, day, rates, practice) for day in days}
    lines = interest_periods(segments, terms, days[-1], rates, practice)
    sums, done, line = {}, ZERO, 0
    for day in days:
        while line < len(lines) and lines[line].date_to <= day:
            done += lines[line].interest
            line += 1
        begun = line < len(lines) and lines[line].date_from <= day
        part = _part(lines[line], day, terms, rates, practice) if begun else ZERO
        sums[day] = done + part
    return sums


def _part(line, day, terms, rates, practice):
    """Return the interest of a line up to a day inside it."""
    part = Segment(line.date_from, min(day, line.date_to), line.principal)
    return interest([part], terms, day, rates, practice)


def periods_since(segments, terms, day, as_of, rates, practice=None):
    """Return the interest lines after a day, such as that of an earlier note.

    Their sum is the interest up to ``as_of`` less that up to ``day``, to the grosz: a
    line that began before keeps what was rounded then.

    :param day: last day that does not count; None: from the beginning
    :return: list of Period, oldest first
    """
    practice = practice or Practice()
    lines = interest_periods(segments, terms, as_of, rates, practice)
    if not day:
        return lines
    before = interest_periods(segments, terms, day, rates, practice)
    if not before:
        return lines
    last = before[-1]
    rest = lines[len(before) - 1 :]
    return [
        *_continued(rest[:1], last, day),
        *rest[1:],
    ]


def _continued(lines, last, day):
    """Return what is left of the line in which a day lies."""
    return [
        type(line)(
            date_from=day + ONE_DAY,
            date_to=line.date_to,
            days=(line.date_to - day).days,
            percent=line.percent,
            principal=line.principal,
            interest=line.interest - last.interest,
        )
        for line in lines
        if line.date_to > day
    ]
