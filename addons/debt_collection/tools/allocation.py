"""How payments are credited to debts (art. 451 kc, art. 1026 par. 2 kpc).

``replay`` is a pure function of claims, costs, payments and policy: the order in
which things were entered never matters, and a reversed payment is one that is not
handed in. A payment of a day never changes how earlier ones were credited.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .interest import Practice, RateTable, Segment, Terms, interest
from .workdays import shift_due_date

ONE_DAY = timedelta(days=1)
ZERO = Decimal("0.00")
KINDS = ("cost", "interest", "principal")
SPREADS = ("by_claim", "by_kind")


@dataclass(frozen=True)
class Policy:
    """In which order one payment is credited.

    :ivar order: the three KINDS, first credited first
    :ivar spread: "by_claim" settles claim after claim, each in this order; "by_kind"
        settles all debts of the first kind, then all of the second...
    :ivar only: kinds; if any, nothing but these debts of the named claims is credited
    """

    order: tuple[str, str, str] = KINDS
    spread: str = "by_claim"
    only: tuple[str, ...] = ()

    def __post_init__(self):
        """Refuse an order or a spread that does not exist."""
        if sorted(self.order) != sorted(KINDS):
            raise ValueError(f"An order names each of {KINDS} once, not {self.order}.")
        if self.spread not in SPREADS:
            raise ValueError(f"A spread is one of {SPREADS}, not {self.spread!r}.")
        if not set(self.only) <= set(KINDS):
            raise ValueError(f"Only {KINDS} can be credited, not {self.only}.")


@dataclass(frozen=True)
class Claim:
    """One claim; ``interest_from`` None: it bears no interest.

    ``name`` decides between claims due on one day, here and below before the id.
    """

    id: int
    due_date: date
    principal: Decimal
    terms: Terms
    interest_from: date | None = None
    name: str = ""


@dataclass(frozen=True)
class Cost:
    """A cost owed from its date; ``claim_id`` None: of the whole case."""

    id: int
    date: date
    amount: Decimal
    claim_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Payment:
    """Money received on its value date.

    :ivar claim_ids: claims that the debtor named, or a receipt he accepted
    :ivar policy: its own policy (a bailiff's money), None = that of the case
    :ivar money: False for a credit that nobody paid (given up, moved into a note):
        it lowers what is owed on its day, and what is left of it pays nothing later
    """

    id: int
    date: date
    amount: Decimal
    claim_ids: tuple = ()
    policy: Policy | None = None
    name: str = ""
    money: bool = True


@dataclass(frozen=True)
class Allocation:
    """A part of a payment credited to one debt.

    ``date`` is the payment's date; for surplus used later, the day of the new debt.
    """

    payment_id: int
    date: date
    kind: str
    claim_id: int | None
    cost_id: int | None
    amount: Decimal


@dataclass(frozen=True)
class Ledger:
    """The result of a replay.

    :ivar allocations: tuple of Allocation in the order of crediting
    :ivar segments: ``{claim id: tuple of Segment}``, the principal that bears
        interest; empty for a claim without interest
    :ivar surplus: ``{payment id: amount}`` of what nothing was owed for
    """

    allocations: tuple
    segments: dict
    surplus: dict


def replay(claims, costs, payments, policy, rates, practice=None):
    """Credit all payments and return the Ledger.

    Payments are taken by (date, name, id). One is credited to the claims it names
    first, then to costs of the case and claim by claim, the one longest due first,
    claims not yet due last. Interest includes the day of payment. What is left over
    waits for a later cost and then covers it, dated on the day of that cost.

    :param claims, costs, payments: iterables in any order, ids unique in each
    :param policy: Policy of payments that have none of their own
    :param rates: RateTable; ``practice``: Practice, the usual one by default
    :raises ValueError: an amount is below zero
    :raises interest.RateMissing: a day that bears interest has no rate
    """
    costs, payments = tuple(costs), tuple(payments)
    case = _Case(tuple(claims), costs, policy, rates, practice or Practice())
    for day, payment in _agenda(costs, payments):
        if payment is None:
            case.use_surplus(day)
        else:
            case.receive(payment)
    return case.ledger()


def _agenda(costs, payments):
    """Return (day, payment) in order; payment None: new costs, before payments."""
    for item in (*costs, *payments):
        _refuse_negative(item, item.amount)
    cost_days = {(cost.date, 0, "", 0, None) for cost in costs}
    received = [(p.date, _turn(p), p.name, p.id, p) for p in payments]
    agenda = sorted([*cost_days, *received], key=lambda entry: entry[:4])
    return [(entry[0], entry[4]) for entry in agenda]


def _turn(payment):
    """Return the place of a payment in its day.

    What moves interest into a note goes before money, which finds the rest; what is
    given up goes last, so that money never counts for less.
    """
    if payment.money:
        return 2
    return 1 if payment.policy and payment.policy.only else 3


def _refuse_negative(item, amount):
    """Raise for an amount below zero."""
    if amount < 0:
        raise ValueError(f"{type(item).__name__} {item.id} is below zero: {amount}.")


@dataclass
class _Debt:
    """Something owed, of one kind: ``owed(day)`` tells how much, ``pay`` takes it."""

    kind: str
    claim_id: int | None
    cost_id: int | None
    owed: Callable
    pay: Callable


class _Account:
    """The running state of one claim: what is left and what interest accrued."""

    def __init__(self, claim, costs, rates, practice):
        """Open the account; ``costs`` are the _OwedCost of this claim."""
        _refuse_negative(claim, claim.principal)
        self.claim, self.rates, self.practice = claim, rates, practice
        self.principal, self.interest_paid = claim.principal, ZERO
        self.closed, self.closed_interest, self.open = [], ZERO, None
        if claim.interest_from and claim.principal:
            self.open = Segment(claim.interest_from, None, claim.principal)
        self.debts = {
            "cost": [cost.debt() for cost in costs],
            "interest": [
                self._debt("interest", self.interest_owed, self._pay_interest)
            ],
            "principal": [self._debt("principal", self._left, self._pay_principal)],
        }

    def _debt(self, kind, owed, pay):
        """Return a debt of this claim."""
        return _Debt(kind, self.claim.id, None, owed, pay)

    def segments(self):
        """Return the principal segments so far."""
        return (*self.closed, self.open) if self.open else tuple(self.closed)

    def interest_owed(self, day):
        """Return the interest up to and including a day that nobody paid yet."""
        return self._accrued(day) - self.interest_paid

    def _accrued(self, day):
        """Return all interest up to a day, paid or not.

        Rounded one by one, closed segments keep their interest; else only the sum
        of all is rounded, and all are counted again.
        """
        if self.practice.rounding == "per_period" or not self.open:
            running = [self.open] if self.open else []
            return self.closed_interest + self._interest(running, day)
        return self._interest(self.segments(), day)

    def _interest(self, segments, day):
        """Return the interest on segments up to a day."""
        return interest(segments, self.claim.terms, day, self.rates, self.practice)

    def _left(self, _day):
        """Return the principal nobody paid yet."""
        return self.principal

    def _pay_interest(self, amount, _day):
        """Take a payment of interest."""
        self.interest_paid += amount

    def _pay_principal(self, amount, day):
        """Take a payment of principal: interest runs on the rest from the next day."""
        self.principal -= amount
        if not self.open:
            return
        first = max(day + ONE_DAY, self.open.date_from)
        if first > self.open.date_from:
            self._close(day)
        left = self.principal
        self.open = Segment(first, None, left) if left else None

    def _close(self, day):
        """End the running segment on a day."""
        last = Segment(self.open.date_from, day, self.open.principal)
        self.closed.append(last)
        if self.practice.rounding == "per_period":
            self.closed_interest += self._interest([last], day)
        else:
            self.closed_interest = self._interest(self.closed, day)


class _OwedCost:
    """The running state of one cost."""

    def __init__(self, cost):
        """Owe the whole cost."""
        self.cost, self.left = cost, cost.amount

    def debt(self):
        """Return the cost as a debt."""
        return _Debt("cost", self.cost.claim_id, self.cost.id, self._owed, self._pay)

    def _owed(self, day):
        """Return what is owed of it on a day: nothing before its date."""
        return self.left if self.cost.date <= day else ZERO

    def _pay(self, amount, _day):
        """Take a payment."""
        self.left -= amount


@dataclass
class _Case:
    """All debts of a case and the money received so far."""

    claims: tuple
    costs: tuple
    policy: Policy
    rates: RateTable
    practice: Practice
    allocations: list = field(default_factory=list)
    unspent: dict = field(default_factory=dict)

    def __post_init__(self):
        """Open the accounts, the one longest due first."""
        owed = [_OwedCost(cost) for cost in sorted(self.costs, key=_age)]
        claims = sorted(self.claims, key=lambda c: (self._due(c), c.name, c.id))
        self.accounts = {
            claim.id: _Account(
                claim,
                [o for o in owed if o.cost.claim_id == claim.id],
                self.rates,
                self.practice,
            )
            for claim in claims
        }
        # A cost of a claim that is gone is owed like one of the case.
        self.case_costs = [
            o.debt() for o in owed if o.cost.claim_id not in self.accounts
        ]

    def _due(self, claim):
        """Return the due date, moved off free days as the practice says."""
        moved = self.practice.shift == "art115"
        return shift_due_date(claim.due_date) if moved else claim.due_date

    def receive(self, payment):
        """Credit a payment on its day."""
        self.unspent[payment.id] = payment, payment.amount
        self._credit(payment, payment.amount, payment.date)

    def use_surplus(self, day):
        """Credit what is left of earlier payments to costs that arose on a day."""
        for payment, left in list(self.unspent.values()):
            if payment.money:
                self._credit(payment, left, day)

    def _credit(self, payment, left, day):
        """Credit money of a payment on a day and remember what is left of it."""
        for debt in self._debts(payment):
            amount = min(left, debt.owed(day))
            if amount > 0:
                debt.pay(amount, day)
                left -= amount
                self.allocations.append(
                    Allocation(
                        payment.id, day, debt.kind, debt.claim_id, debt.cost_id, amount
                    )
                )
            if not left:
                del self.unspent[payment.id]
                return
        self.unspent[payment.id] = payment, left

    def _debts(self, payment):
        """Yield the debts in the order in which a payment is credited to them."""
        policy = payment.policy or self.policy
        named = [a for id_, a in self.accounts.items() if id_ in payment.claim_ids]
        others = [a for id_, a in self.accounts.items() if id_ not in payment.claim_ids]
        in_order = _by_kind if policy.spread == "by_kind" else _by_claim
        if policy.only:
            order = [kind for kind in policy.order if kind in policy.only]
            yield from in_order(order, named, [])
            return
        yield from in_order(policy.order, named, [])
        yield from in_order(policy.order, others, self.case_costs)

    def ledger(self):
        """Return the result."""
        return Ledger(
            tuple(self.allocations),
            {id_: account.segments() for id_, account in self.accounts.items()},
            {id_: left for id_, (_payment, left) in self.unspent.items() if left},
        )


def _age(cost):
    """Return what puts costs in order, the oldest first."""
    return cost.date, cost.name, cost.id


def _by_claim(order, accounts, case_costs):
    """Yield debts claim by claim; costs of the case first if costs come first."""
    costs_first = order[0] == "cost"
    yield from case_costs if costs_first else ()
    for account in accounts:
        for kind in order:
            yield from account.debts[kind]
    yield from () if costs_first else case_costs


def _by_kind(order, accounts, case_costs):
    """Yield debts kind by kind, inside a kind those longest due first."""
    for kind in order:
        if kind == "cost":
            yield from case_costs
        for account in accounts:
            yield from account.debts[kind]
