from odoo import fields, models


class DebtTrackChange(models.TransientModel):
    """A leader chooses the track of cases, or moves them to its procedure."""

    _name = "debt.track.change"
    _description = "Change the Track of Cases"

    case_ids = fields.Many2many(
        "debt.case",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    action = fields.Selection(
        [
            ("choose", "Choose the track by hand"),
            ("rules", "Let the rules decide again"),
            ("follow", "Move to the procedure of the track"),
        ],
        required=True,
        default="choose",
    )
    track_id = fields.Many2one("debt.track")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Carry out the change on all chosen cases."""
        self.ensure_one()
        cases = self.case_ids
        cases.check_access("write")
        if self.action == "choose":
            cases._choose_track(self.track_id, self.reason)
        elif self.action == "rules":
            cases._leave_track_to_rules(self.reason)
        else:
            cases._check_may_choose_track()
            cases.course_ids._follow_track(self.reason)
