"""Who may grant which instalments and discounts: limits and what exceeds them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

ZERO = Decimal(0)
# From the lowest to the highest; a person has the limit of his highest role that has
# one. The debtor who makes a plan himself has "self_service".
ROLES = (
    "self_service",
    "operator",
    "field_agent",
    "collector",
    "lawyer",
    "regional",
    "team_leader",
    "manager",
    "administrator",
)


@dataclass(frozen=True)
class Limit:
    """What a role may grant; None in an upper limit: as much as it likes.

    :ivar agreement_id, company_id: where it holds; None: everywhere
    :ivar max_count, max_months: instalments, and months until the last
    :ivar max_debt: of debts up to this amount
    :ivar principal, interest, costs: percent of each that may be remitted
    :ivar min_down: percent of the agreed total to be paid at once
    """

    role: str
    agreement_id: int | None = None
    company_id: int | None = None
    max_count: int | None = None
    max_months: int | None = None
    max_debt: Decimal | None = None
    min_instalment: Decimal = ZERO
    min_down: Decimal = ZERO
    principal: Decimal = ZERO
    interest: Decimal = ZERO
    costs: Decimal = ZERO
    stops_interest: bool = False


@dataclass(frozen=True)
class Terms:
    """What a plan grants; names as in Limit."""

    count: int
    months: int
    debt: Decimal
    smallest: Decimal
    down: Decimal = ZERO
    principal: Decimal = ZERO
    interest: Decimal = ZERO
    costs: Decimal = ZERO
    stops_interest: bool = False


@dataclass(frozen=True)
class Excess:
    """One thing that a limit does not allow.

    :ivar code: "none" (no limit is set: nothing may be granted), "stops_interest", or
        a name of Terms
    """

    code: str
    granted: object = None
    allowed: object = None


def limit_of(limits, roles, agreement_id=None, company_id=None):
    """Return the limit of a person, or None: he may grant nothing.

    The highest role that has a limit for the case decides; of its limits that of the
    agreement goes before that of the company, and that before the general one.

    :param roles: the roles of the person
    """
    fitting = [
        limit
        for limit in limits
        if limit.role in roles
        and limit.agreement_id in (None, agreement_id)
        and limit.company_id in (None, company_id)
    ]
    return max(fitting, key=_weight, default=None)


def _weight(limit):
    """Return how much a limit goes before others."""
    rank = ROLES.index(limit.role)
    return rank, limit.agreement_id is not None, limit.company_id is not None


def excesses(terms, limit):
    """Return what of the terms is beyond a limit, as a list of Excess."""
    if limit is None:
        return [Excess("none")]
    most = (
        ("count", limit.max_count),
        ("months", limit.max_months),
        ("debt", limit.max_debt),
        ("principal", limit.principal),
        ("interest", limit.interest),
        ("costs", limit.costs),
    )
    least = (("smallest", limit.min_instalment), ("down", limit.min_down))
    found = [
        Excess(name, getattr(terms, name), bound)
        for name, bound in most
        if bound is not None and getattr(terms, name) > bound
    ]
    found += [
        Excess(name, getattr(terms, name), bound)
        for name, bound in least
        if getattr(terms, name) < bound
    ]
    if terms.stops_interest and not limit.stops_interest:
        found.append(Excess("stops_interest"))
    return found


def months_until(first: date, last: date):
    """Return the months from a day to another, a begun one counted as whole."""
    gone = relativedelta(last, first)
    return gone.years * 12 + gone.months + bool(gone.days > 0)
