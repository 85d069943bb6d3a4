"""Crediting of payments: what holds for every case."""

import time
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.allocation import (
    KINDS,
    Claim,
    Cost,
    Payment,
    Policy,
    replay,
)
from odoo.addons.debt_collection.tools.interest import Practice, Terms, interest

from .ledgers import EVEN, NO_INTEREST, ONE_DAY, RATES, USUAL, claim, payment

JANUARY = date(2026, 1, 12)
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
