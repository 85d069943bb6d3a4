from odoo import api, fields, models

from ..tools.authority import ROLES, Limit, limit_of
from ..tools.money import from_float


class DebtAuthority(models.Model):
    """How much a role may grant in instalments and discounts."""

    _name = "debt.authority"
    _description = "Authority to Grant Plans"
    _order = "sequence, agreement_id, id"
    _check_company_auto = True

    role = fields.Selection("_selection_role", required=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    agreement_id = fields.Many2one(
        "debt.agreement",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Holds for cases of this agreement and goes before the general limit of "
        "the role. Empty: all agreements.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Empty: every company.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    max_count = fields.Integer(
        string="Most Instalments", help="0: as many as he likes."
    )
    max_months = fields.Integer(
        string="Longest (Months)", help="Until the last instalment. 0: no limit."
    )
    max_debt = fields.Monetary(string="Debt up to", help="0: of any amount.")
    min_instalment = fields.Monetary(
        string="Smallest Instalment", help="The down payment does not count."
    )
    min_down = fields.Float(
        string="Least Down Payment (%)", help="Percent of the agreed total."
    )
    max_discount_principal = fields.Float(
        string="Discount of Principal (%)", help="0: none may be granted."
    )
    max_discount_interest = fields.Float(string="Discount of Interest (%)")
    max_discount_costs = fields.Float(string="Discount of Costs (%)")
    stops_interest = fields.Boolean(
        string="May Stop Interest",
        help="Interest of the time of the plan is remitted once the plan is kept.",
    )
    active = fields.Boolean(default=True)

    _role_uniq = models.UniqueIndex(
        "(role, COALESCE(agreement_id, 0), COALESCE(company_id, 0)) WHERE active",
        "The role has a limit for this agreement and company already.",
    )
    _percent_range = models.Constraint(
        "CHECK(min_down BETWEEN 0 AND 100"
        " AND max_discount_principal BETWEEN 0 AND 100"
        " AND max_discount_interest BETWEEN 0 AND 100"
        " AND max_discount_costs BETWEEN 0 AND 100)",
        "A percentage is between 0 and 100.",
    )
    _not_negative = models.Constraint(
        "CHECK(max_count >= 0 AND max_months >= 0 AND max_debt >= 0"
        " AND min_instalment >= 0)",
        "A limit cannot be below zero.",
    )

    @api.model
    def _selection_role(self):
        _ = self.env._
        return [
            ("self_service", _("Debtor himself")),
            ("operator", _("Phone Operator")),
            ("field_agent", _("Field Agent")),
            ("collector", _("Collector")),
            ("lawyer", _("Lawyer")),
            ("regional", _("Regional Office")),
            ("team_leader", _("Team Leader")),
            ("manager", _("Manager")),
            ("administrator", _("Administrator")),
        ]

    @api.depends("role")
    def _compute_sequence(self):
        for authority in self:
            known = authority.role in ROLES
            authority.sequence = ROLES.index(authority.role) if known else 0

    @api.depends("agreement_id")
    def _compute_company_id(self):
        for authority in self:
            own = authority.company_id
            authority.company_id = authority.agreement_id.company_id or own

    @api.depends("agreement_id", "company_id")
    def _compute_currency_id(self):
        for authority in self:
            company = authority.company_id or self.env.company
            authority.currency_id = (
                authority.agreement_id.currency_id or company.currency_id
            )

    @api.depends("role", "agreement_id")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for authority in self:
            parts = (roles.get(authority.role), authority.agreement_id.name)
            authority.display_name = ", ".join(filter(None, parts))

    @api.model
    def _limit_for(self, roles, agreement):
        """Return the pure limit of somebody with these roles, None: nothing.

        :param agreement: the debt.agreement of the case
        """
        found = self.search([("role", "in", list(roles))])
        return limit_of(
            [authority._to_limit() for authority in found],
            roles,
            agreement.id,
            agreement.company_id.id,
        )

    @api.model
    def _roles_of(self, user):
        """Return the short names of the roles a user has."""
        return {
            role
            for role in ROLES
            if role != "self_service" and user._debt_has_role(role)
        }

    def _to_limit(self):
        """Return the record as a pure value."""
        return Limit(
            role=self.role,
            agreement_id=self.agreement_id.id or None,
            company_id=self.company_id.id or None,
            max_count=self.max_count or None,
            max_months=self.max_months or None,
            max_debt=from_float(self.max_debt) if self.max_debt else None,
            min_instalment=from_float(self.min_instalment),
            min_down=from_float(self.min_down),
            principal=from_float(self.max_discount_principal),
            interest=from_float(self.max_discount_interest),
            costs=from_float(self.max_discount_costs),
            stops_interest=self.stops_interest,
        )
