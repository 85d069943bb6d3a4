"""Credits that nobody paid: they lower debts of their day and nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.allocation import (
    Cost,
    Payment,
    Policy,
    replay,
)
from odoo.addons.debt_collection.tools.interest import Practice, interest

from .ledgers import EVEN, RATES, USUAL, claim, credited, payment
from .test_allocation_laws import DAYS, MONEY, cases, total

INTEREST_ALONE = Policy(only=("interest",))
NOT_MOVED = Practice(shift="none")
FIRST = date(2026, 1, 1)
TENTH = date(2026, 1, 11)


def note(number, amount, day, *claim_ids):
    """Return the credit of an interest note."""
    return Payment(number, day, Decimal(amount), claim_ids, INTEREST_ALONE, money=False)


@st.composite
def noted_cases(draw):
    """Draw the arguments of a replay with credits of notes among the payments."""
    claims, costs, payments, *rest = draw(cases())
    ids = [one.id for one in claims] or [99]
    credits = [
        note(100 + place, draw(MONEY), day, draw(st.sampled_from(ids)))
        for place, day in enumerate(draw(st.lists(DAYS, max_size=3)))
    ]
    return claims, costs, [*payments, *credits], *rest


def test_a_note_takes_interest_of_its_claim_alone():
    """Ten days at 1 zł a day on each of two claims; the note is of the second."""
    claims = [claim(1, 1000, FIRST, EVEN), claim(2, 1000, FIRST, EVEN)]
    costs = [Cost(1, FIRST, Decimal(40))]
    ledger = replay(claims, costs, [note(1, 10, TENTH, 2)], USUAL, RATES, NOT_MOVED)
    assert credited(ledger) == [(1, "interest", 2, "10")]
    assert not ledger.surplus


def test_what_a_note_takes_too_much_is_left_and_pays_no_later_cost():
    claims = [claim(1, 1000, FIRST, EVEN)]
    costs = [Cost(1, date(2026, 2, 1), Decimal(40))]
    ledger = replay(claims, costs, [note(1, 12, TENTH, 1)], USUAL, RATES, NOT_MOVED)
    assert credited(ledger) == [(1, "interest", 1, "10.00")]
    assert ledger.surplus == {1: Decimal("2.00")}


def test_money_of_the_same_day_after_a_note_pays_principal():
    claims = [claim(1, 1000, FIRST, EVEN)]
    paid = [note(1, 10, TENTH, 1), payment(2, 50, TENTH)]
    ledger = replay(claims, [], paid, USUAL, RATES, NOT_MOVED)
    assert credited(ledger)[1] == (2, "principal", 1, "50")


def test_only_kinds_that_exist():
    with pytest.raises(ValueError, match="Only"):
        Policy(only=("fines",))


@given(noted_cases(), st.randoms())
def test_order_of_entry_never_matters(case, random):
    claims, costs, payments, *rest = case
    expected = replay(*case)
    for things in (claims, costs, payments):
        random.shuffle(things)
    assert replay(claims, costs, payments, *rest) == expected


@settings(max_examples=30)
@given(noted_cases())
def test_notes_credit_interest_of_their_day_and_claim(case):
    ledger = replay(*case)
    notes = {paid.id: paid for paid in case[2] if not paid.money}
    for credit in ledger.allocations:
        if credit.payment_id in notes:
            of_note = notes[credit.payment_id]
            assert (credit.kind, credit.date) == ("interest", of_note.date)
            assert (credit.claim_id,) == of_note.claim_ids
    for one in case[0]:
        paid = total(
            a.amount
            for a in ledger.allocations
            if a.claim_id == one.id and a.kind == "interest"
        )
        last = max((p.date for p in case[2]), default=one.due_date)
        segments = ledger.segments[one.id]
        assert paid <= interest(segments, one.terms, last, RATES, case[5])


@given(noted_cases())
def test_credits_without_money_leave_nothing_for_later_costs(case):
    claims, costs, payments, *rest = case
    given_up = [
        replace(paid, money=False, policy=None) if paid.id % 2 else paid
        for paid in payments
    ]
    ledger = replay(claims, costs, given_up, *rest)
    days = {paid.id: paid.date for paid in given_up if not paid.money}
    for credit in ledger.allocations:
        assert credit.date == days.get(credit.payment_id, credit.date)
