from odoo import fields, models


class ResCompany(models.Model):
    """What stands on envelopes."""

    _inherit = "res.company"

    debt_envelope_sender = fields.Text(
        string="Sender on Envelopes",
        help="Lines of name and address. Nothing outside of a letter may tell a "
        "stranger that it concerns a debt: choose a neutral name. Empty: name and "
        "address of the company.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    debt_envelope_sender = fields.Text(
        related="company_id.debt_envelope_sender", readonly=False
    )
