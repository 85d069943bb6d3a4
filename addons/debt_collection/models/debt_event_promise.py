from odoo import api, fields, models
from odoo.tools import SQL


class DebtEvent(models.Model):
    """Promises to pay: kept or broken, judged by the payments that came."""

    _inherit = "debt.event"

    promise_state = fields.Selection(
        [
            ("open", "Open"),
            ("kept", "Kept"),
            ("partly", "Partly Kept"),
            ("broken", "Broken"),
        ],
        string="State of the Promise",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Kept: the promised amount came from the day of the promise to the "
        "promised day. Money that comes later does not mend a broken promise.",
    )
    promise_paid = fields.Monetary(readonly=True, copy=False, string="Paid on Promise")

    @api.model
    def _judge_promises(self, cases=None):
        """Judge all promises of the given cases, else open ones whose day is over.

        Payments count once: for the earliest promise of a case that they reach.
        """
        self.env["debt.payment"].flush_model()
        self.flush_model()
        today = self.env["debt.balance"]._today()
        scope = (
            SQL("e.case_id = ANY(%s)", cases.ids)
            if cases is not None
            else SQL(
                "COALESCE(e.promise_state, 'open') = 'open' AND e.promise_date < %s",
                today,
            )
        )
        self.env.cr.execute(
            SQL(
                """WITH judged AS (
                     SELECT e.id, e.promise_date, e.promise_amount,
                            COALESCE((
                                SELECT SUM(p.amount) FROM debt_payment p
                                 WHERE p.case_id = e.case_id AND p.state = 'booked'
                                   AND p.received_by != 'nobody'
                                   AND p.date >= e.date
                                   AND p.date <= e.promise_date
                                   AND NOT EXISTS (
                                       SELECT 1 FROM debt_event earlier
                                        WHERE earlier.case_id = e.case_id
                                          AND earlier.state = 'done'
                                          AND earlier.promise_date IS NOT NULL
                                          AND (earlier.date, earlier.id)
                                              < (e.date, e.id)
                                          AND p.date >= earlier.date
                                          AND p.date <= earlier.promise_date)), 0)
                                AS paid
                       FROM debt_event e
                      WHERE e.promise_date IS NOT NULL AND e.state = 'done'
                        AND %(scope)s)
                   UPDATE debt_event e
                      SET promise_paid = judged.paid,
                          promise_state = CASE
                              WHEN judged.paid >= judged.promise_amount THEN 'kept'
                              WHEN judged.promise_date >= %(today)s THEN 'open'
                              WHEN judged.paid > 0 THEN 'partly'
                              ELSE 'broken' END
                     FROM judged WHERE judged.id = e.id""",
                scope=scope,
                today=today,
            )
        )
        self.invalidate_model(["promise_state", "promise_paid"])

    def _after_done(self):
        """Open the promises that were just made."""
        result = super()._after_done()
        promised = self.filtered("promise_date")
        if promised:
            self._judge_promises(promised.case_id)
        return result

    @api.model
    def _check_promised_payments(self, company):
        """Do the planned checks of payment whose day has come, without a person.

        Whoever paid is done with; for who did not, a call is planned.

        :return: number of checks done
        """
        today = self.env["debt.balance"]._today()
        check = self.env.ref("debt_collection.event_type_payment_check")
        call = self.env.ref("debt_collection.event_type_call")
        due = self.search(
            [
                ("type_id", "=", check.id),
                ("state", "=", "planned"),
                ("date", "<=", today),
                ("company_id", "=", company.id),
                ("step_id", "=", False),
                ("case_id.course_ids.state", "=", "individual"),
            ]
        )
        self._judge_promises()
        self._judge_promises(due.case_id)
        for event in due:
            kept = event._promise_was_kept()
            event.write({"note": event._checked_note(kept)})
            if not kept:
                event.copy(
                    {
                        "type_id": call.id,
                        "date": today,
                        "state": "planned",
                        "note": self.env._("The promised payment did not come."),
                        "claim_ids": [fields.Command.set(event.claim_ids.ids)],
                    }
                )
            event.with_context(debt_next_planned=True).write({"state": "done"})
            if kept and event.case_id.total_due > 0:
                event.case_id.course_ids._return()
        return len(due)

    def _promise_was_kept(self):
        self.ensure_one()
        if self.case_id.total_due <= 0:
            return True
        promises = self.case_id.event_ids.filtered(
            lambda e: e.promise_date and e.promise_date <= self.date
        )
        return promises.sorted("promise_date")[-1:].promise_state == "kept"

    def _checked_note(self, kept):
        result = (
            self.env._("Checked: the promise was kept.")
            if kept
            else self.env._("Checked: the promised payment did not come.")
        )
        return f"{self.note}\n{result}" if self.note else result
