from odoo import models


class DebtCase(models.Model):
    """Debt that is given up without money."""

    _inherit = "debt.case"

    def _write_off(self, amount, date, reason, claims=None):
        """Lower what is owed on the case by an amount that nobody pays.

        :param amount: above zero, in the currency of the case
        :param date: the day from which it is no longer owed
        :param reason: text kept in the ledger
        :param claims: claims it is credited to first; None: as payments are
        :return: the credit in the ledger of the case
        """
        self.ensure_one()
        return self.env["debt.payment"].create(
            {
                "name": reason,
                "case_id": self.id,
                "date": date,
                "amount": amount,
                "source": "writeoff",
                "claim_ids": [(6, 0, claims.ids if claims else [])],
            }
        )
