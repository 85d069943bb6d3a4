from odoo import api, fields, models
from odoo.exceptions import UserError


class DebtCommissionScheme(models.Model):
    """What we take from a creditor, or give a collector, for recovered money."""

    _name = "debt.commission.scheme"
    _description = "Commission Scheme"
    _order = "side, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    side = fields.Selection(
        [("creditor", "Creditor pays us"), ("collector", "We pay collectors")],
        required=True,
        default="creditor",
    )
    rule_ids = fields.One2many("debt.commission.rule", "scheme_id", copy=True)
    note = fields.Text()
    last_settled = fields.Date(
        compute="_compute_last_settled",
        help="Newest day of money that was settled by this scheme. What holds up to it "
        "can no longer be changed: add rules that are valid later.",
    )

    def _compute_last_settled(self):
        groups = self.env["debt.commission.line"]._read_group(
            [("scheme_id", "in", self.ids), ("settled", "=", True)],
            ["scheme_id"],
            ["date:max"],
        )
        newest = {scheme.id: day for scheme, day in groups}
        for scheme in self:
            scheme.last_settled = newest.get(scheme.id)

    def copy_data(self, default=None):
        """Name the copies."""
        return [
            {**vals, "name": self.env._("%s (copy)", scheme.name)}
            for scheme, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def write(self, vals):
        """Refuse to turn a scheme that was used to the other side."""
        if {"side", "company_id"} & vals.keys():
            self._check_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _check_unused(self):
        used = self.sudo().filtered("last_settled")  # whoever asks, used is used
        if used:
            raise UserError(
                self.env._(
                    "Commissions were settled by scheme %(name)s up to %(day)s. Leave "
                    "it as it is: archive it, or add rules valid from a later day.",
                    name=used[0].name,
                    day=used[0].last_settled,
                )
            )

    def _money_rules(self):
        """Return the pure rules in the order in which they are tried."""
        rules = self.rule_ids.filtered(lambda rule: rule.basis == "money")
        return [rule._to_rule() for rule in rules]
