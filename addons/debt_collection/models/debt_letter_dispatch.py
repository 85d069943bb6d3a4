from odoo import fields, models


class DebtLetter(models.Model):
    """Letters of the dispatch ledger: what the post says is noted there."""

    _inherit = "debt.letter"

    dispatch_id = fields.Many2one(
        "debt.dispatch", readonly=True, index="btree_not_null", ondelete="restrict"
    )

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
