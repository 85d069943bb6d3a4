from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.allocation import Payment, Policy
from ..tools.money import from_float

RECEIVERS = {
    "bank": "us",
    "cash": "us",
    "invoice": "us",
    "creditor": "creditor",
    "bailiff": "creditor",
    "setoff": "creditor",
    "writeoff": "nobody",
    "capitalized": "nobody",
}
# Credits without money: what exceeds the debts of their day was never there.
GIVEN_UP = ("writeoff", "capitalized")
INTEREST_ALONE = Policy(only=("interest",))


class DebtPayment(models.Model):
    """Money received for a case: a line of its append-only ledger.

    A payment is never changed or deleted; a mistake or a returned transfer is
    reversed, and the case replayed as if it had never been paid.
    """

    _name = "debt.payment"
    _description = "Payment of a Case"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Reference", required=True, default="/")
    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    date = fields.Date(
        string="Value Date",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    amount = fields.Monetary(required=True)
    source = fields.Selection(
        [
            ("bank", "Bank statement"),
            ("invoice", "Reconciled invoice"),
            ("creditor", "Reported by the creditor"),
            ("bailiff", "Bailiff"),
            ("cash", "Cash receipt"),
            ("setoff", "Set-off"),
            ("writeoff", "Written off"),
            ("capitalized", "Interest note"),
        ],
        required=True,
        default="bank",
        help="Where the credit comes from. What is written off or moved into an "
        "interest note is no money: it only lowers what is owed.",
    )
    received_by = fields.Selection(
        [("us", "Us"), ("creditor", "Creditor"), ("nobody", "Nobody")],
        compute="_compute_received_by",
        store=True,
        precompute=True,
        required=True,
        index=True,
        help="Who holds the money. Nobody: the debt was lowered without any.",
    )
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Named Claims",
        domain="[('case_id', '=', case_id)]",
        help="Claims the debtor named, or that a receipt he accepted names "
        "(art. 451 of the Civil Code).",
    )
    policy_id = fields.Many2one(
        "debt.crediting.policy",
        string="Crediting",
        help="Empty: as the agreement says.",
    )
    state = fields.Selection(
        [("booked", "Booked"), ("reversed", "Reversed")],
        default="booked",
        required=True,
        readonly=True,
        copy=False,
    )
    reversed_on = fields.Date(readonly=True, copy=False)
    reversal_reason = fields.Char(readonly=True, copy=False)
    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
    )
    partial_id = fields.Many2one(
        "account.partial.reconcile",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    allocation_ids = fields.One2many(
        "debt.payment.allocation", "payment_id", readonly=True
    )
    allocated = fields.Monetary(compute="_compute_allocated", string="Credited")
    surplus = fields.Monetary(compute="_compute_allocated")

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A payment must be greater than zero."
    )
    _line_uniq = models.UniqueIndex(
        "(statement_line_id, case_id) WHERE statement_line_id IS NOT NULL "
        "AND state = 'booked'",
        "The statement line is already booked on this case.",
    )

    @api.depends("source")
    def _compute_received_by(self):
        for payment in self:
            payment.received_by = RECEIVERS[payment.source]
            if payment.partial_id and not payment.partial_id._debt_is_money():
                payment.received_by = "nobody"

    @api.depends("allocation_ids.amount", "amount", "state", "source")
    def _compute_allocated(self):
        for payment in self:
            payment.allocated = sum(payment.allocation_ids.mapped("amount"))
            money = payment.state == "booked" and payment.source not in GIVEN_UP
            payment.surplus = payment.amount - payment.allocated if money else 0

    @api.model_create_multi
    def create(self, vals_list):
        """Book the payments and credit them."""
        payments = super().create(vals_list)
        payments.case_id._replay()
        return payments

    def write(self, vals):
        """Refuse to change booked money; how it is credited may change."""
        fixed = {"case_id", "date", "amount", "statement_line_id", "source"}
        if fixed & vals.keys():
            raise UserError(
                self.env._(
                    "A booked payment cannot be changed. Reverse it and book the "
                    "right one."
                )
            )
        result = super().write(vals)
        if {"claim_ids", "name", "policy_id", "state"} & vals.keys():
            self.case_id._replay()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A booked payment cannot be deleted. Reverse it instead.")
        )

    def action_reverse(self, reason=None):
        """Reverse the payments: the cases look as if they had never come."""
        self.filtered(lambda payment: payment.state == "booked").write(
            {
                "state": "reversed",
                "reversed_on": self.env["debt.balance"]._today(),
                "reversal_reason": reason or self.env._("Reversed by hand"),
            }
        )

    def _to_ledger(self):
        """Return the payment as a pure value for the replay."""
        return Payment(
            id=self.id,
            date=self.date,
            amount=from_float(self.amount),
            claim_ids=tuple(self.claim_ids.ids),
            policy=self._to_policy(),
            name=self.name,
            money=self.source not in GIVEN_UP,
        )

    def _to_policy(self):
        """Return the pure policy of the payment, None for that of the agreement."""
        if self.source == "capitalized":
            return INTEREST_ALONE
        return self.policy_id._to_policy() if self.policy_id else None
