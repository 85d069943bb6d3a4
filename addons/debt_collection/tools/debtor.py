"""What the history of a debtor says: usual delay, preferred action, status, segment."""

from dataclasses import dataclass, field
from datetime import date, timedelta

# A debtor pays as long as the last payment is not older.
PAYING_DAYS = 31
DISPUTES = {"dispute", "complaint"}


@dataclass(frozen=True)
class Thresholds:
    """From when on history counts; settings of a company.

    :ivar delay_minimum: paid claims without which there is no usual delay
    :ivar action_minimum: payments after an action without which none is preferred
    :ivar large_amount: debts handed over that make a business large; 0: never
    :ivar large_claims: number of claims that make a business large; 0: never
    """

    delay_minimum: int = 3
    action_minimum: int = 3
    large_amount: float = 0
    large_claims: int = 0


@dataclass
class DebtorFacts:
    """What is known of a debtor in one company on a day.

    :ivar debt: owed in all open cases
    :ivar invoices: overdue invoices that are no claims yet
    :ivar handed_over: principal of all claims ever, ``claims`` their number
    :ivar weight, weighted_days, paid: of the claims paid: sum of amounts, sum of
        amount times days between due date and full payment, number
    :ivar actions: ``{event type: payments that came after such an action}``
    :ivar holds: reasons of the holds in force
    :ivar promise: "open", "broken" (the last one) or None
    :ivar contacted: something went out in an open case
    """

    legal_status: str | None = None
    segment: str | None = None
    debt: float = 0
    invoices: float = 0
    handed_over: float = 0
    claims: int = 0
    open_cases: int = 0
    earlier_cases: int = 0
    weight: float = 0
    weighted_days: float = 0
    paid: int = 0
    actions: dict = field(default_factory=dict)
    holds: set = field(default_factory=set)
    promise: str | None = None
    last_payment: date | None = None
    contacted: bool = False

    @property
    def total(self):
        """All that is owed."""
        return self.debt + self.invoices


def average_delay(weighted_days, weight, count, minimum):
    """Return the days a debtor usually pays late; larger amounts weigh more.

    :return: None while fewer claims were paid than the minimum

    >>> average_delay(100 * 10 + 300 * 30, 400, 2, minimum=2)
    25.0
    """
    if not count or count < minimum or weight <= 0:
        return None
    return round(weighted_days / weight, 2)


def preferred_action(actions, minimum):
    """Return (action, its payments, all payments that came after an action).

    The action is None without a verdict: too few payments, or no action after which
    more than half of them came.

    >>> preferred_action({"call": 3, "letter": 1}, minimum=3)
    ('call', 3, 4)
    >>> preferred_action({"call": 2, "letter": 2}, minimum=3)
    (None, 0, 4)
    """
    total = sum(actions.values())
    if not total or total < minimum:
        return None, 0, total
    best = max(actions, key=actions.get)
    if 2 * actions[best] <= total:
        return None, 0, total
    return best, actions[best], total


def status(facts, day):
    """Return the status of a debtor: the first that applies."""
    since = day - timedelta(days=PAYING_DAYS)
    rules = (
        ("deceased", "death" in facts.holds),
        ("insolvent", "insolvency" in facts.holds),
        ("settled", not facts.open_cases and facts.total <= 0),
        ("disputing", bool(DISPUTES & facts.holds)),
        ("promised", facts.promise == "open"),
        ("paying", bool(facts.last_payment and facts.last_payment >= since)),
        ("broken", facts.promise == "broken"),
        ("silent", facts.contacted),
    )
    return next((name for name, applies in rules if applies), "new")


def segment(facts, thresholds):
    """Return the segment of a debtor: the one given by hand, else by status and size.

    The size is what was ever handed over, so that payments move nobody about.
    """
    if facts.segment:
        return facts.segment
    if facts.legal_status in (None, "consumer"):
        return "individual"
    by_amount = 0 < thresholds.large_amount <= facts.handed_over
    by_number = 0 < thresholds.large_claims <= facts.claims
    return "large" if by_amount or by_number else "small"


def band_of(amount, bands):
    """Return the key of the band of an amount, or None.

    :param bands: (key, lowest amount, amount from which on it ends or 0)
    """
    for key, low, high in bands:
        if low <= amount and (not high or amount < high):
            return key
    return None
