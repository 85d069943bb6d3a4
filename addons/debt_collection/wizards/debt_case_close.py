from odoo import fields, models


class DebtCaseClose(models.TransientModel):
    """Asks why the chosen cases are closed, and closes them."""

    _name = "debt.case.close"
    _description = "Close Cases"

    case_ids = fields.Many2many(
        "debt.case",
        string="Cases",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    close_reason = fields.Selection(
        lambda self: self.env["debt.case"]._fields["close_reason"].selection,
        string="Reason",
        required=True,
    )
    note = fields.Text(help="Stands in the messages of each case.")

    def action_close(self):
        """Close the cases and leave the note in their messages."""
        self.ensure_one()
        self.case_ids._close(self.close_reason)
        if self.note:
            for case in self.case_ids:
                case.message_post(body=self.note)
