"""Crediting of payments: the cases of art. 451 kc and of art. 1026 kpc."""

import re
from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.debt_collection.tools.allocation import (
    KINDS,
    Allocation,
    Claim,
    Cost,
    Payment,
    Policy,
    replay,
)
from odoo.addons.debt_collection.tools.interest import (
    Practice,
    RatePeriod,
    RateTable,
    Segment,
    Terms,
)

from .common import row_id, vectors
from .ledgers import (
    EVEN,
    NO_INTEREST,
    ONE_DAY,
    RATES,
    USUAL,
    claim,
    credited,
    payment,
)

# === Published rules === #

DEBT = re.compile(
    r"(D\d) principal ([\d.]+) interest ([\d.]+) costs ([\d.]+)(?: due ([\d-]+))?"
)


def case_of_vector(row):
    """Return the arguments of a replay: each claim earns its interest in one day."""
    day = re.search(r" on ([\d-]+)", row["payment"])
    day = date.fromisoformat(day[1] if day else "2026-06-01")
    claims, costs, periods = [], [], {}
    for name, principal, owed, cost, due in DEBT.findall(row["debts"]):
        due = date.fromisoformat(due or "2026-01-10")
        percent = Decimal(owed) * 36500 / Decimal(principal)
        periods[name] = [RatePeriod(date(2020, 1, 1), None, percent)]
        claims.append(Claim(name, due, Decimal(principal), Terms(name), day))
        costs.append(Cost(f"cost of {name}", due, Decimal(cost), name))
    named = re.findall(r"(?:names|naming) (D\d)", row["payment"] + row["policy"])
    money = Payment(1, day, Decimal(row["payment"].split()[0]), tuple(named))
    return claims, costs, [money], policy_of_vector(row), RateTable(periods)


def policy_of_vector(row):
    """Return the policy that the words of a vector mean."""
    if "principal first" in row["policy"]:
        return Policy(("principal", "interest", "cost"))
    if "bailiff" in row["policy"]:
        return Policy(spread="by_kind")
    return USUAL


@pytest.mark.parametrize("row", vectors("allocation.csv"), ids=row_id)
def test_vector(row):
    ledger = replay(*case_of_vector(row))
    found = [
        ((a.claim_id, a.kind.replace("cost", "costs")), a.amount)
        for a in ledger.allocations
    ]
    expected = re.findall(r"(D\d) (costs|interest|principal) ([\d.]+)", row["expected"])
    assert found == [((name, kind), Decimal(n)) for name, kind, n in expected]
    surplus = re.search(r"surplus ([\d.]+)", row["expected"])
    assert ledger.surplus == ({1: Decimal(surplus[1])} if surplus else {})


# === Order of debts === #

JANUARY, MARCH, JUNE = date(2026, 1, 12), date(2026, 3, 10), date(2026, 6, 1)


def test_costs_of_the_case_come_before_the_claims():
    claims = [claim(1, "100", JANUARY)]
    costs = [Cost(7, MARCH, Decimal(30)), Cost(5, MARCH, Decimal(10), 1)]
    ledger = replay(claims, costs, [payment(1, "50", JUNE)], USUAL, RATES)
    assert credited(ledger) == [
        (1, "cost", 7, "30"),
        (1, "cost", 5, "10"),
        (1, "principal", 1, "10"),
    ]


def test_costs_of_the_case_come_last_when_costs_are_not_first():
    costs = [Cost(7, MARCH, Decimal(30))]
    policy = Policy(("principal", "interest", "cost"))
    money = [payment(1, "120", JUNE)]
    ledger = replay([claim(1, "100", JANUARY)], costs, money, policy, RATES)
    assert credited(ledger) == [(1, "principal", 1, "100"), (1, "cost", 7, "20")]


def test_named_claim_comes_before_costs_of_the_case():
    claims = [claim(1, "100", JANUARY), claim(2, "100", MARCH)]
    costs = [Cost(7, JANUARY, Decimal(30))]
    money = [payment(1, "140", JUNE, 2)]
    assert credited(replay(claims, costs, money, USUAL, RATES)) == [
        (1, "principal", 2, "100"),
        (1, "cost", 7, "30"),
        (1, "principal", 1, "10"),
    ]


def test_named_claims_are_taken_by_their_age():
    claims = [claim(1, "100", JANUARY), claim(2, "100", MARCH)]
    money = [payment(1, "120", JUNE, 2, 1)]
    assert [c[2:] for c in credited(replay(claims, [], money, USUAL, RATES))] == [
        (1, "100"),
        (2, "20"),
    ]


def test_bailiff_pays_all_costs_then_all_interest():
    claims = [claim(1, "1000", JANUARY, EVEN), claim(2, "1000", MARCH, EVEN)]
    costs = [Cost(7, MARCH, Decimal(30)), Cost(5, MARCH, Decimal(10), 2)]
    bailiff = Policy(spread="by_kind")
    day = MARCH + 10 * ONE_DAY
    money = [payment(1, "130", day, policy=bailiff)]
    assert credited(replay(claims, costs, money, USUAL, RATES)) == [
        (1, "cost", 7, "30"),
        (1, "cost", 5, "10"),
        (1, "interest", 1, "67.00"),
        (1, "interest", 2, "10.00"),
        (1, "principal", 1, "13.00"),
    ]


def test_moved_due_date_decides_which_claim_is_older():
    # Saturday 2026-01-10 moves to Monday 12, after Sunday's claim by number only
    saturday, sunday = date(2026, 1, 10), date(2026, 1, 11)
    claims = [claim(2, "50", saturday), claim(1, "50", sunday)]
    money = [payment(1, "60", JUNE)]
    moved = replay(claims, [], money, USUAL, RATES)
    assert [a.claim_id for a in moved.allocations] == [1, 2]
    plain = replay(claims, [], money, USUAL, RATES, Practice(shift="none"))
    assert [a.claim_id for a in plain.allocations] == [2, 1]


# === Interest and segments === #


def test_payment_day_bears_interest_on_the_old_balance():
    claims = [claim(1, "1000", JANUARY, EVEN)]
    day = JANUARY + 10 * ONE_DAY
    ledger = replay(claims, [], [payment(1, "510", day)], USUAL, RATES)
    assert credited(ledger) == [
        (1, "interest", 1, "10.00"),
        (1, "principal", 1, "500.00"),
    ]
    assert ledger.segments[1] == (
        Segment(JANUARY + ONE_DAY, day, Decimal(1000)),
        Segment(day + ONE_DAY, None, Decimal("500.00")),
    )


def test_two_payments_of_one_day_make_one_cut():
    claims = [claim(1, "1000", JANUARY, EVEN)]
    day = JANUARY + 10 * ONE_DAY
    money = [payment(1, "110", day), payment(2, "200", day)]
    ledger = replay(claims, [], money, USUAL, RATES)
    assert [s.principal for s in ledger.segments[1]] == [Decimal(1000), Decimal(700)]


def test_payment_before_interest_starts_leaves_one_segment():
    claims = [claim(1, "1000", MARCH, EVEN)]
    ledger = replay(claims, [], [payment(1, "300", JANUARY)], USUAL, RATES)
    assert ledger.segments[1] == (Segment(MARCH + ONE_DAY, None, Decimal(700)),)
    all_paid = replay(claims, [], [payment(1, "1000", JANUARY)], USUAL, RATES)
    assert all_paid.segments[1] == ()


def test_claim_without_interest_has_no_segments():
    bare = Claim(1, JANUARY, Decimal(100), NO_INTEREST, None)
    ledger = replay([bare], [], [payment(1, "40", JUNE)], USUAL, RATES)
    assert ledger.segments == {1: ()}
    assert credited(ledger) == [(1, "principal", 1, "40")]


def test_paid_principal_leaves_its_interest_owed():
    claims = [claim(1, "1000", JANUARY, EVEN)]
    first = Policy(("principal", "interest", "cost"))
    day = JANUARY + 10 * ONE_DAY
    money = [payment(1, "1000", day), payment(2, "50", JUNE)]
    ledger = replay(claims, [], money, first, RATES)
    assert credited(ledger) == [
        (1, "principal", 1, "1000"),
        (2, "interest", 1, "10.00"),
    ]
    assert ledger.surplus == {2: Decimal("40.00")}


def test_back_dated_payment_replays_later_ones():
    claims = [claim(1, "1000", JANUARY, EVEN)]
    late = payment(1, "500", JANUARY + 100 * ONE_DAY)
    early = payment(2, "510", JANUARY + 10 * ONE_DAY)
    assert credited(replay(claims, [], [late], USUAL, RATES)) == [
        (1, "interest", 1, "100.00"),
        (1, "principal", 1, "400.00"),
    ]
    assert credited(replay(claims, [], [late, early], USUAL, RATES)) == [
        (2, "interest", 1, "10.00"),
        (2, "principal", 1, "500.00"),
        (1, "interest", 1, "45.00"),
        (1, "principal", 1, "455.00"),
    ]


# === Surplus === #


def test_surplus_covers_a_later_cost_on_the_day_of_that_cost():
    costs = [Cost(7, MARCH, Decimal(30)), Cost(8, JUNE, Decimal(30))]
    money = [payment(1, "140", JANUARY), payment(2, "100", JUNE)]
    ledger = replay([claim(1, "100", JANUARY)], costs, money, USUAL, RATES)
    assert ledger.allocations[1:] == (
        Allocation(1, MARCH, "cost", None, 7, Decimal(30)),
        Allocation(1, JUNE, "cost", None, 8, Decimal(10)),
        Allocation(2, JUNE, "cost", None, 8, Decimal(20)),
    )
    assert ledger.surplus == {2: Decimal(80)}


def test_cost_of_a_claim_that_is_gone_is_still_owed():
    costs = [Cost(7, JANUARY, Decimal(30), 99)]
    ledger = replay([], costs, [payment(1, "20", MARCH)], USUAL, RATES)
    assert credited(ledger) == [(1, "cost", 7, "20")]


def test_case_without_debts_keeps_the_money():
    ledger = replay([], [], [payment(1, "20", MARCH)], USUAL, RATES)
    assert (ledger.allocations, ledger.surplus) == ((), {1: Decimal(20)})


def test_iterators_are_read_once():
    claims, costs = [claim(1, "100", JANUARY)], [Cost(7, MARCH, Decimal(30))]
    money = [payment(1, "50", JUNE)]
    once = replay(iter(claims), iter(costs), iter(money), USUAL, RATES)
    assert once == replay(claims, costs, money, USUAL, RATES)


@pytest.mark.parametrize(
    ("order", "spread"),
    [
        (("cost", "interest"), "by_claim"),
        (("cost", "cost", "principal"), "by_claim"),
        (KINDS, "by_age"),
    ],
)
def test_policy_that_does_not_exist_is_refused(order, spread):
    with pytest.raises(ValueError, match="not"):
        Policy(order, spread)


def test_negative_amounts_are_refused():
    for claims, costs, money in (
        ([claim(1, "-1", JANUARY)], [], []),
        ([], [Cost(1, JANUARY, Decimal(-1))], []),
        ([], [], [payment(1, "-1", JANUARY)]),
    ):
        with pytest.raises(ValueError, match="below zero"):
            replay(claims, costs, money, USUAL, RATES)
