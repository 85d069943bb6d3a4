from odoo import fields, models


class DebtCase(models.Model):
    _inherit = "debt.case"

    creditor_reference = fields.Char(
        string="Creditor's Reference",
        index="btree_not_null",
        copy=False,
        help="Number of the case or contract at the creditor.",
    )

    _creditor_reference_key_idx = models.Index(
        "(company_id, REPLACE(UPPER(REGEXP_REPLACE("
        "creditor_reference, '[^0-9A-Za-z]', '', 'g')), 'O', '0')) "
        "WHERE creditor_reference IS NOT NULL"
    )
