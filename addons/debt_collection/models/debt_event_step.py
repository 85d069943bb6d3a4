from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.doors import is_open

# Writing these on a planned step of a strict procedure is for leaders only.
GUARDED = {"date", "type_id", "case_id", "step_id", "deadline"}


class DebtEvent(models.Model):
    """Events that are steps of a procedure: when done, the case goes on."""

    _inherit = "debt.event"

    step_id = fields.Many2one("debt.procedure.step", readonly=True, copy=False)
    script = fields.Text(related="step_id.text")
    deadline = fields.Date(string="Not Later Than", readonly=True, copy=False)
    team_id = fields.Many2one(
        "debt.team",
        compute="_compute_team_id",
        store=True,
        precompute=True,
    )
    priority = fields.Integer(
        default=0, readonly=True, help="The higher, the sooner it is handed out."
    )

    _worklist_idx = models.Index(
        "(channel, team_id, priority DESC, date, id) "
        "WHERE state = 'planned' AND user_id IS NULL"
    )

    @api.depends("case_id")
    def _compute_team_id(self):
        for event in self:
            event.team_id = event.case_id.team_id

    def write(self, vals):
        """Keep planned steps of strict procedures where they are (T-50)."""
        done = vals.get("state") == "done"
        if vals.get("state") == "cancelled" or (GUARDED & vals.keys() and not done):
            self._check_step_door()
        return super().write(vals)

    def _check_step_door(self):
        if self.env.su or is_open(self, "debt_procedure_door"):
            return
        steps = self.filtered(lambda event: event.step_id and event.state == "planned")
        if any(steps.step_id.procedure_id.mapped("strict")):
            raise UserError(
                self.env._(
                    "This is a step of a strict procedure: it can only be done. A "
                    "team leader may move or skip it; you may leave the procedure "
                    "with a reason."
                )
            )

    def _after_done(self):
        """Let the cases go on and charge what the steps cost."""
        result = super()._after_done()
        steps = self.filtered("step_id")
        if steps:
            steps.flush_recordset()
            self._book_step_costs(steps)
            for day, events in steps.grouped("date").items():
                self.env["debt.course"]._go_on(events, day)
        return result

    def _book_step_costs(self, steps):
        # Whoever does the step need not have the right to book costs.
        self.env["debt.cost"].sudo()._book_steps(
            SQL(
                """SELECT e.case_id, e.step_id, e.id AS event_id,
                          e.effect_key AS key
                     FROM debt_event e WHERE e.id = ANY(%s)""",
                steps.ids,
            )
        )

    def action_done(self):
        """Confirm planned events, but leave no individual case without a next step."""
        result = super().action_done()
        self.case_id._check_next_event()
        return result

    def action_cancel(self):
        """Drop planned events, but leave no individual case without a next step."""
        result = super().action_cancel()
        self.case_id._check_next_event()
        return result
