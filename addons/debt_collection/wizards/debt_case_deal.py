from itertools import cycle

from odoo import fields, models
from odoo.exceptions import UserError


class DebtCaseDeal(models.TransientModel):
    """Deals out cases to a team and to collectors of it."""

    _name = "debt.case.deal"
    _description = "Deal Out Cases"

    case_ids = fields.Many2many(
        "debt.case",
        string="Cases",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    team_id = fields.Many2one(
        "debt.team",
        default=lambda self: self._default_team_id(),
        help="Empty: every case stays in its team.",
    )
    user_ids = fields.Many2many(
        "res.users",
        string="Collectors",
        domain="[('debt_team_ids', 'in', team_id)] if team_id else []",
        help="Several collectors get the cases in turn, the largest debts first, so "
        "that all have about the same to collect. Empty: nobody yet.",
    )

    def _default_team_id(self):
        cases = self.env["debt.case"].browse(self.env.context.get("active_ids"))
        return cases.team_id if len(cases.team_id) == 1 else False

    def action_deal(self):
        """Give the cases to the team and, in turn, to the collectors."""
        self.ensure_one()
        closed = self.case_ids.filtered(lambda case: case.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "Case %(name)s is closed. Take the closed cases out of your "
                    "selection, or reopen them.",
                    name=closed[0].name,
                )
            )
        if self.team_id:
            self.case_ids.write({"team_id": self.team_id.id})
        for user_id, cases in self._shares().items():
            cases.write({"user_id": user_id})

    def _shares(self):
        """Return ``{user id or False: cases}``, dealt in turn by falling debt."""
        if not self.user_ids:
            return {False: self.case_ids}
        empty = self.env["debt.case"]
        shares = dict.fromkeys(self.user_ids.ids, empty)
        falling = self.case_ids.sorted("total_due", reverse=True)
        for case, user_id in zip(falling, cycle(shares), strict=False):
            shares[user_id] |= case
        return {user_id: cases for user_id, cases in shares.items() if cases}
