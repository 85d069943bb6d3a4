from odoo import models


class LastNumber:
    """The number that the previous entry of an import got, and where it counts.

    Asking the database for it again is slower with every line of a large file.
    """

    place = name = None


class AccountMove(models.Model):
    """Entries of bank files are numbered one after the other."""

    _inherit = "account.move"

    def _get_last_sequence(self, relaxed=False, with_prefix=None):
        """Return the number the import gave before, where it is of the same month."""
        last = self.env.context.get("debt_last_number")
        asked = last and not relaxed and with_prefix is None
        if asked and last.place == self._debt_number_place():
            return last.name
        return super()._get_last_sequence(relaxed=relaxed, with_prefix=with_prefix)

    def _set_next_sequence(self):
        """Remember the number for the next entry of the import."""
        result = super()._set_next_sequence()
        if last := self.env.context.get("debt_last_number"):
            last.place, last.name = self._debt_number_place(), self.name
        return result

    def _debt_number_place(self):
        """Return what entries share that surely count in one sequence."""
        return self.journal_id.id, self.date.year, self.date.month
