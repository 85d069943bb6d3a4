"""When the steps of a procedure are due: pure arithmetic of days.

A step has an interval of days, from the earliest to the latest day on which it may
be done. The interval is counted from the last event (the day on which the step
before was done, or on which the procedure began or was returned to) or from the
oldest due date of the case; before the due date the days are negative.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .workdays import ONE_DAY, is_working_day

CALENDAR, WORKING = "calendar", "working"


@dataclass(frozen=True)
class Interval:
    """Days from an anchor to the earliest and the latest day of a step.

    :ivar first: days to the earliest day; negative before a due date
    :ivar last: days to the latest day, never less than ``first``
    :ivar unit: "calendar" or "working"
    """

    first: int
    last: int
    unit: str = CALENDAR

    def __post_init__(self):
        """Refuse an interval that ends before it begins."""
        if self.last < self.first:
            raise ValueError("the latest day lies before the earliest")


def planned_days(interval, anchor, move_free_days=False, held=0):
    """Return (earliest, latest) day of a step.

    :param interval: Interval
    :param anchor: day from which it is counted
    :param move_free_days: a day that falls on a free day moves to the next working
        day
    :param held: days on hold, by which both days move on
    """
    days = [
        counted(anchor, number, interval.unit) + timedelta(days=held)
        for number in (interval.first, interval.last)
    ]
    if move_free_days:
        days = [next_working_day(day) for day in days]
    return tuple(days)


def counted(anchor, number, unit):
    """Return the day that lies a number of calendar or working days from another."""
    if unit == CALENDAR:
        return anchor + timedelta(days=number)
    step = ONE_DAY if number > 0 else -ONE_DAY
    day, left = anchor, abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def next_working_day(day):
    """Return the day itself if offices work on it, else the next such day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def held_days(holds, first, until):
    """Return how many days of a period were on hold; days held twice count once.

    :param holds: iterable of (first day, last day or None while it lasts)
    :param first: first day of the period
    :param until: day after the period
    """
    held, counted_to = 0, first
    for start, end in sorted(holds, key=lambda hold: hold[0]):
        after = until if end is None else min(end + ONE_DAY, until)
        begin = max(start, counted_to)
        if begin < after:
            held += (after - begin).days
            counted_to = after
    return held


@dataclass(frozen=True)
class PlannedStep:
    """A step of a procedure as far as its days go.

    :ivar key: whatever identifies the step
    :ivar from_due_date: counted from the due date instead of the last event
    """

    key: object
    interval: Interval
    from_due_date: bool = False


def future(steps, start, due_date=None, move_free_days=False):
    """Yield (key, earliest, latest) of the steps still to come.

    Each step is taken to be done on its earliest day; a step counted from the due
    date never comes before the step ahead of it.

    :param steps: list of PlannedStep in their order
    :param start: anchor of the first of them
    :param due_date: oldest due date of the case
    """
    anchor: date = start
    for step in steps:
        base = due_date if step.from_due_date and due_date else anchor
        first, last = planned_days(step.interval, base, move_free_days)
        first = max(first, anchor)
        last = max(last, first)
        yield step.key, first, last
        anchor = first


def differences(before, after):
    """Return what changed between two versions, as (change, key, fields) tuples.

    :param before, after: ``{key: {field: value}}`` of the steps, in their order
    :return: ("added" | "removed" | "changed" | "moved", key, names of fields)
    """
    found = [("removed", key, ()) for key in before if key not in after]
    kept = [key for key in before if key in after]
    order = [key for key in after if key in before]
    for key, fields in after.items():
        if key not in before:
            found.append(("added", key, ()))
            continue
        names = tuple(n for n in fields if fields[n] != before[key].get(n))
        if names:
            found.append(("changed", key, names))
        elif kept.index(key) != order.index(key):
            found.append(("moved", key, ()))
    return found
