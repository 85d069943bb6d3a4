from odoo import fields, models


class DebtClaimKind(models.Model):
    """Invoice, interest note, other: decides whether interest runs."""

    _name = "debt.claim.kind"
    _description = "Claim Kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    bears_interest = fields.Boolean(
        default=True,
        help="Interest notes bear none: interest on interest is due only from the "
        "day a suit is filed (art. 482 of the Civil Code).",
    )
    aliases = fields.Char(
        help="Comma-separated words that mean this kind in imported files.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")
