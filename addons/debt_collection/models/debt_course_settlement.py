from odoo import models


class DebtCourse(models.Model):
    """A procedure that ended with a plan waits for the plan again."""

    _inherit = "debt.course"

    def _hold_for_plan(self, note):
        """Leave the procedure for a plan, also where the closing had ended it."""
        ended = self.filtered(lambda c: c.state == "finished" and c.step_id)
        ended.sudo().write({"state": "running"})  # courses move by their rules only
        self._leave("instalments", note)
