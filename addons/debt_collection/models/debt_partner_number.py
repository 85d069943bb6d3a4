from odoo import fields, models


class DebtPartnerNumber(models.Model):
    """Number under which a creditor knows a debtor: payer, PPE, document."""

    _name = "debt.partner.number"
    _description = "Number of a Debtor"
    _order = "kind, number"
    _rec_name = "number"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    creditor_id = fields.Many2one(
        "res.partner", required=True, index=True, help="Who gave the number."
    )
    kind = fields.Selection(
        [
            ("payer", "Payer number"),
            ("ppe", "Energy point (PPE)"),
            ("document", "Document number"),
        ],
        required=True,
        default="payer",
    )
    number = fields.Char(required=True)

    _number_uniq = models.Constraint(
        "UNIQUE(creditor_id, kind, number)",
        "Another debtor of this creditor already has this number.",
    )
