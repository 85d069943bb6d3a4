from itertools import cycle

from odoo import fields, models
from odoo.exceptions import UserError


class DebtEventDeal(models.TransientModel):
    """Gives planned work to other people or another team; for leaders."""

    _name = "debt.event.deal"
    _description = "Reassign Planned Work"

    event_ids = fields.Many2many(
        "debt.event",
        string="Work",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    team_id = fields.Many2one("debt.team", help="Empty: every event stays in its team.")
    user_ids = fields.Many2many(
        "res.users",
        string="People",
        domain="[('debt_team_ids', 'in', team_id)] if team_id else []",
        help="Several people get the work in turn, the most urgent first. Empty: the "
        "queue of the team, for whoever asks first.",
    )
    with_cases = fields.Boolean(
        string="The Cases as Well",
        help="The cases go to the same team and collector, for good.",
    )

    def action_deal(self):
        """Give the planned work to the team and, in turn, to the people."""
        self.ensure_one()
        events = self.event_ids.filtered(lambda event: event.state == "planned")
        if not events:
            raise UserError(self.env._("Only planned work can be given to others."))
        shares = self._shares(events)
        if self.with_cases:
            for user, share in shares.items():
                share.case_id.write(self._values(user))
        for user, share in shares.items():
            share.write(
                self._values(user)
                | {"held_by_id": False, "held_until": False, "blocked_until": False}
            )
            self._check_sees(user, share.case_id)

    def _values(self, user):
        team = {"team_id": self.team_id.id} if self.team_id else {}
        return team | {"user_id": user.id}

    def _shares(self, events):
        """Return ``{user, maybe empty: events}``, dealt in turn by urgency."""
        if not self.user_ids:
            return {self.env["res.users"]: events}
        urgent = events.sorted(lambda event: (-event.priority, event.date, event.id))
        shares = dict.fromkeys(self.user_ids, self.env["debt.event"])
        for event, user in zip(urgent, cycle(shares), strict=False):
            shares[user] |= event
        return {user: share for user, share in shares.items() if share}

    def _check_sees(self, user, cases):
        """Refuse to give work to somebody who may not see its case."""
        if not user:
            return
        seen = cases.with_user(user)._filtered_access("read")
        hidden = cases.filtered(lambda case: case.id not in seen.ids)
        if hidden:
            raise UserError(
                self.env._(
                    "%(user)s may not see case %(case)s. Give the cases as well, or "
                    "choose somebody of their team.",
                    user=user.name,
                    case=hidden[0].name,
                )
            )
