"""Commission on recovered money, as a pure function of the final ledger.

``charge`` says what commission all recovered money bears; ``settle`` compares it with
what was charged before. So a payment that came back, or a replay of the case, needs
no rule of its own: the next closing charges the difference.

Within its group (a payment, a case or a period) money is added up in the order of
value date, and each part bears what the commission of the sum grows by. Rounded sums
are subtracted, not parts rounded, so the parts always add up to the commission of
the sum, however finely the money was split.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .money import round_grosz

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)
SCOPES = ("payment", "case", "period")
KINDS = ("principal", "interest", "cost")


@dataclass(frozen=True)
class Tier:
    """From an amount of the base on, a percent."""

    amount_from: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Rule:
    """Which money it takes and what that bears. Empty conditions hold always.

    :ivar kinds: of KINDS
    :ivar stages: stages of the case when the money came
    :ivar receivers: who received the money
    :ivar age_from, age_to: days from the due date to the value date, both included
    :ivar date_from, date_to: value dates, both included
    :ivar scope: what the amounts of the tiers are measured on: the single payment,
        all money of the case under this rule, or of the period
    :ivar progressive: each tier bears its own percent; otherwise the tier that the
        whole reaches gives the percent of all
    :ivar minimum, maximum: of one case; a minimum is due as soon as there is money
    """

    id: int
    tiers: tuple
    kinds: tuple = ()
    stages: tuple = ()
    receivers: tuple = ()
    age_from: int | None = None
    age_to: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    scope: str = "payment"
    progressive: bool = False
    minimum: Decimal = ZERO
    maximum: Decimal | None = None

    def __post_init__(self):
        """Refuse a scope that does not exist."""
        if self.scope not in SCOPES:
            raise ValueError(f"A scope is one of {SCOPES}, not {self.scope!r}.")

    def takes(self, money):
        """Tell whether the rule is about some money."""
        return (
            (not self.kinds or money.kind in self.kinds)
            and (not self.stages or money.stage in self.stages)
            and (not self.receivers or money.receiver in self.receivers)
            and _within(self.age_from, money.age, self.age_to)
            and _within(self.date_from, money.date, self.date_to)
        )

    def of_sum(self, amount, total):
        """Return the commission on the first ``amount`` of a group of ``total``."""
        tiers = sorted(self.tiers, key=lambda tier: tier.amount_from)
        if self.progressive:
            bounds = [tier.amount_from for tier in tiers[1:]] + [None]
            exact = sum(
                _slice(amount, tier.amount_from, until) * tier.percent
                for tier, until in zip(tiers, bounds, strict=True)
            )
        else:
            reached = [t.percent for t in tiers if t.amount_from <= total]
            exact = amount * (reached[-1] if reached else 0)
        return round_grosz(Decimal(exact) / HUNDRED)

    def bounded(self, charged):
        """Return the commission of one case within minimum and maximum."""
        charged = max(charged, self.minimum)
        return charged if self.maximum is None else min(charged, self.maximum)


@dataclass(frozen=True)
class Money:
    """A part of a payment that was credited to one debt.

    :ivar key: what makes it the same money at the next closing; sortable
    :ivar age: days from the due date to the value date
    :ivar period: key of the period of its value date
    """

    key: tuple
    case_id: int
    payment_id: int
    kind: str
    date: date
    amount: Decimal
    stage: str = ""
    receiver: str = ""
    age: int = 0
    period: object = None

    @property
    def order(self):
        """Return what money is added up by."""
        return self.date, self.payment_id, self.key


@dataclass(frozen=True)
class Charge:
    """Commission of one part of money under one rule; rule None: nothing is due."""

    key: tuple
    rule_id: int | None
    base: Decimal
    amount: Decimal


def charge(rules, monies):
    """Return the Charge of each part of money, in the order of value dates.

    The first rule that takes it decides. The order of ``monies`` never matters.

    :param rules: Rules in the order in which they are tried
    :param monies: Money, each key once
    """
    taken, charges = defaultdict(list), []
    for money in sorted(monies, key=lambda item: item.order):
        rule = next((rule for rule in rules if rule.takes(money)), None)
        if rule:
            taken[rule].append(money)
        else:
            charges.append(Charge(money.key, None, money.amount, ZERO))
    for rule, part in taken.items():
        charges += _charge_rule(rule, part)
    return charges


def settle(wanted, settled):
    """Return the Charges that turn what was charged before into what is wanted.

    :param wanted: Charges of the ledger as it is now
    :param settled: Charges of all closings so far
    """
    before = defaultdict(lambda: (ZERO, ZERO))
    for old in settled:
        base, amount = before[old.key, old.rule_id]
        before[old.key, old.rule_id] = base + old.base, amount + old.amount
    differences = []
    for new in wanted:
        base, amount = before.pop((new.key, new.rule_id), (ZERO, ZERO))
        if (base, amount) != (new.base, new.amount):
            change = new.base - base, new.amount - amount
            differences.append(Charge(new.key, new.rule_id, *change))
    gone = [
        Charge(key, rule_id, -base, -amount)
        for (key, rule_id), (base, amount) in before.items()
        if base or amount
    ]
    return differences + gone


def _charge_rule(rule, monies):
    """Return the Charges of money that one rule takes, in order."""
    totals = defaultdict(lambda: ZERO)
    for money in monies:
        totals[_group(rule, money)] += money.amount
    sums, cases = defaultdict(lambda: ZERO), defaultdict(lambda: (ZERO, ZERO))
    charges = []
    for money in monies:
        group = _group(rule, money)
        before, total = sums[group], totals[group]
        sums[group] = before + money.amount
        grown = rule.of_sum(sums[group], total) - rule.of_sum(before, total)
        raw, charged = cases[money.case_id]
        due = rule.bounded(raw + grown)
        cases[money.case_id] = raw + grown, due
        charges.append(Charge(money.key, rule.id, money.amount, due - charged))
    return charges


def _group(rule, money):
    """Return what the tiers of a rule are measured on."""
    groups = {
        "payment": money.payment_id,
        "case": money.case_id,
        "period": money.period,
    }
    return groups[rule.scope]


def _slice(amount, start, until):
    """Return how much of an amount lies between two bounds."""
    top = amount if until is None else min(amount, until)
    return max(top - start, ZERO)


def _within(first, value, last):
    """Tell whether a value lies between two bounds, None being no bound."""
    return (first is None or value >= first) and (last is None or value <= last)
