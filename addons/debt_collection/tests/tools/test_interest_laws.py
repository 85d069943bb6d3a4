"""Laws of interest that hold for any claim, rate and practice."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.interest import (
    Practice,
    RatePeriod,
    RateTable,
    Segment,
    Terms,
    interest,
    interest_periods,
)
from odoo.addons.debt_collection.tools.money import GROSZ

from .common import law_table

ONE_DAY = timedelta(days=1)
TABLE = law_table()
FREE = RateTable({"free": [RatePeriod(date(1990, 1, 1), None, Decimal(0))]})
TOTAL = Practice(rounding="total")
STATUTORY = ("delay_481", "capital_359", "commercial_delay", "tax_arrears")

days = st.dates(date(2004, 1, 1), date(2026, 12, 31))
amounts = st.decimals(0, 10**8, places=2)
terms_drawn = st.one_of(
    st.sampled_from(STATUTORY).map(Terms),
    st.decimals(0, 60, places=2).map(lambda percent: Terms("contractual", percent)),
)
practices = st.builds(
    Practice,
    divisor=st.sampled_from(["365", "actual"]),
    rounding=st.sampled_from(["per_period", "total", "full_zloty"]),
)


@st.composite
def segments_drawn(draw):
    """Draw consecutive segments of one claim, the last one open or closed."""
    cuts = sorted(draw(st.lists(days, min_size=1, max_size=4, unique=True)))
    ends = [day - ONE_DAY for day in cuts[1:]]
    ends.append(draw(st.sampled_from([None, cuts[-1], cuts[-1] + 100 * ONE_DAY])))
    return [
        Segment(first, last, draw(amounts))
        for first, last in zip(cuts, ends, strict=True)
    ]


def year_share(day, divisor):
    """Return the share of a year that one day is."""
    leap = day.year % 4 == 0 and (day.year % 100 or day.year % 400 == 0)
    return Fraction(1, 366 if leap and divisor == "actual" else 365)


def exact_interest(segments, terms, as_of, divisor):
    """Count every day by itself in exact fractions: the definition at its plainest."""
    zloty_days = Counter()
    for segment in segments:
        day, last = segment.date_from, min(segment.date_to or as_of, as_of)
        while day <= last and segment.principal:
            rate = TABLE.percent(terms, day)
            zloty_days[rate, year_share(day, divisor)] += segment.principal
            day += ONE_DAY
    return sum(
        Fraction(principal) * Fraction(percent) / 100 * share
        for (percent, share), principal in zloty_days.items()
    )


def half_up(exact, unit):
    """Round a fraction to a multiple of a Decimal unit, halves up."""
    return Decimal((2 * exact / Fraction(unit) + 1) // 2) * unit


@settings(deadline=None)
@given(segments_drawn(), terms_drawn, days, practices)
def test_rounded_total_is_the_day_by_day_sum(segments, terms, as_of, practice):
    exact = exact_interest(segments, terms, as_of, practice.divisor)
    got = interest(segments, terms, as_of, TABLE, practice)
    if practice.rounding == "per_period":
        lines = len(interest_periods(segments, terms, as_of, TABLE, practice))
        assert abs(Fraction(got) - exact) <= Fraction(lines, 200)
    else:
        unit = Decimal(1) if practice.rounding == "full_zloty" else GROSZ
        assert got == half_up(exact, unit)


@given(segments_drawn(), terms_drawn, days, practices)
def test_lines_add_up_to_the_total(segments, terms, as_of, practice):
    periods = interest_periods(segments, terms, as_of, TABLE, practice)
    total = interest(segments, terms, as_of, TABLE, practice)
    assert sum((p.interest for p in periods), Decimal(0)) == total
    for period in periods:
        assert period.days == (period.date_to - period.date_from).days + 1
        assert period.date_to <= as_of


@given(segments_drawn(), terms_drawn, days)
def test_each_line_of_per_period_is_its_own_rounded_product(segments, terms, as_of):
    for line in interest_periods(segments, terms, as_of, TABLE):
        share = Fraction(line.percent) / 100 * Fraction(line.days, 365)
        exact = Fraction(line.principal) * share
        assert line.interest == half_up(exact, GROSZ)


@given(days, days, days, amounts, terms_drawn, practices)
def test_splitting_a_span_keeps_the_rounded_total(a, b, c, amount, terms, practice):
    first, cut, last = sorted((a, b, c))
    practice = Practice(practice.divisor, "total")
    whole = [Segment(first, last, amount)]
    parts = [Segment(first, cut, amount), Segment(cut + ONE_DAY, last, amount)]
    expected = interest(whole, terms, last, TABLE, practice)
    assert interest(parts, terms, last, TABLE, practice) == expected


@given(segments_drawn(), terms_drawn, days, days, practices)
def test_interest_never_falls_as_days_pass(segments, terms, one, other, practice):
    early, late = sorted((one, other))
    before = interest(segments, terms, early, TABLE, practice)
    assert before <= interest(segments, terms, late, TABLE, practice)


@given(segments_drawn(), days, practices)
def test_zero_rate_gives_zero(segments, as_of, practice):
    assert interest(segments, Terms("free"), as_of, FREE, practice) == 0


@given(days, days, amounts, st.integers(1, 50), terms_drawn)
def test_interest_is_linear_in_principal(first, as_of, amount, times, terms):
    once = interest([Segment(first, None, amount)], terms, as_of, TABLE, TOTAL)
    many = interest([Segment(first, None, amount * times)], terms, as_of, TABLE, TOTAL)
    assert abs(many - once * times) <= Decimal("0.005") * (times + 1)


@given(days, days, amounts, st.decimals(0, 60, places=2))
def test_agreed_interest_never_exceeds_the_cap(first, as_of, amount, percent):
    segments = [Segment(first, None, amount)]
    agreed = interest(segments, Terms("contractual", percent), as_of, TABLE, TOTAL)
    first = max(first, date(2006, 2, 20))
    if segments[0].date_from == first:
        assert agreed <= interest(segments, Terms("contractual"), as_of, TABLE, TOTAL)


@given(segments_drawn(), terms_drawn, days, practices)
def test_order_of_segments_does_not_matter(segments, terms, as_of, practice):
    forward = interest(segments, terms, as_of, TABLE, practice)
    assert interest(segments[::-1], terms, as_of, TABLE, practice) == forward


@given(segments_drawn(), terms_drawn, days, practices)
def test_negative_principal_mirrors_the_positive(segments, terms, as_of, practice):
    negative = [Segment(s.date_from, s.date_to, -s.principal) for s in segments]
    expected = -interest(segments, terms, as_of, TABLE, practice)
    assert interest(negative, terms, as_of, TABLE, practice) == expected
