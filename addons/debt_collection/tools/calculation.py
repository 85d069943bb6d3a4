"""The interest calculator: one debt, part payments, what is owed on a day.

It credits payments by the same replay as the cases do, so that a calculation and the
balance of a claim with the same facts never differ.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .allocation import Claim, Payment, Policy, replay
from .interest import Period, Practice, Terms, interest_periods

ORDERS = {
    "interest": Policy(order=("cost", "interest", "principal")),
    "principal": Policy(order=("principal", "cost", "interest")),
}
DEBT = 1


@dataclass(frozen=True)
class Debt:
    """What is owed from the start.

    :ivar interest_from: first day that bears interest
    """

    principal: Decimal
    due_date: date
    interest_from: date
    terms: Terms


@dataclass(frozen=True)
class Instalment:
    """Money paid on a day, credited to ``order`` "interest" or "principal" first."""

    date: date
    amount: Decimal
    order: str = "interest"


@dataclass(frozen=True)
class Calculation:
    """The answer; amounts in PLN as of the day.

    :ivar periods: the lines of interest, oldest first
    :ivar overpaid: money that nothing was owed for
    """

    periods: tuple[Period, ...]
    principal: Decimal
    interest: Decimal
    principal_paid: Decimal
    interest_paid: Decimal
    overpaid: Decimal

    @property
    def principal_due(self):
        """Return the principal still owed."""
        return self.principal - self.principal_paid

    @property
    def interest_due(self):
        """Return the interest still owed."""
        return self.interest - self.interest_paid

    @property
    def total_due(self):
        """Return all that is still owed."""
        return self.principal_due + self.interest_due


def calculate(debt, instalments, as_of, rates, practice=None):
    """Return the Calculation of a debt on a day, by the usual practice or another.

    Instalments of later days count for nothing.

    :raises RateMissing: a day that bears interest has no rate
    """
    practice = practice or Practice()
    payments = [
        Payment(number, paid.date, paid.amount, policy=ORDERS[paid.order])
        for number, paid in enumerate(instalments, 1)
        if paid.date <= as_of
    ]
    ledger = replay(
        [Claim(DEBT, debt.due_date, debt.principal, debt.terms, debt.interest_from)],
        [],
        payments,
        ORDERS["interest"],
        rates,
        practice,
    )
    segments = ledger.segments[DEBT]
    periods = interest_periods(segments, debt.terms, as_of, rates, practice)
    return Calculation(
        periods=tuple(periods),
        principal=debt.principal,
        interest=_sum(line.interest for line in periods),
        principal_paid=_paid(ledger, "principal", as_of),
        interest_paid=_paid(ledger, "interest", as_of),
        overpaid=_overpaid(ledger, payments, as_of),
    )


def _paid(ledger, kind, as_of):
    """Return what was credited to one kind up to a day."""
    return _sum(
        allocation.amount
        for allocation in ledger.allocations
        if allocation.kind == kind and allocation.date <= as_of
    )


def _overpaid(ledger, payments, as_of):
    """Return the money that had not been credited to anything by a day."""
    credited = _sum(a.amount for a in ledger.allocations if a.date <= as_of)
    return _sum(payment.amount for payment in payments) - credited


def _sum(amounts):
    """Return the sum of amounts as a Decimal, also of none."""
    return sum(amounts, Decimal("0.00"))
