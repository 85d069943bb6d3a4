from odoo import api, fields, models
from odoo.tools import SQL

from ..services import bulk
from ..services.dispatch.sender import UNREACHABLE

# A row that was claimed longer ago than this has lost its answer.
LOST_AFTER_MINUTES = 30


class DebtDispatch(models.Model):
    """Handing dispatches to their channels, and what follows from the answer.

    A channel is a method ``_send_<channel>`` that takes rows which passed the gates.
    """

    _inherit = "debt.dispatch"

    # === CHANNELS === #
    def _send_letter(self):
        """Write the letters; they are rendered and printed from the print buffer.

        Letters are made in the database, so they exist or not with the transaction:
        the row is confirmed at once.
        """
        today = self.env["debt.balance"]._today()
        for template, rows in self.grouped("letter_template_id").items():
            if not template:
                rows._refuse("no_template")
                continue
            extra = {row.case_id.id: {"dispatch_id": row.id} for row in rows}
            letters = self.env["debt.letter"]._write(
                rows.case_id, template, today, extra
            )
            made = {letter.dispatch_id.id: letter for letter in letters}
            written = rows.filtered(lambda row, made=made: row.id in made)
            (rows - written)._refuse("suspended")
            for row in written:
                letter = made[row.id]
                row.write({"letter_id": letter.id, "total": letter.total})
            written._confirmed()
        self.env["debt.letter"]._render_later()

    def _send_sms(self):
        """Refuse: no gateway is there. An addon with a gateway sends instead."""
        for row in self:
            if not row._try_other_way("no_gateway"):
                row._refuse("no_gateway")

    # === REFUSALS === #
    def _refuse(self, code, params=None, again=None):
        """Note why the rows do not go out and when to look again."""
        tomorrow = fields.Datetime.add(fields.Datetime.now(), hours=18)
        self._set_state("queued")
        self._set_state("refused", code, params or {}, next_try=again or tomorrow)

    def _try_other_way(self, code):
        """Turn to the fallback of the step; tell whether there was one."""
        self.ensure_one()
        way = self.step_id.fallback
        if code not in UNREACHABLE or way in (False, "none", self.channel):
            return False
        if way == "call":
            self._set_state("cancelled", code, {}, confirmed_at=fields.Datetime.now())
            self._plan_call()
            return True
        self._set_state("queued", code, {}, next_try=False, **self._way_values(way))
        return True

    def _way_values(self, way):
        """Return what changes when the row goes another way; its key stays."""
        kind = self.env.ref(f"debt_collection.event_type_{way}")
        return {"channel": way, "event_type_id": kind.id}

    def _plan_call(self):
        """Put a call on the worklist instead of the dispatch."""
        self.env["debt.event"].create(
            {
                "case_id": self.case_id.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "date": self.env["debt.balance"]._today(),
                "user_id": self.case_id.user_id.id,
                "step_id": self.step_id.id,
                "effect_key": self.key,
                "note": self.step_id.name,
            }
        )

    def _after_refusal(self):
        """Let the cases of cancelled steps go on without them."""
        self.env["debt.course"]._go_on(self, anchor=None)

    # === CONFIRMATION === #
    def _confirmed(self, **values):
        """Note that the rows went out: history, cost, and the next step."""
        moved = self._set_state(
            "sent", confirmed_at=fields.Datetime.now(), next_try=False, **values
        )
        moved.flush_recordset()
        if moved:
            moved._write_events()
            moved._book_costs()
            today = self.env["debt.balance"]._today()
            self.env["debt.course"]._go_on(moved, today)
        return moved

    def _write_events(self):
        """Write the dispatches into the history of their cases."""
        today = self.env["debt.balance"]._today()
        events = bulk.insert(
            self.env["debt.event"],
            {
                "case_id": SQL("d.case_id"),
                "company_id": SQL("d.company_id"),
                "partner_id": SQL("d.partner_id"),
                "type_id": SQL("d.event_type_id"),
                "channel": SQL("t.channel"),
                "department": SQL("'collection'"),
                "state": SQL("'done'"),
                "date": SQL("%s::date", today),
                "done_at": SQL("%s", fields.Datetime.now()),
                "step_id": SQL("d.step_id"),
                "team_id": SQL("c.team_id"),
                "effect_key": SQL("d.key"),
                "note": SQL("COALESCE(s.name->>%s, s.name->>'en_US')", self._lang()),
            },
            SQL(
                """FROM debt_dispatch d
                   JOIN debt_event_type t ON t.id = d.event_type_id
                   JOIN debt_case c ON c.id = d.case_id
              LEFT JOIN debt_procedure_step s ON s.id = d.step_id
                  WHERE d.id = ANY(%s)""",
                self.ids,
            ),
            once=True,
        )
        self.env.cr.execute(
            SQL(
                """UPDATE debt_dispatch d SET event_id = e.id FROM debt_event e
                    WHERE e.id = ANY(%s) AND e.effect_key = d.key""",
                events,
            )
        )
        self.env.cr.execute(
            SQL(
                """UPDATE debt_letter l SET event_id = d.event_id FROM debt_dispatch d
                    WHERE d.id = ANY(%s) AND l.dispatch_id = d.id""",
                self.ids,
            )
        )
        self.invalidate_recordset(["event_id"])
        self.env["debt.letter"].invalidate_model(["event_id"])

    @api.model
    def _lang(self):
        """Return the language of texts that the system writes into histories."""
        return self.env.user.lang or "pl_PL"

    def _book_costs(self):
        """Charge what the steps cost, once for each occurrence."""
        self.env["debt.cost"]._book_steps(
            SQL(
                """SELECT d.case_id, d.step_id, d.event_id, d.key
                     FROM debt_dispatch d WHERE d.id = ANY(%s)""",
                self.ids,
            )
        )

    # === LOST ANSWERS === #
    @api.model
    def _find_lost(self):
        """Mark rows whose answer never came: a person has to look at them."""
        before = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=LOST_AFTER_MINUTES
        )
        lost = self.search([("state", "=", "sending"), ("claimed_at", "<", before)])
        return lost._set_state("unknown", "lost", {})
