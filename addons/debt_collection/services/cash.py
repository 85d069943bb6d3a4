"""Cash taken from debtors: numbered, booked on the case, taken back."""

from odoo.exceptions import UserError

from .booking import Booking, Part


class CashDesk:
    """Books cash receipts; whoever calls it has checked the right to do so."""

    def __init__(self, env):
        # A cashier in the field has no rights on journals; the doors check who he is.
        self.env = env(su=True)

    def issue(self, receipts):
        """Number drafts and book their cash.

        :raises UserError: a receipt is no draft, or has no journal in the currency of
            its case
        """
        receipts = receipts.with_env(self.env)
        receipts.lock_for_update()
        for receipt in receipts:
            self._check(receipt)
        lines = self.env["account.bank.statement.line"]
        for receipt in receipts.sorted("id"):
            number = receipt.journal_id._debt_receipt_number(receipt.date)
            line = lines.create(
                {
                    "journal_id": receipt.journal_id.id,
                    "date": receipt.date,
                    "amount": receipt.amount,
                    "payment_ref": f"{number} {receipt.case_id.name}",
                    "partner_id": receipt.debtor_id.id,
                }
            )
            receipt._at_door().write(
                {"name": number, "state": "issued", "statement_line_id": line.id}
            )
        Booking(self.env).book(
            [
                (
                    receipt.statement_line_id,
                    [Part(receipt.case_id, receipt.amount, receipt.claim_ids)],
                )
                for receipt in receipts
            ]
        )

    def annul(self, receipts, reason):
        """Undo the booking of receipts and mark them; their numbers stay used."""
        receipts = receipts.with_env(self.env)
        receipts.lock_for_update()
        for receipt in receipts:
            if receipt.state != "issued":
                self._refuse(receipt, self.env._("only an issued one can be annulled."))
            line = receipt.statement_line_id
            line.action_undo_reconciliation()
            line.move_id.button_cancel()
        receipts._at_door().write(
            {
                "state": "annulled",
                "annul_reason": reason,
                "annulled_on": self.env["debt.balance"]._today(),
            }
        )

    def _check(self, receipt):
        journal, reason = receipt.journal_id, None
        currency = journal.currency_id or journal.company_id.currency_id
        if receipt.state != "draft":
            reason = self.env._("it was issued already.")
        elif journal.type != "cash":
            reason = self.env._("the company has no cash journal. Create one first.")
        elif currency != receipt.currency_id:
            reason = self.env._("the cash journal has another currency than the case.")
        elif receipt.date > self.env["debt.balance"]._today():
            reason = self.env._("it cannot be dated in the future.")
        if reason:
            self._refuse(receipt, reason)

    def _refuse(self, receipt, reason):
        raise UserError(
            self.env._(
                "Receipt %(name)s of case %(case)s: %(reason)s",
                name=receipt.name,
                case=receipt.case_id.name,
                reason=reason,
            )
        )
