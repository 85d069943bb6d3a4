from odoo import api, fields, models


class DebtPayment(models.Model):
    """Payments of a case pay its running plan."""

    _inherit = "debt.payment"

    settlement_plan_id = fields.Many2one(
        "debt.settlement.plan",
        string="Remitted by Plan",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _settlement_plan_uniq = models.UniqueIndex(
        "(settlement_plan_id) WHERE settlement_plan_id IS NOT NULL "
        "AND state = 'booked'",
        "The plan has remitted its rest already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Count new money for the running plans of its cases."""
        payments = super().create(vals_list)
        payments._count_for_plans()
        return payments

    def write(self, vals):
        """Count anew when money goes back, and open plans that were kept by it."""
        result = super().write(vals)
        if "state" in vals:
            self._count_for_plans()
            reversed_ = self.filtered(lambda payment: payment.state == "reversed")
            money = reversed_.filtered(lambda p: p.received_by != "nobody")
            if money:
                # Plans follow from the ledger, whoever books in it.
                self.env["debt.settlement.plan"].sudo()._money_went_back(money.case_id)
        return result

    def _count_for_plans(self):
        # Accountants book money; plans are counted by it, not by them.
        Plan = self.env["debt.settlement.plan"].sudo()
        running = Plan.search(
            [("case_id", "in", self.case_id.ids), ("state", "in", ("active", "kept"))]
        )
        if running:
            Plan._count_payments(running)
