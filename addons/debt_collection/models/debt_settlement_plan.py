from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.instalments import EVERY

# What was granted; fixed once the plan leaves the state of draft.
TERMS = {
    "case_id",
    "agreed_on",
    "count",
    "every",
    "first_date",
    "schedule",
    "shift_free_days",
    "interest",
    "discount_principal",
    "discount_interest",
    "discount_costs",
    "down_payment",
    "down_payment_date",
    "tolerance_days",
    "tolerance_amount",
    "instalment_ids",
    "valid_until",
}
# Written by the doors of the plan only, which check the rights of the user.
DOORS = {
    "name",
    "state",
    "user_id",
    "approved_by_id",
    "approved_on",
    "barred_confirmed_by_id",
    "proposed_on",
    "accepted_on",
    "accepted_how",
    "ended_on",
    "ended_reason",
    "hold_id",
    "letter_id",
    "write_off_id",
    "paid",
    "next_due",
    "overdue",
    "known_payment_id",
    "self_service",
    "exceeds",
    "debt_principal",
    "debt_interest",
    "debt_costs",
    "total",
    "first_total",
    "debt_total",
    "discount",
    "kind",
    "last_due",
    "residual",
    "kept_percent",
    "company_id",
    "currency_id",
    "debtor_id",
    "agreement_id",
    "team_id",
}


class DebtSettlementPlan(models.Model):
    """Instalments and discounts that were granted to a debtor.

    A plan never lowers the debt: balances go on by law, and payments from the day of
    the plan cover its instalments by date. Only when the agreed total was paid is the
    rest written off, where a discount or stopped interest left one. So a broken plan
    brings the whole debt back by itself.
    """

    _name = "debt.settlement.plan"
    _description = "Instalment Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="case_id.currency_id", store=True, precompute=True
    )
    debtor_id = fields.Many2one(
        related="case_id.debtor_id", store=True, index=True, precompute=True
    )
    agreement_id = fields.Many2one(
        related="case_id.agreement_id", store=True, precompute=True
    )
    team_id = fields.Many2one(related="case_id.team_id", store=True, precompute=True)
    kind = fields.Selection(
        [
            ("instalments", "Instalments"),
            ("discount", "Discount Settlement"),
            ("both", "Instalments with Discount"),
        ],
        compute="_compute_kind",
        store=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To Approve"),
            ("proposed", "Proposed"),
            ("active", "Running"),
            ("kept", "Kept"),
            ("broken", "Broken"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Granted By",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        index=True,
    )
    self_service = fields.Boolean(
        readonly=True, copy=False, help="The debtor made the plan himself."
    )

    # === TERMS === #
    agreed_on = fields.Date(
        string="Balance Of",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        copy=False,
        help="Day of the balance the plan is about. Payments from this day on cover "
        "it; those that were booked before are in the balance already.",
    )
    count = fields.Integer(string="Instalments", default=6)
    every = fields.Selection(
        [("month", "Month"), ("two_weeks", "2 Weeks"), ("week", "Week")],
        required=True,
        default="month",
    )
    first_date = fields.Date(
        string="First Instalment On",
        compute="_compute_first_date",
        store=True,
        readonly=False,
        copy=False,
        help="The others keep its day of the month, or the last one of a month.",
    )
    shift_free_days = fields.Boolean(
        string="Move Free Days",
        default=True,
        help="A day on which no term may end (Saturday, Sunday, holiday) moves to the "
        "next one that is none (art. 115 of the Civil Code).",
    )
    schedule = fields.Selection(
        [("equal", "Equal Instalments"), ("free", "Free Instalments")],
        required=True,
        default="equal",
        help="Free: write days and amounts yourself.",
    )
    interest = fields.Selection(
        [
            ("running", "Runs on and is paid with the instalments"),
            ("stopped", "Stops, and is remitted when the plan is kept"),
        ],
        string="Interest of the Plan",
        required=True,
        default="running",
        help="Interest that runs on is counted ahead at the rates known today. A "
        "discount fixes the amount, so interest stops with it.",
    )
    discount_principal = fields.Float(string="Discount of Principal (%)")
    discount_interest = fields.Float(string="Discount of Interest (%)")
    discount_costs = fields.Float(string="Discount of Costs (%)")
    down_payment = fields.Monetary(help="Paid at once, before the instalments.")
    down_payment_date = fields.Date(
        string="Down Payment By",
        compute="_compute_down_payment_date",
        store=True,
        readonly=False,
        copy=False,
    )
    tolerance_days = fields.Integer(
        string="Days of Grace",
        default=lambda self: self.env.company.debt_plan_grace_days,
        help="The plan is broken when an instalment is late by more days.",
    )
    tolerance_amount = fields.Monetary(
        string="Shortage Allowed",
        default=lambda self: self.env.company.debt_plan_grace_amount,
        help="So much may be missing without breaking the plan.",
    )
    valid_until = fields.Date(
        string="Offer Valid Until",
        default=lambda self: self._default_valid_until(),
        copy=False,
        help="An offer that was not accepted by then expires.",
    )
    note = fields.Html(string="Notes")

    # === LIFE === #
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)
    proposed_on = fields.Date(readonly=True, copy=False)
    accepted_on = fields.Date(readonly=True, copy=False, tracking=True)
    accepted_how = fields.Selection(
        [
            ("signed", "Signed"),
            ("spoken", "Said so"),
            ("written", "Wrote so"),
            ("portal", "On the portal"),
        ],
        readonly=True,
        copy=False,
    )
    ended_on = fields.Date(readonly=True, copy=False)
    ended_reason = fields.Char(readonly=True, copy=False, tracking=True)
    hold_id = fields.Many2one("debt.hold", readonly=True, copy=False)
    letter_id = fields.Many2one("debt.letter", readonly=True, copy=False)
    write_off_id = fields.Many2one("debt.payment", readonly=True, copy=False)
    _one_active = models.UniqueIndex(
        "(case_id) WHERE state = 'active'", "The case has a running plan already."
    )
    _one_offer = models.UniqueIndex(
        "(case_id) WHERE state IN ('to_approve', 'proposed')",
        "Another plan of the case waits for approval or for the debtor already.",
    )
    _percent_range = models.Constraint(
        "CHECK(discount_principal BETWEEN 0 AND 100"
        " AND discount_interest BETWEEN 0 AND 100"
        " AND discount_costs BETWEEN 0 AND 100)",
        "A discount is between 0 and 100 %.",
    )
    _terms_sane = models.Constraint(
        "CHECK(count BETWEEN 0 AND 120 AND down_payment >= 0"
        " AND tolerance_days >= 0 AND tolerance_amount >= 0)",
        "A plan has up to 120 instalments, and no amount or time below zero.",
    )

    def _default_valid_until(self):
        today = self.env["debt.balance"]._today()
        return fields.Date.add(today, days=self.env.company.debt_plan_offer_days)

    @api.depends("agreed_on", "every")
    def _compute_first_date(self):
        for plan in self:
            if plan.state == "draft" and plan.agreed_on and plan.every:
                plan.first_date = plan.agreed_on + EVERY[plan.every]

    @api.depends("agreed_on", "down_payment")
    def _compute_down_payment_date(self):
        for plan in self:
            if not plan.down_payment:
                plan.down_payment_date = False
            elif not plan.down_payment_date and plan.agreed_on:
                plan.down_payment_date = fields.Date.add(plan.agreed_on, days=7)

    @api.depends("name", "case_id")
    def _compute_display_name(self):
        for plan in self:
            parts = (plan.name or self.env._("New plan"), plan.case_id.name)
            plan.display_name = ", ".join(filter(None, parts))

    @api.onchange("discount")
    def _onchange_discount(self):
        if self.discount:
            self.interest = "stopped"

    @api.constrains(
        *("discount_principal", "discount_interest", "discount_costs", "interest")
    )
    def _check_interest(self):
        for plan in self:
            discounts = (
                plan.discount_principal,
                plan.discount_interest,
                plan.discount_costs,
            )
            if any(discounts) and plan.interest != "stopped":
                raise ValidationError(
                    self.env._(
                        "A discount fixes the amount to be paid: let interest stop "
                        "with it."
                    )
                )

    # === CRUD === #
    @api.model_create_multi
    def create(self, vals_list):
        """Number plans; they begin as drafts of who makes them."""
        for vals in vals_list:
            if not self.env.su:
                for name in DOORS & vals.keys():
                    del vals[name]
            case = self.env["debt.case"].browse(vals.get("case_id"))
            if not vals.get("name"):
                sequence = self.env["ir.sequence"].with_company(case.company_id)
                vals["name"] = sequence.next_by_code("debt.settlement.plan")
            if vals.get("schedule", "equal") == "equal":
                # They are counted; a screen sends what it showed, without interest.
                vals.pop("instalment_ids", None)
        return super().create(vals_list)

    def write(self, vals):
        """Keep what was granted, and the doors that a state goes through."""
        if not self.env.su and DOORS & vals.keys():
            raise UserError(
                self.env._("The state of a plan changes only through its buttons.")
            )
        fixed = self.filtered(lambda plan: plan.state != "draft")
        if fixed and TERMS & vals.keys():
            raise UserError(
                self.env._(
                    "The terms of plan %(name)s are fixed. Make a new plan, which "
                    "replaces it once the debtor accepts.",
                    name=fixed[0].name,
                )
            )
        schedules = (
            {vals["schedule"]} if "schedule" in vals else set(self.mapped("schedule"))
        )
        if schedules == {"equal"}:
            vals = {n: value for n, value in vals.items() if n != "instalment_ids"}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(plan.state != "draft" for plan in self):
            raise UserError(
                self.env._("A plan that was submitted is history: cancel it instead.")
            )
