"""The statement of account: its parts agree with each other and with the ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import statement
from odoo.addons.debt_collection.tools.allocation import replay
from odoo.addons.debt_collection.tools.interest import Practice, Segment, interest
from odoo.addons.debt_collection.tools.running_interest import (
    periods_since,
    running_interest,
)

from .ledgers import EVEN, RATES, USUAL, claim, payment
from .test_allocation_laws import DAYS, PRACTICES, TERMS, cases, total

D = Decimal
ASKED = st.dates(date(2018, 6, 1), date(2023, 12, 31))


def stated(case, as_of, **kinds):
    """Return the statement of the arguments of a replay on a day."""
    claims, costs, payments, _policy, rates, practice = case
    ledger = replay(*case)
    known = {c.id for c in claims}
    return statement.compose(
        [
            statement.Claim(
                c.id,
                f"FV/{c.id}",
                c.due_date,
                c.due_date,
                c.principal,
                c.principal,
                c.terms,
                ledger.segments[c.id],
            )
            for c in claims
        ],
        [
            replace(c, name="fee", claim_id=c.claim_id if c.claim_id in known else None)
            for c in costs
        ],
        [statement.Payment(p.id, "", p.date, p.amount, **kinds) for p in payments],
        ledger.allocations,
        as_of,
        rates,
        practice,
    )


@given(cases(), ASKED)
def test_every_figure_agrees_with_the_others(case, as_of):
    found = stated(case, as_of)
    charged = found.principal + found.interest + found.costs_total
    credited = total(a.credited for a in found.payments)
    assert charged - (credited - found.early) == found.total_due
    assert found.paid == credited + found.overpaid
    assert found.overpaid >= 0
    if found.entries:
        assert found.entries[-1].balance == found.total_due


@given(cases(), ASKED)
def test_the_running_balance_is_that_of_its_day(case, as_of):
    entries = stated(case, as_of).entries
    for position, entry in enumerate(entries):
        last_of_day = entries[position + 1 :][:1]
        if not last_of_day or last_of_day[0].date > entry.date:
            assert entry.balance == stated(case, entry.date).total_due


@given(cases(), ASKED)
def test_what_comes_later_does_not_count(case, as_of):
    claims, costs, payments, *rest = case
    past = (
        claims,
        [cost for cost in costs if cost.date <= as_of],
        [paid for paid in payments if paid.date <= as_of],
        *rest,
    )
    now, then = stated(case, as_of), stated(past, as_of)
    assert (now.total_due, now.overpaid, now.paid) == (
        then.total_due,
        then.overpaid,
        then.paid,
    )


@given(st.lists(DAYS, min_size=2, max_size=6), TERMS, PRACTICES, st.lists(ASKED))
def test_running_interest_is_the_interest_of_each_day(bounds, terms, practice, days):
    bounds = sorted(set(bounds))
    segments = [
        Segment(first, last - (last - first) / 2, D("1000.55") + place)
        for place, (first, last) in enumerate(pairwise(bounds))
    ]
    running = running_interest(segments, terms, days, RATES, practice)
    assert running == {
        day: interest(segments, terms, day, RATES, practice) for day in days
    }


@given(cases(), ASKED, ASKED)
def test_lines_since_a_day_are_the_difference(case, first, second):
    day, as_of = min(first, second), max(first, second)
    practice = case[5]
    ledger = replay(*case)
    for one in case[0]:
        segments = ledger.segments[one.id]
        args = (segments, one.terms, day, as_of, RATES, practice)
        lines = periods_since(*args)
        assert total(line.interest for line in lines) == interest(
            segments, one.terms, as_of, RATES, practice
        ) - interest(segments, one.terms, day, RATES, practice)
        assert all(line.date_from > day and line.days > 0 for line in lines)


def test_a_payment_and_how_it_was_credited():
    """1000 zł at 36.5 %: a day is 1 zł; ten days later 100 zł come."""
    case = (
        [claim(1, 1000, date(2026, 1, 1), EVEN)],
        [],
        [payment(1, 100, date(2026, 1, 11))],
        USUAL,
        RATES,
        Practice(shift="none"),
    )
    found = stated(case, date(2026, 1, 21))
    (paid,) = found.payments
    assert paid.credited_to("interest") == 10
    assert paid.credited_to("principal") == 90
    assert [(e.what, e.charge, e.credit, e.balance) for e in found.entries] == [
        ("claim", D(1000), 0, D(1000)),
        ("interest", D(10), 0, D(1010)),
        ("credit", 0, D(100), D(910)),
        ("interest", D("9.10"), 0, D("919.10")),
    ]
    assert [(line.days, line.principal) for line in found.claims[0].periods] == [
        (10, 1000),
        (10, 910),
    ]


def test_reversed_payments_are_shown_and_count_for_nothing():
    gone = statement.Payment(
        1, "WB/1", date(2026, 1, 5), D(50), reversed_on=date(2026, 1, 7)
    )
    found = statement.compose([], [], [gone], [], date(2026, 2, 1), RATES)
    assert found.reversed[0].payment is gone
    assert (found.paid, found.overpaid, found.total_due) == (0, 0, 0)
    assert not found.entries
