"""Remittances: which money of an agreement has to be settled with its creditor.

Lines are the difference between the ledgers up to a day and what confirmed remittances
settled, found by sets. So nothing is settled twice, and what came back, was booked late
or was credited anew is corrected by the next remittance.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from odoo.tools import SQL

from ..tools.money import from_float
from .bulk import insert
from .commission import CommissionClosing, creditor_scope

ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)
_READ = (
    "debt.agreement",
    "debt.case",
    "debt.cost",
    "debt.payment",
    "debt.payment.allocation",
    "debt.remittance",
    "debt.remittance.line",
)


def fill(remittance):
    """Make the lines of a draft anew: money, costs and commission."""
    env = remittance.env
    env["debt.remittance.line"].flush_model()
    # Of a large agreement these are many; unlink() would read each of them.
    env.cr.execute(
        "DELETE FROM debt_remittance_line WHERE remittance_id = %s", (remittance.id,)
    )
    insert_lines(remittance)
    CommissionClosing(env, creditor_scope(remittance)).fill()
    env.invalidate_all()


def insert_lines(remittance):
    """Write the lines of money and costs."""
    Line = remittance.env["debt.remittance.line"]
    columns = (
        "section", "case_id", "payment_id", "kind", "claim_id", "cost_id", "date",
        "amount", "retained",
    )  # fmt: skip
    insert(
        Line,
        {"remittance_id": SQL("%s", remittance.id)}
        | {name: SQL.identifier("part", name) for name in columns},
        SQL("FROM (%s) part", _differences(remittance)),
    )


def is_current(remittance):
    """Tell whether the lines of a draft still are what has to be settled."""
    env = remittance.env
    found = env.execute_query(
        SQL(
            """SELECT FROM (
                SELECT payment_id, kind, claim_id, cost_id, amount, retained
                  FROM (%(now)s) due
                UNION ALL
                SELECT payment_id, kind, claim_id, cost_id, -amount, -retained
                  FROM debt_remittance_line WHERE remittance_id = %(id)s) part
            GROUP BY payment_id, kind, claim_id, cost_id
            HAVING SUM(amount) != 0 OR SUM(retained) != 0 LIMIT 1""",
            now=_differences(remittance),
            id=remittance.id,
        )
    )
    return not found


def _differences(remittance):
    """Return SQL of the lines that a remittance has to have."""
    for name in _READ:
        remittance.env[name].flush_model()
    agreement = remittance.agreement_id
    return SQL(
        _DIFFERENCES,
        agreement=agreement.id,
        until=remittance.date_to,
        since=agreement.remittance_since or remittance.date_to.min,
    )


@dataclass(frozen=True)
class Payout:
    """How the money of a remittance is used.

    :ivar settled: taken from client money for invoices; below zero: given back by a
        credit note
    :ivar payout: to the creditor
    :ivar carried: left for the next remittance; below zero: the creditor owes it
    """

    settled: Decimal
    payout: Decimal
    carried: Decimal


def divide(available, due, minimum):
    """Return the Payout of client money.

    :param available: collected and carried over; below zero after returns
    :param due: open invoices that may be taken from it; below zero: credit notes
    :param minimum: a smaller amount is carried over
    """
    settled = due if due < 0 else max(min(available, due), ZERO)
    left = available - settled
    payout = left if left > 0 and left >= minimum else ZERO
    return Payout(settled, payout, left - payout)


def totals(remittance):
    """Return ``{name: sum}`` of the lines of a remittance."""
    [row] = remittance.env.execute_query_dict(
        SQL(
            """SELECT
            COALESCE(SUM(amount) FILTER (WHERE section = 'collected'), 0) AS collected,
            COALESCE(SUM(amount) FILTER (WHERE section = 'direct'), 0) AS direct,
            COALESCE(SUM(amount) FILTER (WHERE section = 'borne'), 0) AS costs,
            COALESCE(SUM(amount) FILTER (WHERE amount < 0
                                           AND payment_id IS NOT NULL), 0) AS returned,
            COALESCE(SUM(retained), 0) AS retained,
            (SELECT COALESCE(SUM(amount), 0) FROM debt_commission_line
              WHERE remittance_id = %(id)s) AS commission
            FROM debt_remittance_line WHERE remittance_id = %(id)s""",
            id=remittance.id,
        )
    )
    return {name: from_float(amount) for name, amount in row.items()}


# What is ours of money: interest and costs, as the agreement says.
_OURS = """CASE
    WHEN part.kind = 'interest' AND agreement.keep_interest THEN part.amount
    WHEN part.kind = 'cost' AND (agreement.keep_costs = 'us' OR
        agreement.keep_costs = 'bearer' AND cost.borne_by = 'us') THEN part.amount
    ELSE 0 END"""
_DIFFERENCES = f"""
    WITH due AS (
        SELECT payment.id AS payment_id, part.kind, part.claim_id, part.cost_id,
               payment.case_id, MAX(part.date) AS date, SUM(part.amount) AS amount,
               SUM({_OURS}) AS retained
          FROM debt_payment_allocation part
          JOIN debt_payment payment ON payment.id = part.payment_id
          JOIN debt_case holder ON holder.id = payment.case_id
          JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
     LEFT JOIN debt_cost cost ON cost.id = part.cost_id
         WHERE agreement.id = %(agreement)s AND payment.state = 'booked'
           AND payment.received_by IN ('us', 'creditor')
           AND part.date <= %(until)s AND payment.date >= %(since)s
      GROUP BY payment.id, part.kind, part.claim_id, part.cost_id
        UNION ALL
        SELECT NULL, 'cost', cost.claim_id, cost.id, cost.case_id, cost.date,
               cost.amount, 0
          FROM debt_cost cost
          JOIN debt_case holder ON holder.id = cost.case_id
         WHERE holder.agreement_id = %(agreement)s AND cost.borne_by = 'creditor'
           AND cost.state = 'booked' AND cost.date BETWEEN %(since)s AND %(until)s
        UNION ALL
        SELECT line.payment_id, line.kind, line.claim_id, line.cost_id, line.case_id,
               line.date, -line.amount, -line.retained
          FROM debt_remittance_line line
          JOIN debt_remittance earlier ON earlier.id = line.remittance_id
         WHERE earlier.agreement_id = %(agreement)s
           AND earlier.state != 'draft'
    )
    SELECT CASE WHEN due.payment_id IS NULL THEN 'borne'
                WHEN payment.received_by = 'us' THEN 'collected'
                ELSE 'direct' END AS section,
           due.case_id, due.payment_id, due.kind, due.claim_id, due.cost_id,
           MAX(due.date) AS date, SUM(due.amount) AS amount,
           SUM(due.retained) AS retained
      FROM due LEFT JOIN debt_payment payment ON payment.id = due.payment_id
  GROUP BY due.case_id, due.payment_id, due.kind, due.claim_id, due.cost_id,
           payment.received_by
    HAVING SUM(due.amount) != 0"""
