from odoo import models

from ..services.procedure.places import move


class DebtCourse(models.Model):
    """Ending and restarting courses with their cases."""

    _inherit = "debt.course"

    def _end(self):
        """End the courses: nothing more is done by procedure."""
        waiting = self.filtered(lambda course: course.state != "finished")
        if not waiting:
            return
        self.env["debt.dispatch"].search(
            [
                ("case_id", "in", waiting.case_id.ids),
                ("state", "in", ("queued", "refused", "sending")),
                ("claimed_at", "=", False),
            ]
        )._set_state("cancelled", "closed", {})
        waiting.write({"state": "finished", "skip_code": False})

    def _restart(self, day):
        """Begin anew with the active version of the procedure."""
        for course in self.filtered(lambda c: c.state == "finished"):
            version = course.procedure_id._active_version()
            first = version.step_ids[:1]
            course.write(
                {
                    "version_id": version.id,
                    "step_id": first.id,
                    "occurrence": course.occurrence + 1,
                    "state": "running",
                    "started_on": day,
                }
            )
            self.env["debt.course"].flush_model()
            move(self.env, course.ids, day, {first.id: first.id})
