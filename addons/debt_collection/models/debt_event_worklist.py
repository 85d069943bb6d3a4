from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..services import worklist, worklist_figures


class DebtEvent(models.Model):
    """Planned work that is handed out to one person at a time."""

    _inherit = "debt.event"

    held_by_id = fields.Many2one(
        "res.users",
        string="Being Done By",
        readonly=True,
        copy=False,
        help="Who has the event before him now.",
    )
    held_until = fields.Datetime(
        readonly=True,
        copy=False,
        help="Until then nobody else gets the event; prolonged while it is open.",
    )
    blocked_code = fields.Char(readonly=True, copy=False)
    blocked_params = fields.Json(readonly=True, copy=False)
    blocked_until = fields.Datetime(
        string="Not Before",
        readonly=True,
        copy=False,
        help="The event may not be done now; it is looked at again at that moment.",
    )
    blocked_reason = fields.Char(string="Why Not", compute="_compute_blocked_reason")

    _held_uniq = models.UniqueIndex(
        "(held_by_id) WHERE held_by_id IS NOT NULL", "One person holds one event."
    )
    _own_idx = models.Index("(user_id, date) WHERE state = 'planned'")

    @api.depends("blocked_code", "blocked_params", "blocked_until")
    @api.depends_context("lang")
    def _compute_blocked_reason(self):
        reasons, now = self.env["debt.refusal"], fields.Datetime.now()
        for event in self:
            blocked = event.blocked_until and event.blocked_until > now
            event.blocked_reason = blocked and reasons._told(
                event.blocked_code, event.blocked_params
            )

    # === THE CALL PANEL ASKS === #
    @api.model
    def next_case(self, passed=(), channel="phone"):
        """Hand out the next due event to the user, with what the panel shows.

        :param passed: ids of events the user passed over in this sitting
        :return: dict with ``event`` (see :meth:`panel_data`), or ``empty`` (why), or
            ``more``: ask again, not all was looked at yet
        """
        self.check_access("write")
        handed = worklist.hand_out(self.env, channel, passed)
        if handed.event_id:
            return {"event": self.browse(handed.event_id).panel_data()}
        if handed.more:
            return {"more": True}
        return {"empty": worklist_figures.why_empty(self.env, channel)}

    def keep_case(self):
        """Prolong the lease while the panel is open; tell whether it is still his."""
        until = fields.Datetime.now() + worklist.LEASE
        return bool(self._update_held(SQL("held_until = %s", until)))

    def release_case(self):
        """Give back what was handed out and not done."""
        return bool(self._update_held(SQL("held_by_id = NULL, held_until = NULL")))

    def _update_held(self, change):
        rows = self.env.execute_query(
            SQL(
                """UPDATE debt_event SET %s
                    WHERE id = ANY(%s) AND held_by_id = %s RETURNING id""",
                change,
                self.ids,
                self.env.uid,
            )
        )
        self.invalidate_recordset(["held_by_id", "held_until"])
        return rows

    @api.model
    def work_due(self):
        """Return the due work of the user for the systray."""
        return worklist_figures.work_due(self.env)

    # === WHO DOES IT === #
    def write(self, vals):
        """Let only the entitled reassign planned work; end leases of done work."""
        ends = vals.get("state") in ("done", "cancelled")
        if {"user_id", "team_id"} & vals.keys() and not ends:
            self._check_may_reassign(vals)
        if ends:
            vals = {**vals, "held_by_id": False, "held_until": False}
        return super().write(vals)

    def _check_may_reassign(self, vals):
        if self.env.su or self.env.user._debt_has_role("team_leader"):
            return
        planned = self.filtered(lambda event: event.state == "planned")
        for name in {"user_id", "team_id"} & vals.keys():
            if any(event[name].id != (vals[name] or False) for event in planned):
                raise AccessError(
                    self.env._(
                        "Only a team leader or a manager may give planned work to "
                        "somebody else. Ask yours."
                    )
                )

    def action_offer_again(self):
        """Let the queue look at blocked events again at once."""
        self.check_access("write")
        self._look_again()

    def _look_again(self):
        blocked = self.filtered(lambda event: event.blocked_until)
        blocked.write(
            {"blocked_code": False, "blocked_params": False, "blocked_until": False}
        )
