"""Plans with interest: whoever pays them on their days owes nothing."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.allocation import Cost, replay
from odoo.addons.debt_collection.tools.instalments import (
    Debt,
    Instalment,
    due_days,
    equal_instalments,
    rest_of,
    running_instalments,
)
from odoo.addons.debt_collection.tools.interest import Terms, interest

from .ledgers import EVEN, RATES, USUAL, claim, payment

STEPPED = Terms("stepped")
DAY = date(2026, 3, 2)


def debt_of(*claims, costs=(), payments=()):
    return Debt(tuple(claims), tuple(costs), tuple(payments), USUAL, RATES)


def left_after(debt, parts, day):
    """What an ordinary replay of the payments leaves on a day."""
    paid = [payment(900 + n, p.amount, p.due_date) for n, p in enumerate(parts)]
    everything = (*debt.payments, *paid)
    ledger = replay(debt.claims, debt.costs, everything, USUAL, RATES)
    owed = sum(c.principal for c in debt.claims) + sum(c.amount for c in debt.costs)
    owed += sum(
        interest(ledger.segments[c.id], c.terms, day, RATES) for c in debt.claims
    )
    return owed - sum(a.amount for a in ledger.allocations)


class TestDays:
    def test_months_keep_the_day_of_the_first(self):
        days = due_days(date(2027, 1, 31), 3)
        assert [str(d) for d in days] == ["2027-01-31", "2027-02-28", "2027-03-31"]

    def test_weeks(self):
        assert due_days(DAY, 3, "week")[-1] == DAY + timedelta(days=14)
        assert due_days(DAY, 2, "two_weeks")[-1] == DAY + timedelta(days=14)

    def test_a_day_off_moves_and_the_next_month_does_not_follow_it(self):
        # 2 May 2026 is a Saturday, 3 May a Sunday and a holiday.
        days = due_days(date(2026, 5, 2), 2, shift=True)
        assert [str(d) for d in days] == ["2026-05-04", "2026-06-02"]


class TestOwed:
    def test_owed_is_principal_interest_and_costs(self):
        debt = debt_of(
            claim(1, 1000, date(2026, 3, 1), EVEN), costs=[Cost(1, DAY, Decimal(40))]
        )
        # 36.5 % a year is one zloty a day.
        assert debt.owed(date(2026, 3, 11)) == Decimal("1050.00")

    def test_payments_of_before_count(self):
        debt = debt_of(claim(1, 100, DAY), payments=[payment(7, 30, DAY)])
        assert debt.owed(DAY) == Decimal("70.00")


class TestRunning:
    def test_instalments_are_equal_and_the_last_is_not_larger(self):
        debt = debt_of(claim(1, 1000, date(2026, 3, 1), EVEN))
        parts = running_instalments(debt, due_days(date(2026, 4, 1), 12))
        assert len({part.amount for part in parts[:-1]}) == 1
        assert parts[-1].amount <= parts[0].amount
        assert parts[0].amount - parts[-1].amount < Decimal("0.20")
        assert sum(part.amount for part in parts) > 1000

    def test_the_part_of_interest_is_told(self):
        debt = debt_of(claim(1, 1000, date(2026, 3, 1), EVEN))
        parts = [Instalment(date(2026, 3, 31), Decimal(500))]
        assert debt.with_interest(parts)[0].interest == Decimal("30.00")

    def test_a_down_payment_goes_before(self):
        debt = debt_of(claim(1, 1000, date(2026, 3, 1), EVEN))
        down = Instalment(date(2026, 3, 11), Decimal(510))
        parts = running_instalments(debt, [date(2026, 3, 21)], [down])
        assert [part.amount for part in parts] == [Decimal("505.00")]

    def test_the_rest_of_a_free_schedule(self):
        debt = debt_of(claim(1, 1000, date(2026, 3, 1), EVEN))
        free = [Instalment(date(2026, 3, 11), Decimal(510))]
        assert rest_of(debt, free, date(2026, 3, 21)) == Decimal("505.00")

    def test_nothing_owed_has_no_instalments(self):
        assert running_instalments(debt_of(claim(1, 0, DAY)), due_days(DAY, 3)) == []

    def test_few_grosze_have_few_parts(self):
        debt = debt_of(claim(1, "0.02", DAY))
        parts = running_instalments(debt, due_days(DAY, 6))
        assert [str(part.amount) for part in parts] == ["0.01", "0.01"]

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.decimals("1", "20000", places=2),
                st.integers(1, 900),
                st.sampled_from([EVEN, STEPPED, Terms(None)]),
            ),
            min_size=1,
            max_size=3,
        ),
        st.integers(1, 24),
        st.sampled_from(["month", "two_weeks", "week"]),
        st.booleans(),
    )
    def test_paid_on_its_days_it_leaves_nothing(self, claims, count, every, shift):
        debt = debt_of(
            *(
                claim(n, amount, DAY - timedelta(days=ago), terms)
                for n, (amount, ago, terms) in enumerate(claims, 1)
            ),
            costs=[Cost(1, DAY, Decimal("30.00"))],
        )
        days = due_days(date(2026, 4, 1), count, every, shift)
        parts = running_instalments(debt, days)
        assert all(part.amount > 0 for part in parts)
        last = parts[-1].due_date
        assert left_after(debt, parts, last) == 0
        interest_of = debt.with_interest(parts)
        assert [p.amount for p in interest_of] == [p.amount for p in parts]

    @settings(max_examples=40, deadline=None)
    @given(
        st.decimals("100", "20000", places=2),
        st.lists(st.decimals("1", "90", places=2), max_size=5),
    )
    def test_a_free_schedule_with_its_rest_leaves_nothing(self, amount, free):
        debt = debt_of(claim(1, amount, DAY - timedelta(days=200), STEPPED))
        days = due_days(date(2026, 4, 1), len(free) + 1)
        parts = [Instalment(d, a) for d, a in zip(days, free, strict=False)]
        rest = rest_of(debt, parts, days[-1])
        parts = [p for p in [*parts, Instalment(days[-1], rest)] if p.amount]
        assert left_after(debt, parts, days[-1]) == 0


@given(st.decimals("0.01", "100000", places=2), st.integers(1, 60))
def test_equal_parts_add_up(total, count):
    parts = equal_instalments(total, due_days(DAY, count))
    assert sum(part.amount for part in parts) == total
