from odoo import fields, models


class DebtPaymentReverse(models.TransientModel):
    """Asks why payments are reversed: a mistake, or a transfer sent back."""

    _name = "debt.payment.reverse"
    _description = "Reverse Payments"

    payment_ids = fields.Many2many(
        "debt.payment",
        string="Payments",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_reverse(self):
        """Reverse the payments and replay their cases."""
        self.ensure_one()
        self.payment_ids.action_reverse(self.reason)
