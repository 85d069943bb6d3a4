from odoo import fields, models


class DebtTeam(models.Model):
    """The commission of a team's collectors."""

    _inherit = "debt.team"

    commission_scheme_id = fields.Many2one(
        "debt.commission.scheme",
        check_company=True,
        domain="[('side', '=', 'collector')]",
        groups="debt_collection.group_manager,debt_collection.group_accountant",
        help="Commission of the members; one of a member himself goes first.",
    )


class ResUsers(models.Model):
    """The commission of one collector, and whose commissions he sees."""

    _inherit = "res.users"

    debt_commission_scheme_id = fields.Many2one(
        "debt.commission.scheme",
        string="Commission Scheme",
        domain="[('side', '=', 'collector')]",
        groups="debt_collection.group_manager,debt_collection.group_accountant,"
        "base.group_erp_manager",
        help="Commission of this collector. Empty: as his team or the agreement says.",
    )

    def debt_commission_domain(self):
        """Return the domain of the commission lines this user may see, for rules.

        Accountants, managers and administrators see all; a leader what collectors of
        his teams earn, and what the creditor pays for cases he sees; everybody else
        what he earns himself.
        """
        self.ensure_one()
        if self._debt_has_role("manager", "accountant", "administrator"):
            return list(fields.Domain.TRUE)
        earned = fields.Domain("side", "=", "collector")
        domain = earned & fields.Domain("user_id", "=", self.id)
        if self._debt_has_role("team_leader"):
            led = self.env["debt.team"].sudo().search([("leader_id", "=", self.id)])
            members = led.member_ids.ids  # teams are no secret to their leader
            domain |= earned & fields.Domain("user_id", "in", members)
            cases = fields.Domain("case_id", "any", self.debt_case_domain())
            domain |= fields.Domain("side", "=", "creditor") & cases
        return list(domain)
