from odoo import fields, models


class ResCompany(models.Model):
    """What the information on personal data (art. 14 GDPR) says of the company."""

    _inherit = "res.company"

    debt_gdpr_officer = fields.Char(
        string="Data Protection Officer",
        help="Name and contact, printed in the information on personal data. "
        "Empty: the address for complaints is given.",
    )
    debt_gdpr_recipients = fields.Text(
        string="Recipients of Personal Data",
        help="Recipients beside those that the template names, such as a debtor "
        "register or a partner company.",
    )
    debt_gdpr_retention = fields.Text(
        string="Retention of Personal Data",
        help="How long personal data are kept. The law gives no number of years; "
        "empty: the usual text, until the claims are settled or time-barred.",
    )


class ResConfigSettings(models.TransientModel):
    """Personal data in the settings."""

    _inherit = "res.config.settings"

    debt_gdpr_officer = fields.Char(
        related="company_id.debt_gdpr_officer", readonly=False
    )
    debt_gdpr_recipients = fields.Text(
        related="company_id.debt_gdpr_recipients", readonly=False
    )
    debt_gdpr_retention = fields.Text(
        related="company_id.debt_gdpr_retention", readonly=False
    )
