"""Commission: tiers, bounds, and that history never matters."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.commission import (
    Charge,
    Money,
    Rule,
    Tier,
    charge,
    settle,
)

D = Decimal


def tiers(*pairs):
    return tuple(Tier(D(start), D(percent)) for start, percent in pairs)


TEN = Rule(1, tiers((0, 10)))
STEPS = tiers((0, 20), (1000, 10), (5000, 5))


def money(number, amount, **values):
    facts = {
        "key": (number, "principal"),
        "case_id": 1,
        "payment_id": number,
        "kind": "principal",
        "date": date(2026, 3, 1),
        "period": "2026-03",
    }
    return Money(amount=D(amount), **facts | values)


def total(charges):
    return sum(item.amount for item in charges)


def amounts(rules, monies):
    return [f"{item.amount:.2f}" for item in charge(rules, monies)]


class TestTiers:
    def test_plain_percent_half_up(self):
        assert amounts([TEN], [money(1, "0.05")]) == ["0.01"]

    def test_whole_amount(self):
        """The tier that the whole reaches gives the percent of all of it."""
        rule = Rule(1, STEPS)
        found = amounts([rule], [money(1, 999), money(2, 1000), money(3, 6000)])
        assert found == ["199.80", "100.00", "300.00"]

    def test_progressive(self):
        rule = Rule(1, STEPS, progressive=True)
        assert amounts([rule], [money(1, 6000)]) == ["650.00"]

    def test_tiers_on_the_case(self):
        rule = Rule(1, STEPS, scope="case", progressive=True)
        found = amounts(
            [rule], [money(1, 900), money(2, 300), money(3, 300, case_id=2)]
        )
        assert found == ["180.00", "40.00", "60.00"]

    def test_tiers_on_the_period(self):
        rule = Rule(1, STEPS, scope="period")
        found = amounts(
            [rule],
            [money(1, 900), money(2, 300, case_id=2), money(3, 300, period="2026-04")],
        )
        assert found == ["90.00", "30.00", "60.00"]

    def test_below_the_first_tier_nothing_is_due(self):
        for progressive in (False, True):
            rule = Rule(1, tiers((100, 10)), progressive=progressive)
            assert amounts([rule], [money(1, 99)]) == ["0.00"]


class TestConditions:
    def test_first_rule_that_takes_it(self):
        young = Rule(1, tiers((0, 8)), age_to=90)
        old = Rule(2, tiers((0, 15)), age_from=91, age_to=365)
        rules = [young, old]
        monies = [money(i, 100, age=age) for i, age in enumerate((90, 91, 366))]
        found = {item.key[0]: item for item in charge(rules, monies)}
        assert [found[i].rule_id for i in range(3)] == [1, 2, None]
        assert [found[i].amount for i in range(3)] == [D(8), D(15), D(0)]

    @pytest.mark.parametrize(
        ("condition", "other"),
        [
            ({"kinds": ("interest",)}, {"kind": "interest"}),
            ({"stages": ("court",)}, {"stage": "court"}),
            ({"receivers": ("us",)}, {"receiver": "us"}),
            ({"date_from": date(2026, 3, 2)}, {"date": date(2026, 3, 2)}),
            ({"date_to": date(2026, 2, 28)}, {"date": date(2026, 2, 28)}),
        ],
    )
    def test_condition(self, condition, other):
        rule = replace(TEN, **condition)
        assert not rule.takes(money(1, 5))
        assert rule.takes(money(1, 5, **other))


class TestBounds:
    def test_minimum_of_a_case_is_due_once(self):
        rule = replace(TEN, minimum=D(30))
        assert amounts([rule], [money(1, 100), money(2, 100), money(3, 200)]) == [
            "30.00",
            "0.00",
            "10.00",
        ]

    def test_maximum_of_a_case(self):
        rule = replace(TEN, maximum=D(15))
        assert amounts([rule], [money(1, 100), money(2, 100), money(3, 200)]) == [
            "10.00",
            "5.00",
            "0.00",
        ]


class TestSettle:
    def test_returned_payment_gives_back_what_was_charged(self):
        charged = charge([TEN], [money(1, 100), money(2, 50)])
        assert settle(charge([TEN], [money(2, 50)]), charged) == [
            Charge((1, "principal"), 1, D(-100), D(-10))
        ]

    def test_nothing_new_nothing_charged(self):
        charged = charge([TEN], [money(1, 100)])
        assert settle(charged, charged) == []

    def test_money_without_a_rule_is_noted(self):
        charged = charge([], [money(1, 100)])
        assert charged == [Charge((1, "principal"), None, D(100), D(0))]
        assert settle(charge([TEN], [money(1, 100)]), charged) == [
            Charge((1, "principal"), 1, D(100), D(10)),
            Charge((1, "principal"), None, D(-100), D(0)),
        ]


GROSZE = st.integers(1, 500_000).map(lambda n: D(n) / 100)
PERCENTS = st.decimals(0, 60, places=2)
RULES = st.builds(
    Rule,
    id=st.just(7),
    tiers=st.lists(st.tuples(st.integers(0, 3000), PERCENTS), min_size=1, max_size=4)
    .map(lambda pairs: dict(pairs).items())
    .map(lambda pairs: tiers(*pairs)),
    scope=st.sampled_from(["payment", "case", "period"]),
    progressive=st.booleans(),
    minimum=st.sampled_from([D(0), D("12.34")]),
    maximum=st.sampled_from([None, D(100)]),
    kinds=st.sampled_from([(), ("principal",)]),
)


@st.composite
def monies(draw):
    """Money of some payments on some cases, two kinds each."""
    return [
        money(
            number,
            draw(GROSZE),
            key=(number, kind),
            kind=kind,
            case_id=draw(st.integers(1, 3)),
            date=date(2026, draw(st.integers(1, 3)), 5),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
        for kind in ("interest", "principal")
    ]


@given(RULES, monies(), st.randoms(use_true_random=False))
def test_order_of_entry_never_matters(rule, ledger, rng):
    mixed = list(ledger)
    rng.shuffle(mixed)
    assert charge([rule], ledger) == charge([rule], mixed)


@given(RULES, monies())
def test_the_base_is_all_the_money(rule, ledger):
    charged = charge([rule], ledger)
    assert sum(item.base for item in charged) == sum(item.amount for item in ledger)
    assert len({item.key for item in charged}) == len(ledger)


@given(st.lists(GROSZE, min_size=1, max_size=8), st.booleans(), PERCENTS)
def test_splitting_a_payment_changes_nothing_in_total(parts, progressive, percent):
    """Tiers on the case: parts bear exactly what the whole bears."""
    rule = Rule(
        1, tiers((0, percent), (1000, 5)), scope="case", progressive=progressive
    )
    split = charge([rule], [money(i, part) for i, part in enumerate(parts)])
    assert total(split) == total(charge([rule], [money(0, sum(parts))]))


@given(RULES, st.lists(monies(), min_size=1, max_size=5), monies())
def test_whatever_the_history_the_sum_is_that_of_the_final_ledger(rule, history, final):
    """Payments come, go and change between closings; each settles the difference."""
    settled = []
    for ledger in [*history, final]:
        settled += settle(charge([rule], ledger), settled)
    wanted = charge([rule], final)
    assert settle(wanted, settled) == []
    assert total(settled) == total(wanted)


@given(RULES, monies())
def test_when_all_comes_back_all_is_given_back(rule, ledger):
    charged = charge([rule], ledger)
    assert total(charged + settle([], charged)) == 0


def test_scope_must_exist():
    with pytest.raises(ValueError):
        Rule(1, (), scope="galaxy")
