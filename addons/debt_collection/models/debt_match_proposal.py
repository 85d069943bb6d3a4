from odoo import api, fields, models

REASONS = [
    ("full", "Case number in the title"),
    ("short", "Case number without its zeros"),
    ("document", "Document number of a claim"),
]


class DebtMatchProposal(models.Model):
    """A case that a bank statement line may be meant for, and why."""

    _name = "debt.match.proposal"
    _description = "Case Proposed for a Bank Line"
    _order = "line_id, score desc, id"

    line_id = fields.Many2one(
        "account.bank.statement.line", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="line_id.company_id")
    case_id = fields.Many2one(
        "debt.case", required=True, ondelete="cascade", index=True
    )
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    reason = fields.Selection(REASONS, required=True)
    score = fields.Integer(help="0 to 100: how much speaks for the case.")
    certain = fields.Boolean(
        help="Nothing in the title speaks for another case, and the case is open."
    )

    _case_uniq = models.Constraint(
        "UNIQUE(line_id, case_id)", "The case is already proposed for this line."
    )

    @api.depends("case_id", "reason")
    def _compute_display_name(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for proposal in self:
            proposal.display_name = self.env._(
                "%(case)s %(debtor)s: %(reason)s",
                case=proposal.case_id.name,
                debtor=proposal.debtor_id.name,
                reason=reasons.get(proposal.reason, ""),
            )
