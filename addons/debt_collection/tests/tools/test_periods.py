"""Periods follow each other without gap and without overlap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.periods import CALENDARS, Calendar

CALENDAR = st.builds(Calendar, st.sampled_from(CALENDARS), st.integers(1, 31))
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("kind", "nth", "day", "first", "last"),
    [
        ("monthly", 31, "2026-02-10", "2026-02-01", "2026-02-28"),
        ("half_monthly", 31, "2026-02-15", "2026-02-01", "2026-02-15"),
        ("half_monthly", 31, "2028-02-16", "2028-02-16", "2028-02-29"),
        ("weekly", 31, "2026-11-25", "2026-11-23", "2026-11-29"),
        ("nth_day", 10, "2026-11-10", "2026-10-11", "2026-11-10"),
        ("nth_day", 10, "2026-11-11", "2026-11-11", "2026-12-10"),
        ("nth_day", 31, "2026-03-01", "2026-03-01", "2026-03-31"),
        ("nth_day", 30, "2026-02-28", "2026-01-31", "2026-02-28"),
        ("nth_day", 30, "2026-12-31", "2026-12-31", "2027-01-30"),
    ],
)
def test_period(kind, nth, day, first, last):
    found = Calendar(kind, nth).period(date.fromisoformat(day))
    assert [bound.isoformat() for bound in found] == [first, last]


def test_ended():
    assert Calendar().ended(date(2026, 3, 1)) == (date(2026, 2, 1), date(2026, 2, 28))


@given(CALENDAR, DAYS)
def test_periods_touch(cal, day):
    first, last = cal.period(day)
    assert first <= day <= last
    assert cal.period(last + timedelta(1))[0] == last + timedelta(1)
    assert cal.ended(day)[1] == first - timedelta(1)


@pytest.mark.parametrize("values", [("yearly", 1), ("nth_day", 0), ("nth_day", 32)])
def test_refused(values):
    with pytest.raises(ValueError):
        Calendar(*values)
