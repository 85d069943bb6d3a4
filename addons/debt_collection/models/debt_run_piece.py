from odoo import fields, models

COUNTERS = (
    "started_count",
    "acted_count",
    "skipped_count",
    "passed_count",
    "sent_count",
)


class DebtRunPiece(models.Model):
    """What one committed piece of a run did.

    Pieces are added, never changed: workers that share a run would otherwise wait
    for one another at its counters.
    """

    _name = "debt.run.piece"
    _description = "Piece of a Run"
    _order = "id"

    run_id = fields.Many2one(
        "debt.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    started_count = fields.Integer(string="Cases Started", readonly=True)
    acted_count = fields.Integer(string="Steps Done or Queued", readonly=True)
    skipped_count = fields.Integer(string="Skipped", readonly=True)
    passed_count = fields.Integer(string="Passed Over", readonly=True)
    sent_count = fields.Integer(string="Dispatches Looked At", readonly=True)
