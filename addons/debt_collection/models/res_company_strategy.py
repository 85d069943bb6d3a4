from odoo import fields, models


class ResCompany(models.Model):
    """From when on the history of a debtor counts."""

    _inherit = "res.company"

    debt_history_months = fields.Integer(
        string="History of Months",
        default=24,
        help="Claims paid and payments made in the last months are looked at.",
    )
    debt_delay_minimum = fields.Integer(
        string="Paid Claims at Least",
        default=3,
        help="With fewer paid claims the usual delay of a debtor is not known.",
    )
    debt_action_window = fields.Integer(
        string="Days After an Action",
        default=14,
        help="A payment is put down to the last call, letter, e-mail, SMS or visit of "
        "so many days before it.",
    )
    debt_action_minimum = fields.Integer(
        string="Payments at Least",
        default=3,
        help="With fewer payments after an action there is no preferred action.",
    )
    debt_large_amount = fields.Monetary(
        string="Large From Amount",
        default=100_000,
        help="Businesses of whom at least this was handed over are large customers. "
        "0: not by amount.",
    )
    debt_large_claims = fields.Integer(
        string="Large From Claims",
        default=50,
        help="Businesses with at least so many claims are large customers. 0: not by "
        "number.",
    )

    _debt_history_sane = models.Constraint(
        "CHECK(debt_history_months > 0 AND debt_delay_minimum > 0"
        " AND debt_action_window >= 0 AND debt_action_minimum > 0)",
        "Months and minimum numbers must be greater than zero.",
    )


class ResConfigSettings(models.TransientModel):
    """The same on the settings page."""

    _inherit = "res.config.settings"

    debt_history_months = fields.Integer(
        related="company_id.debt_history_months", readonly=False
    )
    debt_delay_minimum = fields.Integer(
        related="company_id.debt_delay_minimum", readonly=False
    )
    debt_action_window = fields.Integer(
        related="company_id.debt_action_window", readonly=False
    )
    debt_action_minimum = fields.Integer(
        related="company_id.debt_action_minimum", readonly=False
    )
    debt_large_amount = fields.Monetary(
        related="company_id.debt_large_amount", readonly=False
    )
    debt_large_claims = fields.Integer(
        related="company_id.debt_large_claims", readonly=False
    )
