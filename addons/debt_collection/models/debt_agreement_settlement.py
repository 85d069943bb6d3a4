from odoo import fields, models


class DebtAgreement(models.Model):
    """What an agreement says of plans."""

    _inherit = "debt.agreement"

    plan_closes_case = fields.Boolean(
        string="Close When a Plan Is Kept",
        default=True,
        help="A case that owes nothing more once its plan was kept is closed as paid.",
    )
    authority_ids = fields.One2many(
        "debt.authority", "agreement_id", string="Authority to Grant Plans"
    )
