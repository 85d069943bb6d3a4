from odoo import api, fields, models
from odoo.exceptions import UserError


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
    case_state = fields.Selection(related="case_id.state")
    currency_id = fields.Many2one(related="case_id.currency_id")
    total_due = fields.Monetary(related="case_id.total_due")
    reasons = fields.Char(
        required=True,
        default="chosen",
        help="Codes of all that speaks for the case, with commas.",
    )
    why = fields.Char(compute="_compute_why")
    score = fields.Integer(help="0 to 100: how much speaks for the case.")
    certain = fields.Boolean(
        help="It is proved that the money is for this case, and nothing speaks for "
        "another one."
    )
    amount = fields.Monetary(
        string="Part",
        help="What of the transfer is for this case, if that leaves no choice.",
    )
    settled = fields.Boolean(related="line_id.is_reconciled")

    _case_uniq = models.Constraint(
        "UNIQUE(line_id, case_id)", "The case is already proposed for this line."
    )

    @api.model
    def _reason_texts(self):
        """Return ``{reason: text}``; an addon with a source of its own adds to it."""
        _ = self.env._
        return {
            "virtual": _("Virtual account"),
            "debtor_virtual": _("Virtual account of the debtor"),
            "full": _("Case number in the title"),
            "short": _("Case number without its zeros"),
            "typo": _("Case number with a mistake"),
            "check": _("Check digit agrees"),
            "document": _("Document number of a claim"),
            "reference": _("Creditor's reference"),
            "account": _("Known account of the payer"),
            "name": _("Name of the debtor"),
            "amount": _("Exact amount owed"),
            "returned": _("Transfer that came back"),
            "chosen": _("Chosen by hand"),
        }

    @api.model
    def _weights(self):
        """Return ``{reason: 0 to 100}`` of reasons that another addon adds."""
        return {}

    @api.depends("reasons")
    def _compute_why(self):
        texts = self._reason_texts()
        for proposal in self:
            codes = (proposal.reasons or "").split(",")
            proposal.why = ", ".join(texts.get(code, code) for code in codes if code)

    @api.depends("case_id", "reasons")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = self.env._(
                "%(case)s %(debtor)s: %(reason)s",
                case=proposal.case_id.name,
                debtor=proposal.debtor_id.name,
                reason=proposal.why,
            )

    def action_accept(self):
        """Book all that is open of the line on this case."""
        self.ensure_one()
        line = self.line_id
        if line.is_reconciled:
            raise UserError(self.env._("The bank line is settled already."))
        line.debt_case_id = self.case_id
        line._debt_book()
        return None
