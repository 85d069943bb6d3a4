"""Booking of one bank statement line on cases: the journal, then the ledgers.

Mandate and assignment: the money goes to the agreement's settlement account. Own
receivables: it pays the invoices of the case; what is left stays open on the
debtor's account. Journal items carry their case and are in its currency, so that
journal and ledger can be compared.
"""

from dataclasses import dataclass
from typing import Any

from odoo.exceptions import UserError
from odoo.fields import Command


@dataclass(frozen=True)
class Part:
    """What of a line is booked on one case.

    :ivar amount: above zero, in the currency of the transaction
    :ivar claims: claims that the payer named; may be empty
    """

    case: Any
    amount: float
    claims: Any = None


class Booking:
    """Books one bank statement line, or undoes its booking."""

    def __init__(self, line):
        line.ensure_one()
        self.line, self.env = line, line.env

    def open_amount(self):
        """Return what of the line no journal item explains yet, without sign."""
        return abs(self._suspense().amount_currency)

    # --- Booking ------------------------------------------------------------

    def book(self, parts):
        """Book parts of the line on their cases; the rest stays in suspense.

        :raises UserError: saying what to mend; nothing is booked then
        """
        self._start(part.case for part in parts)
        self._check(parts)
        self._adopt_partner(parts)
        items = self._write_items(parts)
        for part in parts:
            item = items[part.case]
            if part.case.agreement_id.kind == "own":
                self._pay_invoices(item, part.claims)
                item._debt_follow_credits()
            else:
                values = item._debt_payment_values(-item.amount_currency, part.claims)
                self.env["debt.payment"].create(values)
        self._finish(parts[0].case if len(parts) == 1 else None)

    def _start(self, cases):
        """Check rights, and let one transaction at a time book the line."""
        self.env["debt.payment"].check_access("create")
        for case in cases:
            if not case:
                self._fail(self.env._("Choose the case."))
        self.line.lock_for_update()

    def _check(self, parts):
        currency = self._suspense().currency_id
        total = sum(part.amount for part in parts)
        if self.line.amount <= 0:
            self._fail(self.env._("Only money that came in can pay a case."))
        if any(currency.compare_amounts(part.amount, 0) <= 0 for part in parts):
            self._fail(self.env._("Each amount must be greater than zero."))
        if currency.compare_amounts(total, self.open_amount()) > 0:
            self._fail(
                self.env._(
                    "%(total).2f is more than the %(open).2f that are left.",
                    total=total,
                    open=self.open_amount(),
                )
            )
        self._check_cases([part.case for part in parts])

    def _check_cases(self, cases):
        booked = self.line.move_id.line_ids.debt_case_id
        for index, case in enumerate(cases):
            if case in booked or case in cases[:index]:
                self._fail(
                    self.env._(
                        "It can be booked only once on case %(case)s. Undo the booking "
                        "to change its amount.",
                        case=case.name,
                    )
                )
            if case.company_id != self.line.company_id:
                self._fail(
                    self.env._(
                        "Case %(case)s belongs to another company.", case=case.name
                    )
                )

    def _adopt_partner(self, parts):
        """Name the debtor on the line; later that would rebuild its entry."""
        debtors = {part.case.debtor_id for part in parts}
        _liquidity, _suspense, other = self.line._seek_for_lines()
        if len(debtors) == 1 and not other:
            self.line.partner_id = debtors.pop()

    def _write_items(self, parts):
        """Move the parts out of suspense; return ``{case: journal item}``."""
        suspense = self._suspense()
        before = self.line.move_id.line_ids
        commands, booked, balance = [], 0, 0
        for part in parts:
            booked += part.amount
            share = min(booked / abs(suspense.amount_currency), 1)
            until = suspense.company_currency_id.round(suspense.balance * share)
            commands.append(
                Command.create(self._item_values(part, until - balance, suspense))
            )
            balance = until
        commands += _rest_commands(suspense, booked, balance)
        self._write_entry(commands)
        items = self.line.move_id.line_ids - before - self._suspense()
        return {item.debt_case_id: item for item in items}

    def _write_entry(self, commands):
        # The pattern of core's own undo: the entry stays posted meanwhile.
        self.line.with_context(force_delete=True, skip_readonly_check=True).write(
            {"line_ids": commands}
        )

    def _item_values(self, part, balance, suspense):
        case = part.case
        sign = -1 if suspense.balance < 0 else 1
        amount = self._in_case_currency(case, balance, sign * part.amount, suspense)
        return {
            "name": f"{case.name} {self.line.payment_ref or ''}".strip(),
            "account_id": self._account(case, part.claims).id,
            "partner_id": case.debtor_id.id,
            "currency_id": case.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "debt_case_id": case.id,
        }

    def _in_case_currency(self, case, balance, amount_currency, suspense):
        """Return the amount in the currency of the case, at the rate of the bank."""
        if case.currency_id == suspense.currency_id:
            return amount_currency
        if case.currency_id == suspense.company_currency_id:
            return balance
        return suspense.company_currency_id._convert(
            balance, case.currency_id, self.line.company_id, self.line.date
        )

    def _account(self, case, claims):
        """Return the account that takes the money of a case."""
        agreement = case.agreement_id
        if agreement.kind == "own":
            items = self._claims_to_pay(case, claims).move_line_id
            debtor = case.debtor_id.with_company(case.company_id)
            return items[:1].account_id or debtor.property_account_receivable_id
        if not agreement.settlement_account_id:
            self._fail(
                self.env._(
                    "Agreement %(agreement)s has no settlement account. Enter it on "
                    "the agreement: the account of client money of a mandate, or the "
                    "portfolio account of an assignment.",
                    agreement=agreement.display_name,
                )
            )
        return agreement.settlement_account_id

    # --- Own receivables ----------------------------------------------------

    def _claims_to_pay(self, case, named):
        """Return claims of invoices still open: those named, then the oldest."""
        claims = case.claim_ids.filtered(
            lambda claim: (
                claim.state != "withdrawn"
                and claim.move_line_id
                and not claim.move_line_id.reconciled
            )
        ).sorted(lambda claim: (claim.due_date, claim.id))
        named = claims.filtered(lambda claim: claim in (named or ()))
        return named + (claims - named)

    def _pay_invoices(self, item, named):
        """Reconcile the item with invoices of its case, one after the other."""
        invoices = self._claims_to_pay(item.debt_case_id, named).move_line_id
        same = invoices.filtered(lambda invoice: invoice.account_id == item.account_id)
        plan, left = [], abs(item.amount_residual)
        for invoice in same:
            if left <= 0:
                break
            plan.append(item + invoice)
            left -= invoice.amount_residual
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)

    # --- Returned transfers -------------------------------------------------

    def send_back(self, case):
        """Book a returned transfer: it reverses the payment that it sends back."""
        self._start([case])
        original = self._original(case)
        old = original.move_id.line_ids.filtered(lambda i: i.debt_case_id == case)
        self.line.partner_id = case.debtor_id
        items = self._write_items([Part(case, self.open_amount())])
        if case.agreement_id.kind == "own":
            old.with_context(debt_keep_credits=True).remove_move_reconcile()
            (old + items[case]).reconcile()
        else:
            old._debt_payment()._reverse_with_journal(
                self.env._("Returned transfer %(name)s", name=self.line.move_id.name)
            )
        self.line.debt_returned_line_id = original
        self._finish(case)

    def _original(self, case):
        """Return the newest line of this amount on the case not returned yet."""
        items = self.env["account.move.line"].search(
            [
                ("debt_case_id", "=", case.id),
                ("statement_line_id", "!=", False),
                ("balance", "=", self.line._seek_for_lines()[0].balance),
                ("parent_state", "=", "posted"),
            ],
            order="date desc, id desc",
        )
        returned = self.line.search(
            [
                ("debt_returned_line_id", "in", items.statement_line_id.ids),
                ("debt_case_id", "=", case.id),
            ]
        ).debt_returned_line_id
        original = (items.statement_line_id - returned)[:1]
        if not original:
            self._fail(
                self.env._(
                    "Case %(case)s has no payment of this amount that could have been "
                    "sent back. Undo the booking of the right one by hand.",
                    case=case.name,
                )
            )
        return original

    # --- Undo ---------------------------------------------------------------

    def before_undo(self):
        """Take the payments of the line out of the ledgers of their cases."""
        # Undoing is the right of the bookkeeper; the ledger of the case follows.
        line = self.line.sudo()
        if line.search_count([("debt_returned_line_id", "=", self.line.id)], limit=1):
            self._fail(
                self.env._(
                    "The transfer was returned. Undo the booking of the return first."
                )
            )
        line.debt_payment_ids._reverse_with_journal(
            self.env._("Booking of the bank line undone")
        )
        line.move_id.line_ids.debt_case_id = False

    def after_undo(self):
        """Let the line be matched again; bring back what a return had reversed."""
        line = self.line.sudo()
        original, case = line.debt_returned_line_id, line.debt_case_id
        line.write({"debt_match_state": "proposed" if case else "none"})
        if original:
            line.debt_returned_line_id = False
            self._reinstate(original, case)

    def _reinstate(self, original, case):
        """Book the payment of a line again that was not sent back after all."""
        item = original.move_id.line_ids.filtered(lambda i: i.debt_case_id == case)
        if case.agreement_id.kind == "own":
            self._pay_invoices(item, None)
            item._debt_follow_credits()
        elif item:
            last = original.debt_payment_ids.filtered(
                lambda payment: payment.case_id == case
            ).sorted("id")[-1:]
            values = item._debt_payment_values(-item.amount_currency, last.claim_ids)
            self.env["debt.payment"].sudo().create(values)

    # --- Helpers ------------------------------------------------------------

    def _suspense(self):
        _liquidity, suspense, _other = self.line._seek_for_lines()
        return suspense

    def _finish(self, case):
        state = "booked" if self.line.is_reconciled else "suspense"
        values = {"debt_match_state": state}
        if case:
            values["debt_case_id"] = case.id
        self.line.write(values)

    def _fail(self, reason):
        raise UserError(
            self.env._(
                "Bank line %(line)s: %(reason)s",
                line=self.line.display_name,
                reason=reason,
            )
        )


def _rest_commands(suspense, booked, balance):
    """Return commands that leave in suspense only what was not booked."""
    commands = [Command.delete(suspense.id)]
    sign = -1 if suspense.balance < 0 else 1
    rest = suspense.currency_id.round(suspense.amount_currency - sign * booked)
    if not suspense.currency_id.is_zero(rest):
        kept = {
            "name": suspense.name,
            "account_id": suspense.account_id.id,
            "partner_id": suspense.partner_id.id,
            "currency_id": suspense.currency_id.id,
            "amount_currency": rest,
            "balance": suspense.balance - balance,
        }
        commands.append(Command.create(kept))
    return commands
