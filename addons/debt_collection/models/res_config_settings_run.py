from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """Settings of runs of procedures."""

    _inherit = "res.config.settings"

    debt_run_hour = fields.Integer(related="company_id.debt_run_hour", readonly=False)
    debt_workers = fields.Integer(related="company_id.debt_workers", readonly=False)
    debt_bank_max_age = fields.Integer(
        related="company_id.debt_bank_max_age", readonly=False
    )
