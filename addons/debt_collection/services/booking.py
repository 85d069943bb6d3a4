"""Booking of bank statement lines on cases: the journal, then the ledgers.

Mandate and assignment: the money goes to the agreement's settlement account. Own
receivables: it pays the invoices of the case; what is left stays open on the
debtor's account. Journal items carry their case and are in its currency, so that
journal and ledger can be compared.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from odoo.exceptions import UserError
from odoo.fields import Command

# Items whose amounts stay as they are need no check of the balance of their entry,
# and a change of partner must not make core rebuild it.
SAME_AMOUNTS = {
    "check_move_validity": False,
    "skip_account_move_synchronization": True,
    "skip_invoice_sync": True,
    "skip_readonly_check": True,
    "tracking_disable": True,
}


@dataclass(frozen=True)
class Part:
    """What of a line is booked on one case.

    :ivar amount: above zero, in the currency of the transaction
    :ivar claims: claims that the payer named; may be empty
    """

    case: Any
    amount: float
    claims: Any = None


def suspense_of(line):
    """Return the journal item that holds what of a line nobody has explained."""
    _liquidity, suspense, _other = line._seek_for_lines()
    return suspense


def open_amount(line):
    """Return what of the line no journal item explains yet, without sign."""
    return abs(suspense_of(line).amount_currency)


def refuse(line, reason):
    """Raise a UserError that names the bank line."""
    raise UserError(
        line.env._(
            "Bank line %(line)s (%(title)s): %(reason)s",
            line=line.move_id.name or line.id,
            title=line.payment_ref or "",
            reason=reason,
        )
    )


class Booking:
    """Books bank statement lines; many at a time cost little more than one."""

    def __init__(self, env):
        self.env = env

    def book(self, entries):
        """Book parts of lines on cases; what is left of a line stays in suspense.

        :param entries: list of (line, parts)
        :raises UserError: saying what to mend; nothing is booked then
        """
        self.env["debt.payment"].check_access("create")
        self.env["account.bank.statement.line"].union(
            *(line for line, _parts in entries)
        ).lock_for_update()
        for line, parts in entries:
            self._check(line, parts)
        whole = [entry for entry in entries if _takes_all(*entry)]
        booked = self._take_over(whole)
        for line, parts in entries:
            if (line, parts) not in whole:
                booked += self.split(line, parts)
        self._pay(booked)
        for line, parts in entries:
            line._debt_booked(parts[0].case if len(parts) == 1 else None)

    # --- Checks -------------------------------------------------------------

    def _check(self, line, parts):
        currency = suspense_of(line).currency_id
        total = sum(part.amount for part in parts)
        if line.amount <= 0:
            refuse(line, self.env._("only money that came in can pay a case."))
        if any(currency.compare_amounts(part.amount, 0) <= 0 for part in parts):
            refuse(line, self.env._("each amount must be greater than zero."))
        if not parts or currency.compare_amounts(total, open_amount(line)) > 0:
            reason = self.env._(
                "%(total).2f is not between zero and the %(open).2f left to book.",
                total=total,
                open=open_amount(line),
            )
            refuse(line, reason)
        self._check_cases(line, [part.case for part in parts])

    def _check_cases(self, line, cases):
        booked = line.move_id.line_ids.debt_case_id
        for index, case in enumerate(cases):
            if not case:
                refuse(line, self.env._("choose the case."))
            if case in booked or case in cases[:index]:
                reason = self.env._(
                    "it can be booked only once on case %(case)s. Undo the booking to "
                    "change its amount.",
                    case=case.name,
                )
                refuse(line, reason)
            if case.company_id != line.company_id:
                reason = self.env._(
                    "case %(case)s belongs to another company.", case=case.name
                )
                refuse(line, reason)

    # --- Journal ------------------------------------------------------------

    def _take_over(self, entries):
        """Turn the suspense items of whole lines into items of their cases.

        :return: list of (journal item, named claims)
        """
        by_account, booked = defaultdict(list), []
        for line, [part] in entries:
            item, account = suspense_of(line), self._account(line, part)
            by_account[account].append(item.id)
            booked.append((item, part.claims))
        Item = self.env["account.move.line"].with_context(**SAME_AMOUNTS)
        for account, item_ids in by_account.items():
            Item.browse(item_ids).write({"account_id": account.id})
        for line, [part] in entries:
            self._name_debtor(line, part.case.debtor_id)
        for (item, _claims), (_line, [part]) in zip(booked, entries, strict=True):
            item.with_context(**SAME_AMOUNTS).debt_case_id = part.case
        return booked

    def _name_debtor(self, line, debtor):
        line = line.with_context(**SAME_AMOUNTS)
        line.partner_id = debtor
        line.move_id.partner_id = debtor
        line.move_id.line_ids.partner_id = debtor

    def split(self, line, parts):
        """Move parts of a line out of suspense into items of their cases.

        :return: list of (journal item, named claims)
        """
        debtors = {part.case.debtor_id for part in parts}
        suspense, before = suspense_of(line), line.move_id.line_ids
        if len(debtors) == 1 and not before.debt_case_id:
            self._name_debtor(line, debtors.pop())
        commands, booked, balance = [], 0, 0
        for part in parts:
            booked += part.amount
            share = min(booked / abs(suspense.amount_currency), 1)
            until = suspense.company_currency_id.round(suspense.balance * share)
            values = self._item_values(line, part, until - balance, suspense)
            commands.append(Command.create(values))
            balance = until
        commands += _rest_commands(suspense, booked, balance)
        # The pattern of core's own undo: the entry stays posted meanwhile.
        line.with_context(force_delete=True, skip_readonly_check=True).write(
            {"line_ids": commands}
        )
        items = (line.move_id.line_ids - before).grouped("debt_case_id")
        return [(items[part.case], part.claims) for part in parts]

    def _item_values(self, line, part, balance, suspense):
        case = part.case
        sign = -1 if suspense.balance < 0 else 1
        amount = _in_case_currency(case, balance, sign * part.amount, suspense)
        return {
            "name": line.payment_ref,
            "account_id": self._account(line, part).id,
            "partner_id": case.debtor_id.id,
            "currency_id": case.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "debt_case_id": case.id,
        }

    def _account(self, line, part):
        """Return the account that takes the money of a case."""
        case, agreement = part.case, part.case.agreement_id
        if agreement.kind == "own":
            items = claims_to_pay(case, part.claims).move_line_id
            debtor = case.debtor_id.with_company(case.company_id)
            return items[:1].account_id or debtor.property_account_receivable_id
        if not agreement.settlement_account_id:
            reason = self.env._(
                "agreement %(agreement)s has no settlement account. Enter it on the "
                "agreement: the account of client money of a mandate, or the portfolio "
                "account of an assignment.",
                agreement=agreement.display_name,
            )
            refuse(line, reason)
        return agreement.settlement_account_id

    # --- Ledgers ------------------------------------------------------------

    def _pay(self, booked):
        """Reconcile invoices of own cases; book payments on the other cases."""
        payments = []
        for item, claims in booked:
            if item.debt_case_id.agreement_id.kind == "own":
                pay_invoices(item, claims)
                item._debt_follow_credits()
            else:
                payments.append(
                    item._debt_payment_values(-item.amount_currency, claims)
                )
        if payments:
            self.env["debt.payment"].create(payments)


def claims_to_pay(case, named=None):
    """Return claims whose invoices are still open: those named, then the oldest."""
    claims = case.claim_ids.filtered(
        lambda claim: (
            claim.state != "withdrawn"
            and claim.move_line_id
            and not claim.move_line_id.reconciled
        )
    ).sorted(lambda claim: (claim.due_date, claim.id))
    first = claims.filtered(lambda claim: claim in (named or ()))
    return first + (claims - first)


def pay_invoices(item, named=None):
    """Reconcile the item with invoices of its case, one after the other."""
    invoices = claims_to_pay(item.debt_case_id, named).move_line_id
    same = invoices.filtered(lambda invoice: invoice.account_id == item.account_id)
    plan, left = [], abs(item.amount_residual)
    for invoice in same:
        if left <= 0:
            break
        plan.append(item + invoice)
        left -= invoice.amount_residual
    if plan:
        item._reconcile_plan(plan)


def _takes_all(line, parts):
    """Tell whether one case takes all of a line, in the currency of the line."""
    suspense = suspense_of(line)
    if len(parts) != 1 or parts[0].case.currency_id != suspense.currency_id:
        return False
    whole = suspense.currency_id.compare_amounts(parts[0].amount, abs(line.amount)) == 0
    return whole and line.amount_currency == 0


def _in_case_currency(case, balance, amount_currency, suspense):
    """Return the amount in the currency of the case, at the rate of the bank."""
    if case.currency_id == suspense.currency_id:
        return amount_currency
    if case.currency_id == suspense.company_currency_id:
        return balance
    return suspense.company_currency_id._convert(
        balance, case.currency_id, suspense.company_id, suspense.date
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
