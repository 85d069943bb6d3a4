"""The statement of account of cases, read from the database at once.

The number of queries does not depend on the number of cases. What is decided about
money is decided elsewhere: crediting by the replay, interest by ``tools.interest``;
here it is only laid side by side, by ``tools.statement``.
"""

from collections import defaultdict
from dataclasses import replace

from ..tools import statement
from ..tools.allocation import Allocation
from ..tools.money import from_float

# Source of a credit -> kind of tools.statement, where nobody received money.
NOTED = "capitalized"
GIVEN_UP = "writeoff"


def statements(cases, as_of, with_reversed=False):
    """Return ``{case id: Statement}`` of cases on a day.

    :param cases: ``debt.case`` records the user may read
    :param with_reversed: show reversed payments; they count for nothing either way
    :raises interest.RateMissing: a day that bears interest has no rate
    """
    cases.env["debt.balance"]._flush()
    reader = _Reader(cases, with_reversed)
    rates = cases.env["debt.interest.period"]._rate_table()
    return {
        case.id: statement.compose(
            reader.claims[case.id],
            reader.costs[case.id],
            reader.payments[case.id],
            reader.credits[case.id],
            as_of,
            rates,
            case.company_id._debt_practice(),
        )
        for case in cases
    }


class _Reader:
    """The ledgers of cases as pure values, by case id."""

    def __init__(self, cases, with_reversed):
        """Read everything of the cases."""
        self.env, self.cases = cases.env, cases
        self.claims = self._by_case(
            "debt.claim", [("state", "!=", "withdrawn")], _claim
        )
        charged = [("charged", "=", True), ("state", "=", "booked")]
        self.costs = self._by_case("debt.cost", charged, _cost)
        states = ("booked", "reversed") if with_reversed else ("booked",)
        self.payments = self._by_case(
            "debt.payment", [("state", "in", states)], _payment
        )
        self.credits = self._by_case("debt.payment.allocation", [], _credit)

    def _by_case(self, model, domain, make):
        """Return ``{case id: values}`` of the records of a model."""
        records = self.env[model].search([("case_id", "in", self.cases.ids), *domain])
        found = defaultdict(list)
        for record in records:
            found[record.case_id.id].append(make(record))
        return found


def _claim(record):
    return statement.Claim(
        id=record.id,
        name=record.name,
        since=record.issue_date or record.due_date,
        due_date=record.due_date,
        amount=from_float(record.amount),
        principal=from_float(record.principal),
        terms=record._terms(),
        segments=tuple(record._segments()),
        terms_label=_terms_label(record),
    )


def _terms_label(record):
    """Return the name of the interest of a claim, empty when it bears none."""
    if not record.kind_id.bears_interest:
        return ""
    return record._effective_interest_kind().name or ""


def _cost(record):
    return replace(record._to_ledger(), name=record.name or record.kind_id.name)


def _payment(record):
    return statement.Payment(
        id=record.id,
        name=record.name,
        date=record.date,
        amount=from_float(record.amount),
        kind=_kind(record),
        source=record.source,
        reversed_on=record.reversed_on or None,
        refundable=record.source not in (NOTED, GIVEN_UP),
    )


def _kind(payment):
    """Return what a credit is: money, given up, or moved into an interest note."""
    if payment.received_by != "nobody":
        return "money"
    return "noted" if payment.source == NOTED else "given_up"


def _credit(record):
    return Allocation(
        payment_id=record.payment_id.id,
        date=record.date,
        kind=record.kind,
        claim_id=record.claim_id.id or None,
        cost_id=record.cost_id.id or None,
        amount=from_float(record.amount),
    )
