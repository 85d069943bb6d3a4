from odoo import fields, models

from .debt_letter_life import KINDS


class DebtLetterTemplate(models.Model):
    """How letters of a template are posted."""

    _inherit = "debt.letter.template"

    post_kind = fields.Selection(
        KINDS,
        string="Posted As",
        default="ordinary",
        required=True,
        help="Proposed for each letter; it can be changed until the letter is posted.",
    )
