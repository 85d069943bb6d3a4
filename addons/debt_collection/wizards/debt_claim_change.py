from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DebtClaimChange(models.TransientModel):
    """Suspends, restructures, withdraws or resumes chosen claims of a case."""

    _name = "debt.claim.change"
    _description = "Change Claims"

    operation = fields.Selection(
        [
            ("suspend", "Suspend"),
            ("restructure", "Mark as restructured"),
            ("withdraw", "Withdraw"),
            ("resume", "Resume"),
        ],
        required=True,
        default="suspend",
        help="Suspend: no work on the claim for a time, interest runs on. "
        "Restructured: paid in instalments or on new terms. Withdrawn: no longer "
        "owed, the history stays. Resume: back to normal.",
    )
    case_id = fields.Many2one("debt.case", compute="_compute_case_id")
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Claims",
        required=True,
        default=lambda self: self._default_claim_ids(),
        domain="[('case_id', '=', case_id)] if case_id else []",
    )
    reason = fields.Char()
    date_from = fields.Date(
        string="From", default=lambda self: self.env["debt.balance"]._today()
    )
    date_to = fields.Date(string="To", help="Empty: until somebody resumes it.")

    def _default_claim_ids(self):
        active_ids = self.env.context.get("active_ids")
        if self.env.context.get("active_model") == "debt.claim":
            return active_ids
        return self.env["debt.claim"].search(
            [("case_id", "in", active_ids), ("state", "!=", "withdrawn")]
        )

    def _compute_case_id(self):
        active_ids = self.env.context.get("active_ids", [])
        of_case = self.env.context.get("active_model") == "debt.case"
        self.case_id = active_ids[0] if of_case and len(active_ids) == 1 else False

    @api.constrains("operation", "reason", "date_from", "date_to")
    def _check_complete(self):
        for wizard in self:
            if wizard.operation == "resume":
                continue
            if not wizard.reason:
                raise ValidationError(self.env._("Give the reason."))
            if wizard.date_to and wizard.date_to < (wizard.date_from or wizard.date_to):
                raise ValidationError(
                    self.env._("The suspension cannot end before it begins.")
                )

    def action_apply(self):
        """Carry out the chosen operation on the chosen claims."""
        self.ensure_one()
        claims = self.claim_ids
        if self.operation == "suspend":
            claims.action_suspend(self.reason, self.date_from, self.date_to)
        elif self.operation == "restructure":
            claims.action_restructure(self.reason)
        elif self.operation == "withdraw":
            claims.action_withdraw(self.reason)
        else:
            claims.action_resume()
