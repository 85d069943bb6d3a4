from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.doors import through
from ..services.procedure.places import advance, following, move


class DebtCourse(models.Model):
    """How a course moves: by what was done, by leaving and returning, by a leader.

    Courses are read-only to users. They move by the rules of their procedure,
    whoever did the step, hence ``sudo()`` here.
    """

    _inherit = "debt.course"

    # === WHAT WAS DONE === #
    @api.model
    def _go_on(self, records, anchor):
        """Move courses that wait for the step of the given dispatches or events.

        A course that meanwhile left the step is not touched.

        :param records: debt.dispatch or debt.event with step_id and case_id
        :param anchor: day from which the next step is counted; None keeps the last
        """
        pairs = [(r.case_id.id, r.step_id.id) for r in records if r.step_id]
        if not pairs:
            return
        self.flush_model()
        case_ids, step_ids = zip(*pairs, strict=True)
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id FROM debt_course c
                     JOIN unnest(%s, %s) AS done (case_id, step_id)
                       ON done.case_id = c.case_id AND done.step_id = c.step_id
                    WHERE c.state IN ('running', 'waiting') FOR UPDATE OF c""",
                list(case_ids),
                list(step_ids),
            )
        )
        advance(self.sudo().env, [row[0] for row in rows], anchor)

    # === INDIVIDUAL MODE === #
    def _leave(self, reason, note=None):
        """Leave the procedure: from now on a person plans what is done."""
        self._lock()
        leaving = self.filtered(lambda c: c.state in ("running", "waiting"))
        leaving._take_back()
        leaving.sudo().write(
            {
                "state": "individual",
                "left_reason": reason,
                "left_note": note,
                "left_on": self.env["debt.balance"]._today(),
                "skip_code": False,
                "skip_date": False,
            }
        )
        reasons = dict(self._fields["left_reason"]._description_selection(self.env))
        for course in leaving:
            course.case_id.message_post(
                body=self.env._(
                    "Left the procedure before “%(step)s”: %(reason)s. %(note)s",
                    step=course.step_id.name,
                    reason=reasons[reason],
                    note=note or "",
                )
            )

    def _take_back(self):
        """Withdraw what was queued or planned for the steps being left."""
        door = through(self.env["debt.event"], "debt_procedure_door")
        for course in self.filtered(lambda c: c.state == "waiting"):
            step_of_case = [
                ("case_id", "=", course.case_id.id),
                ("step_id", "=", course.step_id.id),
            ]
            door.search([*step_of_case, ("state", "=", "planned")]).action_cancel()
            rows = self.env["debt.dispatch"].sudo().search(step_of_case)
            rows.filtered(lambda row: row.state in ("queued", "refused"))._set_state(
                "cancelled", "withdrawn", {"why": self.env._("the procedure was left")}
            )

    def _return(self):
        """Come back to the broken step, counted as the procedure says."""
        self._lock()
        today = self.env["debt.balance"]._today()
        back = self.filtered(lambda c: c.state == "individual" and c.step_id)
        for course in back:
            keeps = course.procedure_id.return_from == "step"
            course.sudo().write(
                {"occurrence": course.occurrence + 1, "left_reason": False}
            )
            stay = {course.step_id.id: course.step_id.id}
            move(self.sudo().env, course.ids, None if keeps else today, stay)
            course.case_id.message_post(
                body=self.env._(
                    "Back to the procedure: “%(step)s” on %(day)s.",
                    step=course.step_id.name,
                    day=course.date_due,
                )
            )

    # === A LEADER OVERRIDES === #
    def _check_may_override(self, reason):
        """Let leaders alone move a strict course, and only with a reason."""
        strict = any(self.procedure_id.mapped("strict"))
        leader = self.env.user._debt_has_role("team_leader", "manager")
        if strict and not leader and not self.env.su:
            raise UserError(
                self.env._(
                    "The procedure is strict: only a team leader may move or skip "
                    "its steps. Ask yours, or leave the procedure with a reason."
                )
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept in the history."))

    def _override_date(self, day, reason):
        """Move the next step to another day."""
        self._check_may_override(reason)
        self._lock()
        for course in self.filtered(lambda c: c.state in ("running", "waiting")):
            course._log_override(
                self.env._(
                    "step moved from %(old)s to %(new)s", old=course.date_due, new=day
                ),
                reason,
            )
            course.sudo().write(
                {
                    "date_due": day,
                    "date_latest": max(day, course.date_latest or day),
                    "skip_date": False,
                }
            )
            planned = course._planned_events()
            through(planned, "debt_procedure_door").write({"date": day})

    def _override_step(self, step, reason):
        """Go to another step of the version, passing over or repeating others."""
        self._check_may_override(reason)
        self._lock()
        today = self.env["debt.balance"]._today()
        for course in self.filtered(lambda c: c.state in ("running", "waiting")):
            course._take_back()
            course._log_override(
                self.env._(
                    "from “%(old)s” to “%(new)s”",
                    old=course.step_id.name,
                    new=step.name,
                ),
                reason,
            )
            course.sudo().write({"occurrence": course.occurrence + 1})
            move(self.sudo().env, course.ids, today, {course.step_id.id: step.id})

    def _skip_step(self, reason):
        """Pass over the next step."""
        self._check_may_override(reason)
        self._lock()
        for course in self.filtered(lambda c: c.state in ("running", "waiting")):
            course._take_back()
            course._log_override(
                self.env._("“%(step)s” passed over", step=course.step_id.name), reason
            )
            move(self.sudo().env, course.ids, None, following(self.env, course.ids))

    def _log_override(self, what, reason):
        self.case_id.message_post(
            body=self.env._(
                "%(user)s changed the procedure: %(what)s. Reason: %(reason)s",
                user=self.env.user.name,
                what=what,
                reason=reason,
            )
        )

    def _planned_events(self):
        return self.env["debt.event"].search(
            [
                ("case_id", "in", self.case_id.ids),
                ("step_id", "in", self.step_id.ids),
                ("state", "=", "planned"),
            ]
        )

    # === VERSIONS === #
    def _to_version(self, version, reason):
        """Move courses to another version of their procedure, step for step.

        A course whose step is gone goes to the first step behind it that is still
        there, or to the end.
        """
        self._check_may_override(reason)
        self._lock()
        targets = {step.code: step.id for step in version.step_ids}
        courses = self.filtered(lambda c: c.state != "finished")
        courses.filtered(lambda c: c.state == "waiting")._take_back()
        for step, group in courses.grouped("step_id").items():
            ahead = step | step._following()
            target = next((targets[s.code] for s in ahead if s.code in targets), None)
            kept = group.filtered(lambda c: c.state == "individual")
            group.sudo().write({"version_id": version.id})
            for course in group:
                course.sudo().occurrence += 1
            moving = group - kept
            kept.sudo().write({"step_id": target or False})
            move(self.sudo().env, moving.ids, None, {step.id: target})
        return courses
