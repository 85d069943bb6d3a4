"""Claims: new ones are inserted, known ones updated where the file differs."""

import json

from odoo.tools import SQL

from .. import bulk
from . import cases, law
from .faults import Fault

# Column of the claim: its value in the file, NULL where the file says nothing.
FILE_VALUES = {
    "number": SQL("s.number"),
    "external_id": SQL("s.external_id"),
    "kind_id": SQL("s.kind_id"),
    "name": SQL("s.title"),
    "issue_date": SQL("s.issue_date"),
    "due_date": SQL("s.due_date"),
    "amount": SQL("s.amount"),
    "paid_before": SQL(
        "COALESCE(s.paid, CASE WHEN s.amount IS NULL THEN c.amount - s.remaining END)"
    ),
    "interest_kind_id": SQL("s.interest_kind_id"),
    "interest_percent": SQL("s.interest_percent"),
    "limitation_rule_id": SQL("s.limitation_rule_id"),
    "note": SQL("s.note"),
}
# A change of these changes what is owed, so payments would have to be credited anew.
OF_MONEY = (
    "amount",
    "paid_before",
    "due_date",
    "kind_id",
    "interest_kind_id",
    "interest_percent",
)
FILLED = {
    "name",
    "company_id",
    "agreement_id",
    "creditor_id",
    "debtor_id",
    "currency_id",
    "principal",
    "interest_from",
    "move_id",
}


class Claims:
    """Writes the claims of a stage.

    :param env: environment with all rights, as the user
    :param setting: ``Setting`` of the run
    """

    def __init__(self, env, setting):
        """See the class."""
        self._env, self._cr, self._setting = env, env.cr, setting

    # === WHAT IS TO BE DONE === #

    def plan(self):
        """Set the outcome of each row; return the faults that come to light."""
        self._cr.execute(
            SQL(
                """UPDATE debt_stage s SET outcome = 'create'
                    WHERE claim_id IS NULL AND NOT refused;
                   UPDATE debt_stage s
                      SET outcome = CASE WHEN c.state = 'withdrawn' THEN 'withdrawn'
                                         WHEN %(differs)s THEN 'update'
                                         ELSE 'unchanged' END
                     FROM debt_claim c WHERE c.id = s.claim_id AND NOT s.refused""",
                differs=_differs(FILE_VALUES),
            )
        )
        return self._nothing_left() + self._withdrawn() + self._too_little()

    def _nothing_left(self):
        """New claims of which nothing is left to pay."""
        return self._faults(
            SQL(
                """SELECT row, record, COALESCE(remaining, amount - paid)::text
                     FROM debt_stage
                    WHERE outcome = 'create'
                      AND COALESCE(remaining, amount - COALESCE(paid, 0)) <= 0"""
            ),
            "remaining",
            "nothing_left",
        )

    def _withdrawn(self):
        """Known claims that were withdrawn and stay so."""
        return self._faults(
            SQL(
                """SELECT s.row, s.record, s.claim_key, k.name FROM debt_stage s
                     JOIN debt_case k ON k.id = s.case_id
                    WHERE s.outcome = 'withdrawn'"""
            ),
            self._setting.claim_key,
            "claim_withdrawn",
            "warning",
            ("case",),
        )

    def _too_little(self):
        """Updates that payments or the amount itself forbid."""
        paid = SQL(
            """SELECT s.row, s.record, s.claim_key, k.name FROM debt_stage s
                 JOIN debt_claim c ON c.id = s.claim_id
                 JOIN debt_case k ON k.id = c.case_id
                WHERE s.outcome = 'update' AND %s AND EXISTS (
                      SELECT FROM debt_payment_allocation a WHERE a.claim_id = c.id)""",
            _differs({name: FILE_VALUES[name] for name in OF_MONEY}),
        )
        above = SQL(
            """SELECT s.row, s.record, s.remaining::text FROM debt_stage s
                 JOIN debt_claim c ON c.id = s.claim_id
                WHERE s.outcome = 'update'
                  AND NOT COALESCE(%s, c.paid_before)
                      BETWEEN 0 AND COALESCE(s.amount, c.amount)""",
            FILE_VALUES["paid_before"],
        )
        key = self._setting.claim_key
        return [
            *self._faults(paid, key, "claim_has_payments", names=("case",)),
            *self._faults(above, "remaining", "remaining_above_amount"),
        ]

    def _faults(self, query, field, code, severity="error", names=()):
        """Faults of the rows that a query gives as (row, record, value, *params)."""
        return [
            Fault(
                row,
                record,
                field,
                value or "",
                code,
                severity,
                dict(zip(names, params, strict=True)),
            )
            for row, record, value, *params in self._env.execute_query(query)
        ]

    # === WRITING === #

    def store(self):
        """Insert and update; return the numbers created, updated and unchanged."""
        created = self._insert()
        updated = self._update()
        self._refresh(created, updated)
        unchanged = self._env.execute_query(
            SQL(
                """SELECT COUNT(*) FROM debt_stage
                    WHERE NOT refused AND outcome IN ('unchanged', 'withdrawn')"""
            )
        )
        return {
            "created": len(created),
            "updated": len(updated),
            "unchanged": unchanged[0][0],
        }

    def _insert(self):
        """Insert the new claims; return their ids."""
        kind_id = SQL("COALESCE(s.kind_id, %s)", self._setting.default_kind_id)
        names = {kind.id: kind.name for kind in self._env["debt.claim.kind"].search([])}
        model = self._env["debt.claim"]
        return bulk.insert(
            model,
            FILE_VALUES
            | {
                "name": SQL(
                    "COALESCE(s.title, concat_ws(' ', %s::jsonb ->> (%s)::text,"
                    " COALESCE(s.number, s.external_id)))",
                    json.dumps(names),
                    kind_id,
                ),
                "kind_id": kind_id,
                "amount": SQL("COALESCE(s.amount, s.remaining)"),
                "paid_before": SQL("COALESCE(s.paid, 0)"),
                "principal": SQL(
                    "COALESCE(s.remaining, s.amount - COALESCE(s.paid, 0))"
                ),
                "interest_from": SQL("s.interest_from"),
                "limitation_date": SQL("o.last_day"),
                "limitation_alternative": SQL("o.alternative"),
                "limitation_reasons": SQL("o.reasons"),
                "case_id": SQL("k.id"),
                "company_id": SQL("k.company_id"),
                "agreement_id": SQL("k.agreement_id"),
                "creditor_id": SQL("k.creditor_id"),
                "debtor_id": SQL("k.debtor_id"),
                "currency_id": SQL("k.currency_id"),
            },
            SQL(
                """FROM debt_stage s
                   JOIN debt_case k ON k.id = s.case_id
                   JOIN debt_stage_law o ON o.id = s.record
                  ORDER BY s.record"""
            ),
        )

    def _update(self):
        """Update the known claims that differ; return their ids."""
        changes = SQL(", ").join(
            SQL(
                "%s = COALESCE(%s, c.%s)",
                SQL.identifier(name),
                value,
                SQL.identifier(name),
            )
            for name, value in FILE_VALUES.items()
        )
        rows = self._env.execute_query(
            SQL(
                """UPDATE debt_claim c
                      SET %(changes)s,
                          principal = COALESCE(s.amount, c.amount)
                              - COALESCE(%(paid)s, c.paid_before),
                          interest_from = CASE WHEN s.due_date != c.due_date
                              THEN s.interest_from ELSE c.interest_from END,
                          write_uid = %(user)s, write_date = %(now)s
                     FROM debt_stage s
                    WHERE s.claim_id = c.id AND s.outcome = 'update' AND NOT s.refused
                RETURNING c.id""",
                changes=changes,
                paid=FILE_VALUES["paid_before"],
                user=self._env.uid,
                now=self._cr.now(),
            )
        )
        self._env["debt.claim"].invalidate_model()
        return [claim_id for (claim_id,) in rows]

    # === WHAT FOLLOWS === #

    def _refresh(self, created, updated):
        """Bring all that is derived from claims up to date."""
        ids = created + updated
        if not ids:
            return
        if updated:
            law.store(self._env, updated)
        law.store_with_events(self._env, ids)
        self._store_segments(ids)
        model = self._env["debt.claim"]
        others = {
            name
            for name, field in model._fields.items()
            if field.store and field.compute and field.column_type
        }
        bulk.recompute(model.browse(ids), others - FILLED)
        case_ids = self._cases_before(ids)
        cases.refresh(self._env, case_ids)
        self._replay(case_ids)
        self._env.invalidate_all()

    def _cases_before(self, ids):
        """Cases of the claims that were there before this run."""
        rows = self._env.execute_query(
            SQL(
                """SELECT DISTINCT c.case_id FROM debt_claim c
                    WHERE c.id = ANY(%s) AND NOT EXISTS (
                          SELECT FROM debt_stage_case n WHERE n.id = c.case_id)""",
                ids,
            )
        )
        return [case_id for (case_id,) in rows]

    def _replay(self, case_ids):
        """Credit the payments of cases that have any anew."""
        [(paid,)] = self._env["debt.payment"]._read_group(
            [("case_id", "in", case_ids)], [], ["case_id:recordset"]
        )
        paid._replay()

    def _store_segments(self, ids):
        """Store the principal segments as if nothing had been paid to us."""
        self._cr.execute(
            SQL("DELETE FROM debt_claim_segment WHERE claim_id = ANY(%s)", ids)
        )
        self._cr.execute(
            SQL(
                """INSERT INTO debt_claim_segment (claim_id, date_from, principal)
                   SELECT id, interest_from, principal FROM debt_claim
                    WHERE id = ANY(%s) AND state != 'withdrawn' AND principal > 0
                      AND interest_from IS NOT NULL""",
                ids,
            )
        )
        self._env["debt.claim.segment"].invalidate_model()


def _differs(file_values):
    """SQL: the file says something else than the claim c."""
    return SQL(
        "(%s)",
        SQL(" OR ").join(
            SQL(
                "(%(value)s IS NOT NULL AND %(value)s IS DISTINCT FROM c.%(column)s)",
                value=value,
                column=SQL.identifier(name),
            )
            for name, value in file_values.items()
        ),
    )
