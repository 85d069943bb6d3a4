"""Days of steps: intervals, free days, days on hold, the future of a case."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.plan import (
    WORKING,
    Interval,
    PlannedStep,
    counted,
    differences,
    future,
    held_days,
    planned_days,
)
from odoo.addons.debt_collection.tools.workdays import is_working_day

MONDAY = date(2026, 3, 2)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_the_interval_runs_from_the_earliest_to_the_latest_day():
    assert planned_days(Interval(5, 7), MONDAY) == (date(2026, 3, 7), date(2026, 3, 9))


def test_a_step_before_the_due_date_has_negative_days():
    assert planned_days(Interval(-3, -1), MONDAY)[0] == date(2026, 2, 27)


def test_working_days_leave_out_weekends_and_holidays():
    # Good Friday works; Easter Sunday and Monday (5 and 6 April 2026) do not.
    assert counted(date(2026, 4, 2), 2, WORKING) == date(2026, 4, 7)
    assert counted(date(2026, 4, 7), -1, WORKING) == date(2026, 4, 3)


def test_a_free_day_moves_to_the_next_working_day_where_the_procedure_says_so():
    # 7 March 2026 is a Saturday.
    assert planned_days(Interval(5, 5), MONDAY, True) == (date(2026, 3, 9),) * 2
    assert planned_days(Interval(5, 5), MONDAY, False) == (date(2026, 3, 7),) * 2


def test_an_interval_must_not_end_before_it_begins():
    with pytest.raises(ValueError, match="latest"):
        Interval(5, 4)


def test_days_held_twice_count_once():
    holds = [
        (date(2026, 3, 5), date(2026, 3, 9)),
        (date(2026, 3, 7), date(2026, 3, 12)),
        (date(2026, 3, 20), None),
    ]
    # 5 to 12 March are eight days; 20 and 21 two more.
    assert held_days(holds, MONDAY, date(2026, 3, 22)) == 10


def test_a_back_dated_hold_counts_from_the_anchor():
    assert held_days([(date(2026, 1, 1), date(2026, 3, 3))], MONDAY, MONDAY) == 0
    until = date(2026, 3, 10)
    assert held_days([(date(2026, 1, 1), date(2026, 3, 3))], MONDAY, until) == 2


@given(st.lists(st.tuples(days, st.integers(0, 40))), days, st.integers(0, 100))
def test_held_days_are_the_days_that_lie_in_any_hold(holds, first, length):
    periods = [(start, start + timedelta(days=n)) for start, n in holds]
    until = first + timedelta(days=length)
    every = (first + timedelta(days=n) for n in range(length))
    expected = sum(any(a <= day <= b for a, b in periods) for day in every)
    assert held_days(periods, first, until) == expected


@given(days, st.integers(-60, 60), st.sampled_from(["calendar", "working"]))
def test_a_counted_working_day_is_one(day, number, unit):
    found = counted(day, number, unit)
    assert (found >= day) == (number >= 0) or number == 0
    if unit == WORKING and number:
        assert is_working_day(found)


def test_the_future_takes_each_step_to_be_done_on_its_earliest_day():
    steps = [
        PlannedStep("call", Interval(5, 7)),
        PlannedStep("final", Interval(14, 14)),
    ]
    assert list(future(steps, MONDAY)) == [
        ("call", date(2026, 3, 7), date(2026, 3, 9)),
        ("final", date(2026, 3, 21), date(2026, 3, 21)),
    ]


def test_a_step_from_the_due_date_never_comes_before_the_step_ahead_of_it():
    steps = [PlannedStep("late", Interval(3, 3), from_due_date=True)]
    assert list(future(steps, MONDAY, due_date=date(2026, 1, 1))) == [
        ("late", MONDAY, MONDAY)
    ]


@given(st.lists(st.integers(0, 30), max_size=8), days)
def test_the_future_never_goes_back(numbers, start):
    steps = [PlannedStep(n, Interval(d, d)) for n, d in enumerate(numbers)]
    found = [first for _key, first, _last in future(steps, start, None, True)]
    assert found == sorted(found)
    assert all(first >= start for first in found)


def test_differences_of_versions():
    before = {"a": {"days": 1}, "b": {"days": 2}, "c": {"days": 3}}
    after = {"b": {"days": 5}, "a": {"days": 1}, "d": {"days": 9}}
    assert differences(before, after) == [
        ("removed", "c", ()),
        ("changed", "b", ("days",)),
        ("moved", "a", ()),
        ("added", "d", ()),
    ]
    assert differences(before, dict(before)) == []
