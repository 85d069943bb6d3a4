from odoo import fields, models
from odoo.exceptions import UserError


class DebtCourseLeave(models.TransientModel):
    """Leaves the procedure of a case and plans what comes instead."""

    _name = "debt.course.leave"
    _description = "Leave the Procedure"

    case_id = fields.Many2one("debt.case", required=True, readonly=True)
    reason = fields.Selection(
        selection=lambda self: (
            self.env["debt.course"]
            ._fields["left_reason"]
            ._description_selection(self.env)
        ),
        required=True,
        default="dispute",
    )
    note = fields.Char()
    next_type_id = fields.Many2one(
        "debt.event.type",
        string="Plan Next",
        required=True,
        domain="[('plannable', '=', True)]",
    )
    next_date = fields.Date(
        string="Next On",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    next_note = fields.Char(string="What to Do")

    def action_leave(self):
        """Leave the procedure; the next event is planned in the same step."""
        self.ensure_one()
        self.case_id.check_access("write")
        course = self.case_id.course_id
        if course.state not in ("running", "waiting"):
            raise UserError(
                self.env._("The case is in no procedure that it could leave.")
            )
        course._leave(self.reason, self.note)
        self.env["debt.event"].create(
            {
                "case_id": self.case_id.id,
                "type_id": self.next_type_id.id,
                "date": self.next_date,
                "note": self.next_note,
            }
        )
