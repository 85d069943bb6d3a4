from odoo import fields, models

from ..tools.interest import Practice, first_interest_day

PRACTICE_FIELDS = {
    "debt_interest_rounding",
    "debt_interest_divisor",
    "debt_due_date_shift",
    "debt_interest_kind_id",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    debt_interest_rounding = fields.Selection(
        [
            ("per_period", "Each rate period, then added"),
            ("total", "Only the total"),
        ],
        string="Interest Rounding",
        default="per_period",
        required=True,
        help="The law names no step. Public calculators of today round each rate "
        "period half up to the grosz and add; older ones rounded only the sum.",
    )
    debt_interest_divisor = fields.Selection(
        [("365", "Always 365 days"), ("actual", "366 days in leap years")],
        string="Days of the Year",
        default="365",
        required=True,
        help="Practice divides by 365 in leap years too; the other reading is open "
        "in law.",
    )
    debt_due_date_shift = fields.Selection(
        [("art115", "Move to the next working day"), ("none", "Never move")],
        string="Due Date on a Free Day",
        default="art115",
        required=True,
        help="Art. 115 of the Civil Code; Saturdays count since 2017.",
    )
    debt_interest_kind_id = fields.Many2one(
        "debt.interest.kind",
        string="Default Interest",
        help="Used where claim, case and agreement say nothing. "
        "Empty: statutory interest for delay.",
    )
    debt_complaints = fields.Char(
        string="Complaints",
        help="Where debtors may complain; printed on letters. Empty: e-mail and "
        "address of the company.",
    )
    debt_gdpr_notice = fields.Text(
        string="Information on Personal Data", help="Printed at the end of letters."
    )
    debt_bank_max_age = fields.Integer(
        string="Oldest Bank Statement (Days)",
        help="Demands are not sent when the last imported bank statement is older, "
        "so that nobody is asked for what was paid. 0: no limit.",
    )
    debt_run_hour = fields.Integer(
        string="Daily Run From",
        default=6,
        help="Hour (Poland) from which the daily run of procedures starts.",
    )
    debt_workers = fields.Integer(
        string="Parallel Workers",
        default=2,
        help="Job workers that share a run.",
    )

    def _debt_has_journal(self, account):
        """Tell whether statements of a bank account are kept in the company."""
        self.ensure_one()
        return bool(
            self.env["account.journal"].search_count(
                [
                    ("company_id", "=", self.id),
                    ("bank_account_id", "=", account.id),
                ],
                limit=1,
            )
        )

    def _debt_practice(self):
        """Return the interest settings of this company as a pure value."""
        self.ensure_one()
        return Practice(
            divisor=self.debt_interest_divisor,
            rounding=self.debt_interest_rounding,
            shift=self.debt_due_date_shift,
        )

    def _debt_default_interest_kind(self):
        """Return the interest kind of claims for which nobody chose one."""
        if self.debt_interest_kind_id:
            return self.debt_interest_kind_id
        # Asked for every claim: env.ref would look it up in the database each time.
        find = self.env["ir.model.data"]._xmlid_to_res_id
        kind_id = find("debt_collection.interest_kind_delay_481", True)
        return self.env["debt.interest.kind"].browse(kind_id)

    def write(self, vals):
        """Count claims and credit payments anew when the practice changes."""
        changed = PRACTICE_FIELDS & vals.keys()
        shifts = {company: company.debt_due_date_shift for company in self}
        result = super().write(vals)
        if changed:
            for company in self:
                company._debt_practice_changed(shifts[company])
        return result

    def _debt_practice_changed(self, old_shift):
        """Apply new interest settings to the claims and payments of the company.

        The first day of interest follows the new shift, unless set by hand.
        """
        self.ensure_one()
        own = [("company_id", "=", self.id)]
        if self.debt_due_date_shift != old_shift:
            for claim in self.env["debt.claim"].search(own):
                if claim.interest_from == first_interest_day(claim.due_date, old_shift):
                    claim.interest_from = first_interest_day(
                        claim.due_date, self.debt_due_date_shift
                    )
        self.env["debt.balance"]._changed()
        self.env["debt.case"].search([*own, ("payment_ids", "!=", False)])._replay()
