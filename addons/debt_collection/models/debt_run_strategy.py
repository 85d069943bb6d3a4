from odoo import models

from ..services.strategy.work import is_pending, work_pending


class DebtRun(models.Model):
    """Before cases start, debtors are refreshed and cases classified."""

    _inherit = "debt.run"

    def _prepare(self):
        """Do the next chunk of debtors of whom something changed."""
        return super()._prepare() or work_pending(self.env, self.company_id, self.day)

    def _finish(self):
        """Do not end the run while another worker classifies: its cases must start."""
        if is_pending(self.env, self.company_id):
            return None
        return super()._finish()
