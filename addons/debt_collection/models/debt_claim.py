from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools.allocation import Claim
from ..tools.interest import Segment, Terms, first_interest_day, interest_periods
from ..tools.money import from_float


class DebtClaim(models.Model):
    """One receivable: an invoice, an interest note or another title."""

    _name = "debt.claim"
    _description = "Claim"
    _inherit = ["debt.interest.terms", "debt.balance.mixin"]
    _order = "due_date, id"
    _check_company_auto = True
    _rec_names_search = ["name", "number", "external_id"]

    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    agreement_id = fields.Many2one(
        related="case_id.agreement_id", store=True, index=True, precompute=True
    )
    creditor_id = fields.Many2one(
        related="case_id.creditor_id", store=True, index=True, precompute=True
    )
    debtor_id = fields.Many2one(
        related="case_id.debtor_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="case_id.currency_id", store=True, precompute=True
    )
    kind_id = fields.Many2one(
        "debt.claim.kind",
        required=True,
        default=lambda self: self.env.ref("debt_collection.claim_kind_invoice"),
    )
    number = fields.Char(string="Document Number", index=True)
    external_id = fields.Char(
        string="Creditor's Identifier", index="btree_not_null", copy=False
    )
    issue_date = fields.Date()
    due_date = fields.Date(required=True, index=True)
    amount = fields.Monetary(string="Base Amount", required=True)
    paid_before = fields.Monetary(
        string="Paid Before Hand-over",
        help="Paid to the creditor before the claim was handed over to us.",
    )
    principal = fields.Monetary(
        compute="_compute_principal",
        store=True,
        precompute=True,
        help="Base amount less what was paid before the hand-over.",
    )
    state = fields.Selection(
        [
            ("active", "Active"),
            ("suspended", "Suspended"),
            ("restructured", "Restructured"),
            ("withdrawn", "Withdrawn"),
        ],
        default="active",
        required=True,
        readonly=True,
        index=True,
    )
    state_reason = fields.Char(string="Reason", readonly=True)
    suspended_from = fields.Date(readonly=True)
    suspended_to = fields.Date(readonly=True)
    interest_from = fields.Date(
        compute="_compute_interest_from",
        store=True,
        readonly=False,
        precompute=True,
        help="First day that bears interest: the day after the due date, moved off "
        "free days (art. 115 of the Civil Code). May be set later by hand.",
    )
    interest_accrued = fields.Monetary(
        compute="_compute_balance", help="All interest so far, paid or not."
    )
    days_late = fields.Integer(compute="_compute_days_late")
    segment_ids = fields.One2many("debt.claim.segment", "claim_id", readonly=True)
    allocation_ids = fields.One2many(
        "debt.payment.allocation", "claim_id", readonly=True
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Item",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        ondelete="set null",
        help="Own receivable this claim follows: one due date of an invoice.",
    )
    move_id = fields.Many2one(
        related="move_line_id.move_id",
        string="Invoice",
        store=True,
        index="btree_not_null",
    )
    note = fields.Text()

    _external_uniq = models.UniqueIndex(
        "(creditor_id, agreement_id, external_id) WHERE external_id IS NOT NULL",
        "The agreement already has a claim with this identifier.",
    )
    _move_line_uniq = models.UniqueIndex(
        "(move_line_id) WHERE move_line_id IS NOT NULL",
        "The invoice is already a claim.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a claim must be greater than zero."
    )
    _paid_before_sane = models.Constraint(
        "CHECK(paid_before >= 0 AND paid_before <= amount)",
        "The part paid before the hand-over must lie between zero and the amount.",
    )

    # === COMPUTES === #
    @api.depends("kind_id", "number")
    def _compute_name(self):
        # A form opens with the bare kind as title, before anybody typed a number.
        bare = {False, "", *self.env["debt.claim.kind"].search([]).mapped("name")}
        for claim in self:
            parts = (claim.kind_id.name, claim.number)
            if claim.name in bare:
                claim.name = " ".join(part for part in parts if part)

    @api.depends("amount", "paid_before")
    def _compute_principal(self):
        for claim in self:
            claim.principal = claim.amount - claim.paid_before

    @api.depends("due_date")
    def _compute_interest_from(self):
        for claim in self:
            shift = (claim.company_id or self.env.company).debt_due_date_shift
            claim.interest_from = claim.due_date and first_interest_day(
                claim.due_date, shift
            )

    @api.depends("due_date")
    def _compute_days_late(self):
        today = self.env["debt.balance"]._today()
        for claim in self:
            late = (today - claim.due_date).days if claim.due_date else 0
            claim.days_late = max(late, 0)

    def _balance_fields(self):
        return (*super()._balance_fields(), "interest_accrued")

    def _balance_query(self, ids, as_of):
        return self.env["debt.balance"]._claims_query(ids, as_of), "claim_id"

    # === CHECKS AND CRUD === #
    @api.constrains("issue_date", "due_date")
    def _check_dates(self):
        first = fields.Date.to_date("1993-05-01")
        for claim in self:
            if claim.due_date < first:
                raise ValidationError(
                    self.env._(
                        "Claim %(name)s: no interest rates are known before "
                        "1 May 1993. Correct the due date.",
                        name=claim.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Give new claims their segments and limitation; credit surplus money."""
        claims = super().create(vals_list)
        claims._after_change()
        return claims

    def write(self, vals):
        """Keep segments, allocations and limitation in step with the claim."""
        result = super().write(vals)
        if {
            "amount",
            "paid_before",
            "due_date",
            "interest_from",
            "state",
            "kind_id",
            "interest_kind_id",
            "interest_percent",
            "number",
        } & vals.keys():
            self._after_change()
        return result

    def _after_change(self):
        self._update_limitation()
        paid = self.case_id.filtered("payment_ids")
        paid._replay()
        unpaid = self.filtered(lambda claim: claim.case_id not in paid)
        unpaid._store_segments({})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for claim in self:
            if claim.allocation_ids or claim._is_mentioned():
                raise UserError(
                    self.env._(
                        "Claim %(name)s has events, costs or payments and cannot be "
                        "deleted. Withdraw it instead.",
                        name=claim.name,
                    )
                )

    def _is_mentioned(self):
        self.ensure_one()
        return any(
            self.env[model].sudo().search_count([(field, "in", self.ids)], limit=1)
            for model, field in (
                ("debt.event", "claim_ids"),
                ("debt.cost", "claim_id"),
                ("debt.payment", "claim_ids"),
            )
        )

    # === STATE DOOR === #
    def action_withdraw(self, reason):
        """Withdraw the claims: they are no longer owed, their history stays."""
        self.write({"state": "withdrawn", "state_reason": reason})

    def action_suspend(self, reason, date_from, date_to=False):
        """Suspend work on the claims; interest runs on."""
        self.write(
            {
                "state": "suspended",
                "state_reason": reason,
                "suspended_from": date_from,
                "suspended_to": date_to,
            }
        )

    def action_resume(self):
        """Go on with suspended, restructured or withdrawn claims."""
        self.write({"state": "active", "state_reason": False})

    def action_restructure(self, reason):
        """Mark the claims as restructured (instalments, new terms)."""
        self.write({"state": "restructured", "state_reason": reason})

    # === INTEREST AND LEDGER === #
    def _interest_level(self):
        """Return the record whose terms apply: claim, case, agreement, or none."""
        self.ensure_one()
        levels = (self, self.case_id, self.agreement_id)
        return next((level for level in levels if level.interest_kind_id), None)

    def _terms(self):
        """Return the pure interest terms that apply to the claim."""
        if not self.kind_id.bears_interest:
            return Terms(kind=None)
        level = self._interest_level()
        kind = (
            level.interest_kind_id
            if level
            else self.company_id._debt_default_interest_kind()
        )
        percent = Decimal(str(level.interest_percent)) if kind.agreed_rate else None
        return Terms(kind=kind.code if kind.code != "none" else None, percent=percent)

    def _to_ledger(self):
        """Return the claim as a pure value for the replay."""
        return Claim(
            id=self.id,
            due_date=self.due_date,
            principal=from_float(self.principal),
            terms=self._terms(),
            interest_from=self.interest_from or None,
            name=self.number or "",
        )

    def _segments(self):
        """Return the stored segments as pure values, oldest first."""
        return [
            Segment(row.date_from, row.date_to or None, from_float(row.principal))
            for row in self.segment_ids.sorted("date_from")
        ]

    def _interest_periods(self, as_of=None):
        """Explain the interest of the claim line by line up to a day."""
        return interest_periods(
            self._segments(),
            self._terms(),
            as_of or self.env["debt.balance"]._as_of(),
            self.env["debt.interest.period"]._rate_table(),
            self.company_id._debt_practice(),
        )

    def _store_segments(self, wanted):
        """Write the principal segments of the claims.

        :param wanted: ``{claim id: segments}`` of the replay; a claim that is missing
            has its whole principal from the first day of interest on
        """
        self.flush_model()
        self.env.cr.execute(
            SQL("DELETE FROM debt_claim_segment WHERE claim_id = ANY(%s)", self.ids)
        )
        rows = [
            (claim.id, segment.date_from, segment.date_to, segment.principal)
            for claim in self.filtered(lambda c: c.state != "withdrawn")
            for segment in wanted.get(claim.id, claim._whole_segment())
        ]
        if rows:
            self.env.cr.execute_values(
                "INSERT INTO debt_claim_segment"
                " (claim_id, date_from, date_to, principal) VALUES %s",
                rows,
            )
        self.env["debt.claim.segment"].invalidate_model()
        self.invalidate_recordset(["segment_ids"])
        self.env["debt.balance"]._changed()

    def _whole_segment(self):
        if not self.interest_from or not self.principal:
            return ()
        return (Segment(self.interest_from, None, from_float(self.principal)),)
