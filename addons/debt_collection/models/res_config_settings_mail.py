from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    debt_mail_alias_name = fields.Char(
        related="company_id.debt_mail_alias_name", readonly=False
    )
    debt_mail_domain = fields.Char(related="company_id.alias_domain_id.name")
