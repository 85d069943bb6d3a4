from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.procedure.start import start
from ..tools.plan import PlannedStep, future


class DebtCase(models.Model):
    """The procedure of a case: where it stands, what comes, how it is left."""

    _inherit = "debt.case"

    course_ids = fields.One2many("debt.course", "case_id")
    course_id = fields.Many2one(
        "debt.course", string="Current Course", compute="_compute_course_id"
    )
    procedure_id = fields.Many2one(
        "debt.procedure",
        compute="_compute_course_id",
        search="_search_procedure_id",
    )
    course_state = fields.Selection(
        related="course_ids.state", string="State in the Procedure"
    )
    course_step_id = fields.Many2one(related="course_ids.step_id", string="Next Step")
    course_date_due = fields.Date(related="course_ids.date_due", string="Step Due On")
    course_skip_reason = fields.Char(related="course_ids.skip_reason")
    planned_steps = fields.Html(
        compute="_compute_planned_steps",
        sanitize=False,
        help="What the procedure will do, and when, if nothing comes between.",
    )
    dispatch_ids = fields.One2many("debt.dispatch", "case_id", string="Dispatches")

    @api.depends("course_ids")
    def _compute_course_id(self):
        for case in self:
            case.course_id = case.course_ids[:1]
            case.procedure_id = case.course_id.procedure_id

    def _search_procedure_id(self, operator, value):
        return [("course_ids.procedure_id", operator, value)]

    # === THE FUTURE === #
    @api.depends("course_ids.date_due", "course_ids.state")
    def _compute_next_event_date(self):
        """Count the next step of the procedure among what comes."""
        result = super()._compute_next_event_date()
        for case in self:
            running = case.course_ids.filtered(lambda c: c.state == "running")
            days = [case.next_event_date, running.date_due]
            case.next_event_date = min(filter(None, days), default=False)
        return result

    @api.depends("course_ids.step_id", "course_ids.date_due", "course_ids.state")
    @api.depends_context("lang")
    def _compute_planned_steps(self):
        for case in self:
            case.planned_steps = self.env["ir.qweb"]._render(
                "debt_collection.case_planned_steps",
                {"case": case, "course": case.course_id, "steps": case._future()},
            )

    def _future(self):
        """Return [(step, earliest day, latest day)] of the steps still to come."""
        self.ensure_one()
        course = self.course_id
        if course.state not in ("running", "waiting") or not course.step_id:
            return []
        moves = course.procedure_id.free_days == "next"
        steps = [
            PlannedStep(step, step._interval(), step.counted_from == "due_date")
            for step in course.step_id._following()
        ]
        first = max(course.date_due, self.env["debt.balance"]._today())
        ahead = future(steps, first, self._oldest_due_date(), moves)
        return [(course.step_id, course.date_due, course.date_latest), *ahead]

    def _oldest_due_date(self):
        live = self.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
        return min(live.mapped("due_date"), default=None)

    # === DOORS === #
    def action_start_procedure(self):
        """Start the procedure of the track or package; again after it ended."""
        self.check_access("write")
        day = self.env["debt.balance"]._today()
        for case in self:
            course = case.course_id
            if course.state not in (False, "finished"):
                raise UserError(
                    self.env._(
                        "Case %(name)s is in a procedure already.", name=case.name
                    )
                )
        # Courses are written by their rules only.
        env = self.sudo().env
        self.course_ids.sudo()._restart(day)
        start(env, self.filtered(lambda case: not case.course_ids).ids, day)
        missing = self.filtered(lambda case: not case.course_ids)
        if missing:
            raise UserError(
                self.env._(
                    "No procedure: neither the track nor the package of case %(name)s "
                    "names one with an active version.",
                    name=missing[0].name,
                )
            )

    def action_return_to_procedure(self):
        """Come back to the broken step."""
        self.check_access("write")
        self.course_ids._return()

    def _check_next_event(self):
        """Let no case in individual mode be left without a next event."""
        if self.env.context.get("debt_next_planned") or self.env.su:
            return
        for case in self:
            if case.state != "open" or case.course_id.state != "individual":
                continue
            if not case.planned_event_ids:
                raise UserError(
                    self.env._(
                        "Case %(name)s would be forgotten: plan the next event, return "
                        "to the procedure, or close the case.",
                        name=case.name,
                    )
                )

    def _set_state(self, target, **values):
        """End the course of closed cases and take back what was queued."""
        result = super()._set_state(target, **values)
        if target == "closed":
            # Whoever closes a case ends its course.
            self.course_ids.sudo()._end()
        return result
