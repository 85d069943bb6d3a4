from odoo import api, fields, models


class ResCompany(models.Model):
    """How instalment plans are watched."""

    _inherit = "res.company"

    debt_plan_grace_days = fields.Integer(
        string="Days of Grace",
        default=7,
        help="A plan is broken when an instalment is late by more days.",
    )
    debt_plan_grace_amount = fields.Monetary(
        string="Shortage Allowed",
        help="So much may be missing without breaking a plan.",
    )
    debt_plan_offer_days = fields.Integer(
        string="Offers Hold for (Days)",
        default=14,
        help="An offer of a plan that was not accepted by then expires.",
    )
    debt_plan_warning_type_id = fields.Many2one(
        "debt.event.type",
        string="Warning of a Late Instalment",
        default=lambda self: self.env.ref(
            "debt_collection.event_type_call", raise_if_not_found=False
        ),
        help="What is planned for the collector once an instalment is late and before "
        "the plan is broken. Empty: nothing.",
    )

    @api.model
    def _set_plan_warnings(self):
        """Let companies that were there before this addon plan a call."""
        call = self.env.ref("debt_collection.event_type_call")
        companies = self.search([("debt_plan_warning_type_id", "=", False)])
        companies.debt_plan_warning_type_id = call


class ResConfigSettings(models.TransientModel):
    """The same on the screen of settings."""

    _inherit = "res.config.settings"

    debt_plan_grace_days = fields.Integer(
        related="company_id.debt_plan_grace_days", readonly=False
    )
    debt_plan_grace_amount = fields.Monetary(
        related="company_id.debt_plan_grace_amount",
        readonly=False,
    )
    debt_plan_offer_days = fields.Integer(
        related="company_id.debt_plan_offer_days", readonly=False
    )
    debt_plan_warning_type_id = fields.Many2one(
        related="company_id.debt_plan_warning_type_id", readonly=False
    )
