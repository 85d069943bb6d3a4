from odoo import models
from odoo.fields import Domain


class DebtHold(models.Model):
    """Work that a hold kept back is offered again when the hold is lifted."""

    _inherit = "debt.hold"

    def _lift(self, resolution):
        """Let queues look at the held work at once."""
        result = super()._lift(resolution)
        scope = (
            Domain("case_id", "in", (self.case_id | self.claim_id.case_id).ids)
            | Domain("case_id.debtor_id", "in", self.debtor_id.ids)
            | Domain("case_id.agreement_id", "in", self.agreement_id.ids)
        )
        held = Domain("state", "=", "planned") & Domain("blocked_code", "=", "hold")
        # The queue is everybody's: work of colleagues goes on as well.
        self.env["debt.event"].sudo().search(held & scope)._look_again()
        return result
