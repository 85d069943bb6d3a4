from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.plan import differences

# What two versions of a step are compared by.
COMPARED = (
    "name",
    "kind",
    "days_from",
    "days_to",
    "day_unit",
    "counted_from",
    "automatic",
    "letter_template_id",
    "mail_template_id",
    "fallback",
    "cost_policy",
    "cost_amount",
    "amount_from",
    "amount_to",
    "domain",
)


class DebtProcedureVersion(models.Model):
    """The steps of a procedure as they were at a time.

    A draft may be edited; the steps of an active or retired version are fixed,
    because cases run on them.
    """

    _name = "debt.procedure.version"
    _description = "Version of a Procedure"
    _order = "procedure_id, number desc"

    procedure_id = fields.Many2one(
        "debt.procedure", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="procedure_id.company_id", store=True)
    number = fields.Integer(string="Version", required=True, default=1)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("retired", "Retired")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    activated_on = fields.Date(readonly=True, copy=False)
    step_ids = fields.One2many("debt.procedure.step", "version_id", string="Steps")
    step_count = fields.Integer(compute="_compute_step_count")
    case_count = fields.Integer(compute="_compute_case_count")
    changes = fields.Text(
        compute="_compute_changes", help="Against the active version."
    )

    _number_uniq = models.Constraint(
        "UNIQUE(procedure_id, number)", "The version already exists."
    )
    _active_uniq = models.UniqueIndex(
        "(procedure_id) WHERE state = 'active'",
        "A procedure has one active version.",
    )

    @api.depends("procedure_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.procedure_id.name} v{version.number}"

    @api.depends("step_ids")
    def _compute_step_count(self):
        for version in self:
            version.step_count = len(version.step_ids)

    def _compute_case_count(self):
        groups = self.env["debt.course"]._read_group(
            [("version_id", "in", self.ids), ("state", "!=", "finished")],
            ["version_id"],
            ["__count"],
        )
        counts = {version.id: count for version, count in groups}
        for version in self:
            version.case_count = counts.get(version.id, 0)

    @api.depends("step_ids", "procedure_id.version_ids.state")
    def _compute_changes(self):
        for version in self:
            other = version.procedure_id.version_id
            same = not other or other == version
            version.changes = "" if same else "\n".join(version._changes_since(other))

    def _changes_since(self, other):
        """Return lines that say how this version differs from another."""
        labels = {
            "added": self.env._("new step"),
            "removed": self.env._("step dropped"),
            "changed": self.env._("changed"),
            "moved": self.env._("in another place"),
        }
        names = self.env["debt.procedure.step"].fields_get(COMPARED, ["string"])
        titles = {step.code: step.name for step in (other | self).step_ids}
        lines = []
        for change, key, fields_changed in differences(
            other._comparable(), self._comparable()
        ):
            what = ", ".join(names[name]["string"] for name in fields_changed)
            text = f"{titles[key]}: {labels[change]}"
            lines.append(f"{text} ({what})" if what else text)
        return lines

    def _comparable(self):
        """Return ``{code: {field: value}}`` of the steps, in their order."""
        return {
            step.code: {name: step[name] for name in COMPARED} for step in self.step_ids
        }

    def action_activate(self):
        """Let new cases take this version; running ones stay on theirs."""
        self.ensure_one()
        if not self.step_ids:
            raise UserError(self.env._("A version without steps cannot be activated."))
        self.procedure_id.version_id.state = "retired"
        self.flush_model(["state"])
        self.write(
            {
                "state": "active",
                "activated_on": self.env["debt.balance"]._today(),
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.filtered(lambda version: version.state != "draft"):
            raise UserError(
                self.env._("Only a draft can be deleted; cases ran on other versions.")
            )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
