from odoo import api, fields, models

from .debt_letter_life import FORMATS, KINDS


class DebtPrintBatch(models.Model):
    """Posting the letters of a batch."""

    _inherit = "debt.print.batch"

    post_kind = fields.Selection(
        KINDS, string="Kind of Item", help="Empty: each letter as its template says."
    )
    post_format = fields.Selection(FORMATS, string="Format", default="S")
    post_grams = fields.Integer(string="Weight (g)", default=20)
    post_priority = fields.Boolean(string="Priority")
    file_ids = fields.One2many(
        "debt.posting.file", "batch_id", string="Posting Files", readonly=True
    )
    printed_count = fields.Integer(string="To Post", compute="_compute_progress")
    progress = fields.Char(compute="_compute_progress")

    @api.depends("letter_count")
    def _compute_progress(self):
        # Figures of the whole pile, also of cases the user does not see.
        groups = (
            self.env["debt.letter"]
            .sudo()
            ._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"]
            )
        )
        labels = (
            self.env["debt.letter"]._fields["state"]._description_selection(self.env)
        )
        counts = {(batch.id, state): count for batch, state, count in groups}
        for batch in self:
            batch.printed_count = counts.get((batch.id, "printed"), 0)
            batch.progress = ", ".join(
                f"{label}: {counts[batch.id, state]}"
                for state, label in labels
                if (batch.id, state) in counts
            )

    def action_apply_post(self):
        """Plan the posting of all letters not posted yet as the batch says."""
        for batch in self:
            letters = batch._letters().filtered(lambda one: one.state == "printed")
            values = {
                "post_format": batch.post_format,
                "post_grams": batch.post_grams,
                "post_priority": batch.post_priority,
            }
            if batch.post_kind:
                values["post_kind"] = batch.post_kind
            letters.write(values)

    def _open_wizard(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"debt_collection.{name}"
        )
        return {**action, "context": {"default_batch_id": self.id}}

    def action_post(self):
        """Open the entry of what was posted."""
        return self._open_wizard("debt_letter_post_action")

    def action_export(self):
        """Open the choice of posting book and files."""
        return self._open_wizard("debt_posting_export_action")

    def action_envelopes(self):
        """Open the choice of envelopes."""
        action = self._open_wizard("debt_print_envelope_action")
        return {**action, "context": {**action["context"], "default_kind": "envelope"}}

    def action_labels(self):
        """Open the choice of labels."""
        action = self._open_wizard("debt_print_envelope_action")
        return {**action, "context": {**action["context"], "default_kind": "label"}}
