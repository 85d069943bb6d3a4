from odoo import api, models


class DebtPayment(models.Model):
    """Money that comes or is taken back decides on promises to pay."""

    _inherit = "debt.payment"

    @api.model_create_multi
    def create(self, vals_list):
        """Judge the promises of the cases that were paid."""
        payments = super().create(vals_list)
        payments._judge_promises()
        return payments

    def write(self, vals):
        """Judge the promises anew when a payment is reversed."""
        result = super().write(vals)
        if "state" in vals:
            self._judge_promises()
        return result

    def _judge_promises(self):
        promised = self.env["debt.event"]._read_group(
            [("case_id", "in", self.case_id.ids), ("promise_date", "!=", False)],
            [],
            ["case_id:recordset"],
        )[0][0]
        if promised:
            # Accountants book money; promises are judged by it, not by them.
            self.env["debt.event"].sudo()._judge_promises(promised)
