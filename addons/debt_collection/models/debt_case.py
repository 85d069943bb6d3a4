from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.doors import is_open, through

# State -> states it may change to, through DebtCase._set_state only.
TRANSITIONS = {
    "new": ("open", "closed"),
    "open": ("closed",),
    "closed": ("open",),
}
DETAILS = "debt_collection.group_details"


class DebtCase(models.Model):
    """All claims of one debtor for one creditor in a package: the unit of work."""

    _name = "debt.case"
    _description = "Debt Case"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "debt.interest.terms",
        "debt.balance.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _rec_names_search = ["name", "debtor_id.name", "debtor_id.pesel", "debtor_id.vat"]

    name = fields.Char(
        string="Case Number",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("open", "In Collection"),
            ("closed", "Closed"),
        ],
        default="new",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
        copy=False,
    )
    phase = fields.Selection(
        [
            ("monitoring", "Monitoring"),
            ("amicable", "Amicable"),
            ("pre_court", "Pre-court"),
            ("court", "Court"),
            ("enforcement", "Enforcement"),
            ("field", "Field Work"),
        ],
        default="amicable",
        required=True,
        tracking=True,
        index=True,
    )
    package_id = fields.Many2one(
        "debt.package",
        required=True,
        index=True,
        ondelete="restrict",
    )
    agreement_id = fields.Many2one(
        related="package_id.agreement_id", store=True, index=True, precompute=True
    )
    agreement_kind = fields.Selection(related="agreement_id.kind")
    company_id = fields.Many2one(
        related="package_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="agreement_id.currency_id", store=True, precompute=True
    )
    creditor_id = fields.Many2one(
        "res.partner",
        compute="_compute_creditor_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    debtor_id = fields.Many2one(
        "res.partner", required=True, index=True, tracking=True, ondelete="restrict"
    )
    party_ids = fields.One2many("debt.case.party", "case_id", string="Co-debtors")
    team_id = fields.Many2one(
        "debt.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        check_company=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Collector",
        tracking=True,
        index=True,
        check_company=True,
    )
    date_opened = fields.Date(
        default=lambda self: self.env["debt.balance"]._today(), copy=False
    )
    date_closed = fields.Date(readonly=True, copy=False)
    close_reason = fields.Selection(
        [
            ("paid", "Paid"),
            ("returned", "Returned to the creditor"),
            ("barred", "Time-barred"),
            ("uncollectible", "Uncollectible"),
            ("written_off", "Written off"),
            ("other", "Other"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    closing_phase = fields.Char(readonly=True, copy=False)
    opening_debt = fields.Monetary(
        compute="_compute_opening_debt",
        store=True,
        groups=DETAILS,
        help="Principal handed over to us.",
    )
    overpaid = fields.Monetary(
        compute="_compute_balance",
        help="Money received beyond all that is owed; to be paid back or credited.",
    )
    days_late = fields.Integer(
        compute="_compute_days_late", help="Days since the oldest due date."
    )
    limitation_date = fields.Date(
        string="Limitation",
        compute="_compute_limitation_date",
        store=True,
        index=True,
        help="Earliest last day for pursuing a claim of the case.",
    )
    time_barred = fields.Boolean(
        compute="_compute_time_barred", search="_search_time_barred"
    )
    claim_ids = fields.One2many("debt.claim", "case_id", string="Claims")
    claim_count = fields.Integer(compute="_compute_claim_count")
    cost_ids = fields.One2many("debt.cost", "case_id", string="Costs")
    payment_ids = fields.One2many("debt.payment", "case_id", string="Payments")
    event_ids = fields.One2many("debt.event", "case_id", string="Events")
    planned_event_ids = fields.One2many(
        "debt.event", "case_id", domain=[("state", "=", "planned")]
    )
    next_event_date = fields.Date(compute="_compute_next_event_date")
    properties = fields.Properties(
        definition="package_id.case_properties_definition", groups=DETAILS
    )
    interest_label = fields.Char(
        string="Interest Terms", compute="_compute_interest_label", groups=DETAILS
    )

    _name_uniq = models.Constraint(
        "UNIQUE(company_id, name)", "The case number must be unique."
    )
    _debtor_uniq = models.UniqueIndex(
        "(package_id, debtor_id, creditor_id) WHERE state != 'closed'",
        "The package already has an open case of this debtor for this creditor.",
    )

    # === COMPUTES === #
    @api.depends("package_id")
    def _compute_creditor_id(self):
        for case in self:
            case.creditor_id = case.package_id.agreement_id.creditor_id

    @api.depends("package_id")
    def _compute_team_id(self):
        for case in self:
            case.team_id = case.team_id or case.package_id.team_id

    @api.depends("claim_ids.principal", "claim_ids.state")
    def _compute_opening_debt(self):
        for case in self:
            claims = case.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
            case.opening_debt = sum(claims.mapped("principal"))

    @api.depends("claim_ids.due_date")
    def _compute_days_late(self):
        today = self.env["debt.balance"]._today()
        groups = self.env["debt.claim"]._read_group(
            [("case_id", "in", self.ids), ("state", "!=", "withdrawn")],
            ["case_id"],
            ["due_date:min"],
        )
        oldest = {case.id: due for case, due in groups}
        for case in self:
            due = oldest.get(case.id)
            case.days_late = max((today - due).days, 0) if due else 0

    @api.depends("claim_ids.limitation_date", "claim_ids.state")
    def _compute_limitation_date(self):
        for case in self:
            live = case.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
            dates = [day for day in live.mapped("limitation_date") if day]
            case.limitation_date = min(dates, default=False)

    @api.depends("limitation_date")
    def _compute_time_barred(self):
        today = self.env["debt.balance"]._today()
        for case in self:
            case.time_barred = case.limitation_date and case.limitation_date < today

    def _search_time_barred(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("limitation_date", "<", self.env["debt.balance"]._today())]

    def _compute_claim_count(self):
        groups = self.env["debt.claim"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = {case.id: count for case, count in groups}
        for case in self:
            case.claim_count = counts.get(case.id, 0)

    @api.depends("event_ids.date", "event_ids.state")
    def _compute_next_event_date(self):
        groups = self.env["debt.event"]._read_group(
            [("case_id", "in", self.ids), ("state", "=", "planned")],
            ["case_id"],
            ["date:min"],
        )
        dates = {case.id: day for case, day in groups}
        for case in self:
            case.next_event_date = dates.get(case.id)

    @api.depends("interest_kind_id", "interest_percent", "agreement_id")
    def _compute_interest_label(self):
        for case in self:
            level = case if case.interest_kind_id else case.agreement_id
            default = case.company_id._debt_default_interest_kind()
            kind = level.interest_kind_id or default
            rate = f" {level.interest_percent:g} %" if kind.agreed_rate else ""
            case.interest_label = f"{kind.name or ''}{rate}"

    def _balance_fields(self):
        return (*super()._balance_fields(), "overpaid")

    def _balance_query(self, ids, as_of):
        return self.env["debt.balance"]._cases_query(ids, as_of), "case_id"

    # === CRUD === #
    @api.model_create_multi
    def create(self, vals_list):
        """Number new cases by the sequence of their company."""
        for vals in vals_list:
            if not vals.get("name"):
                package = self.env["debt.package"].browse(vals.get("package_id"))
                vals["name"] = self._next_number(package.company_id)
        return super().create(vals_list)

    def write(self, vals):
        """Guard the state door; replay payments when interest terms change."""
        if "state" in vals and not is_open(self, "debt_state_door"):
            raise UserError(
                self.env._("The state of a case changes only through its buttons.")
            )
        result = super().write(vals)
        if {"interest_kind_id", "interest_percent"} & vals.keys():
            self._terms_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        if any(case.claim_ids or case.payment_ids or case.cost_ids for case in self):
            raise UserError(
                self.env._(
                    "A case with claims, costs or payments cannot be deleted. "
                    "Close it instead."
                )
            )

    @api.model
    def _next_number(self, company):
        sequence = self.env["ir.sequence"].with_company(company)
        return sequence.next_by_code("debt.case")

    # === STATE DOOR === #
    def _set_state(self, target, **values):
        """Move the cases to a state, or say which of them cannot go there."""
        wrong = self.filtered(lambda case: target not in TRANSITIONS[case.state])
        if wrong:
            raise UserError(
                self.env._(
                    "Case %(name)s cannot go from this state to the wanted one.",
                    name=wrong[0].name,
                )
            )
        door = through(self, "debt_state_door")
        door.write({"state": target, **values})
        # The unique index of open cases must see it before a new case comes.
        door.flush_recordset(["state"])

    def action_open(self):
        """Start collecting, or go on after a closing."""
        self._set_state(
            "open", date_closed=False, close_reason=False, closing_phase=False
        )

    def _close(self, reason):
        """Close the cases for a reason and drop what was planned."""
        today = self.env["debt.balance"]._today()
        for phase, cases in self.grouped("phase").items():
            cases._set_state(
                "closed", close_reason=reason, date_closed=today, closing_phase=phase
            )
        self.planned_event_ids.action_cancel()
