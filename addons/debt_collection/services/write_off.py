"""Giving debt up without money, for any number of cases at once.

Mandate and assignment: the ledger of the case says so; the debt is not in our books.
Own receivables: interest and costs are only in the ledger too, so they go first; what
is left of the amount is a loss in the journal that is reconciled with the invoices,
and the ledger follows that.
"""

from odoo.exceptions import UserError
from odoo.fields import Command

from .booking import claims_to_pay


class WriteOff:
    """Writes cases off; whoever calls it has checked the right to do so.

    :param date: day from which the debt is no longer owed
    :param reason: text kept in the ledger and in the journal
    """

    def __init__(self, env, date, reason):
        # Entries of a loss need rights on journals that a manager need not have.
        self.env, self.date, self.reason = env(su=True), date, reason

    def book(self, entries):
        """Write amounts off.

        :param entries: list of (case, amount above zero, claims or None)
        :return: the debt.payment records that say so
        :raises UserError: an own case has fewer open invoices than that, or the
            company names no account for write-offs
        """
        ledger, losses, places = [], [], {}
        for case, amount, claims in entries:
            case = case.with_env(self.env)
            loss = 0
            if case.agreement_id.kind == "own":
                loss = self._loss(case, amount)
            if case.currency_id.compare_amounts(amount, loss) > 0:
                if loss:
                    places[len(ledger)] = len(losses)
                ledger.append(self._values(case, amount - loss, claims))
            if loss:
                losses.append(self._entry(case, loss, claims))
        moves, paid = self._post(losses)
        for place, entry in places.items():
            ledger[place]["write_off_move_id"] = moves[entry].id
        return paid | self.env["debt.payment"].create(ledger)

    def _loss(self, case, amount):
        """Return what of an amount is a loss of invoices."""
        dated = case.with_context(debt_as_of=self.date)
        beside = max(dated.interest_due, 0) + max(dated.costs_due, 0)
        return case.currency_id.round(max(amount - beside, 0))

    def _values(self, case, amount, claims):
        values = {
            "name": self.reason,
            "case_id": case.id,
            "date": self.date,
            "amount": case.currency_id.round(amount),
            "source": "writeoff",
            "claim_ids": [Command.set(claims.ids if claims else [])],
        }
        if case.agreement_id.kind == "own":
            # What is meant for interest and costs must not be credited to invoices.
            policy = self.env.ref("debt_collection.crediting_policy_creditor")
            values["policy_id"] = policy.id
        return values

    # --- Journal ------------------------------------------------------------

    def _entry(self, case, amount, claims):
        """Return (values of the entry, invoices that its credits pay, in order)."""
        account = case.company_id.debt_write_off_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s names no account for write-offs. Enter it in the "
                    "settings of debt collection.",
                    company=case.company_id.name,
                )
            )
        credits, invoices = credits_of(case, amount, claims, self.reason)
        loss = {
            "name": self.reason,
            "account_id": account.id,
            "currency_id": case.currency_id.id,
            "amount_currency": -sum(line["amount_currency"] for line in credits),
            "balance": -sum(line["balance"] for line in credits),
            "partner_id": case.debtor_id.id,
        }
        values = entry_values(case, self.date, self.reason, [loss, *credits])
        return values | {"debt_kind": "writeoff"}, invoices

    def _post(self, losses):
        moves = self.env["account.move"].create([values for values, _inv in losses])
        return moves, post_and_pay(moves, [invoices for _values, invoices in losses])


def entry_values(case, date, reference, lines):
    """Return values of a journal entry of a case.

    :raises UserError: the company has no general journal
    """
    journal = case.env["account.journal"].search(
        [("type", "=", "general"), ("company_id", "=", case.company_id.id)], limit=1
    )
    if not journal:
        raise UserError(
            case.env._(
                "%(company)s has no journal for general entries. Create one first.",
                company=case.company_id.name,
            )
        )
    return {
        "move_type": "entry",
        "journal_id": journal.id,
        "company_id": case.company_id.id,
        "date": date,
        "ref": f"{case.name}: {reference}",
        "line_ids": [Command.create(line) for line in lines],
    }


def credits_of(case, amount, claims, name):
    """Return (values of credit items, invoices) that lower open invoices of a case.

    :raises UserError: less than the amount is open
    """
    values, invoices, left = [], case.env["account.move.line"], amount
    for invoice in claims_to_pay(case, claims).move_line_id:
        taken = min(left, invoice.amount_residual_currency)
        if case.currency_id.compare_amounts(taken, 0) <= 0:
            continue
        share = taken / invoice.amount_residual_currency
        values.append(
            {
                "name": name,
                "account_id": invoice.account_id.id,
                "partner_id": invoice.partner_id.id,
                "currency_id": case.currency_id.id,
                "amount_currency": -taken,
                "balance": -invoice.company_currency_id.round(
                    invoice.amount_residual * share
                ),
            }
        )
        invoices |= invoice
        left = case.currency_id.round(left - taken)
    if case.currency_id.compare_amounts(left, 0) > 0:
        raise UserError(
            case.env._(
                "Case %(case)s: only %(open).2f of its invoices is open.",
                case=case.name,
                open=amount - left,
            )
        )
    return values, invoices


def post_and_pay(moves, invoices_of):
    """Post entries and reconcile their credits with the invoices, in the same order.

    :param invoices_of: for each entry its invoices
    :return: the payments that follow
    """
    moves._post(soft=False)
    plan = []
    for move, invoices in zip(moves, invoices_of, strict=True):
        receivable = move.line_ids.filtered(
            lambda item: item.balance < 0 and item.account_id.reconcile
        ).sorted("id")
        plan += [i + j for i, j in zip(receivable, invoices, strict=True)]
    if plan:
        moves.env["account.move.line"]._reconcile_plan(plan)
    return moves.env["debt.payment"].search(
        [
            ("partial_id.credit_move_id.move_id", "in", moves.ids),
            ("state", "=", "booked"),
        ]
    )
