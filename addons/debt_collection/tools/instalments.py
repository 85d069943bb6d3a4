"""Dividing a debt into instalments, with interest that stops or runs on."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from dateutil.relativedelta import relativedelta

from .allocation import Payment, Policy
from .allocation import replay as credit
from .interest import Practice, RateTable
from .money import GROSZ, round_grosz
from .workdays import shift_due_date

ZERO = Decimal("0.00")
# More than anybody owes: credited on a day, it tells what is owed on it.
EVERYTHING = Decimal(10) ** 13
EVERY = {
    "month": relativedelta(months=1),
    "two_weeks": timedelta(days=14),
    "week": timedelta(days=7),
}


@dataclass(frozen=True)
class Instalment:
    """One part of an amount and the day to pay it by.

    :ivar interest: the part of it that pays interest, where that is known
    """

    due_date: date
    amount: Decimal
    interest: Decimal = ZERO


def monthly_instalments(total, count, agreed_on):
    """Return equal instalments of an amount, the last with what cannot be divided.

    The first is due a month after the day of the proposal, the others month by month;
    a day that a month does not have is its last.

    :param total: Decimal, positive; rounded to the grosz
    :param count: number of instalments; none when it is not positive
    :param agreed_on: date from which the months are counted
    """
    days = [agreed_on + relativedelta(months=number) for number in range(1, count + 1)]
    return equal_instalments(total, days)


def due_days(first, count, every="month", shift=False):
    """Return the days of instalments from the first one on.

    :param every: a key of EVERY; months keep the day of the first, or their last
    :param shift: move days on which no term may end to the next one (art. 115 kc)
    """
    days = [first + EVERY[every] * number for number in range(count)]
    return [shift_due_date(day) for day in days] if shift else days


def equal_instalments(total, days):
    """Return equal parts of an amount due on days; the last takes what is left.

    No instalment is empty: an amount of few grosze has few parts.

    :param total: Decimal, rounded to the grosz
    """
    total = round_grosz(total)
    count = min(len(days), int(total / GROSZ))
    if count <= 0:
        return []
    part = (total / count).quantize(GROSZ, rounding=ROUND_DOWN)
    amounts = [part] * (count - 1) + [total - part * (count - 1)]
    return [
        Instalment(day, amount)
        for day, amount in zip(days[:count], amounts, strict=True)
    ]


@dataclass(frozen=True)
class Debt:
    """A case as its ledger knows it, to try out what payments would do.

    :ivar claims, costs, payments: as in :func:`.allocation.replay`
    """

    claims: tuple
    costs: tuple
    payments: tuple
    policy: Policy
    rates: RateTable
    practice: Practice = field(default_factory=Practice)

    def owed(self, day, paid=()):
        """Return all that is owed on a day.

        :param paid: Instalments that were paid on their days before
        """
        last = Instalment(day, EVERYTHING)
        ledger, number = self._credited([*paid, last])
        return sum((a.amount for a in ledger if a.payment_id == number), ZERO)

    def with_interest(self, parts):
        """Return the instalments, each with the part of it that pays interest."""
        ledger, last = self._credited(parts)
        first = last - len(parts) + 1
        interest = dict.fromkeys(range(first, last + 1), ZERO)
        for part in ledger:
            if part.payment_id >= first and part.kind == "interest":
                interest[part.payment_id] += part.amount
        return [
            replace(part, interest=interest[number])
            for number, part in enumerate(parts, first)
        ]

    def _credited(self, parts):
        """Return (allocations, number of the last part's payment)."""
        first = max((payment.id for payment in self.payments), default=0) + 1
        tried = [Payment(n, p.due_date, p.amount) for n, p in enumerate(parts, first)]
        ledger = credit(
            self.claims,
            self.costs,
            (*self.payments, *tried),
            self.policy,
            self.rates,
            self.practice,
        )
        return ledger.allocations, first + len(parts) - 1


def running_instalments(debt, days, before=()):
    """Return equal instalments that pay a debt and the interest of their time.

    Paid on their days they pay the debt to the grosz: the last is what is owed on its
    day. Days to come have the rates that are known today.

    :param debt: Debt
    :param days: when they are due, in order
    :param before: Instalments agreed earlier than the first, a down payment
    """
    days = list(days)
    while days:
        part = _smallest_part(debt, days, before)
        parts = [Instalment(day, part) for day in days[:-1]]
        rest = debt.owed(days[-1], [*before, *parts])
        if rest > 0:
            return [*parts, Instalment(days[-1], rest)]
        days.pop()
    return []


def _smallest_part(debt, days, before):
    """Return the smallest part of which the last one needs no more than the others."""
    low, high = 0, int(debt.owed(days[-1], before) / GROSZ)
    while low < high:
        middle = (low + high) // 2
        part = middle * GROSZ
        parts = [Instalment(day, part) for day in days[:-1]]
        if debt.owed(days[-1], [*before, *parts]) <= part:
            high = middle
        else:
            low = middle + 1
    return low * GROSZ


def rest_of(debt, parts, last_day):
    """Return what is owed on the last day when all other parts were paid."""
    return debt.owed(last_day, sorted(parts, key=lambda part: part.due_date))
