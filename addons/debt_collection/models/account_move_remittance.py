from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Invoices and entries of remittances stay as the creditor was told."""

    _inherit = "account.move"

    def button_draft(self):
        """Refuse to take back what a remittance has booked."""
        self._debt_check_not_remitted()
        return super().button_draft()

    def _debt_check_not_remitted(self):
        # The check holds for everybody, with or without rights on remittances.
        remittance = (
            self.env["debt.remittance"]
            .sudo()
            .search(
                [
                    ("state", "=", "booked"),
                    "|",
                    ("invoice_id", "in", self.ids),
                    ("move_id", "in", self.ids),
                ],
                limit=1,
            )
        )
        if remittance:
            raise UserError(
                self.env._(
                    "It belongs to remittance %(name)s, which the creditor was told. "
                    "Correct an invoice by a credit note; money is corrected by the "
                    "next remittance.",
                    name=remittance.name,
                )
            )
