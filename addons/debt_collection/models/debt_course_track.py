from odoo import fields, models
from odoo.exceptions import UserError

from ..services.procedure.places import move


class DebtCourse(models.Model):
    """Courses follow the track of their case, when somebody wants it."""

    _inherit = "debt.course"

    preferred_type_id = fields.Many2one(
        "debt.event.type",
        string="Began With",
        readonly=True,
        ondelete="restrict",
        help="Preferred action of the debtor, with which the procedure began.",
    )

    def _wanted_procedure(self):
        """Return the procedure that track and package name now."""
        self.ensure_one()
        package = self.case_id.package_id.procedure_id
        wanted = self.case_id.track_id._procedure_id(package.id or None)
        return self.env["debt.procedure"].browse(wanted)

    def _restart(self, day):
        """Begin anew with the procedure that the track names now."""
        for course in self.filtered(lambda c: c.state == "finished"):
            wanted = course._wanted_procedure()
            if course.case_id.track_id.manual_only and not wanted:
                raise UserError(
                    self.env._(
                        "Track %(track)s of case %(case)s names no procedure: people "
                        "decide case by case. A leader may choose another track.",
                        track=course.case_id.track_id.display_name,
                        case=course.case_id.name,
                    )
                )
            if wanted and wanted != course.procedure_id:
                course.version_id = wanted._active_version()
        # A preferred action is for the first start; what came since is known.
        self.filtered("preferred_type_id").preferred_type_id = False
        return super()._restart(day)

    def _follow_track(self, reason):
        """Move courses to the procedure of their track, from its first step on.

        Where the track names none, the course ends.
        """
        self._check_may_override(reason)
        self._lock()
        today = self.env["debt.balance"]._today()
        for course in self.filtered(lambda c: c.state != "finished"):
            wanted = course._wanted_procedure()
            if wanted == course.procedure_id:
                continue
            course._take_back()
            course._log_override(
                self.env._(
                    "from %(old)s to %(new)s, as track %(track)s says",
                    old=course.procedure_id.name,
                    new=wanted.name or self.env._("no procedure"),
                    track=course.case_id.track_id.display_name,
                ),
                reason,
            )
            if wanted:
                course.sudo()._begin(wanted, today)
            else:
                course.sudo()._end()
        self.case_id.sudo().track_changed = False

    def _begin(self, procedure, day):
        """Put the course at the first step of a procedure."""
        version = procedure._active_version()
        first = version.step_ids[:1]
        self.write(
            {
                "version_id": version.id,
                "step_id": first.id,
                "occurrence": self.occurrence + 1,
                "state": "running",
                "started_on": day,
                "grace_days": 0,
                "preferred_type_id": False,
                "left_reason": False,
            }
        )
        move(self.env, self.ids, day, {first.id: first.id})
