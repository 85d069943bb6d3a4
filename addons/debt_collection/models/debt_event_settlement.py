from odoo import fields, models


class DebtEvent(models.Model):
    """Events that belong to a plan."""

    _inherit = "debt.event"

    settlement_plan_id = fields.Many2one(
        "debt.settlement.plan",
        string="Instalment Plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Done although the case is on hold for the plan: it is about the plan.",
    )
