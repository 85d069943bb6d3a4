from odoo import fields, models


class DebtDebtorFigures(models.Model):
    """What is known of a debtor's behaviour, for one company; refreshed by sets."""

    _name = "debt.debtor.figures"
    _description = "Figures of a Debtor"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    average_delay = fields.Float(
        readonly=True,
        help="Days by which the debtor usually pays late; empty while too few paid "
        "claims are known.",
    )
    preferred_type_id = fields.Many2one(
        "debt.event.type",
        string="Preferred Action",
        readonly=True,
        help="Action after which money most often came.",
    )

    _debtor_uniq = models.Constraint(
        "UNIQUE(partner_id, company_id)", "A debtor has one row in a company."
    )
