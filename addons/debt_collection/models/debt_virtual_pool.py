from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import identifiers
from ..tools.nrb import grouped
from ..tools.virtual_account import (
    ACCOUNT_DIGITS,
    capacity,
    make_number,
    own_digits,
)

# Below this part of its numbers a pool is nearly used up.
SCARCE = 0.1
# What the numbers given so far were made of.
FORM = {"journal_id", "sort_code", "prefix", "owner", "reported_digits", "company_id"}


class DebtVirtualPool(models.Model):
    """Numbers of virtual accounts that a bank gave us for a bank journal."""

    _name = "debt.virtual.pool"
    _description = "Pool of Virtual Accounts"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank Journal",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
        help="The account on whose statements the payments arrive.",
    )
    owner = fields.Selection(
        [("case", "Case"), ("debtor", "Debtor")],
        required=True,
        default="case",
        help="Case: each case has a number of its own. Debtor: all cases of a debtor "
        "share one, and which case a payment is for must be found otherwise.",
    )
    agreement_ids = fields.Many2many(
        "debt.agreement",
        string="Agreements",
        check_company=True,
        help="Whose cases get numbers from here. Empty: all agreements of the company "
        "that no other pool names.",
    )
    sort_code = fields.Char(
        size=8, required=True, help="The 8 digits of the bank's branch in the number."
    )
    prefix = fields.Char(
        size=15,
        help="Digits that the bank gave us; what is left of the 16 digits of an "
        "account is counted up by us.",
    )
    digits = fields.Integer(
        string="Own Digits", compute="_compute_digits", help="Digits that we count."
    )
    reported_digits = fields.Integer(
        string="Digits the Bank Reports",
        compute="_compute_reported_digits",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="How many last digits of the number stand in the bank's files, where it "
        "does not report whole numbers.",
    )
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(
        string="Valid To",
        help="Afterwards no number is given, and letters no longer name those that "
        "were. Payments to them are still recognised.",
    )
    sequence_id = fields.Many2one(
        "ir.sequence", readonly=True, copy=False, ondelete="restrict"
    )
    next_number = fields.Integer(
        compute="_compute_next_number",
        inverse="_inverse_next_number",
        help="Number at which we go on counting; it can only be raised.",
    )
    account_ids = fields.One2many("debt.virtual.account", "pool_id", readonly=True)
    given = fields.Integer(compute="_compute_given", string="Numbers Given")
    left = fields.Float(compute="_compute_given", string="Numbers Left", digits=(20, 0))
    scarce = fields.Boolean(
        string="Nearly Used Up", compute="_compute_given", search="_search_scarce"
    )
    example = fields.Char(string="Next Account Number", compute="_compute_example")

    @api.depends("prefix")
    def _compute_digits(self):
        for pool in self:
            pool.digits = own_digits(pool.prefix or "")

    @api.depends("prefix")
    def _compute_reported_digits(self):
        for pool in self:
            pool.reported_digits = pool.reported_digits or ACCOUNT_DIGITS

    @api.depends("sequence_id")
    def _compute_next_number(self):
        for pool in self:
            # The counter is part of the pool; who reads the pool may see it.
            sequence = pool.sequence_id.sudo()
            pool.next_number = sequence.number_next_actual if sequence else 1

    def _inverse_next_number(self):
        for pool in self:
            sequence = pool.sequence_id.sudo()  # as in _compute_next_number
            if not sequence:
                continue
            if pool.next_number < sequence.number_next_actual:
                raise UserError(
                    self.env._(
                        "Pool %(pool)s: numbers below %(next)s are given already. The "
                        "next number can only be raised.",
                        pool=pool.name,
                        next=sequence.number_next_actual,
                    )
                )
            sequence.number_next_actual = pool.next_number

    @api.depends("next_number", "prefix", "account_ids")
    def _compute_given(self):
        groups = self.env["debt.virtual.account"]._read_group(
            [("pool_id", "in", self.ids)], ["pool_id"], ["__count"]
        )
        counts = {pool.id: count for pool, count in groups}
        for pool in self:
            pool.given = counts.get(pool.id, 0)
            room = capacity(pool.prefix or "")
            pool.left = max(room - pool.next_number, 0)
            pool.scarce = pool.left < room * SCARCE

    def _search_scarce(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self.search([]).filtered("scarce").ids)]

    @api.depends("sort_code", "prefix", "next_number")
    def _compute_example(self):
        for pool in self:
            try:
                number = make_number(
                    pool.sort_code or "", pool.prefix or "", pool.next_number
                )
            except ValueError:
                number = ""
            pool.example = grouped(number)

    def _forget_counter(self):
        """Read the counter anew: SQL has taken numbers from it."""
        self.invalidate_recordset(["next_number", "left", "given", "scarce", "example"])
        self.sequence_id.sudo().invalidate_recordset(["number_next_actual"])

    # === CHECKS === #
    @api.constrains("sort_code", "prefix", "reported_digits")
    def _check_form(self):
        for pool in self:
            if not identifiers.is_valid("BANK_BRANCH", pool.sort_code):
                raise ValidationError(
                    self.env._(
                        "Pool %(pool)s: %(code)s is no sort code of a bank. It has 8 "
                        "digits and a check digit; compare it with the bank's letter.",
                        pool=pool.name,
                        code=pool.sort_code,
                    )
                )
            prefix = pool.prefix or ""
            if prefix and not (prefix.isascii() and prefix.isdigit()):
                raise ValidationError(
                    self.env._(
                        "Pool %(pool)s: the prefix has digits only.", pool=pool.name
                    )
                )
            if not own_digits(prefix) <= pool.reported_digits <= 26:
                raise ValidationError(
                    self.env._(
                        "Pool %(pool)s: the bank must report at least the %(digits)s "
                        "digits that we count, and a number has 26.",
                        pool=pool.name,
                        digits=own_digits(prefix),
                    )
                )

    @api.constrains("date_from", "date_to")
    def _check_validity(self):
        for pool in self:
            if pool.date_from and pool.date_to and pool.date_to < pool.date_from:
                raise ValidationError(
                    self.env._(
                        "Pool %(pool)s: it cannot end before it begins.",
                        pool=pool.name,
                    )
                )

    # === CRUD === #
    @api.model_create_multi
    def create(self, vals_list):
        """Give each pool a counter of its own."""
        starts = [vals.pop("next_number", None) or 1 for vals in vals_list]
        pools = super().create(vals_list)
        for pool, start in zip(pools, starts, strict=True):
            # The counter belongs to the pool, whatever rights on sequences there are.
            pool.sequence_id = (
                self.env["ir.sequence"]
                .sudo()
                .create(
                    {
                        "name": f"Virtual accounts: {pool.name}",
                        "code": "debt.virtual.pool",
                        "implementation": "standard",
                        "number_next": start,
                        "company_id": pool.company_id.id,
                    }
                )
            )
        return pools

    def write(self, vals):
        """Keep what the numbers given so far were made of."""
        changed = {
            name
            for name in FORM & vals.keys()
            if any(
                pool._fields[name].convert_to_write(pool[name], pool) != vals[name]
                for pool in self
            )
        }
        used = self.filtered(lambda pool: pool.account_ids) if changed else self[:0]
        if used:
            raise UserError(
                self.env._(
                    "Numbers of pool %(pool)s are in use: its bank, sort code, prefix "
                    "and owner stay as they are. End it and make another pool.",
                    pool=used[0].name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.account_ids:
            raise UserError(
                self.env._(
                    "A pool whose numbers were given cannot be deleted. Enter the day "
                    "it ends."
                )
            )

    # === WHICH POOL === #
    @api.model
    def _in_force_domain(self):
        """Return the domain of the pools whose numbers may be used today."""
        today = self.env["debt.balance"]._today()
        begun = Domain("date_from", "=", False) | Domain("date_from", "<=", today)
        return begun & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))

    @api.model
    def _pools_of(self, agreements):
        """Return ``{agreement: pools in force}``, those that name it before others."""
        # Whoever sees a case is told where to pay for it.
        pools = self.sudo().search(
            self._in_force_domain()
            & Domain("company_id", "in", agreements.company_id.ids),
            order="id",
        )
        if not pools:
            return {}
        found = {}
        for agreement in agreements:
            fitting = pools.filtered(lambda pool, a=agreement: pool._serves(a))
            own = fitting.filtered("agreement_ids")
            found[agreement] = own or fitting
        return found

    def _serves(self, agreement):
        """Tell whether cases of the agreement may have numbers of this pool."""
        currency = self.journal_id.currency_id or self.company_id.currency_id
        return (
            self.company_id == agreement.company_id
            and currency == agreement.currency_id
            and (not self.agreement_ids or agreement in self.agreement_ids)
        )

    def action_open_accounts(self):
        """Open the numbers that were given."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_virtual_account_action"
        )
        action["domain"] = [("pool_id", "in", self.ids)]
        action["context"] = {"default_pool_id": self.id}
        return action
