from odoo import fields, models


class DebtVirtualPool(models.Model):
    """Numbers of virtual accounts that a bank gave us for a bank journal."""

    _name = "debt.virtual.pool"
    _description = "Pool of Virtual Accounts"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank Journal",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
    )
    owner = fields.Selection(
        [("case", "Case"), ("debtor", "Debtor")], required=True, default="case"
    )
    account_ids = fields.One2many("debt.virtual.account", "pool_id", readonly=True)
