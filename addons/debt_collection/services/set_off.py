"""Set-off: what the debtor is owed lowers what he owes (art. 498-505 kc)."""

from odoo.exceptions import UserError
from odoo.fields import Command

from .write_off import credits_of, entry_values, post_and_pay


class SettingOff:
    """Books one declaration of set-off, or takes it back."""

    def __init__(self, setoff):
        setoff.ensure_one()
        self.setoff, self.env = setoff, setoff.env
        self.case = setoff.case_id

    def declare(self):
        """Book the set-off on its case.

        :raises UserError: it is greater than what either side owes, or declared
        """
        self.case._lock_ledger()
        self._check()
        own = self.case.agreement_id.kind == "own"
        move, payments = self._journal() if own else (None, self._ledger())
        self.setoff._at_door().write(
            {
                "state": "done",
                "move_id": move and move.id,
                "payment_ids": [Command.set(payments.ids)],
            }
        )

    def cancel(self, reason):
        """Reverse the set-off.

        :raises UserError: it was not declared
        """
        if self.setoff.state != "done":
            self._refuse(self.env._("it is not declared."))
        if self.setoff.move_id:
            self.setoff.move_id._debt_undo(reason)
        booked = self.setoff.payment_ids.filtered(lambda p: p.state == "booked")
        booked._reverse_with_journal(reason)
        self.setoff._at_door().write({"state": "cancelled", "cancel_reason": reason})

    # --- Checks -------------------------------------------------------------

    def _check(self):
        setoff = self.setoff
        compare = setoff.currency_id.compare_amounts
        day = setoff.effective_date
        owed = self.case.with_context(debt_as_of=day).total_due
        if setoff.state != "draft":
            self._refuse(self.env._("it is declared already."))
        if day > setoff.date:
            self._refuse(
                self.env._("it cannot count from a day after the declaration.")
            )
        if compare(setoff.amount, owed) > 0:
            self._refuse(
                self.env._("the case owed only %(owed).2f on that day.", owed=owed)
            )
        if compare(setoff.amount, setoff.counterclaim) > 0:
            self._refuse(
                self.env._(
                    "the debtor is owed only %(owed).2f.", owed=setoff.counterclaim
                )
            )

    def _refuse(self, reason):
        raise UserError(
            self.env._(
                "Set-off %(name)s of case %(case)s: %(reason)s",
                name=self.setoff.name,
                case=self.case.name,
                reason=reason,
            )
        )

    # --- Booking ------------------------------------------------------------

    def _ledger(self):
        """Credit the case of somebody else's claims."""
        return self.env["debt.payment"].create(
            {
                "name": self.setoff.name,
                "case_id": self.case.id,
                "date": self.setoff.effective_date,
                "amount": self.setoff.amount,
                "source": "setoff",
                "claim_ids": [Command.set(self.setoff.claim_ids.ids)],
            }
        )

    def _journal(self):
        """Reconcile our debts to the debtor with his invoices."""
        setoff = self.setoff
        credits, invoices = credits_of(
            self.case, setoff.amount, setoff.claim_ids, setoff.name
        )
        debits, items = self._debits()
        self._balance(debits, credits)
        values = entry_values(self.case, setoff.date, setoff.name, debits + credits)
        values |= {"debt_kind": "setoff", "debt_value_date": setoff.effective_date}
        move = self.env["account.move"].create(values)
        payments = post_and_pay(move, [invoices])
        ours = move.line_ids.filtered(lambda item: item.balance > 0).sorted("id")
        ours = ours.filtered("account_id.reconcile")
        self.env["account.move.line"]._reconcile_plan(
            [one + other for one, other in zip(ours, items, strict=True)]
        )
        return move, payments

    def _debits(self):
        """Return (values of debit items, the items that they pay), the oldest first."""
        values, items, left = [], self.env["account.move.line"], self.setoff.amount
        for item in self.setoff.item_ids.sorted(
            lambda i: (i.date_maturity or i.date, i.id)
        ):
            self._check_item(item)
            taken = min(left, -item.amount_residual_currency)
            if self.case.currency_id.compare_amounts(taken, 0) <= 0:
                continue
            share = taken / -item.amount_residual_currency
            balance = item.company_currency_id.round(-item.amount_residual * share)
            values.append(
                {
                    "name": self.setoff.name,
                    "account_id": item.account_id.id,
                    "partner_id": item.partner_id.id,
                    "currency_id": self.case.currency_id.id,
                    "amount_currency": taken,
                    "balance": balance,
                }
            )
            items |= item
            left = self.case.currency_id.round(left - taken)
        return values, items

    def _check_item(self, item):
        if item.currency_id != self.case.currency_id:
            self._refuse(
                self.env._("%(item)s is in another currency.", item=item.move_id.name)
            )
        debtor = self.case.debtor_id.commercial_partner_id
        if item.partner_id.commercial_partner_id != debtor:
            self._refuse(
                self.env._("%(item)s is not the debtor's.", item=item.move_id.name)
            )

    def _balance(self, debits, credits):
        """Let the last debit take the rounding of two rates of exchange."""
        difference = sum(line["balance"] for line in debits + credits)
        debits[-1]["balance"] -= difference
