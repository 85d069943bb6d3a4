"""Refunds of overpayments: approved, sent by a payment order, taken back.

The entry of an approved refund moves the money from the account where it lies for the
case (own receivables: from the debtor's open credit) to the account of what we owe the
debtor. From there it is paid like any supplier: by a payment order and its bank line.
"""

from odoo.exceptions import UserError

from .write_off import entry_values


class Refunding:
    """Books refunds; whoever calls it has checked the right to do so."""

    def __init__(self, env):
        # Managers approve without rights on journals; the doors check who they are.
        self.env = env(su=True)
        self.user = env.user

    def approve(self, refunds):
        """Book refunds that were prepared.

        :raises UserError: a refund is not prepared, names no account, or the payment
            has less left
        """
        refunds = refunds.with_env(self.env)
        refunds.lock_for_update()
        for refund in refunds:
            self._check(refund)
            move = self.env["account.move"].create(self._entry(refund))
            move._post(soft=False)
            payable = move.line_ids.filtered(lambda item: item.balance < 0)
            refund._at_door().write(
                {
                    "state": "approved",
                    "move_id": move.id,
                    "payable_item_id": payable.id,
                    "approved_by_id": self.user.id,
                }
            )
            self._settle(refund, move)

    def cancel(self, refunds, reason):
        """Take refunds back; the money is the debtor's surplus again.

        Of one that was paid out, the transfer that the bank sent back stays to be
        matched with what the reversing entry leaves open.
        """
        refunds = refunds.with_env(self.env)
        refunds.lock_for_update()
        for refund in refunds.filtered(lambda refund: refund.state == "approved"):
            self._reverse(refund, reason)
        refunds.filtered(lambda refund: refund.state != "cancelled")._at_door().write(
            {"state": "cancelled", "cancel_reason": reason}
        )
        refunds.filtered("lowers_payment").case_id._replay()

    def order(self, refunds):
        """Put approved refunds into a draft payment order and return it.

        :raises UserError: nothing is left to send, or no way to send it is set up
        """
        open_ones = refunds.with_env(self.env).filtered(
            lambda refund: (
                refund.state == "approved"
                and not refund.paid
                and not refund.payable_item_id.payment_line_ids
            )
        )
        if not open_ones:
            raise UserError(
                self.env._(
                    "None of these refunds waits to be sent: approve them first; those "
                    "in a payment order are on their way."
                )
            )
        order = self._draft_order(open_ones.company_id[:1])
        for refund in open_ones:
            values = refund.payable_item_id._prepare_payment_line_vals(order)
            self.env["account.payment.line"].create(
                values
                | {
                    "partner_bank_id": self._bank_account(refund).id,
                    "communication": f"{refund.case_id.name} {refund.reason}",
                }
            )
        return order

    # --- Approving ----------------------------------------------------------

    def _check(self, refund):
        """Refuse a refund that cannot be booked."""
        reason, payment = None, refund.payment_id
        payment.case_id._lock_ledger()
        payment.invalidate_recordset()
        compare = refund.currency_id.compare_amounts
        if refund.state != "draft":
            reason = self.env._("it is not waiting for approval.")
        elif not refund.account_number:
            reason = self.env._("enter the account of the debtor.")
        elif refund.date < payment.date:
            reason = self.env._("it is dated before the payment.")
        elif not payment.statement_line_id:
            reason = self.env._("the money never came to us by a bank line.")
        elif compare(refund.amount, payment.surplus) > 0:
            reason = self.env._(
                "only %(surplus).2f of the payment is left.", surplus=payment.surplus
            )
        if reason:
            raise UserError(
                self.env._(
                    "Refund %(name)s: %(reason)s", name=refund.name, reason=reason
                )
            )

    def _entry(self, refund):
        case = refund.case_id
        source = self._source_item(refund)
        rate = source.balance / source.amount_currency if source.amount_currency else 1
        balance = case.company_id.currency_id.round(refund.amount * rate)
        debtor = case.debtor_id.with_company(case.company_id)
        shared = {
            "name": f"{refund.name} {refund.reason}",
            "partner_id": debtor.id,
            "currency_id": case.currency_id.id,
        }
        from_case = shared | {
            "account_id": source.account_id.id,
            "amount_currency": refund.amount,
            "balance": balance,
            "debt_case_id": case.id,
        }
        to_debtor = shared | {
            "account_id": debtor.property_account_payable_id.id,
            "amount_currency": -refund.amount,
            "balance": -balance,
        }
        return entry_values(case, refund.date, refund.name, [from_case, to_debtor])

    def _source_item(self, refund):
        """Return the item of the bank line that holds the money of the case."""
        items = refund.payment_id.statement_line_id.move_id.line_ids
        return items.filtered(lambda item: item.debt_case_id == refund.case_id)[:1]

    def _settle(self, refund, move):
        """Lower the payment, or the open credit of own receivables."""
        if refund.lowers_payment:
            refund.case_id._replay()
            return
        debit = move.line_ids.filtered("debt_case_id")
        (debit | self._source_item(refund)).reconcile()

    # --- Taking back --------------------------------------------------------

    def _reverse(self, refund, reason):
        move = refund.move_id
        debit = move.line_ids.filtered("debt_case_id")
        if not refund.lowers_payment:
            debit.remove_move_reconcile()
        today = self.env["debt.balance"]._today()
        reverse = move._reverse_moves([{"ref": reason, "date": max(today, move.date)}])
        back = reverse.line_ids.filtered(lambda i: i.account_id == debit.account_id)
        back.debt_case_id = refund.case_id
        # Posting reconciles the two entries; what was paid out stays with its transfer.
        reverse._post(soft=False)

    # --- Sending ------------------------------------------------------------

    def _draft_order(self, company):
        orders = self.env["account.payment.order"]
        ways = self.env["account.payment.method.line"].search(
            [
                ("company_id", "=", company.id),
                ("payment_type", "=", "outbound"),
                ("payment_method_id.payment_order_ok", "=", True),
            ]
        )
        if not ways:
            raise UserError(
                self.env._(
                    "%(company)s has no payment method for payment orders. Add one to "
                    "the outgoing payments of a bank journal.",
                    company=company.name,
                )
            )
        waiting = [
            ("company_id", "=", company.id),
            ("state", "=", "draft"),
            ("payment_method_line_id", "in", ways.ids),
        ]
        values = {
            "company_id": company.id,
            "payment_type": "outbound",
            "payment_method_line_id": ways[0].id,
        }
        return orders.search(waiting, limit=1) or orders.create(values)

    def _bank_account(self, refund):
        """Return the debtor's account, entered where it is new."""
        accounts = self.env["res.partner.bank"].with_context(active_test=False)
        number = refund.account_number
        if number[:2].isdigit():
            number = f"PL{number}"
        clean = "".join(number.split()).upper()
        known = accounts.search(
            [
                ("partner_id", "=", refund.debtor_id.id),
                ("sanitized_acc_number", "in", [clean, clean.removeprefix("PL")]),
            ],
            limit=1,
        )
        return known or accounts.create(
            {"acc_number": clean, "partner_id": refund.debtor_id.id}
        )
