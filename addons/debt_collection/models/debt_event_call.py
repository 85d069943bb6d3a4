from odoo import fields, models
from odoo.tools import SQL

from ..services import call_panel


class DebtEvent(models.Model):
    """Calls: what the panel shows of a case, and booking what came of the call."""

    _inherit = "debt.event"

    def panel_data(self):
        """Return what the call panel shows of the event; only what the user may see."""
        self.ensure_one()
        self.check_access("read")
        return call_panel.panel_data(self)

    def register_call(self, outcome_id, note=None, promise=None, plan=None):
        """Book the planned event with its outcome and plan what comes next.

        A second click finds the event done and books nothing.

        :param promise: dict of date and amount
        :param plan: dict of type_id and date of the next event
        :return: dict with booked, or who has the event now
        """
        self.ensure_one()
        self.check_access("write")
        state, holder = self._lock_held()
        if state != "planned":
            return {"booked": False, "done": True}
        if holder and holder != self.env.user:
            return {"booked": False, "taken": holder.name}
        values = self._register_values() | {"outcome_id": outcome_id}
        if note:
            values["note"] = note
        if promise:
            values["promise_date"] = promise["date"]
            values["promise_amount"] = promise["amount"]
        if plan:
            values["next_type_id"] = plan["type_id"]
            values["next_date"] = plan["date"]
        self.env["debt.event.register"].create(values).action_register()
        return {"booked": True}

    def _register_values(self):
        return {
            "case_id": self.case_id.id,
            "event_id": self.id,
            "type_id": self.type_id.id,
            "partner_id": self.partner_id.id,
            "claim_ids": self.claim_ids.ids,
            "note": self.note,
        }

    def _lock_held(self):
        """Lock the event and return (its state, who holds it now)."""
        self.flush_recordset()
        [(state, holder_id)] = self.env.execute_query(
            SQL(
                """SELECT state, CASE WHEN held_until > %s THEN held_by_id END
                     FROM debt_event WHERE id = %s FOR UPDATE""",
                fields.Datetime.now(),
                self.id,
            )
        )
        self.invalidate_recordset()
        return state, self.env["res.users"].browse(holder_id or [])
