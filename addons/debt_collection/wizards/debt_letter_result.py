from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.post import normalise
from ..tools.post.returns import SERVED


class DebtLetterResult(models.TransientModel):
    """Enter what became of posted letters, by scanning their posting numbers."""

    _name = "debt.letter.result"
    _description = "Results of Posted Letters"

    letter_ids = fields.Many2many("debt.letter", readonly=True)
    numbers = fields.Text(
        string="Posting Numbers", help="Scan or paste them, one a line."
    )
    result = fields.Selection(
        [("delivered", "Delivered"), ("returned", "Returned")],
        required=True,
        default="delivered",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env["debt.balance"]._today()
    )
    received_by = fields.Char(help="Who took the letter, as the confirmation says.")
    reason = fields.Selection("_selection_reason", string="Reason of Return")
    counts_as_served = fields.Boolean(compute="_compute_counts_as_served")
    served_on = fields.Date(
        help="Day of service. After two notices it is the end of the time for "
        "collecting, which the envelope tells. Empty: the day of return. Whether it "
        "holds for this letter, a lawyer decides."
    )
    skip_unknown = fields.Boolean(string="Leave Out Unknown Numbers")
    preview = fields.Text(compute="_compute_preview")

    @api.model
    def _selection_reason(self):
        return self.env["debt.letter"]._selection_reason()

    @api.model
    def default_get(self, fields_list):
        """Take the letters from which the wizard was opened."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "debt.letter":
            values["letter_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    @api.depends("reason", "result")
    def _compute_counts_as_served(self):
        for wizard in self:
            wizard.counts_as_served = (
                wizard.result == "returned" and wizard.reason in SERVED
            )

    def _scanned(self):
        """Return (posted letters, numbers that belong to none)."""
        self.ensure_one()
        Letter = self.env["debt.letter"]
        numbers = [normalise(line) for line in (self.numbers or "").splitlines()]
        numbers = list(dict.fromkeys(number for number in numbers if number))
        found = Letter._in_post_scope(
            [("posting_number", "in", numbers), ("state", "=", "posted")]
        )
        if self.letter_ids:
            found |= Letter._in_post_scope([("id", "in", self.letter_ids.ids)])
        known = set(found.mapped("posting_number"))
        return found, [number for number in numbers if number not in known]

    @api.depends("numbers", "letter_ids")
    def _compute_preview(self):
        for wizard in self:
            letters, unknown = wizard._scanned()
            lines = [
                f"{letter.posting_number or '–'}: {letter.case_id.name}, "
                f"{letter.debtor_id.name}"
                for letter in letters
            ]
            lines += [
                self.env._("%(number)s: no posted letter has it", number=number)
                for number in unknown
            ]
            wizard.preview = "\n".join(lines)

    def action_apply(self):
        """Enter the result for all letters."""
        letters, unknown = self._scanned()
        if unknown and not self.skip_unknown:
            raise UserError(
                self.env._(
                    "No posted letter has these numbers: %(numbers)s. Correct them, "
                    "or leave them out.",
                    numbers=", ".join(unknown),
                )
            )
        if not letters:
            raise UserError(self.env._("There is no letter to enter a result for."))
        if self.result == "delivered":
            letters._mark_delivered(self.date, self.received_by)
        elif not self.reason:
            raise UserError(self.env._("Choose the reason of the return."))
        else:
            letters._mark_returned(self.date, self.reason, self.served_on)
        return {"type": "ir.actions.act_window_close"}
