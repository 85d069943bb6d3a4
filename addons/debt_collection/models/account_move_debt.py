from odoo import fields, models

from ..services.doors import is_open


class AccountMove(models.Model):
    """Entries that credit invoices of cases without money."""

    _inherit = "account.move"

    debt_kind = fields.Selection(
        [("writeoff", "Written off"), ("setoff", "Set-off")],
        readonly=True,
        copy=False,
        help="Why the entry lowers what is owed on cases.",
    )
    debt_value_date = fields.Date(
        string="Counts From",
        readonly=True,
        copy=False,
        help="Day from which the entry counts for the debtor. Empty: its date.",
    )

    def _debt_undo(self, reason):
        """Reverse entries that credited cases; the ledgers follow.

        :return: the reversing entries
        """
        today = self.env["debt.balance"]._today()
        values = [{"ref": reason, "date": max(today, move.date)} for move in self]
        return self._reverse_moves(values, cancel=True)


class AccountMoveLine(models.Model):
    """Items of such entries, and of cash."""

    _inherit = "account.move.line"

    def _debt_date(self):
        """Return the day from which the money of this item counts."""
        return self.move_id.debt_value_date or super()._debt_date()

    def _debt_payment_values(self, amount, claims=None):
        """Return values of the payment; money of a cash journal is cash."""
        values = super()._debt_payment_values(amount, claims)
        if self.journal_id.type == "cash":
            values["source"] = "cash"
        return values


class AccountPartialReconcile(models.Model):
    """What such entries credit is no money."""

    _inherit = "account.partial.reconcile"

    def _debt_payment_values(self, claim):
        """Return values of the payment, with the source that the entry tells."""
        values = super()._debt_payment_values(claim)
        move = self.credit_move_id.sudo().move_id  # as in super
        if move.debt_kind:
            values |= {"source": move.debt_kind, "name": move.ref or move.name}
        return values


class DebtPayment(models.Model):
    """Credits that come from such entries are reversed with them."""

    _inherit = "debt.payment"

    write_off_move_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Entry of the same write-off: what of it invoices bear.",
    )

    def action_reverse(self, reason=None):
        """Reverse the entry behind what was written off or set off.

        Of a write-off interest, costs and invoices are taken back together. The other
        payments are reversed as ever.
        """
        if is_open(self, "debt_journal_follows"):
            return super().action_reverse(reason)
        booked = self.filtered(lambda payment: payment.state == "booked")
        entries = booked.partial_id.credit_move_id.move_id.filtered("debt_kind")
        entries |= booked.write_off_move_id
        together = self
        if entries:
            together |= self.search([("write_off_move_id", "in", entries.ids)])
            entries._debt_undo(reason or self.env._("Reversed by hand"))
        rest = together.filtered(lambda payment: payment.state == "booked")
        return super(DebtPayment, rest).action_reverse(reason)
