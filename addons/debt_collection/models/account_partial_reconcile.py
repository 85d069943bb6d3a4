from odoo import api, models
from odoo.fields import Command

from ..services.doors import is_open


class AccountPartialReconcile(models.Model):
    """Own receivables follow their reconciliation: each partial is one payment.

    Whether a bank line, a payment, a credit note or a journal entry pays the
    invoice makes no difference.
    """

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Book payments on the claims whose invoices are paid."""
        partials = super().create(vals_list)
        partials._debt_pay_claims()
        (partials.debit_move_id | partials.credit_move_id)._debt_follow_credits()
        return partials

    def unlink(self):
        """Reverse the payments that these partials were."""
        if not self:
            return super().unlink()
        items = self.debit_move_id | self.credit_move_id
        claims = self._debt_claims()
        if claims:
            self._debt_reverse_payments()
        result = super().unlink()
        claims._follow_invoice()
        if not is_open(self, "debt_keep_credits"):
            items.exists()._debt_follow_credits()
        return result

    def _debt_claims(self):
        """Return the live claims whose invoices these partials touch."""
        # The ledger follows whoever reconciles, with or without rights on cases.
        return (
            self.env["debt.claim"]
            .sudo()
            .search(
                [
                    ("move_line_id", "in", self.debit_move_id.ids),
                    ("state", "!=", "withdrawn"),
                ]
            )
        )

    def _debt_pay_claims(self):
        claims = {claim.move_line_id: claim for claim in self._debt_claims()}
        # An exchange difference pays nothing in the currency of the claim.
        paying = self.filtered(
            lambda partial: (
                partial.debit_move_id in claims and partial.debit_amount_currency > 0
            )
        )
        if paying:
            self.env["debt.payment"].sudo().create(  # as in _debt_claims
                [
                    partial._debt_payment_values(claims[partial.debit_move_id])
                    for partial in paying
                ]
            )

    def _debt_payment_values(self, claim):
        """Return values of the payment; it is credited to the invoice's principal."""
        self.ensure_one()
        source = self.credit_move_id.sudo()
        policy = self.env.ref("debt_collection.crediting_policy_principal_first")
        return {
            "name": source.move_id.name or "/",
            "case_id": claim.case_id.id,
            "claim_ids": [Command.link(claim.id)],
            "policy_id": policy.id,
            "date": source._debt_date(),
            "amount": self.debit_amount_currency,
            "source": "invoice",
            "partial_id": self.id,
        }

    def _debt_is_money(self):
        """Tell whether money paid the invoice, not a credit note or an entry."""
        self.ensure_one()
        # As in _debt_claims.
        paying = self.sudo().credit_move_id.move_id
        return bool(
            paying.statement_line_id
            or paying.origin_payment_id
            or paying.journal_id.type in ("bank", "cash", "credit")
        )

    def _debt_reverse_payments(self):
        payments = self.env["debt.payment"].sudo()  # as in _debt_claims
        payments.search(
            [("partial_id", "in", self.ids), ("state", "=", "booked")]
        )._reverse_with_journal(self.env._("Reconciliation of the invoice undone"))
