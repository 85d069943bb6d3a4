from odoo import fields, models


class DebtCase(models.Model):
    """What the post told about the debtor of a case."""

    _inherit = "debt.case"

    debtor_address_doubtful = fields.Boolean(
        related="debtor_id.debt_address_doubtful", string="Address Doubtful"
    )
    debtor_death_reported_on = fields.Date(
        related="debtor_id.debt_death_reported_on", string="Reported Dead On"
    )
