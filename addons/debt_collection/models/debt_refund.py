from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.doors import is_open, through
from ..services.refunding import Refunding

FIXED = {"payment_id", "amount", "date", "partner_bank_id", "account_number"}


class DebtRefund(models.Model):
    """Money that is paid back to a debtor who paid too much.

    One person prepares it, another approves it. From its date on the payment is worth
    less in the ledger of the case; the journal then owes it to the debtor, and a
    payment order sends it.
    """

    _name = "debt.refund"
    _description = "Refund of an Overpayment"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number", required=True, readonly=True, copy=False, default="/"
    )
    payment_id = fields.Many2one(
        "debt.payment",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('surplus', '>', 0), ('statement_line_id', '!=', False)]",
        help="The payment of which more came than was owed.",
    )
    case_id = fields.Many2one(
        related="payment_id.case_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="payment_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="payment_id.currency_id")
    debtor_id = fields.Many2one(related="payment_id.debtor_id")
    available = fields.Monetary(related="payment_id.surplus", string="Overpaid")
    amount = fields.Monetary(required=True, tracking=True)
    date = fields.Date(
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Day from which the money no longer counts as paid.",
    )
    account_number = fields.Char(
        string="Account of the Debtor",
        compute="_compute_account_number",
        store=True,
        readonly=False,
        precompute=True,
        help="Where the money goes: the account from which it came.",
    )
    reason = fields.Char(required=True, default=lambda self: self.env._("Overpayment"))
    state = fields.Selection(
        [
            ("draft", "Prepared"),
            ("approved", "Approved"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    lowers_payment = fields.Boolean(
        compute="_compute_lowers_payment",
        store=True,
        precompute=True,
        help="Own receivables: the journal lowers the credit itself.",
    )
    move_id = fields.Many2one(
        "account.move", string="Journal Entry", readonly=True, copy=False
    )
    payable_item_id = fields.Many2one(
        "account.move.line", readonly=True, copy=False, index="btree_not_null"
    )
    paid = fields.Boolean(
        related="payable_item_id.reconciled",
        string="Paid Out",
        help="The bank line that pays it out is reconciled with it.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A refund must be greater than zero."
    )

    @api.depends("payment_id")
    def _compute_account_number(self):
        for refund in self:
            # Whoever prepares refunds may see where the money came from.
            line = refund.payment_id.sudo().statement_line_id
            refund.account_number = line.account_number or refund.account_number

    @api.depends("case_id")
    def _compute_lowers_payment(self):
        for refund in self:
            refund.lowers_payment = refund.case_id.agreement_id.kind != "own"

    @api.model_create_multi
    def create(self, vals_list):
        """Number refunds by the sequence of their company."""
        for vals in vals_list:
            vals["state"] = "draft"
        refunds = super().create(vals_list)
        for refund in refunds:
            sequence = self.env["ir.sequence"].with_company(refund.company_id)
            refund.name = sequence.next_by_code("debt.refund") or "/"
        return refunds

    def write(self, vals):
        """Refuse to change what was approved."""
        if FIXED & vals.keys() and any(refund.state != "draft" for refund in self):
            raise UserError(
                self.env._(
                    "An approved refund cannot be changed. Cancel it and prepare "
                    "another."
                )
            )
        if "state" in vals and not is_open(self, "debt_refund_door"):
            raise UserError(
                self.env._("The state of a refund changes only through its buttons.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(refund.state != "draft" for refund in self):
            raise UserError(
                self.env._("Only a refund that was not approved can be deleted.")
            )

    # === DOORS === #
    def action_approve(self):
        """Approve refunds that somebody else has prepared, and book them.

        :raises UserError: the user has prepared one, or less is overpaid by now
        """
        self.check_access("write")
        self._check_approver()
        Refunding(self.env).approve(self)

    def _check_approver(self):
        own = self.filtered(lambda refund: refund.create_uid == self.env.user)
        if own and not self.env.su:
            raise UserError(
                self.env._(
                    "You have prepared refund %(name)s yourself. Somebody else must "
                    "approve it.",
                    name=own[0].name,
                )
            )

    def action_cancel(self, reason=None):
        """Take refunds back: not sent after all, or returned by the bank."""
        self.check_access("write")
        Refunding(self.env).cancel(self, reason or self.env._("Cancelled by hand"))

    def action_pay(self):
        """Put approved refunds into a payment order and open it."""
        self.check_access("write")
        order = Refunding(self.env).order(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.payment.order",
            "res_id": order.id,
            "view_mode": "form",
        }

    def _at_door(self):
        return through(self, "debt_refund_door")
