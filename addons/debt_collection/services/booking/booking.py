"""The booking itself: whole lines, split lines, and the ledgers behind them."""

from collections import defaultdict

from odoo.fields import Command

from .invoices import claims_to_pay, reconcile
from .part import open_amount, refuse, suspense_of
from .whole import check_changeable, take_over, takes_all

# Items whose amounts stay as they are need no check of the balance of their entry,
# and a change of partner must not make core rebuild it.
SAME_AMOUNTS = {
    "check_move_validity": False,
    "skip_account_move_synchronization": True,
    "skip_invoice_sync": True,
    "skip_readonly_check": True,
    "tracking_disable": True,
}


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
        lines = self.env["account.bank.statement.line"].union(
            *(line for line, _parts in entries)
        )
        lines.lock_for_update()
        for line, parts in entries:
            self._check(line, parts)
        whole = {line.id for line, parts in entries if takes_all(line, parts)}
        booked = take_over(
            self.env,
            [
                (line, parts[0], self._account(line, parts[0]))
                for line, parts in entries
                if line.id in whole
            ],
        )
        for line, parts in entries:
            if line.id not in whole:
                booked += self.split(line, parts)
        self._pay(booked)
        lines._debt_booked(
            {line: parts[0].case for line, parts in entries if len(parts) == 1}
        )

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

    def _name_debtor(self, line, debtor):
        line = line.with_context(**SAME_AMOUNTS)
        line.partner_id = debtor
        line.move_id.partner_id = debtor
        line.move_id.line_ids.partner_id = debtor

    def split(self, line, parts):
        """Move parts of a line out of suspense into items of their cases.

        :return: list of (journal item, named claims)
        """
        check_changeable(line)
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
        kinds = defaultdict(list)
        for item, claims in booked:
            own = item.debt_case_id.agreement_id.kind == "own"
            kinds[own].append((item, claims))
        if kinds[True]:
            reconcile(kinds[True])
            self.env["account.move.line"].union(
                *(item for item, _claims in kinds[True])
            )._debt_follow_credits()
        if kinds[False]:
            self.env["debt.payment"].create(
                [
                    item._debt_payment_values(-item.amount_currency, claims)
                    for item, claims in kinds[False]
                ]
            )


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
