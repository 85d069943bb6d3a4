"""Money that goes back: undone bookings and transfers that the bank returned."""

from .booking import Booking, Part, open_amount, pay_invoices, refuse
from .doors import through


class BookingUndo:
    """Takes the booking of one bank line back, around core's own undo."""

    def __init__(self, line):
        line.ensure_one()
        # Undoing is the right of the bookkeeper; the ledger of the case follows.
        self.line, self.env = line.sudo(), line.sudo().env

    def before(self):
        """Take the payments of the line out of the ledgers of their cases.

        :raises UserError: when the transfer was returned by a later line
        """
        line = self.line
        if line.search_count([("debt_returned_line_id", "=", line.id)], limit=1):
            reason = self.env._(
                "the transfer was returned. Undo the booking of the return first."
            )
            refuse(line, reason)
        line.debt_payment_ids._reverse_with_journal(
            self.env._("Booking of the bank line undone")
        )
        line.move_id.line_ids.debt_case_id = False

    def after(self):
        """Let the line be matched again; bring back what a return had reversed."""
        line, original = self.line, self.line.debt_returned_line_id
        line.debt_match_state = "proposed" if line.debt_case_id else "none"
        if original:
            line.debt_returned_line_id = False
            self._reinstate(original, line.debt_case_id)

    def _reinstate(self, original, case):
        """Book the payment of a line again that was not sent back after all."""
        item = original.move_id.line_ids.filtered(lambda i: i.debt_case_id == case)
        if case.agreement_id.kind == "own":
            pay_invoices(item)
            item._debt_follow_credits()
            return
        last = original.debt_payment_ids.filtered(
            lambda payment: payment.case_id == case
        ).sorted("id")[-1:]
        values = item._debt_payment_values(-item.amount_currency, last.claim_ids)
        self.env["debt.payment"].create(values)


class Return:
    """Books a bank line that sends an earlier transfer back."""

    def __init__(self, line):
        line.ensure_one()
        self.line, self.env = line, line.env

    def book(self, case):
        """Reverse on the case the payment that comes back.

        :raises UserError: when the case has no payment of this amount
        """
        self.env["debt.payment"].check_access("create")
        self.line.lock_for_update()
        original = self._original(case)
        old = original.move_id.line_ids.filtered(lambda i: i.debt_case_id == case)
        part = Part(case, open_amount(self.line))
        [(item, _claims)] = Booking(self.env).split(self.line, [part])
        if case.agreement_id.kind == "own":
            through(old, "debt_keep_credits").remove_move_reconcile()
            (old + item).reconcile()
        else:
            old._debt_payment()._reverse_with_journal(
                self.env._("Returned transfer %(name)s", name=self.line.move_id.name)
            )
        self.line.debt_returned_line_id = original
        self.line._debt_booked({self.line: case})

    def _original(self, case):
        """Return the newest line of this amount on the case not returned yet."""
        liquidity, _suspense, _other = self.line._seek_for_lines()
        items = self.env["account.move.line"].search(
            [
                ("debt_case_id", "=", case.id),
                ("statement_line_id", "!=", False),
                ("balance", "=", liquidity.balance),
                ("parent_state", "=", "posted"),
            ],
            order="date desc, id desc",
        )
        original = (items.statement_line_id - self._returned(items, case))[:1]
        if not original:
            reason = self.env._(
                "case %(case)s has no payment of this amount that could have been sent "
                "back. Undo the booking of the right one by hand.",
                case=case.name,
            )
            refuse(self.line, reason)
        return original

    def _returned(self, items, case):
        returns = self.line.search(
            [
                ("debt_returned_line_id", "in", items.statement_line_id.ids),
                ("debt_case_id", "=", case.id),
            ]
        )
        return returns.debt_returned_line_id
