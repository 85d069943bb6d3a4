from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

SCOPES = ("case_id", "claim_id", "debtor_id", "agreement_id")


class DebtHold(models.Model):
    """Suspends work for a reason and a time, on one of four levels.

    A hold begins and ends by its dates; it is never deleted, so the history of
    suspensions stays. A dispute is a hold with an owner who settles it.
    """

    _name = "debt.hold"
    _description = "Hold"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    scope = fields.Selection(
        [
            ("case", "Case"),
            ("claim", "Claim"),
            ("debtor", "Debtor"),
            ("agreement", "Agreement"),
        ],
        compute="_compute_scope",
        store=True,
        precompute=True,
    )
    case_id = fields.Many2one(
        "debt.case", index="btree_not_null", ondelete="cascade", check_company=True
    )
    claim_id = fields.Many2one(
        "debt.claim", index="btree_not_null", ondelete="cascade", check_company=True
    )
    debtor_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="cascade"
    )
    agreement_id = fields.Many2one(
        "debt.agreement",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    kind = fields.Selection(
        [
            ("dispute", "Dispute"),
            ("promise", "Promise to pay"),
            ("instalments", "Instalments"),
            ("complaint", "Complaint"),
            ("insolvency", "Insolvency"),
            ("death", "Death of the debtor"),
            ("hardship", "Hardship"),
            ("creditor", "Wish of the creditor"),
            ("other", "Other"),
        ],
        string="Reason",
        required=True,
        default="other",
    )
    note = fields.Char(string="Details")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    date_to = fields.Date(string="To", help="Last day; empty: until it is lifted.")
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        help="Who settles the dispute or watches the hold.",
    )
    resolution = fields.Char(readonly=True, help="How it ended.")
    lifted_on = fields.Date(readonly=True)
    lifted_by_id = fields.Many2one("res.users", readonly=True)
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")

    _one_scope = models.Constraint(
        "CHECK(num_nonnulls(case_id, claim_id, debtor_id, agreement_id) = 1)",
        "A hold is on one case, claim, debtor or agreement.",
    )
    _dates_sane = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from - 1)",
        "A hold must not end before it begins.",
    )

    @api.depends(*SCOPES)
    def _compute_scope(self):
        for hold in self:
            scope = next((name for name in SCOPES if hold[name]), "case_id")
            hold.scope = scope.removesuffix("_id")

    @api.depends(*SCOPES)
    def _compute_company_id(self):
        for hold in self:
            level = hold.case_id or hold.claim_id or hold.agreement_id
            hold.company_id = level.company_id or hold.company_id or self.env.company

    @api.depends("date_from", "date_to")
    def _compute_in_force(self):
        today = self.env["debt.balance"]._today()
        for hold in self:
            begun = hold.date_from and hold.date_from <= today
            hold.in_force = begun and (not hold.date_to or hold.date_to >= today)

    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return list(self._in_force_domain(self.env["debt.balance"]._today()))

    @api.depends("kind", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for hold in self:
            days = (hold.date_from, hold.date_to)
            period = " – ".join(format_date(self.env, day) for day in days if day)
            hold.display_name = f"{kinds.get(hold.kind, '')} ({period})"

    @api.model
    def _in_force_domain(self, day):
        """Return the domain of the holds in force on a day."""
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Tell the cases that they are on hold."""
        holds = super().create(vals_list)
        holds._check_may_hold()
        holds._log(self.env._("Put on hold"))
        return holds

    def _check_may_hold(self):
        """Let leaders alone stop the work on a whole agreement."""
        if self.agreement_id and not self.env.su:
            if not self.env.user._debt_has_role("team_leader"):
                raise AccessError(
                    self.env._("Only a team leader may put an agreement on hold.")
                )

    def write(self, vals):
        """Keep what a hold was for; only its end and owner may change."""
        fixed = {*SCOPES, "kind", "date_from"} & vals.keys()
        if fixed and self.ids:
            raise UserError(
                self.env._(
                    "A hold is history: lift it and make a new one instead of "
                    "changing what it is for."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hold cannot be deleted. Lift it instead."))

    def action_lift(self):
        """End the holds today: work goes on."""
        self._lift(self.env._("Lifted by hand"))

    def _lift(self, resolution):
        """End the holds with yesterday as their last day."""
        today = self.env["debt.balance"]._today()
        yesterday = fields.Date.subtract(today, days=1)
        for hold in self.filtered(lambda h: not h.date_to or h.date_to >= today):
            # One that begins today or later was never in force.
            hold.write(
                {
                    "date_to": max(
                        yesterday, fields.Date.subtract(hold.date_from, days=1)
                    ),
                    "resolution": resolution,
                    "lifted_on": today,
                    "lifted_by_id": self.env.uid,
                }
            )
        self._log(self.env._("Hold lifted"))

    def _log(self, what):
        """Write into the thread of the case what happened to its hold."""
        for hold in self:
            case = hold.case_id or hold.claim_id.case_id
            if case:
                case.message_post(
                    body=self.env._(
                        "%(what)s: %(hold)s. %(note)s",
                        what=what,
                        hold=hold.display_name,
                        note=hold.note or "",
                    )
                )
