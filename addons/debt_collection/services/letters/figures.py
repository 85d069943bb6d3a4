"""Everything that letters on a set of cases need of their money, read at once.

The number of queries does not depend on the number of cases. Amounts are those of
``debt.balance``, to the grosz.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo.fields import Domain

from ...tools.interest import interest_periods
from ...tools.money import from_float

ZERO = Decimal(0)


class Owed(NamedTuple):
    """What is owed on a claim or case."""

    principal: Decimal
    interest: Decimal
    costs: Decimal

    @property
    def total(self):
        """Return all of it."""
        return self.principal + self.interest + self.costs


NOTHING = Owed(ZERO, ZERO, ZERO)


class Figures:
    """Balances, costs and interest of cases on a day.

    :param cases: debt.case records
    :param as_of: the day
    :param used: names of the letter's fields that are wanted
    :ivar as_of: the day
    """

    def __init__(self, cases, as_of, used=()):
        self.as_of = as_of
        self._used = used
        self._env = cases.env
        self._claims = cases.claim_ids
        self._balances = self._claims._balances(as_of)
        self._owed = {id_: _owed(row) for id_, row in self._balances.items()}
        self._cases = cases._balances(as_of)
        self._held = self._claims_on_hold()
        self._demandable = self._by_case()
        self._open_costs = self._costs_by_case(cases)
        self._payments = cases._payment_details()
        self._kinds = {}
        self._made = {}
        if self.uses("interest_per_day"):
            self._tomorrow = self._claims._balances(as_of + timedelta(days=1))
        if self.uses("interest_periods"):
            self._rates = self._env["debt.interest.period"]._rate_table()

    def uses(self, name):
        """Tell whether a field of the letter is wanted."""
        return name in self._used

    def once(self, make, *records):
        """Return what ``make`` makes of records that many cases share."""
        key = (make, *(record.id for record in records))
        if key not in self._made:
            self._made[key] = make(*records)
        return self._made[key]

    # === CLAIMS === #
    def demandable(self, case):
        """Return the claims of a case that a letter may demand, oldest due first."""
        return self._demandable.get(case.id, ())

    def owed(self, claim):
        """Return what is owed on a claim."""
        return self._owed.get(claim.id, NOTHING)

    def sums(self, case):
        """Return what a letter on a case demands; nothing without a claim."""
        claims = [self.owed(claim) for claim in self.demandable(case)]
        if not claims:
            return NOTHING
        return Owed(
            sum((owed.principal for owed in claims), ZERO),
            sum((owed.interest for owed in claims), ZERO),
            from_float(self._cases.get(case.id, {}).get("costs_due") or 0),
        )

    def paid(self, case):
        """Return what was paid in a case so far."""
        return from_float(self._cases.get(case.id, {}).get("paid_total") or 0)

    def payment(self, case):
        """Return where the debtor pays for a case."""
        return self._payments[case.id]

    def _by_case(self):
        found = defaultdict(list)
        for claim in self._claims.sorted("due_date"):
            if self._may_be_demanded(claim):
                found[claim.case_id.id].append(claim)
        return found

    def _may_be_demanded(self, claim):
        """Tell whether a letter may demand a claim.

        One that is time-barred may not be demanded of a consumer (art. 117 par. 2(1)
        of the Civil Code).
        """
        return (
            claim.state in ("active", "restructured")
            and claim.due_date <= self.as_of
            and not self.barred(claim)
            and claim.id not in self._held
            and self.owed(claim).total > 0
        )

    def _claims_on_hold(self):
        holds = self._env["debt.hold"]
        on_claims = holds._in_force_domain(self.as_of) & Domain(
            "claim_id", "in", self._claims.ids
        )
        return set(holds.search(on_claims).claim_id.ids)

    def barred(self, claim):
        """Tell whether a claim is time-barred against a consumer."""
        passed = claim.limitation_date and claim.limitation_date < self.as_of
        return bool(passed) and claim.debtor_id.debt_legal_status == "consumer"

    # === INTEREST === #
    def kind(self, claim):
        """Return the interest kind of a claim, an empty one when it bears none."""
        if claim.id not in self._kinds:
            bears = claim.kind_id.bears_interest
            none = self._env["debt.interest.kind"]
            self._kinds[claim.id] = claim._effective_interest_kind() if bears else none
        return self._kinds[claim.id]

    def kinds(self, claims):
        """Return the different kinds of interest that run on claims."""
        kinds = dict.fromkeys(self.kind(claim) for claim in claims)
        return [kind for kind in kinds if kind and kind.code != "none"]

    def interest_of_next_day(self, claims):
        """Return the interest that one more day adds."""
        return sum(
            (
                from_float(self._tomorrow[claim.id]["interest_accrued"])
                - from_float(self._balances[claim.id]["interest_accrued"])
                for claim in claims
            ),
            ZERO,
        )

    def periods(self, claim):
        """Return the lines that explain the interest of a claim."""
        return interest_periods(
            claim._segments(),
            claim._terms(),
            self.as_of,
            self._rates,
            claim.company_id._debt_practice(),
        )

    # === COSTS === #
    def open_costs(self, case):
        """Return (cost, amount still owed) of the costs not paid in full."""
        return self._open_costs.get(case.id, ())

    def _costs_by_case(self, cases):
        found = defaultdict(list)
        costs = cases.cost_ids.filtered(
            lambda c: c.charged and c.state == "booked" and c.date <= self.as_of
        )
        credited = self._credited(costs)
        for cost in costs.sorted("date"):
            owed = from_float(cost.amount) - credited.get(cost.id, ZERO)
            if owed > 0:
                found[cost.case_id.id].append((cost, owed))
        return found

    def _credited(self, costs):
        groups = self._env["debt.payment.allocation"]._read_group(
            [("cost_id", "in", costs.ids), ("date", "<=", self.as_of)],
            ["cost_id"],
            ["amount:sum"],
        )
        return {cost.id: from_float(amount) for cost, amount in groups}


def _owed(row):
    return Owed(
        from_float(row["principal_due"]),
        from_float(row["interest_due"]),
        from_float(row["costs_due"]),
    )
