from odoo import models
from odoo.tools import SQL

from ..services.bulk import insert
from ..tools.allocation import replay
from ..tools.money import round_grosz


class DebtCase(models.Model):
    """How the payments of a case are credited: its replayable ledger."""

    _inherit = "debt.case"

    def _replay(self):
        """Credit all payments of the cases anew and store what differs.

        The result depends only on claims, costs and payments, never on the order
        in which they were entered.
        """
        if not self:
            return
        self._lock_ledger()
        rates = self.env["debt.interest.period"]._rate_table()
        allocations, segments = [], {}
        for case in self:
            ledger = replay(
                claims=case._ledger_claims(),
                costs=case._ledger_costs(),
                payments=case._ledger_payments(),
                policy=case.agreement_id.crediting_policy_id._to_policy(),
                rates=rates,
                practice=case.company_id._debt_practice(),
            )
            allocations += ledger.allocations
            segments |= ledger.segments
        self._store_allocations(allocations)
        self.claim_ids._store_segments(segments)

    def _terms_changed(self):
        """Take new interest terms into account."""
        self.env["debt.balance"]._changed()
        self.filtered("payment_ids")._replay()

    def _lock_ledger(self):
        """Let one transaction at a time replay the cases."""
        self.env["debt.balance"]._flush()
        self.lock_for_update()

    def _ledger_claims(self):
        live = self.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
        return [claim._to_ledger() for claim in live]

    def _ledger_costs(self):
        costs = self.cost_ids.filtered(lambda c: c.charged and c.state == "booked")
        return [cost._to_ledger() for cost in costs]

    def _ledger_payments(self):
        booked = self.payment_ids.filtered(lambda p: p.state == "booked")
        return [payment._to_ledger() for payment in booked]

    def _store_allocations(self, wanted):
        """Make the stored allocations equal to the wanted ones."""
        Allocation = self.env["debt.payment.allocation"].sudo()  # derived data
        stored = {a._key(): a for a in Allocation.search([("case_id", "in", self.ids)])}
        keys = {
            (
                a.payment_id,
                a.date,
                a.kind,
                a.claim_id or 0,
                a.cost_id or 0,
                round_grosz(a.amount),
            ): a
            for a in wanted
        }
        obsolete = [stored[key].id for key in stored.keys() - keys.keys()]
        Allocation.browse(obsolete).unlink()
        self._add_allocations([a for key, a in keys.items() if key not in stored])

    def _add_allocations(self, wanted):
        """Store allocations of a replay; they may be those of many cases."""
        if not wanted:
            return
        names = ("payment_id", "date", "kind", "claim_id", "cost_id", "amount")
        types = ("integer", "date", "text", "integer", "integer", "numeric")
        arrays = [
            SQL("%s::%s[]", [getattr(a, name) for a in wanted], SQL(kind))
            for name, kind in zip(names, types, strict=True)
        ]
        columns = {name: SQL.identifier("new", name) for name in names}
        insert(
            self.env["debt.payment.allocation"],
            columns
            | {
                "case_id": SQL("payment.case_id"),
                "company_id": SQL("payment.company_id"),
            },
            SQL(
                """FROM unnest(%s) new (%s)
                   JOIN debt_payment payment ON payment.id = new.payment_id""",
                SQL(", ").join(arrays),
                SQL(", ").join(map(SQL.identifier, names)),
            ),
        )
        self.env["debt.payment"].invalidate_model(
            ["allocation_ids", "allocated", "surplus"], flush=False
        )
        self.env["debt.claim"].invalidate_model(["allocation_ids"], flush=False)
