from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.doors import is_open, through


class DebtPayment(models.Model):
    """Payments that come from the journal stay in step with it."""

    _inherit = "debt.payment"

    _partial_uniq = models.UniqueIndex(
        "(partial_id) WHERE partial_id IS NOT NULL AND state = 'booked'",
        "The reconciliation is already a payment.",
    )

    def action_reverse(self, reason=None):
        """Refuse to reverse here what must be undone in the journal."""
        bound = self.filtered(
            lambda payment: (
                payment.state == "booked"
                and (payment.statement_line_id or payment.partial_id)
            )
        )
        if bound and not is_open(self, "debt_journal_follows"):
            raise UserError(
                self.env._(
                    "Payment %(name)s comes from the journal. Undo the booking of the "
                    "bank line, or the reconciliation of the invoice; the payment is "
                    "reversed with it.",
                    name=bound[0].name,
                )
            )
        return super().action_reverse(reason)

    def _reverse_with_journal(self, reason):
        """Reverse payments whose journal entry is being undone.

        A case that was closed as paid is opened again, since it no longer is.
        """
        booked = self.filtered(lambda payment: payment.state == "booked")
        if not booked:
            return
        through(booked, "debt_journal_follows").action_reverse(reason)
        # The bookkeeper need not have rights on cases.
        booked.case_id.sudo()._reopen_unpaid()

    @api.model
    def _difference_with_journal(self, cases=None):
        """List cases whose ledger differs from the journal.

        :param cases: cases to check; None for all the user may see
        :return: list of dicts with case_id, journal, ledger and difference; empty
            when all agrees
        """
        domain = [("kind", "=", "journal")]
        if cases is not None:
            domain.append(("case_id", "in", cases.ids))
        return [
            {
                "case_id": found.case_id.id,
                "journal": found.expected,
                "ledger": found.found,
                "difference": found.difference,
            }
            for found in self.env["debt.ledger.difference"].search(domain)
        ]


class DebtCase(models.Model):
    """Cases whose money went back."""

    _inherit = "debt.case"

    def _reopen_unpaid(self):
        """Open cases again that were closed as paid and are owed something now.

        Not where the package has a newer open case of the debtor.
        """
        for case in self:
            paid = case.state == "closed" and case.close_reason == "paid"
            if paid and case.total_due > 0 and not case._has_successor():
                case.action_open()

    def _has_successor(self):
        self.ensure_one()
        return self.search_count(
            [
                ("package_id", "=", self.package_id.id),
                ("debtor_id", "=", self.debtor_id.id),
                ("creditor_id", "=", self.creditor_id.id),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )


def journal_and_ledger():
    """Return SQL of the money of cases by the journal and by their ledgers.

    Compared are payments from bank lines and reconciled invoices; those that a
    creditor or bailiff reported have no entry in our journal.
    """
    return SQL(" UNION ALL ").join([_ITEMS, _INVOICES, _LEDGER])


# Of own receivables only what is open of a credit is a payment by itself; the rest
# is in the reconciliation of the invoices.
_ITEMS = SQL(
    """SELECT item.debt_case_id AS case_id, 0::numeric AS ledger,
              CASE WHEN agreement.kind = 'own'
                   THEN GREATEST(-item.amount_residual_currency, 0)
                   ELSE -item.amount_currency END AS journal
         FROM account_move_line item
         JOIN debt_case holder ON holder.id = item.debt_case_id
         JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
        WHERE item.parent_state = 'posted'"""
)
_INVOICES = SQL(
    """SELECT claim.case_id, 0::numeric AS ledger,
              claim.principal - item.amount_residual_currency AS journal
         FROM debt_claim claim
         JOIN account_move_line item ON item.id = claim.move_line_id
        WHERE claim.state != 'withdrawn'"""
)
_LEDGER = SQL(
    """SELECT case_id, amount AS ledger, 0::numeric AS journal
         FROM debt_payment
        WHERE state = 'booked'
          AND (statement_line_id IS NOT NULL OR partial_id IS NOT NULL)
    UNION ALL
       SELECT case_id, -amount, 0 FROM debt_refund
        WHERE state = 'approved' AND lowers_payment"""
)
