from odoo import api, fields, models

from ..tools.commission import Tier
from ..tools.money import from_float


class DebtCommissionTier(models.Model):
    """From an amount on, a percent."""

    _name = "debt.commission.tier"
    _description = "Commission Tier"
    _order = "amount_from, id"

    rule_id = fields.Many2one(
        "debt.commission.rule", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="rule_id.currency_id")
    amount_from = fields.Monetary(string="From Amount", required=True)
    percent = fields.Float(digits=(6, 3), required=True)

    _amount_uniq = models.Constraint(
        "UNIQUE(rule_id, amount_from)", "Two tiers of a rule begin at the same amount."
    )
    _percents = models.Constraint(
        "CHECK(amount_from >= 0 AND percent >= 0 AND percent <= 100)",
        "A percent is between 0 and 100, and a tier does not begin below zero.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse tiers of rules by which money was settled."""
        tiers = super().create(vals_list)
        tiers.rule_id._check_unused()
        return tiers

    def write(self, vals):
        """Refuse to change what was settled."""
        self.rule_id._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.rule_id._check_unused()

    def _to_tier(self):
        """Return the tier as a pure value."""
        self.ensure_one()
        percent = from_float(self.percent * 1000) / 1000
        return Tier(from_float(self.amount_from), percent)
