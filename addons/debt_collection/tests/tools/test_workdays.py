"""Public holidays, free days and moved due dates (art. 115 kc)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import workdays

from .common import row_id, vectors

DAYS = st.dates(date(1998, 1, 1), date(2060, 12, 31))


def test_holidays_equal_the_published_calendar():
    published = {}
    for row in vectors("public_holidays.csv"):
        day = date.fromisoformat(row["date"])
        published.setdefault(day.year, set()).add(day)
    assert sorted(published) == list(range(1998, 2041))
    for year, days in published.items():
        assert workdays.holidays(year) == days


@pytest.mark.parametrize("row", vectors("due_date_shift.csv"), ids=row_id)
def test_due_date_moves_as_published(row):
    due = date.fromisoformat(row["due_date"])
    assert workdays.shift_due_date(due).isoformat() == row["effective_due_date"]


@given(DAYS)
def test_moved_due_date_is_the_first_fit_day(day):
    moved = workdays.shift_due_date(day)
    assert not workdays.is_legally_free(moved)
    assert all(
        workdays.is_legally_free(day + timedelta(days=n))
        for n in range((moved - day).days)
    )
    assert workdays.shift_due_date(moved) == moved


def test_saturday_is_free_for_terms_since_2017_only():
    assert not workdays.is_legally_free(date(2016, 12, 31))
    assert workdays.is_legally_free(date(2017, 1, 7))
    assert not workdays.is_free_day(date(2017, 1, 7))


def test_sunday_and_holiday_are_free():
    assert workdays.is_free_day(date(2026, 11, 22))
    assert workdays.is_free_day(date(2026, 11, 11))
    assert not workdays.is_free_day(date(2026, 11, 23))


@given(DAYS)
def test_previous_working_day_skips_only_days_off(day):
    previous = workdays.previous_working_day(day)
    assert previous < day
    assert workdays.is_working_day(previous)
    between = (day - previous).days - 1
    assert not any(
        workdays.is_working_day(previous + timedelta(days=n + 1))
        for n in range(between)
    )


def test_saturday_is_never_a_working_day():
    assert workdays.previous_working_day(date(2016, 6, 5)) == date(2016, 6, 3)


def test_last_working_day_of_previous_month():
    last = workdays.last_working_day_of_previous_month
    assert last(date(2026, 6, 30)) == date(2026, 5, 29)
    assert last(date(2026, 1, 1)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 31, 22, 59), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 0), date(2026, 2, 1)),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1)),
        (
            datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=9))),
            date(2026, 2, 28),
        ),
    ],
)
def test_legal_day_is_the_day_in_poland(moment, day):
    assert workdays.legal_day(moment) == day


def test_legal_day_without_a_moment_is_now():
    before = workdays.legal_day(datetime.now(UTC))
    assert before <= workdays.legal_day() <= workdays.legal_day(datetime.now(UTC))
