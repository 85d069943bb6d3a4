from odoo import models
from odoo.exceptions import UserError

from ..services.strategy.work import update


class DebtCase(models.Model):
    """Classifying cases at once, before a run comes to them."""

    _inherit = "debt.case"

    def action_start_procedure(self):
        """Classify what no run has classified yet, so that the right one starts."""
        self.check_access("write")
        self.filtered(lambda case: not case.track_date)._classify()
        return super().action_start_procedure()

    def _classify(self):
        """Refresh the debtors of the cases and classify all their cases."""
        # Figures and tracks are derived, whoever asks for them.
        env = self.sudo().env
        day = env["debt.balance"]._today()
        for company, cases in self.sudo().grouped("company_id").items():
            update(env, company, set(cases.debtor_id.ids), day)
        self.env.invalidate_all()

    def _leave_track_to_rules(self, reason):
        """Take back what a leader chose: the rules decide again."""
        self._check_may_choose_track()
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept in the history."))
        self.check_access("write")
        self.write({"track_manual": False, "track_manual_reason": False})
        # Their classification begins anew.
        self.sudo().track_date = False
        self._classify()
        for case in self:
            case.message_post(
                body=self.env._(
                    "%(user)s left the track to the rules: %(track)s. Reason: "
                    "%(reason)s",
                    user=self.env.user.name,
                    track=case.track_id.display_name or self.env._("none"),
                    reason=reason,
                )
            )
