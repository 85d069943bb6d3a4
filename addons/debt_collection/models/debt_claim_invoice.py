from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL


class DebtClaim(models.Model):
    """Claims on our own invoices, and document numbers as payers write them."""

    _inherit = "debt.claim"

    _number_key_idx = models.Index(
        "(company_id, REPLACE(UPPER(REGEXP_REPLACE("
        "number, '[^0-9A-Za-z]', '', 'g')), 'O', '0')) WHERE number IS NOT NULL"
    )
    _external_id_key_idx = models.Index(
        "(company_id, REPLACE(UPPER(REGEXP_REPLACE("
        "external_id, '[^0-9A-Za-z]', '', 'g')), 'O', '0')) "
        "WHERE external_id IS NOT NULL"
    )

    @api.model
    def _number_key_sql(self, number):
        """Return SQL of :func:`..tools.reference.document_key` of a column."""
        return SQL(
            "REPLACE(UPPER(REGEXP_REPLACE(%s, '[^0-9A-Za-z]', '', 'g')), 'O', '0')",
            number,
        )

    def write(self, vals):
        """Follow the invoice again when a claim is withdrawn or resumed."""
        result = super().write(vals)
        if "state" in vals:
            self.filtered("move_line_id")._follow_invoice()
        return result

    def _follow_invoice(self):
        """Make what was paid before the hand-over agree with the invoice.

        What is paid on the invoice and is no payment of the case was paid before. A
        withdrawn claim takes no part: its payments are reversed.
        """
        if not self:
            return
        withdrawn = self.filtered(lambda claim: claim.state == "withdrawn")
        withdrawn._partial_payments()._reverse_with_journal(
            self.env._("The claim was withdrawn")
        )
        paid = defaultdict(float)
        for payment in (self - withdrawn)._partial_payments():
            paid[payment.partial_id.debit_move_id.id] += payment.amount
        for claim in self - withdrawn:
            item = claim.move_line_id.sudo()  # only its residual is used
            before = claim.amount - item.amount_residual_currency - paid[item.id]
            before = claim.currency_id.round(before)
            if claim.currency_id.compare_amounts(before, claim.paid_before):
                claim.paid_before = before

    def _partial_payments(self):
        """Return the booked payments made by reconciling the claims' invoices."""
        # Those who change a claim need no right to see the journal.
        return (
            self.env["debt.payment"]
            .sudo()
            .search(
                [
                    ("partial_id.debit_move_id", "in", self.move_line_id.ids),
                    ("state", "=", "booked"),
                ]
            )
        )
