from odoo import fields, models


class DebtCostKind(models.Model):
    """Postage, court fee, bailiff advance, fixed compensation …"""

    _name = "debt.cost.kind"
    _description = "Cost Kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    charged = fields.Boolean(
        string="Charged to the Debtor",
        default=True,
        help="Proposal for new costs of this kind; otherwise we bear them.",
    )
    legal_basis = fields.Char()

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")
