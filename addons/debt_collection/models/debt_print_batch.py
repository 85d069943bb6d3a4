import os
from tempfile import NamedTemporaryFile, TemporaryFile

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.print_batch import merge_letters
from ..tools.post.merge import DocumentUnreadable

# What a batch is stays as it was; the rest are proposals for its next use.
FIXED = {"name", "company_id", "paper", "user_id", "date", "letter_count"}


class DebtPrintBatch(models.Model):
    """Letters printed together in a fixed order (a run of the print buffer).

    The merged PDF is made from the letters whenever it is asked for: they are
    evidence and do not change, so it is the same each time and not stored twice.
    """

    _name = "debt.print.batch"
    _description = "Print Batch"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    paper = fields.Selection(selection="_selection_paper", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Printed By", readonly=True)
    letter_count = fields.Integer(string="Letters", readonly=True)
    printer_id = fields.Many2one(
        "printing.printer", string="Shared Printer", ondelete="set null"
    )
    duplex = fields.Boolean(string="Both Sides")
    output_ids = fields.One2many(
        "debt.print.output", "batch_id", string="Printed", readonly=True
    )
    output_count = fields.Integer(
        string="Times Printed", compute="_compute_output_count"
    )

    _name_uniq = models.Constraint(
        "UNIQUE(name, company_id)", "The number of a batch must be unique."
    )

    @api.model
    def _selection_paper(self):
        return self.env["debt.print.paper"]._selection_paper()

    @api.depends("output_ids")
    def _compute_output_count(self):
        for batch in self:
            batch.output_count = len(batch.output_ids)

    @api.model
    def _make(self, company, paper, letters):
        """Make the batch of locked letters and mark them printed.

        :param letters: ready debt.letter records in the order of printing
        """
        settings = self.env["debt.print.paper"]._of(company, paper)
        sequence = self.env["ir.sequence"].with_company(company)
        # A batch comes into being by printing only: nobody may create it himself.
        batch = self.sudo().create(
            {
                "name": sequence.next_by_code("debt.print.batch"),
                "company_id": company.id,
                "paper": paper,
                "date": self.env["debt.balance"]._today(),
                "user_id": self.env.user.id,
                "letter_count": len(letters),
                "printer_id": settings.printer_id.id,
                "duplex": settings.duplex,
            }
        )
        letters._mark_printed(batch)
        return batch.sudo(False)

    def write(self, vals):
        """Keep what the batch was."""
        if FIXED & vals.keys():
            raise UserError(self.env._("A batch stays as it was printed."))
        return super().write(vals)

    def _letters(self):
        """Return the letters in the order of printing.

        Whoever may use the batch handles all of its paper, also letters of cases
        that he may not open on the screen.
        """
        self.check_access("read")
        Letter = self.env["debt.letter"].sudo()
        return Letter.search([("batch_id", "in", self.ids)], order="batch_position, id")

    # === PAPER === #

    def _write_pdf(self, target):
        """Write the merged PDF to a path or an open file; return its pages."""
        self.ensure_one()
        try:
            return merge_letters(self._letters(), target, duplex=self.duplex)
        except DocumentUnreadable as error:
            raise UserError(error.told(self.env._)) from error

    def _pdf_file(self):
        """Return the merged PDF as an open temporary file and log the download."""
        file = TemporaryFile(prefix="debt_batch_")
        pages = self._write_pdf(file)
        self._log("download", pages)
        file.seek(0)
        return file

    def action_download(self):
        """Download the merged PDF; a second time it is a reprint."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/debt_collection/batch/{self.id}/letters.pdf",
            "target": "download",
        }

    def action_send_to_printer(self):
        """Send the merged PDF to the shared printer; letters do not change."""
        self.ensure_one()
        if not self.printer_id:
            raise UserError(self.env._("Choose a shared printer first."))
        with NamedTemporaryFile(suffix=".pdf", delete=False) as file:
            path = file.name
        try:
            pages = self._write_pdf(path)
            taken = self.printer_id.print_file(path, title=self.name)
        finally:
            os.unlink(path)
        if taken is False:
            raise UserError(
                self.env._(
                    "The printer %(name)s is not connected. Install the addon for "
                    "your print server, or download the PDF and print it yourself.",
                    name=self.printer_id.name,
                )
            )
        self._log("printer", pages)
        return True

    def _log(self, way, pages):
        printer = self.printer_id if way == "printer" else self.env["printing.printer"]
        # A log that its subjects could write would prove nothing.
        self.env["debt.print.output"].sudo().create(
            {
                "batch_id": self.id,
                "way": way,
                "pages": pages,
                "printer_id": printer.id,
            }
        )

    # === SCREENS === #

    def _action(self):
        """Open the batches."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_print_batch_action"
        )
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", self.ids)]}

    def action_open_letters(self):
        """List the letters in the order of printing."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_letter_batch_action"
        )
        return {**action, "domain": [("batch_id", "in", self.ids)]}
