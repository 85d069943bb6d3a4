from odoo import fields, models


class DebtPackage(models.Model):
    """Batch of cases handed over under one agreement."""

    _name = "debt.package"
    _description = "Case Package"
    _order = "date_received desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    code = fields.Char(
        required=True,
        copy=False,
        index=True,
        help="Short name used in file imports and on the command line.",
    )
    active = fields.Boolean(default=True)
    agreement_id = fields.Many2one(
        "debt.agreement",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="agreement_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="agreement_id.currency_id")
    creditor_id = fields.Many2one(related="agreement_id.creditor_id")
    date_received = fields.Date(string="Received On")
    team_id = fields.Many2one("debt.team", check_company=True)
    procedure_id = fields.Many2one(
        "debt.procedure",
        check_company=True,
        help="Which steps the cases go through, unless their track names others.",
    )
    opens_cases = fields.Boolean(
        string="Start by Itself",
        help="New cases of the package are opened and start their procedure with the "
        "next run.",
    )
    note = fields.Text()
    case_ids = fields.One2many("debt.case", "package_id", string="Cases")
    case_count = fields.Integer(compute="_compute_case_count")
    case_properties_definition = fields.PropertiesDefinition("Fields of the Client")

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "The package code must be unique."
    )

    def _compute_case_count(self):
        groups = self.env["debt.case"]._read_group(
            [("package_id", "in", self.ids)], ["package_id"], ["__count"]
        )
        counts = {package.id: count for package, count in groups}
        for package in self:
            package.case_count = counts.get(package.id, 0)

    def action_open_cases(self):
        """Open the cases of this package."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_case_action"
        )
        action["domain"] = [("package_id", "in", self.ids)]
        action["context"] = {"default_package_id": self.id}
        return action
