from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.debt_letter_life import KINDS
from ..tools.post import normalise


class DebtLetterPost(models.TransientModel):
    """Mark letters as posted; numbers are pasted or scanned in printed order."""

    _name = "debt.letter.post"
    _description = "Mark Letters as Posted"

    batch_id = fields.Many2one("debt.print.batch", readonly=True)
    letter_ids = fields.Many2many("debt.letter", readonly=True)
    letter_count = fields.Integer(string="Letters", compute="_compute_preview")
    date = fields.Date(
        string="Posted On",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    post_kind = fields.Selection(
        KINDS, string="Kind of Item", help="Empty: each letter as planned."
    )
    numbers = fields.Text(
        string="Posting Numbers",
        help="One a line, in the order of printing, for the registered letters only. "
        "Leave empty to post without numbers; a dash leaves out one letter.",
    )
    preview = fields.Text(compute="_compute_preview")

    @api.model
    def default_get(self, fields_list):
        """Take the letters from which the wizard was opened."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "debt.letter":
            values["letter_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def _letters(self):
        """Return the printed letters in the order of printing."""
        self.ensure_one()
        if self.batch_id:
            letters = self.batch_id._letters()
        else:
            letters = self.env["debt.letter"]._in_post_scope(
                [("id", "in", self.letter_ids.ids)]
            )
        return letters.filtered(lambda one: one.state == "printed").sorted(
            lambda one: (one.batch_id.id, one.batch_position, one.id)
        )

    def _registered(self):
        return self._letters().filtered(
            lambda one: (self.post_kind or one.post_kind) != "ordinary"
        )

    def _given_numbers(self):
        lines = (self.numbers or "").splitlines()
        return [normalise(line) for line in lines if line.strip()]

    @api.depends("batch_id", "letter_ids", "post_kind", "numbers")
    def _compute_preview(self):
        for wizard in self:
            wizard.letter_count = len(wizard._letters())
            wizard.preview = "\n".join(wizard._preview_lines())

    def _preview_lines(self):
        numbers = self._given_numbers()
        for place, letter in enumerate(self._registered()):
            number = numbers[place] if place < len(numbers) else ""
            warning = number and letter._number_warning(number)
            text = f"{place + 1}. {letter.case_id.name}, {letter.debtor_id.name}"
            yield f"{text}: {warning or number or '–'}"

    def action_post(self):
        """Mark the letters as posted."""
        letters, registered = self._letters(), self._registered()
        if not letters:
            raise UserError(
                self.env._(
                    "None of these letters waits to be posted: print them first."
                )
            )
        numbers = self._given_numbers()
        if numbers and len(numbers) != len(registered):
            raise UserError(
                self.env._(
                    "%(numbers)s numbers for %(letters)s registered letters: give one "
                    "a line, in the order of printing.",
                    numbers=len(numbers),
                    letters=len(registered),
                )
            )
        if self.post_kind:
            letters.write({"post_kind": self.post_kind})
        pairs = zip(registered.ids, numbers, strict=False)
        without = letters._mark_posted(
            self.date, {letter: number for letter, number in pairs if number}
        )
        return letters._notify_postage(without)
