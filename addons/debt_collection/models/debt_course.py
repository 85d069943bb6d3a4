from odoo import api, fields, models
from odoo.tools import SQL


class DebtCourse(models.Model):
    """Where a case stands in its procedure: one narrow row for a case.

    The row says which step comes next, from which day it is counted and when it is
    due. Runs work on these rows by sets; people change them only through the
    methods of :mod:`.debt_course_door`.
    """

    _name = "debt.course"
    _description = "Course of a Case"
    _order = "date_due, id"
    _check_company_auto = True

    case_id = fields.Many2one(
        "debt.case", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, precompute=True
    )
    version_id = fields.Many2one(
        "debt.procedure.version", required=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="version_id.procedure_id", store=True, precompute=True, index=True
    )
    step_id = fields.Many2one(
        "debt.procedure.step",
        string="Next Step",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    occurrence = fields.Integer(
        default=1,
        readonly=True,
        help="Rises whenever the case comes back to the procedure, so that a step may "
        "be done again.",
    )
    state = fields.Selection(
        [
            ("running", "Waits for Its Day"),
            ("waiting", "Step Being Done"),
            ("individual", "Individual"),
            ("finished", "Finished"),
        ],
        default="running",
        required=True,
        readonly=True,
    )
    started_on = fields.Date(required=True, readonly=True)
    anchor = fields.Date(
        string="Counted From",
        required=True,
        readonly=True,
        help="Day of the last event, from which the next step is counted.",
    )
    date_due = fields.Date(string="Due On", readonly=True)
    date_latest = fields.Date(string="Not Later Than", readonly=True)
    grace_days = fields.Integer(
        readonly=True, help="Usual delay of the debtor, waited for before the start."
    )
    skip_code = fields.Char(readonly=True)
    skip_params = fields.Json(readonly=True)
    skip_date = fields.Date(string="Looked At On", readonly=True)
    skip_reason = fields.Char(
        string="Why Not",
        compute="_compute_skip_reason",
        help="Why nothing was done when the case was looked at last.",
    )
    left_reason = fields.Selection(
        [
            ("promise", "Promise to pay"),
            ("dispute", "Dispute"),
            ("court", "Court"),
            ("instalments", "Instalments"),
            ("other", "Other"),
        ],
        string="Left Because",
        readonly=True,
    )
    left_note = fields.Char(readonly=True)
    left_on = fields.Date(readonly=True)

    _case_uniq = models.Constraint("UNIQUE(case_id)", "A case has one course.")
    _due_idx = models.Index("(company_id, date_due, id) WHERE state = 'running'")
    _version_idx = models.Index("(version_id, state)")

    @api.depends("case_id", "step_id")
    def _compute_display_name(self):
        for course in self:
            step = course.step_id.name or self.env._("Finished")
            course.display_name = f"{course.case_id.name}: {step}"

    @api.depends("skip_code", "skip_params")
    @api.depends_context("lang")
    def _compute_skip_reason(self):
        reasons = self.env["debt.refusal"]
        for course in self:
            course.skip_reason = reasons._told(course.skip_code, course.skip_params)

    @api.model
    def _companies(self):
        """Return the companies that have courses."""
        groups = self._read_group([], ["company_id"])
        return self.env["res.company"].union(*(company for (company,) in groups))

    def _lock(self):
        """Wait for others who move the courses."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT 1 FROM debt_course WHERE id = ANY(%s) FOR UPDATE", self.ids)
        )
        self.invalidate_recordset()
