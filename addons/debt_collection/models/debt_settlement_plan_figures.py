from odoo import api, fields, models


class DebtSettlementPlan(models.Model):
    """What is owed, agreed and paid of a plan; derived, and written by nobody."""

    _inherit = "debt.settlement.plan"

    debt_principal = fields.Monetary(
        string="Principal", compute="_compute_debt", store=True
    )
    debt_interest = fields.Monetary(
        string="Interest", compute="_compute_debt", store=True
    )
    debt_costs = fields.Monetary(string="Costs", compute="_compute_debt", store=True)
    debt_total = fields.Monetary(
        string="Debt", compute="_compute_first_total", store=True
    )
    discount = fields.Monetary(
        compute="_compute_first_total",
        store=True,
        help="Remitted when the plan is kept.",
    )
    first_total = fields.Monetary(
        string="To Be Paid",
        compute="_compute_first_total",
        store=True,
        help="Debt less discount, without interest of the time of the plan.",
    )
    known_payment_id = fields.Integer(compute="_compute_debt", store=True)
    instalment_ids = fields.One2many(
        "debt.settlement.instalment",
        "plan_id",
        string="Instalments of the Plan",
        compute="_compute_instalment_ids",
        store=True,
        readonly=False,
    )
    total = fields.Monetary(
        string="Agreed Total",
        compute="_compute_total",
        store=True,
        help="Sum of down payment and instalments.",
    )
    paid = fields.Monetary(readonly=True, copy=False)
    residual = fields.Monetary(
        string="Still to Pay", compute="_compute_residual", store=True
    )
    next_due = fields.Date(readonly=True, copy=False, index=True)
    overdue = fields.Monetary(string="Late", readonly=True, copy=False)
    last_due = fields.Date(compute="_compute_total", store=True)
    kept_percent = fields.Float(
        string="Kept (%)",
        compute="_compute_kept_percent",
        store=True,
        aggregator="avg",
        help="100 for a plan that was kept, 0 for others: its average is the rate of "
        "plans kept among those that ended.",
    )

    @api.depends("case_id", "agreed_on")
    def _compute_debt(self):
        """Take the balance of the day, and the last payment that is in it."""
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            case = plan.case_id.with_context(debt_as_of=plan.agreed_on)
            plan.debt_principal = case.principal_due
            plan.debt_interest = case.interest_due
            plan.debt_costs = case.costs_due
            known = plan.case_id._origin.payment_ids.ids
            plan.known_payment_id = max(known, default=0)

    @api.depends(
        *("debt_principal", "debt_interest", "debt_costs"),
        *("discount_principal", "discount_interest", "discount_costs"),
    )
    def _compute_first_total(self):
        for plan in self:
            parts = ("principal", "interest", "costs")
            plan.discount = sum(
                plan.currency_id.round(
                    plan[f"debt_{part}"] * plan[f"discount_{part}"] / 100
                )
                for part in parts
            )
            plan.debt_total = sum(plan[f"debt_{part}"] for part in parts)
            plan.first_total = plan.debt_total - plan.discount

    @api.depends("discount", "instalment_ids")
    def _compute_kind(self):
        for plan in self:
            single = len(plan.instalment_ids) <= 1
            if not plan.discount:
                plan.kind = "instalments"
            else:
                plan.kind = "discount" if single else "both"

    @api.depends("instalment_ids.amount", "instalment_ids.date_due")
    def _compute_total(self):
        for plan in self:
            plan.total = sum(plan.instalment_ids.mapped("amount"))
            days = [day for day in plan.instalment_ids.mapped("date_due") if day]
            plan.last_due = max(days, default=False)

    @api.depends("total", "paid")
    def _compute_residual(self):
        for plan in self:
            plan.residual = max(plan.total - plan.paid, 0)

    @api.depends("state")
    def _compute_kept_percent(self):
        for plan in self:
            plan.kept_percent = 100 if plan.state == "kept" else 0
