from odoo import fields, models


class DebtPrintOutput(models.Model):
    """Who took the paper of a batch, when and how; the second time is a reprint."""

    _name = "debt.print.output"
    _description = "Printing of a Batch"
    _order = "id"

    batch_id = fields.Many2one(
        "debt.print.batch", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", default=lambda self: self.env.user, required=True, readonly=True
    )
    way = fields.Selection(
        [("download", "Downloaded"), ("printer", "Sent to the printer")],
        required=True,
        readonly=True,
    )
    printer_id = fields.Many2one("printing.printer", readonly=True, ondelete="set null")
    pages = fields.Integer(readonly=True)
