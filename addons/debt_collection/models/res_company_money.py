from odoo import fields, models


class ResCompany(models.Model):
    """Accounts and limits of money movements of cases."""

    _inherit = "res.company"

    debt_write_off_account_id = fields.Many2one(
        "account.account",
        string="Account for Write-offs",
        help="Own receivables: the cost account of debt that is given up.",
    )
    debt_tolerance = fields.Monetary(
        string="Small Rests up to",
        help="Rests of paid cases up to this amount are written off by themselves and "
        "the cases closed as paid. 0: never. An agreement may say otherwise.",
    )

    _debt_tolerance_positive = models.Constraint(
        "CHECK(debt_tolerance >= 0)",
        "The amount of small rests cannot be less than zero.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    debt_write_off_account_id = fields.Many2one(
        related="company_id.debt_write_off_account_id", readonly=False
    )
    debt_tolerance = fields.Monetary(
        related="company_id.debt_tolerance",
        readonly=False,
        currency_field="debt_currency_id",
    )
    debt_currency_id = fields.Many2one(
        "res.currency", related="company_id.currency_id", string="Company's Currency"
    )
