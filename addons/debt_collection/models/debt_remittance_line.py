from odoo import api, fields, models
from odoo.exceptions import UserError


class DebtRemittanceLine(models.Model):
    """A part of a payment, or a cost, that a remittance settles.

    Made as the difference between the ledgers and what earlier remittances settled:
    money that came back is a line below zero.
    """

    _name = "debt.remittance.line"
    _description = "Remittance Line"
    _order = "section, date, id"

    remittance_id = fields.Many2one(
        "debt.remittance", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="remittance_id.company_id")
    currency_id = fields.Many2one(related="remittance_id.currency_id")
    agreement_id = fields.Many2one(related="remittance_id.agreement_id")
    section = fields.Selection(
        [
            ("collected", "Collected by us"),
            ("direct", "Paid to the creditor"),
            ("borne", "Cost borne by the creditor"),
        ],
        required=True,
        readonly=True,
    )
    case_id = fields.Many2one("debt.case", required=True, readonly=True, index=True)
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    creditor_reference = fields.Char(related="case_id.creditor_reference")
    payment_id = fields.Many2one(
        "debt.payment", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    kind = fields.Selection(
        [("principal", "Principal"), ("interest", "Interest"), ("cost", "Costs")],
        string="Credited To",
        required=True,
        readonly=True,
    )
    claim_id = fields.Many2one("debt.claim", readonly=True, ondelete="restrict")
    cost_id = fields.Many2one(
        "debt.cost", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date(required=True, readonly=True)
    amount = fields.Monetary(
        required=True, readonly=True, help="Below zero: it came back or was corrected."
    )
    retained = fields.Monetary(
        string="Ours",
        readonly=True,
        help="The part that is our fee, as the agreement says of interest and costs.",
    )
    reason = fields.Char(compute="_compute_reason")

    _money_uniq = models.UniqueIndex(
        "(remittance_id, payment_id, kind, COALESCE(claim_id, 0), "
        "COALESCE(cost_id, 0)) WHERE payment_id IS NOT NULL",
        "The remittance has this money already.",
    )
    _cost_uniq = models.UniqueIndex(
        "(remittance_id, cost_id) WHERE payment_id IS NULL",
        "The remittance has this cost already.",
    )

    @api.depends("amount", "payment_id.state", "cost_id.state")
    def _compute_reason(self):
        for line in self:
            line.reason = line._correction_reason() if line.amount < 0 else False

    def _correction_reason(self):
        """Return why a line is below zero."""
        self.ensure_one()
        payment = self.payment_id
        if not payment:
            return self.env._("The cost was waived or is borne by somebody else")
        if payment.state == "reversed":
            return self.env._(
                "Reversed on %(day)s: %(reason)s",
                day=payment.reversed_on,
                reason=payment.reversal_reason,
            )
        return self.env._("Credited otherwise than before")

    def write(self, vals):
        """Refuse to change what the ledgers say."""
        if self:
            raise UserError(self.env._("A line of a remittance cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(line.remittance_id.state != "draft" for line in self):
            raise UserError(
                self.env._("A confirmed remittance stays as it is; correct the next.")
            )
