from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..services.cash import CashDesk
from ..services.doors import is_open, through
from ..tools.money import from_float, in_words

CASHIER = "debt_collection.group_cashier"


class DebtCashReceipt(models.Model):
    """Cash that was taken from a debtor: the receipt he gets (KP), and its booking.

    Numbers run without gaps for each cash journal and year. A receipt is never
    deleted once it has a number, only annulled.
    """

    _name = "debt.cash.receipt"
    _description = "Cash Receipt"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number", readonly=True, copy=False, default="/", required=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("annulled", "Annulled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    total_due = fields.Monetary(related="case_id.total_due", string="Owed")
    journal_id = fields.Many2one(
        "account.journal",
        string="Cash Journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
        check_company=True,
        ondelete="restrict",
    )
    cash_desk = fields.Char(compute="_compute_cash_desk")
    date = fields.Date(
        required=True, default=lambda self: self.env["debt.balance"]._today()
    )
    amount = fields.Monetary(required=True)
    amount_words = fields.Char(compute="_compute_amount_words", string="In Words")
    payer = fields.Char(
        string="Paid By",
        compute="_compute_payer",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Who handed the money over: the debtor, or somebody for him.",
    )
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Named Claims",
        domain="[('case_id', '=', case_id)]",
        help="Claims that the payer names (art. 451 of the Civil Code).",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Cashier",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
    )
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", readonly=True, copy=False, index=True
    )
    annul_reason = fields.Char(string="Why Annulled", readonly=True, copy=False)
    annulled_on = fields.Date(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A receipt must be greater than zero."
    )
    _number_uniq = models.UniqueIndex(
        "(journal_id, name) WHERE name != '/'",
        "The cash journal has a receipt of this number already.",
    )

    @api.depends("case_id")
    def _compute_journal_id(self):
        # Who takes cash need not see journals.
        journals = self.env["account.journal"].sudo()
        for receipt in self:
            company = receipt.case_id.company_id
            receipt.journal_id = receipt.journal_id or journals.search(
                [("type", "=", "cash"), ("company_id", "=", company.id)],
                order="sequence, id",
                limit=1,
            )

    @api.depends("journal_id")
    def _compute_cash_desk(self):
        for receipt in self:
            # As in _compute_journal_id: the name only.
            receipt.cash_desk = receipt.sudo().journal_id.name

    @api.depends("amount")
    def _compute_amount_words(self):
        for receipt in self:
            receipt.amount_words = in_words(from_float(receipt.amount))

    @api.depends("case_id")
    def _compute_payer(self):
        for receipt in self:
            receipt.payer = receipt.payer or receipt.case_id.debtor_id.name

    @api.model_create_multi
    def create(self, vals_list):
        """Let receipts begin as drafts."""
        for vals in vals_list:
            vals |= {"state": "draft", "name": "/"}
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to change what the payer has on paper."""
        door = is_open(self, "debt_receipt_door")
        if not door and any(receipt.state != "draft" for receipt in self):
            raise UserError(
                self.env._("A receipt that was issued cannot be changed. Annul it.")
            )
        if not door and {"state", "name", "statement_line_id"} & vals.keys():
            raise UserError(
                self.env._("The state of a receipt changes only through its buttons.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if any(receipt.state != "draft" for receipt in self):
            raise UserError(
                self.env._("A receipt with a number is never deleted. Annul it.")
            )

    # === DOORS === #
    def action_issue(self):
        """Number the receipts, book the cash on their cases and print them.

        :raises AccessError: the user takes no cash
        :raises UserError: the cash cannot be booked
        """
        if not self.env.su and not self.env.user.has_group(CASHIER):
            raise AccessError(self.env._("Only a cashier may take cash."))
        self.case_id.check_access("read")
        CashDesk(self.env).issue(self)
        return self.env.ref("debt_collection.cash_receipt_report").report_action(self)

    def action_annul(self, reason):
        """Take receipts back: the case looks as if the cash had never come.

        :raises AccessError: the user keeps no books
        """
        self.env["debt.payment"].check_access("create")
        CashDesk(self.env).annul(self, reason)

    def _at_door(self):
        return through(self, "debt_receipt_door")


class DebtCashAnnul(models.TransientModel):
    """Asks why receipts are annulled."""

    _name = "debt.cash.annul"
    _description = "Annul Cash Receipts"

    receipt_ids = fields.Many2many(
        "debt.cash.receipt",
        required=True,
        default=lambda self: [Command.set(self.env.context.get("active_ids", []))],
    )
    reason = fields.Char(required=True)

    def action_annul(self):
        """Annul the receipts."""
        self.ensure_one()
        self.receipt_ids.action_annul(self.reason)


class AccountJournal(models.Model):
    """Cash journals count their receipts."""

    _inherit = "account.journal"

    debt_receipt_sequence_id = fields.Many2one(
        "ir.sequence", readonly=True, copy=False, string="Numbers of Cash Receipts"
    )

    def _debt_receipt_number(self, date):
        """Return the next number of a receipt; the year's numbers have no gaps."""
        self.ensure_one()
        if not self.debt_receipt_sequence_id:
            self.debt_receipt_sequence_id = self.env["ir.sequence"].create(
                {
                    "name": f"KP {self.name}",
                    "code": "debt.cash.receipt",
                    "implementation": "no_gap",
                    "prefix": f"KP/{self.code}/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "company_id": self.company_id.id,
                }
            )
        return self.debt_receipt_sequence_id.next_by_id(sequence_date=date)
