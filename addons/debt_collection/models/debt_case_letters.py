from odoo import fields, models


class DebtCase(models.Model):
    """Letters of a case."""

    _inherit = "debt.case"

    letter_ids = fields.One2many("debt.letter", "case_id", string="Letters")
