from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DebtRemittancePrepare(models.TransientModel):
    """Prepares the remittances that are due on a day."""

    _name = "debt.remittance.prepare"
    _description = "Prepare Remittances"

    day = fields.Date(
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Periods that ended before this day are settled.",
    )
    agreement_ids = fields.Many2many(
        "debt.agreement",
        string="Agreements",
        domain="[('kind', '=', 'mandate')]",
        help="Empty: all mandates with a calendar.",
    )

    def action_prepare(self):
        """Make the drafts and show them."""
        self.ensure_one()
        drafts = self.env["debt.remittance"]._prepare(self.day, self.agreement_ids)
        if not drafts:
            raise UserError(
                self.env._(
                    "No period ended before this day that has no remittance yet, or a "
                    "draft of the agreement is waiting to be confirmed."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_remittance_action"
        )
        return action | {"domain": [("id", "in", drafts.ids)], "context": {}}


class DebtRemittancePay(models.TransientModel):
    """Puts payouts into one payment order."""

    _name = "debt.remittance.pay"
    _description = "Pay Out Remittances"

    remittance_ids = fields.Many2many(
        "debt.remittance",
        default=lambda self: [Command.set(self.env.context.get("active_ids", []))],
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, readonly=True
    )
    method_line_id = fields.Many2one(
        "account.payment.method.line",
        string="Payment Method",
        required=True,
        domain="[('payment_order_ok', '=', True), ('payment_type', '=', 'outbound'), "
        "('company_id', '=', company_id)]",
        help="Its journal is the account the money leaves; its technical method makes "
        "the file for the bank.",
    )

    def action_pay(self):
        """Make the payment order and open it."""
        self.ensure_one()
        order = self.remittance_ids._to_payment_order(self.method_line_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.payment.order",
            "res_id": order.id,
            "view_mode": "form",
        }
