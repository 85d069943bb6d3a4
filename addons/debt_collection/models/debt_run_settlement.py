from odoo import fields, models


class DebtRun(models.Model):
    """Plans are judged before the steps of the day."""

    _inherit = "debt.run"

    last_plan_id = fields.Integer(
        readonly=True, help="Up to which the running plans were looked at."
    )

    def _prepare(self):
        """Let broken plans bring their cases back before the steps are done."""
        last = self.env["debt.settlement.plan"]._watch(self.company_id, self.last_plan_id)
        if last is None:
            return super()._prepare()
        self.last_plan_id = last
        return 1
