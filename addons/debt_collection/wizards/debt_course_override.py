from odoo import api, fields, models


class DebtCourseOverride(models.TransientModel):
    """A leader moves, skips or changes the next step of cases, with a reason."""

    _name = "debt.course.override"
    _description = "Change the Procedure of Cases"

    case_ids = fields.Many2many(
        "debt.case",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    action = fields.Selection(
        [
            ("date", "Move the next step to a day"),
            ("skip", "Pass over the next step"),
            ("step", "Go to another step"),
            ("version", "Move to another version of the procedure"),
        ],
        required=True,
        default="date",
    )
    date = fields.Date(default=lambda self: self.env["debt.balance"]._today())
    version_ids = fields.Many2many(
        "debt.procedure.version", compute="_compute_version_ids"
    )
    step_id = fields.Many2one(
        "debt.procedure.step", domain="[('version_id', 'in', version_ids)]"
    )
    procedure_ids = fields.Many2many("debt.procedure", compute="_compute_version_ids")
    version_id = fields.Many2one(
        "debt.procedure.version",
        string="To Version",
        domain="[('procedure_id', 'in', procedure_ids), ('state', '!=', 'draft')]",
        compute="_compute_version_id",
        store=True,
        readonly=False,
    )
    changes = fields.Text(compute="_compute_changes", string="What Is Different")
    reason = fields.Char(required=True)

    @api.depends("case_ids")
    def _compute_version_ids(self):
        for wizard in self:
            wizard.version_ids = wizard.case_ids.course_ids.version_id
            wizard.procedure_ids = wizard.version_ids.procedure_id

    @api.depends("case_ids", "action")
    def _compute_version_id(self):
        for wizard in self:
            wizard.version_id = wizard.procedure_ids[:1].version_id

    @api.depends("version_id", "version_ids")
    def _compute_changes(self):
        for wizard in self:
            parts = []
            for version in wizard.version_ids - wizard.version_id:
                changes = wizard.version_id._changes_since(version)
                lines = changes or [self.env._("no difference in the steps")]
                parts += [f"{version.display_name} →", *lines]
            wizard.changes = "\n".join(parts)

    def action_apply(self):
        """Carry out the change on all chosen cases."""
        self.ensure_one()
        courses = self.case_ids.course_ids
        courses.check_access("read")
        if self.action == "date":
            courses._override_date(self.date, self.reason)
        elif self.action == "skip":
            courses._skip_step(self.reason)
        elif self.action == "step":
            here = courses.filtered(lambda c: c.version_id == self.step_id.version_id)
            here._override_step(self.step_id, self.reason)
        else:
            wanted = self.version_id
            moving = courses.filtered(
                lambda c: (
                    c.procedure_id == wanted.procedure_id and c.version_id != wanted
                )
            )
            moving._to_version(wanted, self.reason)
