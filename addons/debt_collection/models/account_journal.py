from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    debt_stock_rules = fields.Boolean(
        string="Reconcile New Lines by Stock Rules",
        help="Lines that come in are also given a partner and reconciled at once by "
        "the rules of the reconciliation addon. Leave it off where debtors pay: its "
        "rules know no cases, and guess.",
    )
