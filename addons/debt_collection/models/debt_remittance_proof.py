from odoo import api, models
from odoo.tools import SQL


class DebtRemittance(models.Model):
    """The proof that client money is where it should be."""

    _inherit = "debt.remittance"

    @api.model
    def _difference_with_remittances(self, agreements=None):
        """List settlement accounts of mandates that hold other money than they should.

        An account must hold what debtors paid to us, less refunds and what booked
        remittances took off it: so money not remitted yet, surplus, and what was
        carried over.

        :param agreements: mandates to check; None for all the user may see
        :return: list of dicts with account_id, journal, ledger and difference; empty
            when all agrees
        """
        domain = [("kind", "=", "mandate"), ("settlement_account_id", "!=", False)]
        if agreements is not None:
            domain.append(("id", "in", agreements.ids))
        accounts = self.env["debt.agreement"].search(domain).settlement_account_id
        if not accounts:
            return []
        for model in (
            "account.move", "account.move.line", "debt.agreement", "debt.case",
            "debt.payment", "debt.refund", "debt.remittance",
        ):  # fmt: skip
            self.env[model].flush_model()
        parts = SQL(" UNION ALL ").join(self._client_money_parts(accounts))
        return self.env.execute_query_dict(
            SQL(
                """SELECT account_id, SUM(journal) AS journal, SUM(ledger) AS ledger,
                          SUM(journal) - SUM(ledger) AS difference
                     FROM (%s) part GROUP BY account_id
                   HAVING SUM(journal) != SUM(ledger) ORDER BY account_id""",
                parts,
            )
        )

    def _client_money_parts(self, accounts):
        """Return queries of (account_id, journal, ledger) that add up to the proof.

        To be extended by whatever else takes client money off the accounts.
        """
        ids = accounts.ids
        return [SQL(part, ids) for part in (_JOURNAL, _RECEIVED, _REFUNDED, _REMITTED)]


_JOURNAL = """
    SELECT account_id, -amount_currency AS journal, 0::numeric AS ledger
      FROM account_move_line
     WHERE parent_state = 'posted' AND account_id = ANY(%s)"""
_RECEIVED = """
    SELECT agreement.settlement_account_id, 0::numeric, payment.amount
      FROM debt_payment payment
      JOIN debt_case holder ON holder.id = payment.case_id
      JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
     WHERE payment.state = 'booked' AND payment.received_by = 'us'
       AND agreement.settlement_account_id = ANY(%s)"""
_REFUNDED = """
    SELECT agreement.settlement_account_id, 0::numeric, -refund.amount
      FROM debt_refund refund
      JOIN debt_payment payment ON payment.id = refund.payment_id
      JOIN debt_case holder ON holder.id = refund.case_id
      JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
     WHERE refund.state = 'approved' AND payment.state = 'booked'
       AND agreement.settlement_account_id = ANY(%s)"""
_REMITTED = """
    SELECT agreement.settlement_account_id, 0::numeric,
           -remittance.settled - remittance.payout
      FROM debt_remittance remittance
      JOIN debt_agreement agreement ON agreement.id = remittance.agreement_id
     WHERE remittance.state = 'booked'
       AND agreement.settlement_account_id = ANY(%s)"""
