from odoo import api, fields, models
from odoo.exceptions import AccessError

DETAILS = "debt_collection.group_details"


class DebtEventType(models.Model):
    """What doing an event of a type costs us."""

    _inherit = "debt.event.type"

    unit_cost = fields.Float(
        string="Unit Cost (PLN)",
        digits=(16, 2),
        help="Standard cost of doing it once: working time, line, paper. Counted in "
        "the cost of collection for every event done; nothing is booked. Postage and "
        "other outlays that are booked as costs do not belong here.",
    )

    _unit_cost_positive = models.Constraint(
        "CHECK(unit_cost >= 0)", "The unit cost cannot be less than zero."
    )


class DebtCostKind(models.Model):
    """Whether money is spent when a cost of a kind is booked."""

    _inherit = "debt.cost.kind"

    outlay = fields.Boolean(
        compute="_compute_outlay",
        store=True,
        readonly=False,
        precompute=True,
        help="Somebody pays it: it is part of the true cost. Fixed compensation is "
        "only a charge, nothing is spent for it.",
    )

    @api.depends("code")
    def _compute_outlay(self):
        for kind in self:
            kind.outlay = kind.code != "compensation"


class DebtCost(models.Model):
    """Who bears a cost is for the accounts."""

    _inherit = "debt.cost"

    def write(self, vals):
        """Let only accountants say who bears a cost: it goes into remittances."""
        if "borne_by" in vals and not self._may_say_who_bears():
            raise AccessError(
                self.env._("Only an accountant may change who bears a cost.")
            )
        return super().write(vals)

    def _may_say_who_bears(self):
        return self.env.su or self.env.user._debt_has_role("accountant")


class DebtTrueCostMixin(models.AbstractModel):
    """The true cost of collection of a case, package or agreement."""

    _name = "debt.true.cost.mixin"
    _description = "True Cost of Collection"

    currency_id = fields.Many2one("res.currency")
    true_cost = fields.Monetary(
        string="Cost of Collection",
        compute="_compute_true_cost",
        groups=DETAILS,
        help="Outlays booked as costs and the work done at its standard cost.",
    )

    def _cost_field(self):
        """Return the field of the analysis by which this model is found."""
        raise NotImplementedError

    def _compute_true_cost(self):
        field = self._cost_field()
        found = self.env["debt.cost.analysis"]._true_costs(field, self._origin.ids)
        for record in self:
            record.true_cost = found.get(record._origin.id, 0)

    def action_true_cost(self):
        """Open the cost of collection of the records."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_cost_analysis_action"
        )
        domain = [(self._cost_field(), "in", self.ids)]
        return {**action, "domain": domain, "context": {}}


class DebtCase(models.Model):
    _name = "debt.case"
    _inherit = ["debt.case", "debt.true.cost.mixin"]

    def _cost_field(self):
        return "case_id"


class DebtPackage(models.Model):
    _name = "debt.package"
    _inherit = ["debt.package", "debt.true.cost.mixin"]

    def _cost_field(self):
        return "package_id"


class DebtAgreement(models.Model):
    _name = "debt.agreement"
    _inherit = ["debt.agreement", "debt.true.cost.mixin"]

    def _cost_field(self):
        return "agreement_id"
