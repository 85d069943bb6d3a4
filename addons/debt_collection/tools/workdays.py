"""Days in Polish law: public holidays, free days, moved due dates, the legal day.

Legal sources: the act of 18 January 1951 on days free from work, art. 115 of the
civil code (kc). The holiday rules are those of 1990 and later; earlier years are
computed by the same rules without a promise.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")
ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6

# (month, day, first year in which the day is free)
FIXED_HOLIDAYS = (
    (1, 1, 1951),
    (1, 6, 2011),
    (5, 1, 1951),
    (5, 3, 1990),
    (8, 15, 1989),
    (11, 1, 1951),
    (11, 11, 1989),
    (12, 24, 2025),
    (12, 25, 1951),
    (12, 26, 1951),
)
# Days after Easter Sunday: itself, Monday, Pentecost, Corpus Christi.
MOVABLE_HOLIDAYS = (0, 1, 49, 60)
SINGLE_HOLIDAYS = (date(2018, 11, 12),)
# The act of 16.12.2016 (Dz.U. 2016 poz. 2255) put Saturday into art. 115 kc.
SATURDAYS_FREE_SINCE = date(2017, 1, 1)


def easter(year):
    """Return Easter Sunday of a year (Gregorian calendar, Meeus's algorithm)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped, century_rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - moon + 15) % 30
    quarter, quarter_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * quarter - epact - quarter_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def holidays(year):
    """Return the public holidays of a year as a frozen set of dates.

    Two of them always fall on a Sunday (Easter, Pentecost); the other Sundays of
    the year are free as well, but are not in the set.
    """
    sunday = easter(year)
    fixed = {date(year, m, d) for m, d, since in FIXED_HOLIDAYS if year >= since}
    movable = {sunday + timedelta(days=shift) for shift in MOVABLE_HOLIDAYS}
    single = {day for day in SINGLE_HOLIDAYS if day.year == year}
    return frozenset(fixed | movable | single)


def is_free_day(day):
    """Tell whether the law makes the day free from work: a Sunday or a holiday."""
    return day.weekday() == SUNDAY or day in holidays(day.year)


def is_legally_free(day):
    """Tell whether a term may not end on the day (art. 115 kc).

    Saturday counts like a free day since 2017-01-01 only.
    """
    saturday = day.weekday() == SATURDAY and day >= SATURDAYS_FREE_SINCE
    return saturday or is_free_day(day)


def shift_due_date(day):
    """Return the day on which a term ending on ``day`` really ends (art. 115 kc).

    A free day moves to the next day that is neither free nor, since 2017, a
    Saturday; any other day stays.
    """
    while is_legally_free(day):
        day += ONE_DAY
    return day


def is_working_day(day):
    """Tell whether offices work: Monday to Friday and no holiday, in every year."""
    return day.weekday() < SATURDAY and not is_free_day(day)


def previous_working_day(day):
    """Return the last working day (Monday to Friday) before ``day``."""
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def last_working_day_of_previous_month(day):
    """Return the last working day of the month before the month of ``day``."""
    return previous_working_day(day.replace(day=1))


def legal_day(moment=None):
    """Return the calendar day in Poland (Europe/Warsaw) at a moment.

    :param moment: an aware datetime, a naive one in UTC (as Odoo stores them), or
        None for now
    """
    moment = moment or datetime.now(UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(WARSAW).date()
