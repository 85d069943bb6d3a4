"""Overdue customer invoices of our company become claims.

Each due date of an invoice (each instalment of its payment terms) is one claim, so
that only what is due is pursued and each part bears interest from its own day.
"""

from datetime import timedelta

from odoo.exceptions import UserError

from ..tools.interest import first_interest_day

OPEN_INVOICE = [
    ("move_id.move_type", "=", "out_invoice"),
    ("parent_state", "=", "posted"),
    ("account_id.account_type", "=", "asset_receivable"),
    ("reconciled", "=", False),
    ("amount_residual_currency", ">", 0),
    ("no_followup", "=", False),
]


class HandOver:
    """Turns overdue receivable items into claims of one case per customer."""

    def __init__(self, env):
        self.env = env
        self.today = env["debt.balance"]._today()

    def package_of(self, company, currency):
        """Return the package for invoices: the flagged one, else the newest.

        :raises UserError: when the company has none for the currency
        """
        packages = self.env["debt.package"].search(
            [
                ("agreement_id.kind", "=", "own"),
                ("agreement_id.currency_id", "=", currency.id),
                ("company_id", "=", company.id),
            ],
            order="takes_invoices desc, id desc",
            limit=1,
        )
        if not packages:
            raise UserError(
                self.env._(
                    "%(company)s has no package for own receivables in %(currency)s. "
                    "Make an agreement of this kind and currency with a package.",
                    company=company.name,
                    currency=currency.name,
                )
            )
        return packages

    def overdue(self, domain, grace=0, limit=None):
        """Return receivable items that are overdue and no claims yet, oldest first.

        A due date on a free day is first moved as the company's settings say.
        """
        last = self.today - timedelta(days=grace + 1)
        items = self.env["account.move.line"].search(
            [*OPEN_INVOICE, ("date_maturity", "<=", last), *domain],
            order="date_maturity, id",
            limit=limit,
        )
        claimed = self._claimed(items)
        return items.filtered(
            lambda item: item not in claimed and self._is_late(item, grace)
        )

    def hand_over(self, items, package):
        """Make a claim of each item in the case of its customer.

        :return: the new claims
        """
        self.env["debt.claim"].check_access("create")
        cases = self._cases(items.partner_id.commercial_partner_id, package)
        return self.env["debt.claim"].create(
            [
                self._claim_values(item, cases[item.partner_id.commercial_partner_id])
                for item in items
            ]
        )

    def _is_late(self, item, grace):
        shift = item.company_id.debt_due_date_shift
        first = first_interest_day(item.date_maturity, shift)
        return first + timedelta(days=grace) <= self.today

    def _claimed(self, items):
        claims = self.env["debt.claim"].search([("move_line_id", "in", items.ids)])
        return claims.move_line_id

    def _cases(self, debtors, package):
        """Return ``{debtor: open case}`` of the agreement, made where missing."""
        agreement = package.agreement_id
        # Whoever may hand invoices over opens the cases this needs.
        Case = self.env["debt.case"].sudo()
        known = Case.search(
            [
                ("agreement_id", "=", agreement.id),
                ("debtor_id", "in", debtors.ids),
                ("creditor_id", "=", agreement.creditor_id.id),
                ("state", "!=", "closed"),
            ],
            order="id",
        )
        cases = {case.debtor_id: case for case in known}
        new = Case.create(
            [
                {"package_id": package.id, "debtor_id": debtor.id}
                for debtor in debtors
                if debtor not in cases
            ]
        )
        return cases | {case.debtor_id: case for case in new}

    def _claim_values(self, item, case):
        invoice = item.move_id
        return {
            "case_id": case.id,
            "kind_id": self.env.ref("debt_collection.claim_kind_invoice").id,
            "number": invoice.name,
            "issue_date": invoice.invoice_date,
            "due_date": item.date_maturity,
            "amount": item.amount_currency,
            "paid_before": item.amount_currency - item.amount_residual_currency,
            "move_line_id": item.id,
        }
