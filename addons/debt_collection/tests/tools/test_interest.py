"""Interest: published results, settings of practice, rates and their caps."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.debt_collection.tools.interest import (
    Practice,
    RateMissing,
    RatePeriod,
    RateTable,
    Segment,
    Terms,
    compose,
    first_interest_day,
    interest,
    interest_periods,
)

from .common import law_table, row_id, vectors

ONE_DAY = timedelta(days=1)


PUBLISHED = [row for row in vectors("interest_worked_examples.csv") if row["due_date"]]
TABLE = law_table()


def flat(percent, kind="flat"):
    period = RatePeriod(date(1990, 1, 1), None, Decimal(percent))
    return RateTable({kind: [period]})


def example_segments(row):
    """Return the segments of a published example (payments reduce principal)."""
    first = date.fromisoformat(row["interest_from"])
    principal, segments = Decimal(row["principal"]), []
    for payment in filter(None, row["payments"].split(";")):
        day, amount, what = payment.split(":")
        assert what == "principal"
        segments.append(Segment(first, date.fromisoformat(day), principal))
        first = date.fromisoformat(day) + ONE_DAY
        principal -= Decimal(amount)
    return [*segments, Segment(first, None, principal)]


# === PUBLISHED RESULTS === #


@pytest.mark.parametrize("row", PUBLISHED, ids=row_id)
@pytest.mark.parametrize("rounding", ["per_period", "total"])
def test_published_result(row, rounding):
    column = "expected_interest"
    if rounding == "total" and row["rounding"] == "per_period":
        column = "expected_total_rounded"
    asked = example_segments(row), Terms(row["kind"]), date.fromisoformat(row["as_of"])
    practice = Practice(rounding=rounding)
    periods = interest_periods(*asked, TABLE, practice)
    assert interest(*asked, TABLE, practice) == Decimal(row[column])
    assert sum(p.interest for p in periods) == Decimal(row[column])
    assert sum(p.days for p in periods) == int(row["days"])


@pytest.mark.parametrize("row", PUBLISHED, ids=row_id)
def test_published_first_day(row):
    due = date.fromisoformat(row["due_date"])
    first = first_interest_day(due, row["shift_rule"])
    assert first.isoformat() == row["interest_from"]


def test_part_payment_is_explained_line_by_line():
    row = next(r for r in PUBLISHED if r["payments"])
    as_of = date.fromisoformat(row["as_of"])
    periods = interest_periods(example_segments(row), Terms(row["kind"]), as_of, TABLE)
    assert [(p.days, p.percent, p.principal, p.interest) for p in periods] == [
        (28, 14, 10000, Decimal("107.40")),
        (61, 14, 4000, Decimal("93.59")),
    ]
    assert periods[0].date_to + ONE_DAY == periods[1].date_from


# === SETTINGS OF PRACTICE === #


def test_due_date_on_a_free_day_moves_unless_told_not_to():
    assert first_interest_day(date(2026, 4, 4)) == date(2026, 4, 8)
    assert first_interest_day(date(2026, 4, 4), "none") == date(2026, 4, 5)


def test_actual_divisor_counts_leap_days_by_366():
    segments = [Segment(date(2019, 7, 1), date(2020, 6, 30), Decimal(100000))]
    as_of, terms = date(2026, 1, 1), Terms("flat")
    by_366 = Practice(divisor="actual")
    exact = Decimal(10000) * (Decimal(184) / 365 + Decimal(182) / 366)
    assert interest(segments, terms, as_of, flat(10), by_366) == round(exact, 2)
    assert interest(segments, terms, as_of, flat(10)) == Decimal("10027.40")


def test_whole_leap_year_is_a_whole_year_by_the_actual_divisor():
    segments = [Segment(date(2020, 1, 1), date(2020, 12, 31), Decimal(100))]
    practice = Practice(divisor="actual")
    as_of, terms = date(2020, 12, 31), Terms("flat")
    assert interest(segments, terms, as_of, flat(7), practice) == 7


@pytest.mark.parametrize(
    ("principal", "percent", "grosze"),
    [("18.25", "10", 1), ("18.25", "9.999999", 0), ("-18.25", "10", -1)],
)
def test_half_a_grosz_goes_away_from_zero(principal, percent, grosze):
    day = date(2025, 1, 1)
    segments = [Segment(day, None, Decimal(principal))]
    got = interest(segments, Terms("flat"), day, flat(percent))
    assert got == Decimal(grosze).scaleb(-2)


@pytest.mark.parametrize(
    ("percent", "zloty"), [("0.5", 1), ("0.499999", 0), ("2.5", 3)]
)
def test_full_zloty_rounds_half_a_zloty_up(percent, zloty):
    segments = [Segment(date(2025, 1, 1), date(2025, 12, 31), Decimal(100))]
    practice = Practice(rounding="full_zloty")
    as_of, terms = date(2026, 1, 1), Terms("flat")
    assert interest(segments, terms, as_of, flat(percent), practice) == zloty


@pytest.mark.parametrize(
    "practice", [Practice(rounding="down"), Practice(divisor="360")], ids=str
)
def test_unknown_practice_is_refused(practice):
    segments = [Segment(date(2025, 1, 1), None, Decimal(1))]
    with pytest.raises(ValueError, match="use one of"):
        interest(segments, Terms("flat"), date(2025, 2, 1), flat(5), practice)
    with pytest.raises(ValueError, match="Unknown shift rule"):
        first_interest_day(date(2025, 1, 1), "forward")


# === RATES === #


def test_agreed_rate_is_cut_to_the_moving_cap():
    segments = [Segment(date(2020, 3, 1), None, Decimal(1000))]
    terms = Terms("contractual", Decimal("12.5"))
    periods = interest_periods(segments, terms, date(2020, 6, 30), TABLE)
    assert [(p.date_from, p.percent) for p in periods] == [
        (date(2020, 3, 1), Decimal("12.5")),
        (date(2020, 4, 9), Decimal(12)),
        (date(2020, 5, 29), Decimal("11.2")),
    ]


def test_agreed_rate_under_its_cap_is_one_period():
    segments = [Segment(date(2016, 1, 1), None, Decimal("333.33"))]
    terms = Terms("contractual", Decimal(6))
    periods = interest_periods(segments, terms, date(2025, 12, 31), TABLE)
    assert [p.days for p in periods] == [3653]


def test_equal_half_years_are_one_period():
    segments = [Segment(date(2016, 1, 1), None, Decimal(1000))]
    terms = Terms("commercial_delay")
    periods = interest_periods(segments, terms, date(2019, 12, 31), TABLE)
    assert [(p.percent, p.days) for p in periods] == [(Decimal("9.5"), 1461)]


def test_agreed_zero_is_zero_and_not_the_cap():
    segments = [Segment(date(2020, 1, 1), None, Decimal(1000))]
    terms = Terms("contractual", Decimal(0))
    assert interest(segments, terms, date(2026, 1, 1), TABLE) == 0
    assert len(interest_periods(segments, terms, date(2026, 1, 1), TABLE)) == 1


def test_terms_without_kind_bear_nothing():
    segments = [Segment(date(2020, 1, 1), None, Decimal(1000))]
    assert interest(segments, Terms(None), date(2026, 1, 1), TABLE) == 0
    assert interest_periods(segments, Terms(None), date(2026, 1, 1), TABLE) == []


@pytest.mark.parametrize(
    ("kind", "first", "as_of", "day"),
    [
        ("delay_481", date(1993, 4, 30), date(2000, 1, 1), date(1993, 4, 30)),
        ("commercial_delay", date(2026, 12, 1), date(2027, 2, 1), date(2027, 1, 1)),
        ("unheard_of", date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 1)),
        ("contractual", date(2000, 1, 1), date(2020, 1, 1), date(2000, 1, 1)),
    ],
)
def test_missing_rate_names_kind_and_day(kind, first, as_of, day):
    with pytest.raises(RateMissing) as error:
        interest([Segment(first, None, Decimal(1))], Terms(kind), as_of, TABLE)
    assert (error.value.kind, error.value.day) == (kind, day)


def test_rate_is_not_missed_where_nothing_bears_interest():
    unpaid = Segment(date(2020, 1, 1), date(2020, 12, 31), Decimal(10))
    paid = Segment(date(2027, 1, 1), None, Decimal(0))
    as_of = date(2030, 1, 1)
    assert interest([unpaid, paid], Terms("commercial_delay"), as_of, TABLE) > 0


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (date(2020, 6, 30), "overlap on 2020-06-30"),
        (date(2020, 7, 2), "miss 2020-07-01"),
    ],
)
def test_table_refuses_overlaps_and_holes(second, message):
    periods = [
        RatePeriod(second, None, Decimal(2)),
        RatePeriod(date(2020, 1, 1), date(2020, 6, 30), Decimal(1)),
    ]
    with pytest.raises(ValueError, match=message):
        RateTable({"kind": periods})


def test_compose_cuts_the_predecessor_at_the_first_own_day():
    rows = {
        "old": [RatePeriod(date(2000, 1, 1), None, Decimal(5))],
        "new": [RatePeriod(date(2010, 1, 1), None, Decimal(7))],
    }
    composed = compose(rows, {"new": "old"}, {"agreed": "new"})
    older = RatePeriod(date(2000, 1, 1), date(2009, 12, 31), Decimal(5))
    assert composed["new"] == [older, *rows["new"]]
    uncapped = RatePeriod(date.min, date(1999, 12, 31), None)
    assert composed["agreed"] == [uncapped, older, *rows["new"]]
    assert RateTable(composed).kinds == ("old", "new", "agreed")


def test_money_and_rates_must_be_whole_in_their_units():
    day = date(2025, 1, 1)
    with pytest.raises(ValueError, match="principal"):
        interest([Segment(day, None, Decimal("0.001"))], Terms("flat"), day, flat(5))
    with pytest.raises(ValueError, match="rate"):
        interest(
            [Segment(day, None, Decimal(1))], Terms("flat"), day, flat("0.0000001")
        )
