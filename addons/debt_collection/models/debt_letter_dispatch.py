from odoo import fields, models

# Purposes of what goes around a letter.
COVERS = ("envelope", "label")


class DebtLetter(models.Model):
    """Letters of the dispatch ledger: what the post says is noted there."""

    _inherit = "debt.letter"

    dispatch_id = fields.Many2one(
        "debt.dispatch", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _register_events(self):
        """Enter letters made by hand in the ledger too; covers are no letters."""
        letters = self.filtered(lambda letter: letter.template_id.purpose not in COVERS)
        result = super(DebtLetter, letters)._register_events()
        own = letters.filtered(lambda letter: not letter.dispatch_id)
        # The ledger is written by what happens, not by users.
        rows = (
            self.env["debt.dispatch"]
            .sudo()
            .create([letter._ledger_values() for letter in own])
        )
        for letter, row in zip(own, rows, strict=True):
            letter.dispatch_id = row
        return result

    def _ledger_values(self):
        """Return the line of the ledger of a letter that was made by hand."""
        return {
            "key": f"letter:{self.id}",
            "case_id": self.case_id.id,
            "partner_id": self.debtor_id.id,
            "channel": "letter",
            "address": ", ".join((self.values["debtor_address"] or "").splitlines()),
            "event_type_id": self.event_id.type_id.id,
            "letter_template_id": self.template_id.id,
            "demand": self.template_id.demands_money,
            "total": self.total,
            "state": "sent",
            "confirmed_at": fields.Datetime.now(),
            "event_id": self.event_id.id,
            "letter_id": self.id,
        }

    def _mark_delivered(self, *args, **values):
        """Note the delivery in the ledger too."""
        result = super()._mark_delivered(*args, **values)
        self._tell_ledger("delivered")
        return result

    def _mark_returned(self, *args, **values):
        """Note the return in the ledger too."""
        result = super()._mark_returned(*args, **values)
        self._tell_ledger("returned")
        return result

    def _take_back_result(self):
        """Take the result back in the ledger too."""
        result = super()._take_back_result()
        # As above.
        self.dispatch_id.sudo().write({"state": "sent"})
        return result

    def _tell_ledger(self, state):
        told = self.filtered(lambda letter: letter.state == state)
        # The ledger is written by what happens, not by users.
        told.dispatch_id.sudo()._set_state(state)
