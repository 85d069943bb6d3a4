"""Hours of contact in Polish time, over midnight UTC and summer time (T-70, T-71)."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.contact_hours import Hours, allowed, next_allowed

CALLS = Hours(8, 20, 9, 17)


def utc(*moment):
    return datetime(*moment, tzinfo=UTC)


def test_hours_are_those_of_poland():
    # 20:30 UTC is 22:30 in summer, 21:30 in winter.
    assert allowed(CALLS, utc(2026, 7, 6, 17, 59))
    assert not allowed(CALLS, utc(2026, 7, 6, 18, 0))
    assert allowed(CALLS, utc(2026, 1, 7, 18, 59))


def test_a_naive_moment_is_utc():
    assert allowed(CALLS, datetime(2026, 1, 7, 7, 0))
    assert not allowed(CALLS, datetime(2026, 1, 7, 6, 59))


def test_free_days_have_hours_of_their_own():
    # Saturday, then Corpus Christi (a Thursday).
    assert not allowed(CALLS, utc(2026, 7, 4, 6, 30))
    assert allowed(CALLS, utc(2026, 7, 4, 7, 30))
    assert not allowed(CALLS, utc(2026, 6, 4, 16, 0))


def test_the_next_hour_may_be_on_another_day():
    # Friday 21:00 in Poland -> Saturday 9:00.
    found = next_allowed(CALLS, utc(2026, 7, 3, 19, 0))
    assert found.isoformat() == "2026-07-04T09:00:00+02:00"


def test_the_same_hour_twice_means_never():
    assert next_allowed(Hours(9, 9, 9, 9), utc(2026, 7, 3, 19, 0)) is None


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    st.tuples(*[st.integers(0, 24)] * 4),
)
def test_the_next_allowed_moment_is_allowed(moment, numbers):
    hours = Hours(*numbers)
    found = next_allowed(hours, moment)
    if found is not None:
        assert allowed(hours, found)
        assert found >= moment.replace(tzinfo=UTC)
