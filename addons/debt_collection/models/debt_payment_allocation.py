from odoo import fields, models

from ..tools.money import from_float


class DebtPaymentAllocation(models.Model):
    """How one payment was credited. Derived by the replay of the case."""

    _name = "debt.payment.allocation"
    _description = "Payment Allocation"
    _order = "date, payment_id, id"

    payment_id = fields.Many2one(
        "debt.payment", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        related="payment_id.case_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="payment_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="payment_id.currency_id")
    date = fields.Date(
        required=True,
        help="Value date of the payment; of a surplus, the day the later debt arose.",
    )
    kind = fields.Selection(
        [("cost", "Costs"), ("interest", "Interest"), ("principal", "Principal")],
        required=True,
    )
    claim_id = fields.Many2one("debt.claim", index="btree_not_null")
    cost_id = fields.Many2one("debt.cost", index="btree_not_null")
    amount = fields.Monetary(required=True)

    def _key(self):
        """Return what makes two allocations the same."""
        self.ensure_one()
        return (
            self.payment_id.id,
            self.date,
            self.kind,
            self.claim_id.id or 0,
            self.cost_id.id or 0,
            from_float(self.amount),
        )
