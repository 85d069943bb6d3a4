from odoo import api, models
from odoo.tools import SQL

_REFUNDED = """
    SELECT agreement.settlement_account_id, 0::numeric, -refund.amount
      FROM debt_refund refund
      JOIN debt_case holder ON holder.id = refund.case_id
      JOIN debt_agreement agreement ON agreement.id = holder.agreement_id
     WHERE refund.state = 'approved' AND refund.lowers_payment
       AND agreement.settlement_account_id = ANY(%s)"""


class DebtRemittance(models.Model):
    """Client money that went back to debtors."""

    _inherit = "debt.remittance"

    @api.model
    def _client_money_parts(self, accounts):
        """Return queries that add up to the proof, with what was refunded."""
        self.env["debt.refund"].flush_model()
        return [*super()._client_money_parts(accounts), SQL(_REFUNDED, accounts.ids)]
