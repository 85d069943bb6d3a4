from odoo import api, fields, models


class DebtCase(models.Model):
    """Plans of a case."""

    _inherit = "debt.case"

    settlement_plan_ids = fields.One2many(
        "debt.settlement.plan", "case_id", string="Plans"
    )
    settlement_plan_count = fields.Integer(compute="_compute_settlement_plan")
    settlement_plan_id = fields.Many2one(
        "debt.settlement.plan",
        string="Current Plan",
        compute="_compute_settlement_plan",
        help="The running plan, else the offer that waits.",
    )
    settlement_overdue = fields.Monetary(
        string="Late by Plan", compute="_compute_settlement_plan"
    )

    @api.depends("settlement_plan_ids.state", "settlement_plan_ids.overdue")
    def _compute_settlement_plan(self):
        live = ("active", "proposed", "to_approve")
        for case in self:
            plans = case.settlement_plan_ids
            case.settlement_plan_count = len(plans)
            current = plans.filtered(lambda plan: plan.state in live)
            order = {state: number for number, state in enumerate(live)}
            current = current.sorted(lambda plan: order[plan.state])
            case.settlement_plan_id = current[:1]
            case.settlement_overdue = current[:1].overdue

    def action_open_plans(self):
        """Open the plans of the case, a single one in its form."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_settlement_plan_action"
        )
        action["context"] = {"default_case_id": self.id}
        action["domain"] = [("case_id", "=", self.id)]
        if self.settlement_plan_count == 1:
            action["res_id"] = self.settlement_plan_ids.id
            action["views"] = [(False, "form")]
        return action

    def _close(self, reason):
        """End the plans of closed cases."""
        # The case is closed by who may; its plans end with it.
        live = self.sudo().settlement_plan_ids.filtered(
            lambda plan: plan.state in ("to_approve", "proposed", "active")
        )
        result = super()._close(reason)
        for plan in live:
            plan._cancel(self.env._("The case was closed"))
        return result
