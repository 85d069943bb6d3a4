from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    debt_team_ids = fields.Many2many(
        "debt.team",
        "debt_team_res_users_rel",
        "res_users_id",
        "debt_team_id",
        string="Collection Teams",
    )

    def _debt_has_role(self, *roles):
        """Tell whether the user has one of the roles (short group names)."""
        groups = self.all_group_ids
        return any(
            self.env.ref(f"debt_collection.group_{role}") in groups for role in roles
        )

    def debt_case_domain(self):
        """Return the domain of the cases this user may see, for record rules.

        Managers, accountants and administrators see all; leaders and regional
        offices their teams'; lawyers what is at court; collectors their own, those
        not dealt out, and the team's where the team shares; operators those of
        their teams; field agents their own.
        """
        self.ensure_one()
        if self._debt_has_role("manager", "accountant", "administrator"):
            return list(Domain.TRUE)
        domain = Domain("user_id", "=", self.id)
        in_team = Domain("team_id.member_ids", "in", self.id)
        if self._debt_has_role("team_leader"):
            domain |= Domain("team_id.leader_id", "=", self.id) | in_team
        if self._debt_has_role("lawyer"):
            domain |= Domain("phase", "in", ["pre_court", "court", "enforcement"])
        if self._debt_has_role("regional", "operator"):
            domain |= in_team
        if self._debt_has_role("collector"):
            unshared = Domain("user_id", "=", False)
            domain |= in_team & (Domain("team_id.share_cases", "=", True) | unshared)
        return list(domain)

    def debt_event_domain(self):
        """Return the domain of the events this user may see, for record rules.

        Contacts without a case are seen by everybody who has the model at all; events
        of cases by debt users, with the case.
        """
        self.ensure_one()
        domain = Domain("case_id", "=", False)
        if self._debt_has_role("user"):
            domain |= Domain("case_id", "any", self.debt_case_domain())
        return list(domain)
