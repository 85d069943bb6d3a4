from odoo import fields, models


class DebtTeam(models.Model):
    """Collectors who share a queue under one leader."""

    _name = "debt.team"
    _description = "Collection Team"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    leader_id = fields.Many2one("res.users", string="Team Leader")
    member_ids = fields.Many2many("res.users", string="Members")
    share_cases = fields.Boolean(
        default=True,
        help="Collectors of the team see each other's cases; otherwise only their "
        "own and those not yet dealt out.",
    )
    case_count = fields.Integer(compute="_compute_case_count")

    def _compute_case_count(self):
        groups = self.env["debt.case"]._read_group(
            [("team_id", "in", self.ids)], ["team_id"], ["__count"]
        )
        counts = {team.id: count for team, count in groups}
        for team in self:
            team.case_count = counts.get(team.id, 0)
