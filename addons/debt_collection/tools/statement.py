"""The statement of account of a case on a day: what was owed, paid, and remains.

A pure composition of what the ledger of the case holds; it decides nothing itself. Its
totals are those of the balance of the day, to the grosz. Two views of the same: debt
by debt, and day by day with a running balance.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .allocation import KINDS, Allocation, Cost
from .interest import Period, Practice, Segment, Terms, interest_periods
from .running_interest import running_interest

ZERO = Decimal("0.00")
NO_INTEREST = Terms(None)
# What a debt or credit is, in the order in which they follow on one day.
CLAIM, COST, INTEREST, CREDIT = "claim", "cost", "interest", "credit"
ORDER = {kind: place for place, kind in enumerate((CLAIM, COST, INTEREST, CREDIT))}


@dataclass(frozen=True)
class Claim:
    """A claim, owed from ``since`` on.

    :ivar amount: what the document says; ``principal``: what of it was handed over
    """

    id: int
    name: str
    since: date
    due_date: date
    amount: Decimal
    principal: Decimal
    terms: Terms = NO_INTEREST
    segments: tuple[Segment, ...] = ()
    terms_label: str = ""


@dataclass(frozen=True)
class Payment:
    """A credit of its value date.

    :ivar kind: "money", "given_up" (a write-off or credit note) or "noted" (interest
        moved into an interest note)
    :ivar reversed_on: the day it was reversed; it then counts for nothing
    :ivar refundable: whether what exceeds the debts is owed back
    """

    id: int
    name: str
    date: date
    amount: Decimal
    kind: str = "money"
    source: str = ""
    reversed_on: date | None = None
    refundable: bool = True


@dataclass(frozen=True)
class ClaimAccount:
    """A claim with its interest and all that was credited to it."""

    claim: Claim
    periods: tuple[Period, ...]
    credited: dict
    costs: Decimal

    @property
    def interest(self):
        """Return all interest of the claim, paid or not."""
        return total(line.interest for line in self.periods)

    @property
    def days(self):
        """Return the days that bear interest."""
        return sum(line.days for line in self.periods)

    @property
    def principal_due(self):
        """Return the principal still owed."""
        return self.claim.principal - self.credited["principal"]

    @property
    def interest_due(self):
        """Return the interest still owed."""
        return self.interest - self.credited["interest"]

    @property
    def costs_due(self):
        """Return the costs of this claim still owed."""
        return self.costs - self.credited["cost"]

    @property
    def total_due(self):
        """Return all that is still owed on the claim."""
        return self.principal_due + self.interest_due + self.costs_due


@dataclass(frozen=True)
class CostAccount:
    """A cost and what was credited to it."""

    cost: Cost
    credited: Decimal

    @property
    def due(self):
        """Return what is still owed of the cost."""
        return self.cost.amount - self.credited


@dataclass(frozen=True)
class PaymentAccount:
    """A payment and how it was credited."""

    payment: Payment
    credits: tuple[Allocation, ...]

    @property
    def credited(self):
        """Return what was credited by the day."""
        return total(credit.amount for credit in self.credits)

    def credited_to(self, kind):
        """Return what was credited to costs, interest or principal."""
        return total(c.amount for c in self.credits if c.kind == kind)

    @property
    def surplus(self):
        """Return what nothing was owed for, and is owed back."""
        if self.payment.reversed_on or not self.payment.refundable:
            return ZERO
        return self.payment.amount - self.credited


@dataclass(frozen=True)
class Entry:
    """A line of the account day by day; ``balance`` is what is owed after it."""

    date: date
    what: str
    charge: Decimal
    credit: Decimal
    balance: Decimal
    subject: object = None
    parts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """What a case owes on a day, and why."""

    as_of: date
    claims: tuple[ClaimAccount, ...]
    costs: tuple[CostAccount, ...]
    payments: tuple[PaymentAccount, ...]
    entries: tuple[Entry, ...]
    early: Decimal

    @property
    def principal(self):
        """Return the principal of all claims."""
        return total(account.claim.principal for account in self.claims)

    @property
    def interest(self):
        """Return all interest so far, paid or not."""
        return total(account.interest for account in self.claims)

    @property
    def costs_total(self):
        """Return all costs charged so far."""
        return total(account.cost.amount for account in self.costs)

    @property
    def principal_due(self):
        """Return the principal still owed."""
        return total(account.principal_due for account in self.claims)

    @property
    def interest_due(self):
        """Return the interest still owed."""
        return total(account.interest_due for account in self.claims)

    @property
    def costs_due(self):
        """Return the costs still owed."""
        return total(account.due for account in self.costs)

    @property
    def total_due(self):
        """Return all that is still owed."""
        return self.principal_due + self.interest_due + self.costs_due

    @property
    def paid(self):
        """Return the money received."""
        return self._sum_of("money")

    @property
    def given_up(self):
        """Return what was credited without money: written off, credit notes."""
        return self._credited_by("given_up")

    @property
    def noted(self):
        """Return the interest moved into interest notes."""
        return self._credited_by("noted")

    @property
    def overpaid(self):
        """Return what is owed back."""
        return total(account.surplus for account in self.payments)

    def of_kind(self, *kinds):
        """Return the payments of some kinds that were not reversed."""
        return tuple(
            account
            for account in self.payments
            if account.payment.kind in kinds and not account.payment.reversed_on
        )

    @property
    def reversed(self):
        """Return the reversed payments, if they were asked for."""
        return tuple(a for a in self.payments if a.payment.reversed_on)

    def _sum_of(self, kind):
        return total(account.payment.amount for account in self.of_kind(kind))

    def _credited_by(self, kind):
        return total(account.credited for account in self.of_kind(kind))


def total(amounts):
    """Return the sum of amounts as a Decimal, also of none."""
    return sum(amounts, ZERO)


def compose(claims, costs, payments, credits, as_of, rates, practice=None):
    """Return the Statement of a case on a day.

    What came after the day does not count: claims, costs and payments of later days,
    and credits of later days. Reversed payments are shown when they are given.

    :param claims: Claims that are owed (not withdrawn)
    :param costs: Costs charged to the debtor and not waived
    :param payments: Payments, the reversed ones too if they are to be shown
    :param credits: Allocations as the replay of the case made them
    :param rates: RateTable; ``practice``: Practice, the usual one by default
    :raises interest.RateMissing: a day that bears interest has no rate
    """
    practice = practice or Practice()
    claims = sorted(
        (claim for claim in claims if claim.since <= as_of),
        key=lambda claim: (claim.due_date, claim.id),
    )
    costs = sorted((c for c in costs if c.date <= as_of), key=lambda c: (c.date, c.id))
    payments = sorted(
        (p for p in payments if p.date <= as_of), key=lambda p: (p.date, p.id)
    )
    credits = [credit for credit in credits if credit.date <= as_of]
    known = {claim.id for claim in claims}
    counted = [c for c in credits if c.kind == "cost" or c.claim_id in known]
    return Statement(
        as_of=as_of,
        claims=tuple(_claim_accounts(claims, costs, counted, as_of, rates, practice)),
        costs=tuple(_cost_accounts(costs, counted)),
        payments=tuple(_payment_accounts(payments, credits)),
        entries=tuple(
            _entries(claims, costs, payments, counted, as_of, rates, practice)
        ),
        early=total(c.amount for c in credits) - total(c.amount for c in counted),
    )


def _claim_accounts(claims, costs, credits, as_of, rates, practice):
    """Yield the account of each claim."""
    credited = defaultdict(lambda: dict.fromkeys(KINDS, ZERO))
    for credit in credits:
        credited[credit.claim_id][credit.kind] += credit.amount
    charged = defaultdict(lambda: ZERO)
    for cost in costs:
        charged[cost.claim_id] += cost.amount
    for claim in claims:
        yield ClaimAccount(
            claim,
            tuple(
                interest_periods(claim.segments, claim.terms, as_of, rates, practice)
            ),
            credited[claim.id],
            charged[claim.id],
        )


def _cost_accounts(costs, credits):
    """Yield the account of each cost."""
    credited = defaultdict(lambda: ZERO)
    for credit in credits:
        if credit.kind == "cost":
            credited[credit.cost_id] += credit.amount
    for cost in costs:
        yield CostAccount(cost, credited[cost.id])


def _payment_accounts(payments, credits):
    """Yield the account of each payment."""
    made = defaultdict(list)
    for credit in credits:
        made[credit.payment_id].append(credit)
    for payment in payments:
        yield PaymentAccount(payment, tuple(made[payment.id]))


def _entries(claims, costs, payments, credits, as_of, rates, practice):
    """Yield the account day by day, with the running balance."""
    lines = [
        *((c.since, CLAIM, c.principal, ZERO, c, {}) for c in claims),
        *((c.date, COST, c.amount, ZERO, c, {}) for c in costs),
        *_credit_lines(claims, payments, credits),
    ]
    days = {line[0] for line in lines} | {as_of}
    lines += _interest_lines(claims, days, rates, practice)
    balance = ZERO
    for day, what, charge, credit, subject, parts in sorted(
        lines, key=lambda line: (line[0], ORDER[line[1]], getattr(line[4], "id", 0))
    ):
        balance += charge - credit
        yield Entry(day, what, charge, credit, balance, subject, parts)


def _credit_lines(claims, payments, credits):
    """Yield a line for each day on which a payment was credited.

    A credit of a claim that came later counts from the claim on, as the balance does.
    """
    since = {claim.id: claim.since for claim in claims}
    parts = defaultdict(lambda: defaultdict(lambda: ZERO))
    for credit in credits:
        day = credit.date
        if credit.kind != "cost":
            day = max(day, since[credit.claim_id])
        parts[credit.payment_id, day][credit.kind] += credit.amount
    by_id = {payment.id: payment for payment in payments}
    for (payment_id, day), kinds in parts.items():
        yield day, CREDIT, ZERO, total(kinds.values()), by_id[payment_id], dict(kinds)


def _interest_lines(claims, days, rates, practice):
    """Yield the interest of each stretch between two days of the account."""
    days = sorted(days)
    sums = dict.fromkeys(days, ZERO)
    for claim in claims:
        owed = [day for day in days if day >= claim.since]
        accrued = running_interest(claim.segments, claim.terms, owed, rates, practice)
        for day, amount in accrued.items():
            sums[day] += amount
    before = ZERO
    for day in days:
        if sums[day] != before:
            yield day, INTEREST, sums[day] - before, ZERO, None, {}
            before = sums[day]
