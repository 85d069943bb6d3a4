from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    debt_interest_rounding = fields.Selection(
        related="company_id.debt_interest_rounding", readonly=False
    )
    debt_interest_divisor = fields.Selection(
        related="company_id.debt_interest_divisor", readonly=False
    )
    debt_due_date_shift = fields.Selection(
        related="company_id.debt_due_date_shift", readonly=False
    )
    debt_interest_kind_id = fields.Many2one(
        related="company_id.debt_interest_kind_id", readonly=False
    )
    debt_complaints = fields.Char(related="company_id.debt_complaints", readonly=False)
    debt_gdpr_notice = fields.Text(
        related="company_id.debt_gdpr_notice", readonly=False
    )
