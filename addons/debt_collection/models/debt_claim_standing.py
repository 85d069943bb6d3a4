from odoo import api, fields, models


class DebtClaim(models.Model):
    """Where a claim stands, in one word."""

    _inherit = "debt.claim"

    standing = fields.Selection(
        [
            ("withdrawn", "Withdrawn"),
            ("paid", "Paid"),
            ("suspended", "Suspended"),
            ("barred", "Time-barred"),
            ("not_due", "Not due yet"),
            ("part_paid", "Partly paid"),
            ("overdue", "Overdue"),
        ],
        compute="_compute_standing",
        help="The first that applies: withdrawn, paid, suspended, time-barred, not due "
        "yet, partly paid, overdue.",
    )

    @api.depends("state", "due_date", "limitation_date")
    @api.depends_context("debt_as_of")
    def _compute_standing(self):
        day = self.env["debt.balance"]._as_of()
        for claim in self:
            barred = claim.limitation_date and claim.limitation_date < day
            rules = (
                ("withdrawn", claim.state == "withdrawn"),
                ("paid", claim.total_due <= 0 < claim.paid_total),
                ("suspended", claim.state == "suspended"),
                ("barred", barred),
                ("not_due", claim.due_date and claim.due_date >= day),
                ("part_paid", claim.paid_total > 0),
            )
            claim.standing = next((name for name, so in rules if so), "overdue")


class DebtBalance(models.AbstractModel):
    """Where claims stand follows what is owed on them."""

    _inherit = "debt.balance"

    @api.model
    def _changed(self):
        """Forget where claims stood as well."""
        self.env["debt.claim"].invalidate_model(["standing"], flush=False)
        return super()._changed()
