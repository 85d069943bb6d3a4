from odoo import fields, models


class DebtClaimSegment(models.Model):
    """Principal of a claim that bears interest between two days.

    Derived from the claim and the allocations of its case by the replay; never
    written by hand.
    """

    _name = "debt.claim.segment"
    _description = "Principal Segment of a Claim"
    _order = "claim_id, date_from"
    _log_access = False

    claim_id = fields.Many2one(
        "debt.claim", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(required=True, help="First day that bears interest.")
    date_to = fields.Date(help="Last day that bears interest; empty: still running.")
    principal = fields.Monetary(required=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
