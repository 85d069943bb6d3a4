"""Commission lines of a closing: what is due for all money, less what was settled.

Only cases in which the two differ are read, unless tiers are measured on a period. The
number of queries does not depend on the number of payments.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo.tools import SQL

from ..tools.commission import Charge, Money, charge, settle
from ..tools.money import from_float
from ..tools.periods import Calendar
from .bulk import insert

COLUMNS = {
    "scheme_id": "int4",
    "rule_id": "int4",
    "payment_id": "int4",
    "claim_id": "int4",
    "cost_id": "int4",
    "event_id": "int4",
    "user_id": "int4",
    "case_id": "int4",
    "kind": "varchar",
    "date": "date",
    "phase": "varchar",
    "age": "int4",
    "base": "numeric",
    "amount": "numeric",
}


@dataclass(frozen=True)
class Scope:
    """What a closing is about.

    :ivar closing: debt.remittance or debt.commission.period
    :ivar side: "creditor" or "collector"
    :ivar cases: SQL condition on the cases, table ``holder``
    :ivar scheme: SQL of the scheme of new money, over ``holder``, ``agreement``,
        ``team`` and ``collector``
    :ivar person: SQL of whose success a payment is; NULL on the side of the creditor
    :ivar credited: SQL condition on the payments
    :ivar since, until: days of the money
    """

    closing: Any
    side: str
    cases: SQL
    scheme: SQL
    person: SQL
    until: date
    since: date | None
    credited: SQL
    calendar: Calendar


def creditor_scope(remittance):
    """Return the Scope of a remittance: our commission from the creditor."""
    agreement = remittance.agreement_id
    return Scope(
        closing=remittance,
        side="creditor",
        cases=SQL("holder.agreement_id = %s", agreement.id),
        scheme=SQL("agreement.commission_scheme_id"),
        person=SQL("NULL::int4"),
        credited=SQL(_NOT_OURS),
        until=remittance.date_to,
        since=agreement.remittance_since or None,
        calendar=agreement._remittance_calendar(),
    )


def collector_scope(closing, since):
    """Return the Scope of a closing of collectors' commissions."""
    return Scope(
        closing=closing,
        side="collector",
        cases=SQL("holder.company_id = %s", closing.company_id.id),
        scheme=SQL(
            "COALESCE(collector.debt_commission_scheme_id, team.commission_scheme_id,"
            " agreement.collector_scheme_id)"
        ),
        person=SQL("payment.credited_user_id"),
        credited=SQL("payment.credited_user_id IS NOT NULL"),
        until=closing.date_to,
        since=since,
        calendar=Calendar(),
    )


# Model of a closing -> field of its lines.
LINKS = {"debt.remittance": "remittance_id", "debt.commission.period": "period_id"}


def mark_lines(closings, settled):
    """Say that the lines of closings are settled, or no longer; nobody else can."""
    env = closings.env
    env["debt.commission.line"].flush_model()
    env.cr.execute(
        SQL(
            "UPDATE debt_commission_line SET settled = %s WHERE %s = ANY(%s)",
            settled,
            SQL.identifier(LINKS[closings._name]),
            closings.ids,
        )
    )
    env["debt.commission.line"].invalidate_model(["settled"])


class CommissionClosing:
    """Makes the commission lines of one closing."""

    def __init__(self, env, scope):
        self.env, self.scope = env, scope
        self.link = LINKS[scope.closing._name]

    def fill(self):
        """Make the lines anew: differences of money, and acts not settled yet."""
        for name in _READ:
            self.env[name].flush_model()
        # Many, perhaps; unlink() would read each of them.
        self.env.cr.execute(
            SQL(
                "DELETE FROM debt_commission_line WHERE %s = %s",
                SQL.identifier(self.link),
                self.scope.closing.id,
            )
        )
        rows = [*self._money_rows(), *self._act_rows()]
        if not rows:
            return
        columns = {name: SQL.identifier("part", name) for name in COLUMNS}
        closing = self.scope.closing
        fixed = {
            self.link: SQL("%s", closing.id),
            "side": SQL("%s", self.scope.side),
            "settled": SQL("FALSE"),
            "company_id": SQL("%s", closing.company_id.id),
            "currency_id": SQL("holder.currency_id"),
            "agreement_id": SQL("holder.agreement_id"),
        }
        source = SQL(
            "FROM UNNEST(%s) AS part (%s) JOIN debt_case holder"
            " ON holder.id = part.case_id",
            _arrays(rows),
            SQL(", ").join(map(SQL.identifier, COLUMNS)),
        )
        insert(self.env["debt.commission.line"], columns | fixed, source)

    # --- Money --------------------------------------------------------------

    def _money_rows(self):
        """Return rows of the differences between due and settled commission."""
        facts, monies, settled = {}, defaultdict(list), defaultdict(list)
        touched = self._touched()
        schemes = {}
        for row in self.env.execute_query_dict(self._settled_query(touched)):
            key = _key(row)
            schemes[key] = row["scheme_id"]
            facts[key] = row
            settled[row["scheme_id"]].append(
                Charge(
                    key,
                    row["rule_id"],
                    from_float(row["base"]),
                    from_float(row["amount"]),
                )
            )
        for row in self.env.execute_query_dict(self._wanted_query(touched)):
            key = _key(row)
            row["scheme_id"] = schemes.get(key) or row["scheme_id"]
            if not row["scheme_id"]:
                continue
            facts[key] = row
            monies[row["scheme_id"]].append(self._money(key, row))
        for scheme_id in monies.keys() | settled.keys():
            scheme = self.env["debt.commission.scheme"].browse(scheme_id)
            wanted = charge(scheme._money_rules(), monies[scheme_id])
            for change in settle(wanted, settled[scheme_id]):
                yield _money_row(scheme_id, change, facts[change.key])

    def _money(self, key, row):
        """Return a row of the ledger as pure Money; a collector counts by himself."""
        person = row["user_id"] or 0
        return Money(
            key=key,
            case_id=(row["case_id"], person),
            payment_id=row["payment_id"],
            kind=row["kind"],
            date=row["date"],
            amount=from_float(row["amount"]),
            stage=row["phase"] or "",
            receiver=row["received_by"],
            age=row["age"],
            period=(self.scope.calendar.period(row["date"]), person),
        )

    def _touched(self):
        """Return SQL of the cases to look at: those that differ, or all."""
        if self._has_period_tiers():
            return SQL("TRUE")
        query = SQL(
            """SELECT DISTINCT case_id FROM (
                SELECT case_id FROM (
                    SELECT case_id, payment_id, kind, claim_id, cost_id, user_id,
                           amount FROM (%(wanted)s) due WHERE scheme_id IS NOT NULL
                    UNION ALL
                    SELECT case_id, payment_id, kind, claim_id, cost_id, user_id,
                           -base FROM (%(settled)s) done
                ) part
                GROUP BY case_id, payment_id, kind, claim_id, cost_id, user_id
                HAVING SUM(amount) != 0) differing""",
            wanted=self._wanted_query(SQL("TRUE")),
            settled=self._settled_query(SQL("TRUE")),
        )
        ids = [case_id for (case_id,) in self.env.execute_query(query)]
        return SQL("holder.id = ANY(%s)", ids)

    def _has_period_tiers(self):
        return bool(
            self.env["debt.commission.rule"].search_count(
                [
                    ("scheme_id.side", "=", self.scope.side),
                    ("scheme_id.company_id", "=", self.scope.closing.company_id.id),
                    ("scope", "=", "period"),
                ],
                limit=1,
            )
        )

    def _wanted_query(self, touched):
        """Return SQL of all money of the scope, as the ledger has it now."""
        scope = self.scope
        return SQL(
            _WANTED,
            person=scope.person,
            scheme=scope.scheme,
            until=scope.until,
            since=scope.since or date.min,
            cases=scope.cases,
            touched=touched,
            credited=scope.credited,
        )

    def _settled_query(self, touched):
        """Return SQL of what earlier closings settled of the scope."""
        return SQL(
            _SETTLED, side=self.scope.side, cases=self.scope.cases, touched=touched
        )

    # --- Acts ---------------------------------------------------------------

    def _act_rows(self):
        """Return rows of acts that nobody settled; the first rule of an act decides."""
        rules = self.env["debt.commission.rule"].search(
            [
                ("scheme_id.side", "=", self.scope.side),
                ("scheme_id.company_id", "=", self.scope.closing.company_id.id),
                ("basis", "=", "act"),
            ]
        )
        if not rules:
            return
        by_act = defaultdict(list)
        for rule in rules:
            by_act[rule.scheme_id.id, rule.event_type_id.id].append(rule)
        for row in self.env.execute_query_dict(self._acts_query(rules)):
            candidates = by_act[row["scheme_id"], row.pop("type_id")]
            rule = next((r for r in candidates if _holds(r, row)), None)
            if rule:
                amount = from_float(rule.fixed_amount)
                yield row | {"rule_id": rule.id, "kind": "act", "amount": amount}

    def _acts_query(self, rules):
        collecting = self.scope.side == "collector"
        return SQL(
            _ACTS,
            person=SQL("event.user_id") if collecting else SQL("NULL::int4"),
            scheme=self.scope.scheme,
            types=rules.event_type_id.ids,
            until=self.scope.until,
            since=self.scope.since or date.min,
            cases=self.scope.cases,
            side=self.scope.side,
        )


def _holds(rule, row):
    """Tell whether a rule for acts takes an act of a day and phase."""
    early = rule.date_from and row["date"] < rule.date_from
    late = rule.date_to and row["date"] > rule.date_to
    return not early and not late and rule.phase in (False, row["phase"])


def _key(row):
    """Return what makes money the same at each closing."""
    return (
        row["payment_id"],
        row["kind"],
        row["claim_id"] or 0,
        row["cost_id"] or 0,
        row["user_id"] or 0,
    )


def _money_row(scheme_id, change, facts):
    """Return the values of a line."""
    return facts | {
        "scheme_id": scheme_id,
        "rule_id": change.rule_id,
        "base": change.base,
        "amount": change.amount,
    }


def _arrays(rows):
    """Return rows as arrays, one for each column."""
    return SQL(", ").join(
        SQL(f"%s::{kind}[]", [row.get(name) for row in rows])
        for name, kind in COLUMNS.items()
    )


# What is ours altogether bears no commission on top.
_NOT_OURS = """NOT EXISTS (
    SELECT FROM debt_remittance_line ours
     WHERE ours.payment_id = part.payment_id AND ours.kind = part.kind
       AND ours.claim_id IS NOT DISTINCT FROM part.claim_id
       AND ours.cost_id IS NOT DISTINCT FROM part.cost_id AND ours.retained > 0)"""
_READ = (
    "debt.agreement",
    "debt.case",
    "debt.claim",
    "debt.commission.line",
    "debt.commission.rule",
    "debt.cost",
    "debt.event",
    "debt.payment",
    "debt.payment.allocation",
    "debt.remittance",
    "debt.remittance.line",
    "debt.team",
    "res.users",
)
_WANTED = """
    SELECT part.payment_id, part.kind, part.claim_id, part.cost_id,
           holder.id AS case_id, %(person)s AS user_id, %(scheme)s AS scheme_id,
           MAX(part.date) AS date, SUM(part.amount) AS amount, payment.phase,
           payment.received_by,
           GREATEST(payment.date - COALESCE(MAX(claim.due_date), (
               SELECT MIN(due_date) FROM debt_claim WHERE case_id = holder.id
                  AND state != 'withdrawn')), 0)::int4 AS age
      FROM debt_payment_allocation part
      JOIN debt_payment payment ON payment.id = part.payment_id
      JOIN debt_case holder ON holder.id = payment.case_id
      JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
 LEFT JOIN debt_claim claim ON claim.id = part.claim_id
 LEFT JOIN debt_team team ON team.id = holder.team_id
 LEFT JOIN res_users collector ON collector.id = payment.credited_user_id
     WHERE payment.state = 'booked' AND payment.received_by IN ('us', 'creditor')
       AND part.date <= %(until)s AND payment.date >= %(since)s
       AND %(cases)s AND %(touched)s AND %(credited)s
  GROUP BY part.payment_id, part.kind, part.claim_id, part.cost_id, holder.id,
           payment.id, agreement.id, team.id, collector.id"""
_SETTLED = """
    SELECT line.payment_id, line.kind, line.claim_id, line.cost_id,
           line.case_id, line.user_id, line.scheme_id, line.rule_id,
           MAX(line.date) AS date, MAX(line.phase) AS phase, MAX(line.age) AS age,
           SUM(line.base) AS base, SUM(line.amount) AS amount
      FROM debt_commission_line line
      JOIN debt_case holder ON holder.id = line.case_id
     WHERE line.side = %(side)s AND line.settled AND line.payment_id IS NOT NULL
       AND %(cases)s AND %(touched)s
  GROUP BY line.payment_id, line.kind, line.claim_id, line.cost_id, line.case_id,
           line.user_id, line.scheme_id, line.rule_id"""
_ACTS = """
    SELECT event.id AS event_id, event.case_id, event.type_id, event.date,
           %(person)s AS user_id, %(scheme)s AS scheme_id, holder.phase
      FROM debt_event event
      JOIN debt_case holder ON holder.id = event.case_id
      JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
 LEFT JOIN debt_team team ON team.id = holder.team_id
 LEFT JOIN res_users collector ON collector.id = event.user_id
     WHERE event.state = 'done' AND event.type_id = ANY(%(types)s)
       AND event.date BETWEEN %(since)s AND %(until)s AND %(cases)s
       AND NOT EXISTS (SELECT FROM debt_commission_line line
                        WHERE line.event_id = event.id AND line.side = %(side)s
                          AND line.settled)"""
