from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DebtInterestTerms(models.AbstractModel):
    """Interest terms of one level: agreement, case or claim.

    The lowest level that chooses a kind wins. An empty kind inherits from the
    level above; a chosen kind with the rate 0 is interest at 0 %.
    """

    _name = "debt.interest.terms"
    _description = "Interest Terms"

    interest_kind_id = fields.Many2one(
        "debt.interest.kind",
        string="Interest",
        domain="[('use', '!=', 'base')]",
        help="Empty: as on the level above (claim, case, agreement, company).",
    )
    interest_percent = fields.Float(
        string="Agreed Rate (%)",
        digits=(8, 4),
        help="Percent a year; only for interest at an agreed rate.",
    )
    _terms_idx = models.Index(
        "(interest_kind_id, interest_percent) WHERE interest_kind_id IS NOT NULL"
    )
    interest_rate_agreed = fields.Boolean(related="interest_kind_id.agreed_rate")

    @api.constrains("interest_percent")
    def _check_interest_percent(self):
        for record in self:
            if not 0 <= record.interest_percent <= 1000:
                raise ValidationError(
                    self.env._("The agreed interest rate must be between 0 and 1000 %.")
                )
