import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.posting import addressee, sender_lines
from ..tools.post.envelopes import (
    FontMissing,
    Parties,
    Sheet,
    draw_envelopes,
    draw_labels,
)
from ..tools.post.outside import revealing_words


class DebtPrintEnvelope(models.TransientModel):
    """Envelopes or labels for the letters of a batch, in the order of the pile.

    They carry sender and addressee only. Nothing is kept: they are no letters.
    """

    _name = "debt.print.envelope"
    _description = "Print Envelopes and Labels"

    batch_id = fields.Many2one("debt.print.batch", required=True, readonly=True)
    kind = fields.Selection(
        [("envelope", "Envelopes"), ("label", "Label Sheets")],
        required=True,
        default="envelope",
    )
    size = fields.Selection(
        [("dl", "DL"), ("c6", "C6"), ("c5", "C5"), ("c4", "C4")],
        required=True,
        default="dl",
    )
    columns = fields.Integer(default=3, required=True)
    rows = fields.Integer(default=8, required=True)
    start = fields.Integer(
        string="First Free Label",
        default=1,
        required=True,
        help="Counted along the rows: a sheet begun before is used up.",
    )
    offset_x = fields.Float(string="Shift to the Right (mm)", digits=(4, 1))
    offset_y = fields.Float(string="Shift Down (mm)", digits=(4, 1))
    warning = fields.Char(compute="_compute_warning")
    file = fields.Binary(readonly=True, attachment=False)

    @api.depends("batch_id", "kind")
    def _compute_warning(self):
        for wizard in self:
            sender = " ".join(sender_lines(wizard.batch_id.company_id))
            words = revealing_words(sender) if wizard.kind == "envelope" else []
            wizard.warning = bool(words) and self.env._(
                "The sender tells strangers about a debt (%(words)s). Set a neutral "
                "name in the settings: Sender on Envelopes.",
                words=", ".join(words),
            )

    def _letters(self):
        return self.batch_id._letters().filtered(lambda one: one.state != "cancelled")

    def _pdf(self):
        """Return the PDF."""
        addressees = [(name, *lines) for name, lines in map(addressee, self._letters())]
        if self.kind == "envelope":
            sender = sender_lines(self.batch_id.company_id)
            pairs = (Parties(sender, lines) for lines in addressees)
            return draw_envelopes(pairs, self.size)
        sheet = Sheet(self.columns, self.rows, self.offset_x, self.offset_y, self.start)
        return draw_labels(addressees, sheet)

    def action_make(self):
        """Make the PDF and download it."""
        self.ensure_one()
        count = self.columns * self.rows
        possible = 0 < self.columns <= 10 and 0 < self.rows <= 30
        if self.kind == "label" and not (possible and 0 < self.start <= count):
            raise UserError(
                self.env._("The sheet has no such place: check rows and columns.")
            )
        try:
            self.file = base64.b64encode(self._pdf())
        except FontMissing as error:
            raise UserError(error.told(self.env._)) from error
        name = self.batch_id.name.replace("/", "-")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/debt.print.envelope/{self.id}/file/"
            f"{name}-{self.kind}.pdf?download=true",
            "target": "download",
        }
