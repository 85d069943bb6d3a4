from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, groupby, split_every

from ..services.posting import REACH

BATCH_SIZE = 1000


class DebtLetter(models.Model):
    """Letters in the print buffer: printed once, in a batch."""

    _inherit = "debt.letter"

    batch_id = fields.Many2one(
        "debt.print.batch",
        string="Print Batch",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    batch_position = fields.Integer(
        string="Position",
        readonly=True,
        copy=False,
        help="Place in the pile as it came out of the printer.",
    )

    _buffer_idx = models.Index("(company_id, paper, id) WHERE state = 'ready'")

    @api.model
    def _in_post_scope(self, domain):
        """Return the letters of a domain that the user may print and post.

        Collectors and lawyers handle letters of the cases they see. Leaders and
        accountants run the shared printer and the post: they handle everybody's,
        though the screens show them no more of the cases than before.
        """
        clerk = self.env.user._debt_has_role(*REACH)
        letters = self.sudo() if clerk else self  # see above
        return letters.search(
            [*domain, ("company_id", "in", self.env.companies.ids)],
            order="company_id, paper, template_id, id",
        )

    def action_print(self):
        """Print ready letters in batches, one for each company and paper."""
        if not self.env.su:
            self = self._in_post_scope([("id", "in", self.ids)])
        batches = self._print().sudo(False)
        if not batches:
            raise UserError(
                self.env._("None of these letters waits to be printed any more.")
            )
        return batches._action()

    def _print(self):
        """Make the batches and return them.

        The row locks see to it that of two users who press at once each letter goes
        to one: what the other holds is left to him.
        """
        locked = self.try_lock_for_update()
        locked.invalidate_recordset(["state"])
        locked.fetch(["state", "paper", "company_id", "template_id"])
        ready = locked.filtered(lambda letter: letter.state == "ready")
        ready = ready.sorted(lambda one: (one.template_id.sequence, one.template_id.id))
        batches = self.env["debt.print.batch"]
        for (company, paper), letters in groupby(
            ready, lambda letter: (letter.company_id, letter.paper)
        ):
            ids = [letter.id for letter in letters]
            for part in split_every(self._batch_size(), ids, self.browse):
                batches |= self.env["debt.print.batch"]._make(company, paper, part)
        return batches

    @api.model
    def _batch_size(self):
        """Return how many letters a batch takes at most.

        Merging needs up to 150 kB of memory for each letter, and no tray holds more
        paper: a larger pile becomes several batches that follow on one another.
        """
        parameters = self.env["ir.config_parameter"].sudo()  # a setting, no secret
        size = parameters.get_param("debt_collection.print_batch_size")
        return int(size or BATCH_SIZE)

    def _mark_printed(self, batch):
        """Mark locked letters as printed in a batch, in the order of the records."""
        self._at_door().write({"state": "printed", "batch_id": batch.id})
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                UPDATE debt_letter SET batch_position = place.position
                FROM unnest(%s) WITH ORDINALITY AS place(id, position)
                WHERE debt_letter.id = place.id
                RETURNING debt_letter.id
                """,
                list(self.ids),
            )
        )
        self.invalidate_recordset(["batch_position"])

    def action_cancel(self):
        """Take letters out of the buffer, or drop them before they are posted."""
        letters = self._locked_in("ready", "printed")
        letters._at_door().write({"state": "cancelled"})
        letters._register_post("letter_cancelled", None, None)
