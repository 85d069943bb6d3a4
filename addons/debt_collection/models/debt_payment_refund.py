from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.money import from_float


class DebtPayment(models.Model):
    """What of a payment was paid back no longer pays anything."""

    _inherit = "debt.payment"

    refund_ids = fields.One2many("debt.refund", "payment_id", string="Refunds")
    refunded = fields.Monetary(
        compute="_compute_refunded", help="Paid back to the debtor."
    )
    surplus = fields.Monetary(search="_search_surplus")

    @api.depends("refund_ids.state", "refund_ids.amount", "refund_ids.lowers_payment")
    def _compute_refunded(self):
        for payment in self:
            # The ledger is the same whoever looks at it.
            live = payment.sudo().refund_ids.filtered(
                lambda refund: refund.state == "approved" and refund.lowers_payment
            )
            payment.refunded = sum(live.mapped("amount"))

    @api.depends("refunded")
    def _compute_allocated(self):
        result = super()._compute_allocated()
        for payment in self:
            if payment.state == "booked":
                payment.surplus -= payment.refunded
        return result

    def _search_surplus(self, operator, value):
        if operator not in (">", ">=", "<", "<=", "=", "!="):
            return NotImplemented
        for model in ("debt.payment", "debt.payment.allocation", "debt.refund"):
            self.env[model].flush_model()
        found = SQL(
            """(SELECT payment.id FROM debt_payment payment
             LEFT JOIN (SELECT payment_id, SUM(amount) AS amount
                          FROM debt_payment_allocation GROUP BY 1) credited
                    ON credited.payment_id = payment.id
             LEFT JOIN (SELECT payment_id, SUM(amount) AS amount FROM debt_refund
                         WHERE state = 'approved' AND lowers_payment GROUP BY 1) back
                    ON back.payment_id = payment.id
                 WHERE CASE WHEN payment.state = 'booked'
                       THEN payment.amount - COALESCE(credited.amount, 0)
                            - COALESCE(back.amount, 0)
                       ELSE 0 END %s %s)""",
            SQL(operator),
            value,
        )
        return [("id", "in", found)]

    def _to_ledger(self):
        """Return the payment as a pure value: what is left after refunds."""
        payment = super()._to_ledger()
        if not self.refunded:
            return payment
        return replace(payment, amount=payment.amount - from_float(self.refunded))

    def action_reverse(self, reason=None):
        """Refuse to reverse a payment that was paid back."""
        refunded = self.filtered(lambda p: p.state == "booked" and p.refunded)
        if refunded:
            names = ", ".join(
                refunded[0]
                .sudo()
                .refund_ids.filtered(lambda refund: refund.state == "approved")
                .mapped("name")
            )
            raise UserError(
                self.env._(
                    "Payment %(name)s was paid back (%(refunds)s). Cancel the refund "
                    "first.",
                    name=refunded[0].name,
                    refunds=names,
                )
            )
        return super().action_reverse(reason)

    def action_prepare_refund(self):
        """Prepare refunds of what is overpaid, for somebody else to approve.

        :raises UserError: nothing is overpaid that is not being refunded already
        """
        self.env["debt.refund"].check_access("create")
        todo = self.filtered(
            lambda payment: (
                payment.surplus > 0
                and payment.statement_line_id
                and not payment.refund_ids.filtered(lambda r: r.state == "draft")
            )
        )
        if not todo:
            raise UserError(
                self.env._(
                    "Nothing is left to refund: the payments are used up, did not come "
                    "by a bank line, or their refund waits for approval."
                )
            )
        refunds = self.env["debt.refund"].create(
            [{"payment_id": payment.id, "amount": payment.surplus} for payment in todo]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_refund_action"
        )
        return action | {"domain": [("id", "in", refunds.ids)], "context": {}}


class DebtCase(models.Model):
    """Cases of which too much was paid."""

    _inherit = "debt.case"

    overpaid = fields.Monetary(search="_search_overpaid")

    def _search_overpaid(self, operator, value):
        return self._search_balance("overpaid", operator, value)


class AccountBankStatementLine(models.Model):
    """Bank lines whose money was paid back."""

    _inherit = "account.bank.statement.line"

    def action_undo_reconciliation(self):
        """Refuse to undo the booking of money that was paid back."""
        # Whoever keeps the books must be told, whatever cases he sees.
        refund = (
            self.env["debt.refund"]
            .sudo()
            .search(
                [
                    ("payment_id.statement_line_id", "in", self.ids),
                    ("state", "=", "approved"),
                ],
                limit=1,
            )
        )
        if refund:
            raise UserError(
                self.env._(
                    "Money of bank line %(line)s was paid back (%(refund)s). Cancel "
                    "the refund first.",
                    line=refund.payment_id.statement_line_id.move_id.name,
                    refund=refund.name,
                )
            )
        return super().action_undo_reconciliation()
