import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.debt_posting_file import FILE_KINDS
from ..services.posting_files import FileRefused, file_faults, make_file
from ..tools.post import ekn_xml

POSTED = ("posted", "delivered", "returned")


class DebtPostingExport(models.TransientModel):
    """Posting book and files for Poczta Polska, of a batch or of a day."""

    _name = "debt.posting.export"
    _description = "Posting Book and Files"

    batch_id = fields.Many2one("debt.print.batch", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date = fields.Date(
        string="Day of Posting",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    kind = fields.Selection(
        FILE_KINDS, string="File", required=True, default="book_pdf"
    )
    ordinary = fields.Boolean(
        string="Ordinary Letters Too",
        help="The book is for registered items; some offices take ordinary ones too.",
    )
    zones = fields.Selection(
        [("zone", "A and B"), ("size", "S, M and L")],
        string="Values of Strefa",
        default="zone",
        required=True,
        help="The file was described before the formats S, M and L came in 2020. "
        "Which values today's application takes is not known: try a small set first.",
    )
    template = fields.Binary(
        string="Newer Template (XLS)",
        help="Known is the template of 2017. Upload the one your account offers: its "
        "columns are kept and found by their names.",
    )
    letter_count = fields.Integer(string="Letters", compute="_compute_faults")
    faults = fields.Text(compute="_compute_faults")

    @api.depends("batch_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.batch_id.company_id or self.env.company

    def _letters(self):
        """Return the letters the file is of, in the order of printing."""
        self.ensure_one()
        if self.batch_id:
            letters = self.batch_id._letters().filtered(
                lambda one: one.state in ("printed", *POSTED)
            )
        else:
            letters = self.env["debt.letter"]._in_post_scope(
                [
                    ("posted_on", "=", self.date),
                    ("state", "in", POSTED),
                    ("company_id", "=", self.company_id.id),
                ]
            )
            letters = letters.sorted(
                lambda one: (one.batch_id.id, one.batch_position, one.id)
            )
        if self.ordinary and self.kind.startswith("book"):
            return letters
        return letters.filtered(lambda one: one.post_kind != "ordinary")

    @api.depends("batch_id", "date", "kind", "ordinary", "company_id")
    def _compute_faults(self):
        for wizard in self:
            letters = wizard._letters() if wizard.kind else self.env["debt.letter"]
            wizard.letter_count = len(letters)
            faults = file_faults(wizard.kind, letters, wizard.company_id)
            lines = [fault.told(self.env._) for fault in faults]
            wizard.faults = "\n".join(lines)

    def _zone_values(self):
        return ekn_xml.SIZES if self.zones == "size" else ekn_xml.ZONES

    def action_export(self):
        """Make the file, keep it and download it."""
        letters = self._letters()
        if not letters:
            raise UserError(
                self.env._(
                    "There are no letters for this file. Registered letters only are "
                    "listed, unless you choose otherwise."
                )
            )
        # Files are made by this wizard only: nobody may put one in by hand.
        record = (
            self.env["debt.posting.file"]
            .sudo()
            .create(
                {
                    "name": self.kind,
                    "kind": self.kind,
                    "company_id": self.company_id.id,
                    "batch_id": self.batch_id.id,
                    "date": False if self.batch_id else self.date,
                    "user_id": self.env.user.id,
                    "letter_ids": [(6, 0, letters.ids)],
                    "letter_count": len(letters),
                }
            )
        )
        template = base64.b64decode(self.template or b"")
        try:
            name, content = make_file(
                record, template=template, zones=self._zone_values()
            )
        except FileRefused as error:
            raise UserError(error.told(self.env._)) from error
        record.write({"name": name, "file": base64.b64encode(content)})
        return record.action_download()
