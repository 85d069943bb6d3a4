"""Crediting of payments: the cases of art. 451 kc and what holds for every case."""

import csv
import re
import time
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    interest,
)

VECTORS = Path(__file__).parent / "vectors" / "allocation.csv"
ONE_DAY = timedelta(days=1)
RATES = RateTable(
    {
        "even": [RatePeriod(date(2010, 1, 1), None, Decimal("36.5"))],
        "stepped": [
            RatePeriod(date(2010, 1, 1), date(2019, 6, 30), Decimal("7")),
            RatePeriod(date(2019, 7, 1), date(2020, 3, 17), Decimal("9.5")),
            RatePeriod(date(2020, 3, 18), None, Decimal("5.6")),
        ],
    }
)
EVEN = Terms("even")
NO_INTEREST = Terms(None)
USUAL = Policy()


def claim(number, principal, due, terms=NO_INTEREST):
    """Return a claim whose interest runs from the day after the due date."""
    return Claim(number, due, Decimal(principal), terms, due + ONE_DAY)


def payment(number, amount, day, *claim_ids, policy=None):
    """Return a payment, perhaps for named claims."""
    return Payment(number, day, Decimal(amount), claim_ids, policy)


def credited(ledger):
    """Return what a ledger credited as (payment, kind, claim or cost, amount)."""
    return [
        (a.payment_id, a.kind, a.cost_id or a.claim_id, str(a.amount))
        for a in ledger.allocations
    ]


# === Published rules === #

DEBT = re.compile(
    r"(D\d) principal ([\d.]+) interest ([\d.]+) costs ([\d.]+)(?: due ([\d-]+))?"
)


def vectors():
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["id"])
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


# === What holds for every case === #

DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))
MONEY = st.decimals(Decimal("0.01"), Decimal(3000), places=2)
POLICIES = st.builds(
    Policy,
    st.permutations(KINDS).map(tuple),
    st.sampled_from(["by_claim", "by_kind"]),
)
PRACTICES = st.builds(
    Practice,
    divisor=st.sampled_from(["365", "actual"]),
    rounding=st.sampled_from(["per_period", "total", "full_zloty"]),
    shift=st.sampled_from(["art115", "none"]),
)
TERMS = st.sampled_from([NO_INTEREST, EVEN, Terms("stepped"), Terms("stepped", 6)])


@st.composite
def cases(draw):
    """Draw the arguments of a replay."""
    claims = [
        Claim(
            number,
            due,
            draw(MONEY),
            draw(TERMS),
            draw(st.sampled_from([due + ONE_DAY, due + 30 * ONE_DAY, None])),
        )
        for number, due in enumerate(draw(st.lists(DAYS, max_size=4)), 1)
    ]
    ids = [c.id for c in claims]
    costs = [
        Cost(number, day, draw(MONEY), draw(st.sampled_from([None, 99, *ids])))
        for number, day in enumerate(draw(st.lists(DAYS, max_size=4)), 1)
    ]
    payments = [
        Payment(
            number,
            day,
            draw(MONEY),
            tuple(draw(st.lists(st.sampled_from([99, *ids]), max_size=2))),
            draw(st.none() | POLICIES),
        )
        for number, day in enumerate(draw(st.lists(DAYS, max_size=6)), 1)
    ]
    return claims, costs, payments, draw(POLICIES), RATES, draw(PRACTICES)


def total(amounts):
    return sum(amounts, Decimal(0))


def interest_of(case, ledger, claim, day):
    """Return all interest of a claim up to a day, from the finished segments."""
    segments = ledger.segments[claim.id]
    return interest(segments, claim.terms, day, RATES, case[5])


def assert_interest_first(case, ledger):
    """Every credit of principal finds the interest of its claim paid, no more."""
    for position, credit in enumerate(ledger.allocations):
        if credit.kind == "principal":
            one = next(c for c in case[0] if c.id == credit.claim_id)
            paid = total(
                a.amount
                for a in ledger.allocations[:position]
                if a.kind == "interest" and a.claim_id == one.id
            )
            assert paid == interest_of(case, ledger, one, credit.date)


@given(cases(), st.randoms())
def test_order_of_entry_never_matters(case, random):
    claims, costs, payments, *rest = case
    expected = replay(*case)
    for things in (claims, costs, payments):
        random.shuffle(things)
    assert replay(claims, costs, payments, *rest) == expected


@given(cases())
def test_every_grosz_is_credited_or_surplus(case):
    ledger = replay(*case)
    for money in case[2]:
        used = total(a.amount for a in ledger.allocations if a.payment_id == money.id)
        assert used + ledger.surplus.get(money.id, 0) == money.amount
    assert all(a.amount > 0 for a in ledger.allocations)
    assert all(left > 0 for left in ledger.surplus.values())


@given(cases())
def test_nothing_is_credited_over_what_is_owed_on_its_day(case):
    ledger = replay(*case)
    for day in {a.date for a in ledger.allocations}:
        past = [a for a in ledger.allocations if a.date <= day]
        for one in case[0]:
            own = [a for a in past if a.claim_id == one.id]
            assert (
                total(a.amount for a in own if a.kind == "principal") <= one.principal
            )
            paid = total(a.amount for a in own if a.kind == "interest")
            assert paid <= interest_of(case, ledger, one, day)
        for cost in case[1]:
            paid = total(a.amount for a in past if a.cost_id == cost.id)
            assert paid <= (cost.amount if cost.date <= day else 0)


@given(cases())
def test_interest_before_principal_is_paid_to_the_grosz(case):
    claims, costs, payments, _policy, rates, practice = case
    payments = [Payment(p.id, p.date, p.amount, p.claim_ids) for p in payments]
    ledger = replay(claims, costs, payments, USUAL, rates, practice)
    assert_interest_first(case, ledger)


INSTALMENTS = st.lists(
    st.tuples(DAYS, st.decimals(Decimal(150), Decimal(600), places=2)),
    min_size=3,
    max_size=9,
)


@given(INSTALMENTS, PRACTICES)
def test_interest_of_many_instalments_is_paid_to_the_grosz(instalments, practice):
    one = claim(1, "9999.99", date(2018, 11, 5), Terms("stepped"))
    money = [Payment(n, day, amount) for n, (day, amount) in enumerate(instalments)]
    case = ([one], [], money, USUAL, RATES, practice)
    assert_interest_first(case, replay(*case))


@pytest.mark.parametrize(
    ("rounding", "earned"),
    [
        ("per_period", ["0.03", "0.03", "0.03"]),
        ("total", ["0.03", "0.04", "0.03"]),
        ("full_zloty", []),
    ],
)
def test_rounding_of_part_payments(rounding, earned):
    """A day earns 0.0335 zl, then 0.03348, then 0.03347 or so: 0.10 together."""
    one = claim(1, "33.50", JANUARY, EVEN)
    money = [payment(n, "0.05", JANUARY + n * ONE_DAY) for n in (1, 2, 3)]
    ledger = replay([one], [], money, USUAL, RATES, Practice(rounding=rounding))
    paid = [str(a.amount) for a in ledger.allocations if a.kind == "interest"]
    assert paid == earned


@given(cases())
def test_segments_follow_the_principal(case):
    ledger = replay(*case)
    for one in case[0]:
        segments = ledger.segments[one.id]
        paid = [
            a for a in ledger.allocations if a.claim_id == one.id and a.kind == KINDS[2]
        ]
        for before, after in pairwise(segments):
            assert before.date_to + ONE_DAY == after.date_from
            assert before.principal > after.principal
        for segment in segments:
            day = segment.date_from
            left = one.principal - total(a.amount for a in paid if a.date < day)
            assert segment.principal == left
        left = one.principal - total(a.amount for a in paid)
        running = bool(segments) and segments[-1].date_to is None
        assert running == bool(left and one.interest_from)


@given(cases())
def test_surplus_means_that_nothing_is_owed(case):
    ledger = replay(*case)
    if not ledger.surplus:
        return
    day = max(p.date for p in case[2])
    credits = ledger.allocations
    principal = total(a.amount for a in credits if a.kind == "principal")
    assert principal == total(c.principal for c in case[0])
    # a surplus also waits for the costs of later days
    assert total(a.amount for a in credits if a.kind == "cost") == total(
        c.amount for c in case[1]
    )
    assert total(a.amount for a in credits if a.kind == "interest") == total(
        interest_of(case, ledger, one, day) for one in case[0]
    )


@given(cases(), DAYS)
def test_later_money_never_changes_what_was_credited(case, day):
    claims, costs, payments, *rest = case
    early = [p for p in payments if p.date <= day]
    early_costs = [c for c in costs if c.date <= day]
    until = tuple(a for a in replay(*case).allocations if a.date <= day)
    assert replay(claims, early_costs, early, *rest).allocations == until


@given(cases(), st.data())
def test_reversed_payment_is_as_if_never_made(case, data):
    claims, costs, payments, *rest = case
    if not payments:
        return
    gone = data.draw(st.sampled_from(payments))
    left = [p for p in payments if p is not gone]
    before = replay(claims, costs, left, *rest)
    assert gone.id not in {a.payment_id for a in before.allocations}
    replay(*case)
    assert replay(claims, costs, left, *rest) == before


@given(cases(), DAYS)
def test_paying_the_balance_pays_all(case, day):
    """What a ledger says is owed on a day settles the case on that day."""
    claims, costs, payments, *rest = case
    costs = [c for c in costs if c.date <= day]
    payments = [p for p in payments if p.date <= day]
    ledger = replay(claims, costs, payments, *rest)
    owed = (
        total(c.principal for c in claims)
        + total(c.amount for c in costs)
        + total(interest_of(case, ledger, one, day) for one in claims)
        - total(a.amount for a in ledger.allocations)
    )
    last = Payment(1000, day, owed)
    settled = replay(claims, costs, [*payments, last], *rest)
    assert settled.surplus == ledger.surplus
    assert total(a.amount for a in settled.allocations) == (
        total(a.amount for a in ledger.allocations) + owed
    )


@pytest.mark.parametrize("spread", ["by_claim", "by_kind"])
@pytest.mark.parametrize(
    ("rounding", "count"), [("per_period", 500), ("total", 200), ("full_zloty", 200)]
)
def test_long_cases_replay_fast(spread, rounding, count):
    """Many payments on one claim, each of interest and principal: 0.03-0.1 s here."""
    one = [claim(1, "1000000", date(2012, 1, 9), Terms("stepped", 1))]
    start = date(2012, 2, 1)
    money = [payment(n, "1500", start + 9 * n * ONE_DAY) for n in range(count)]
    before = time.process_time()
    ledger = replay(
        one, [], money, Policy(spread=spread), RATES, Practice("365", rounding)
    )
    assert time.process_time() - before < 1
    assert len(ledger.segments[1]) > count / 2
