from odoo import api, fields, models
from odoo.exceptions import UserError


class DebtSettlementInstalment(models.Model):
    """One amount of a plan and the day to pay it by.

    What was paid of it is derived from the payments of the case by
    ``debt.settlement.plan._count_payments``; nobody writes it.
    """

    _name = "debt.settlement.instalment"
    _description = "Instalment"
    _order = "date_due, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        "debt.settlement.plan", required=True, index=True, ondelete="cascade"
    )
    plan_state = fields.Selection(
        related="plan_id.state", string="State of the Plan", store=True, index=True
    )
    case_id = fields.Many2one(related="plan_id.case_id", store=True, index=True)
    debtor_id = fields.Many2one(related="plan_id.debtor_id", store=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    user_id = fields.Many2one(related="plan_id.user_id", store=True)
    down_payment = fields.Boolean(readonly=True)
    date_due = fields.Date(string="Due On", required=True, index=True)
    amount = fields.Monetary(required=True)
    interest = fields.Monetary(
        string="Of Which Interest",
        readonly=True,
        help="Part that pays interest when all is paid on time, at the rates known "
        "on the day of the plan.",
    )
    paid = fields.Monetary(readonly=True, copy=False)
    residual = fields.Monetary(
        string="To Pay", compute="_compute_residual", store=True
    )
    state = fields.Selection(
        [("open", "To Come"), ("paid", "Paid"), ("late", "Late")],
        default="open",
        readonly=True,
        copy=False,
        required=True,
    )
    warned_on = fields.Date(
        readonly=True, copy=False, help="When the collector was told that it is late."
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "An instalment must be greater than zero."
    )

    @api.depends("amount", "paid")
    def _compute_residual(self):
        for part in self:
            part.residual = part.amount - part.paid

    @api.depends("plan_id", "date_due")
    def _compute_display_name(self):
        for part in self:
            part.display_name = f"{part.plan_id.name or ''} {part.date_due or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        """Add rows to drafts only."""
        if not self.env.su:
            derived = {"paid", "state", "warned_on"}
            vals_list = [
                {name: value for name, value in vals.items() if name not in derived}
                for vals in vals_list
            ]
        parts = super().create(vals_list)
        parts._check_draft()
        return parts

    def write(self, vals):
        """Change rows of drafts only; what was paid is derived."""
        if not self.env.su and {"paid", "state", "warned_on"} & vals.keys():
            raise UserError(
                self.env._("What was paid of an instalment follows from the payments.")
            )
        if {"amount", "date_due", "plan_id"} & vals.keys():
            self._check_draft()
        result = super().write(vals)
        if "plan_id" in vals:
            self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        fixed = self.plan_id.filtered(lambda plan: plan.state != "draft")
        if fixed:
            raise UserError(
                self.env._(
                    "The terms of plan %(name)s are fixed. Make a new plan, which "
                    "replaces it once the debtor accepts.",
                    name=fixed[0].name,
                )
            )
