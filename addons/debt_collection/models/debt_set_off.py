from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.doors import is_open, through
from ..services.set_off import SettingOff

DEBTS = ("liability_payable", "asset_receivable")


class DebtSetOff(models.Model):
    """A declaration of set-off: two debts lower each other (art. 498-505 kc).

    It counts from the day on which the set-off became possible (art. 499 kc). Of own
    receivables the journal reconciles what we owe the debtor with his invoices; of
    others the creditor's document is enough.
    """

    _name = "debt.set.off"
    _description = "Set-off"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Declaration",
        required=True,
        help="Number of the declaration, or of the document it rests on.",
    )
    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict"
    )
    agreement_kind = fields.Selection(related="case_id.agreement_kind")
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    total_due = fields.Monetary(related="case_id.total_due", string="Owed")
    date = fields.Date(
        string="Declared On",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    effective_date = fields.Date(
        string="Counts From",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Day on which the set-off became possible: both debts could be demanded. "
        "Interest of later days is not owed (art. 499 of the Civil Code).",
    )
    counterclaim = fields.Monetary(
        compute="_compute_counterclaim",
        store=True,
        readonly=False,
        help="What the debtor is owed.",
    )
    amount = fields.Monetary(required=True)
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Claims",
        domain="[('case_id', '=', case_id)]",
        help="Claims that the declaration names.",
    )
    item_ids = fields.Many2many(
        "account.move.line",
        string="What We Owe the Debtor",
        domain="[('partner_id', 'child_of', debtor_id),"
        "('parent_state', '=', 'posted'),"
        "('reconciled', '=', False), ('balance', '<', 0),"
        "('account_id.account_type', 'in', ('liability_payable', 'asset_receivable'))]",
        help="Open vendor bills and credit notes of the debtor.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Declared"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    move_id = fields.Many2one("account.move", readonly=True, copy=False)
    payment_ids = fields.Many2many("debt.payment", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A set-off must be greater than zero."
    )

    @api.depends("item_ids")
    def _compute_counterclaim(self):
        for setoff in self:
            if setoff.agreement_kind == "own":
                open_amounts = setoff.item_ids.mapped("amount_residual_currency")
                setoff.counterclaim = -sum(open_amounts)

    @api.model_create_multi
    def create(self, vals_list):
        """Let set-offs begin as drafts."""
        for vals in vals_list:
            vals["state"] = "draft"
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to change what was declared."""
        door = is_open(self, "debt_set_off_door")
        if not door and any(setoff.state != "draft" for setoff in self):
            raise UserError(
                self.env._("A declared set-off cannot be changed. Cancel it instead.")
            )
        if not door and "state" in vals:
            raise UserError(
                self.env._("The state of a set-off changes only through its buttons.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_declared(self):
        if any(setoff.state != "draft" for setoff in self):
            raise UserError(
                self.env._("Only a set-off that was not declared can be deleted.")
            )

    def action_declare(self):
        """Book the set-offs.

        :raises UserError: one is greater than what either side owes
        """
        self.env["debt.payment"].check_access("create")
        for setoff in self:
            SettingOff(setoff).declare()

    def action_cancel(self, reason=None):
        """Take set-offs back; both debts are owed again."""
        self.env["debt.payment"].check_access("create")
        for setoff in self:
            SettingOff(setoff).cancel(reason or self.env._("Set-off cancelled"))

    def _at_door(self):
        return through(self, "debt_set_off_door")
