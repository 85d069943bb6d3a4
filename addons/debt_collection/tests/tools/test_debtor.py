"""What the history of a debtor says, without a database."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import debtor
from odoo.addons.debt_collection.tools.debtor import (
    PAYING_DAYS,
    DebtorFacts,
    Thresholds,
    average_delay,
    band_of,
    preferred_action,
    segment,
    status,
)

DAY = date(2026, 3, 2)
PAID = st.lists(
    st.tuples(st.integers(1, 10**7), st.integers(-60, 400)), min_size=1, max_size=8
)
COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 20))
BANDS = [("small", 0, 500), ("medium", 500, 5000), ("huge", 50_000, 0)]


def delay_of(paid, minimum=1):
    weight = sum(amount for amount, _days in paid)
    weighted = sum(amount * days for amount, days in paid)
    return average_delay(weighted, weight, len(paid), minimum)


def test_examples():
    assert doctest.testmod(debtor).failed == 0


# === USUAL DELAY === #
@given(PAID)
def test_delay_lies_between_the_shortest_and_the_longest(paid):
    days = [day for _amount, day in paid]
    assert min(days) - 0.01 <= delay_of(paid) <= max(days) + 0.01


@given(PAID, st.integers(2, 9))
def test_delay_does_not_depend_on_the_unit_of_money(paid, factor):
    assert delay_of(paid) == delay_of([(a * factor, days) for a, days in paid])


@given(PAID)
def test_no_delay_under_the_minimum(paid):
    assert delay_of(paid, minimum=len(paid) + 1) is None
    assert delay_of(paid, minimum=len(paid)) is not None


def test_larger_amounts_weigh_more():
    assert delay_of([(100, 0), (900, 10)]) == 9


def test_no_delay_of_nothing():
    assert average_delay(0, 0, 0, 0) is None


# === PREFERRED ACTION === #
@given(COUNTS, st.integers(1, 10))
def test_preferred_action_has_more_than_half(counts, minimum):
    action, count, total = preferred_action(counts, minimum)
    assert total == sum(counts.values())
    if action is None:
        assert total < minimum or all(2 * n <= total for n in counts.values())
    else:
        assert total >= minimum
        assert count == counts[action] and 2 * count > total


@given(COUNTS)
def test_verdict_does_not_depend_on_the_order(counts):
    turned = dict(reversed(counts.items()))
    assert preferred_action(counts, 1) == preferred_action(turned, 1)


def test_no_verdict_on_nothing():
    assert preferred_action({}, 0) == (None, 0, 0)


# === STATUS === #
OWING = {"open_cases": 1, "debt": 100}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "settled"),
        ({"invoices": 5}, "new"),
        (OWING, "new"),
        ({**OWING, "contacted": True}, "silent"),
        ({**OWING, "promise": "broken", "contacted": True}, "broken"),
        ({**OWING, "promise": "broken", "last_payment": DAY}, "paying"),
        ({**OWING, "promise": "open", "last_payment": DAY}, "promised"),
        ({**OWING, "promise": "open", "holds": {"complaint"}}, "disputing"),
        ({**OWING, "holds": {"dispute", "insolvency"}}, "insolvent"),
        ({**OWING, "holds": {"death", "insolvency"}}, "deceased"),
        ({"holds": {"death"}}, "deceased"),
        ({"holds": {"dispute"}}, "settled"),
        ({**OWING, "holds": {"creditor"}}, "new"),
    ],
)
def test_status(facts, expected):
    assert status(DebtorFacts(**facts), DAY) == expected


def test_a_debtor_stops_paying():
    facts = DebtorFacts(**OWING, contacted=True)
    facts.last_payment = DAY - timedelta(days=PAYING_DAYS)
    assert status(facts, DAY) == "paying"
    assert status(facts, DAY + timedelta(days=1)) == "silent"


# === SEGMENT AND BAND === #
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"legal_status": "consumer", "handed_over": 10**9}, "individual"),
        ({}, "individual"),
        ({"legal_status": "business", "handed_over": 999, "claims": 4}, "small"),
        ({"legal_status": "business", "handed_over": 1000}, "large"),
        ({"legal_status": "public", "claims": 5}, "large"),
        ({"legal_status": "consumer", "segment": "large"}, "large"),
        ({"legal_status": "business", "segment": "small", "claims": 9}, "small"),
    ],
)
def test_segment(facts, expected):
    thresholds = Thresholds(large_amount=1000, large_claims=5)
    assert segment(DebtorFacts(**facts), thresholds) == expected


def test_thresholds_of_zero_make_nobody_large():
    facts = DebtorFacts(legal_status="business", handed_over=10**9, claims=10**6)
    assert segment(facts, Thresholds()) == "small"


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        (0, "small"),
        (499.99, "small"),
        (500, "medium"),
        (5000, None),
        (50_000, "huge"),
        (10**9, "huge"),
    ],
)
def test_band_ends_before_its_limit(amount, band):
    assert band_of(amount, BANDS) == band
