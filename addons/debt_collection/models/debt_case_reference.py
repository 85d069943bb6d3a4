from odoo import fields, models


class DebtCase(models.Model):
    _inherit = "debt.case"

    creditor_reference = fields.Char(
        string="Creditor's Reference",
        index="btree_not_null",
        copy=False,
        help="Number of the case or contract at the creditor.",
    )
