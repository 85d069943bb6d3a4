from odoo import fields, models


class DebtCase(models.Model):
    """The track of a case and why it is on it."""

    _inherit = "debt.case"

    track_id = fields.Many2one(
        "debt.track", index="btree_not_null", tracking=True, ondelete="restrict"
    )
