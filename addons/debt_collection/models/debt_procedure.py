from odoo import api, fields, models
from odoo.exceptions import UserError


class DebtProcedure(models.Model):
    """Ordered steps by which cases of one kind are collected.

    The steps belong to a version. A running case stays on its version; new cases
    take the active one.
    """

    _name = "debt.procedure"
    _description = "Collection Procedure"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    strict = fields.Boolean(
        default=True,
        help="Collectors can neither reorder nor move nor skip steps; a leader may, "
        "with a reason.",
    )
    return_from = fields.Selection(
        [("return", "The day of the return"), ("step", "The last step done")],
        string="After a Return Count From",
        default="return",
        required=True,
        help="From which day the next step is counted when a case comes back to the "
        "procedure. Counted from the last step, it may be due at once.",
    )
    free_days = fields.Selection(
        [("keep", "Keep the day"), ("next", "Move to the next working day")],
        string="Step on a Free Day",
        default="next",
        required=True,
    )
    held_days_count = fields.Boolean(
        string="Days on Hold Count",
        help="Off: the next step moves on by the days a case was on hold.",
    )
    note = fields.Html()
    version_ids = fields.One2many("debt.procedure.version", "procedure_id")
    version_id = fields.Many2one(
        "debt.procedure.version",
        string="Active Version",
        compute="_compute_version_id",
        help="Which steps new cases go through.",
    )
    step_ids = fields.One2many(
        "debt.procedure.step", "procedure_id", compute="_compute_version_id"
    )
    case_count = fields.Integer(compute="_compute_case_count")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "The code must be unique."
    )

    @api.depends("version_ids.state")
    def _compute_version_id(self):
        for procedure in self:
            procedure.version_id = procedure.version_ids.filtered(
                lambda version: version.state == "active"
            )[:1]
            procedure.step_ids = procedure.version_id.step_ids

    def _compute_case_count(self):
        groups = self.env["debt.course"]._read_group(
            [
                ("version_id.procedure_id", "in", self.ids),
                ("state", "!=", "finished"),
            ],
            ["procedure_id"],
            ["__count"],
        )
        counts = {procedure.id: count for procedure, count in groups}
        for procedure in self:
            procedure.case_count = counts.get(procedure.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Begin every procedure with a draft of its first version."""
        procedures = super().create(vals_list)
        if not self.env.context.get("debt_without_version"):
            for procedure in procedures.filtered(lambda p: not p.version_ids):
                procedure.version_ids = [fields.Command.create({"number": 1})]
        return procedures

    def copy(self, default=None):
        """Copy the steps of the active, else of the newest, version as well."""
        copies = super().copy(default)
        for procedure, copied in zip(self, copies, strict=True):
            source = procedure.version_id or procedure.version_ids[:1]
            source.step_ids.copy({"version_id": copied.version_ids.id})
        return copies

    def copy_data(self, default=None):
        """Give a copy a code and a name of its own."""
        vals_list = super().copy_data(default)
        for procedure, vals in zip(self, vals_list, strict=True):
            vals.setdefault("code", f"{procedure.code}-copy")
            vals["name"] = self.env._("%(name)s (copy)", name=procedure.name)
        return vals_list

    def action_new_version(self):
        """Open a draft of the next version with the steps of the newest one."""
        self.ensure_one()
        newest = self.version_ids[:1]
        if newest.state == "draft":
            return newest._open()
        draft = self.env["debt.procedure.version"].create(
            {"procedure_id": self.id, "number": newest.number + 1}
        )
        newest.step_ids.copy({"version_id": draft.id})
        return draft._open()

    def action_open_cases(self):
        """Open the cases that go through the procedure."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_case_action"
        )
        action["domain"] = [("procedure_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _active_version(self):
        """Return the active version, or say that there is none."""
        self.ensure_one()
        if not self.version_id:
            raise UserError(
                self.env._(
                    "The procedure %(name)s has no active version. Activate one.",
                    name=self.name,
                )
            )
        return self.version_id
