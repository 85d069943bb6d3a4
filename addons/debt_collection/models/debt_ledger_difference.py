from odoo import api, fields, models
from odoo.tools import SQL

from .debt_payment_journal import journal_and_ledger

KINDS = [
    ("journal", "Journal and ledger of the case differ"),
    ("credited", "More was credited than was paid"),
    ("debt", "More was credited to a debt than it is"),
]


class DebtLedgerDifference(models.Model):
    """What does not add up between journal, payments and how they were credited.

    An empty list is the proof: each grosz that the journal has for a case is a payment
    of the case, each payment is credited or surplus, and no debt is paid twice.
    """

    _name = "debt.ledger.difference"
    _description = "Difference in the Ledgers"
    _auto = False
    _order = "case_id, kind"
    _rec_name = "case_id"

    kind = fields.Selection(KINDS, string="What", readonly=True)
    case_id = fields.Many2one("debt.case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    agreement_id = fields.Many2one("debt.agreement", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    expected = fields.Monetary(
        readonly=True,
        help="By the journal; of credits, the payment or the debt.",
    )
    found = fields.Monetary(
        readonly=True, help="By the ledger of the case; of credits, their sum."
    )
    difference = fields.Monetary(readonly=True)

    _depends = {
        "account.move": ["state"],
        "account.move.line": [
            "amount_currency",
            "amount_residual_currency",
            "debt_case_id",
            "parent_state",
        ],
        "debt.agreement": ["kind"],
        "debt.case": ["agreement_id", "company_id", "currency_id"],
        "debt.claim": ["case_id", "move_line_id", "principal", "state"],
        "debt.cost": ["amount", "charged", "state"],
        "debt.payment": [
            "amount",
            "case_id",
            "partial_id",
            "state",
            "statement_line_id",
        ],
        "debt.refund": ["amount", "case_id", "lowers_payment", "state"],
        "debt.payment.allocation": [
            "amount",
            "claim_id",
            "cost_id",
            "kind",
            "payment_id",
        ],
    }

    @property
    def _table_query(self):
        """Return SQL of all differences."""
        return SQL(
            """SELECT ROW_NUMBER() OVER (ORDER BY found.case_id, found.kind) AS id,
                      found.kind, found.case_id, holder.company_id,
                      holder.agreement_id, holder.currency_id, found.expected,
                      found.found, found.expected - found.found AS difference
                 FROM (%s) found
                 JOIN debt_case holder ON holder.id = found.case_id""",
            SQL(" UNION ALL ").join(
                [self._journal_query(), self._credited_query(), self._debt_query()]
            ),
        )

    @api.model
    def _journal_query(self):
        """Return SQL of cases whose ledger differs from the journal."""
        return SQL(
            """SELECT 'journal' AS kind, case_id, SUM(journal) AS expected,
                      SUM(ledger) AS found
                 FROM (%s) part
             GROUP BY case_id HAVING SUM(journal) != SUM(ledger)""",
            journal_and_ledger(),
        )

    @api.model
    def _credited_query(self):
        """Return SQL of payments credited beyond their amount, or not booked."""
        return SQL(
            """SELECT 'credited', payment.case_id,
                      CASE WHEN payment.state = 'booked' THEN payment.amount ELSE 0 END,
                      SUM(credit.amount)
                 FROM debt_payment_allocation credit
                 JOIN debt_payment payment ON payment.id = credit.payment_id
             GROUP BY payment.id
               HAVING SUM(credit.amount) > CASE WHEN payment.state = 'booked'
                                                THEN payment.amount ELSE 0 END"""
        )

    @api.model
    def _debt_query(self):
        """Return SQL of principals and costs that were paid beyond what they are."""
        return SQL(
            """SELECT 'debt', claim.case_id,
                      CASE WHEN claim.state != 'withdrawn' THEN claim.principal
                           ELSE 0 END,
                      SUM(credit.amount)
                 FROM debt_payment_allocation credit
                 JOIN debt_claim claim ON claim.id = credit.claim_id
                WHERE credit.kind = 'principal'
             GROUP BY claim.id
               HAVING SUM(credit.amount) > CASE WHEN claim.state != 'withdrawn'
                                                THEN claim.principal ELSE 0 END
                UNION ALL
               SELECT 'debt', cost.case_id,
                      CASE WHEN cost.charged AND cost.state = 'booked'
                           THEN cost.amount ELSE 0 END,
                      SUM(credit.amount)
                 FROM debt_payment_allocation credit
                 JOIN debt_cost cost ON cost.id = credit.cost_id
             GROUP BY cost.id
               HAVING SUM(credit.amount) > CASE WHEN cost.charged
                                                     AND cost.state = 'booked'
                                                THEN cost.amount ELSE 0 END"""
        )

    def action_open_case(self):
        """Open the case of the difference."""
        self.ensure_one()
        return self.case_id.get_formview_action()

    @api.model
    def _cron_tell_accountants(self):
        """Plan a task on each case whose ledgers differ, once as long as it is open."""
        for case in self.search([]).case_id:
            if not case.activity_search(["mail.mail_activity_data_warning"]):
                case.activity_schedule(
                    "mail.mail_activity_data_warning",
                    summary=self.env._("Journal and ledger differ: explain it"),
                    user_id=case.agreement_id.user_id.id or self.env.uid,
                )
