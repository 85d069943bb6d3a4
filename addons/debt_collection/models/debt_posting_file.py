from odoo import fields, models

from ..services.posting import post_items, sender_lines
from ..tools.post.book import TITLE, book_pages, book_rows, split_money

FILE_KINDS = [
    ("book_pdf", "Posting Book (PDF)"),
    ("book_xlsx", "Posting Book (XLSX)"),
    ("enadawca", "Elektroniczny Nadawca (XLS)"),
    ("ekn", "Elektroniczny Nadawca (EKN XML)"),
]


class DebtPostingFile(models.Model):
    """A posting book or a file for Poczta Polska, kept as it was given out."""

    _name = "debt.posting.file"
    _description = "Posting File"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(FILE_KINDS, required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    batch_id = fields.Many2one(
        "debt.print.batch", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date(string="Day of Posting", readonly=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user
    )
    letter_ids = fields.Many2many("debt.letter", readonly=True)
    letter_count = fields.Integer(string="Letters", readonly=True)
    file = fields.Binary(attachment=True, readonly=True)

    def action_download(self):
        """Download the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/debt.posting.file/{self.id}/file/{self.name}"
            "?download=true",
            "target": "download",
        }

    def _heading(self):
        """Return what the book is of: batch or day."""
        day = self.date and self.date.strftime("%d.%m.%Y")
        return ", ".join(part for part in (self.batch_id.name, day) if part)

    def _items(self):
        """Return the letters as items of post, in their order."""
        # Who may read the file may read what it says of each letter.
        letters = self.sudo().letter_ids.sorted(
            lambda one: (one.batch_id.id, one.batch_position, one.id)
        )
        return post_items(letters)

    def _book_values(self):
        """Return what the printed book shows."""
        rows = book_rows(self._items())
        return {
            "title": TITLE,
            "heading": self._heading(),
            "sender": ", ".join(sender_lines(self.company_id)),
            "pages": book_pages(rows),
            "count": len(rows),
            "money": split_money,
        }
