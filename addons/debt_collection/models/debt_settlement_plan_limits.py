from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.authority import Terms, excesses, limit_of, months_until
from ..tools.money import from_float

APPROVERS = ("team_leader", "manager")


class DebtSettlementPlan(models.Model):
    """Who may grant a plan: limits by role, and what exceeds them."""

    _inherit = "debt.settlement.plan"

    exceeds = fields.Text(
        string="Beyond the Limit",
        readonly=True,
        copy=False,
        help="What had to be approved when the plan was submitted.",
    )
    beyond_limit = fields.Text(
        compute="_compute_beyond_limit",
        help="What of this plan you may not grant yourself.",
    )
    barred = fields.Boolean(
        compute="_compute_barred",
        help="A claim against a consumer is time-barred: it may not be demanded.",
    )
    barred_confirmed_by_id = fields.Many2one(
        "res.users",
        string="Time-barred Claims Confirmed By",
        readonly=True,
        copy=False,
        tracking=True,
    )

    @api.depends(
        *("case_id", "state", "instalment_ids.amount", "instalment_ids.date_due"),
        *("discount_principal", "discount_interest", "discount_costs"),
        *("interest", "debt_total", "barred_confirmed_by_id"),
    )
    @api.depends_context("uid", "lang")
    def _compute_beyond_limit(self):
        for plan in self:
            asked = plan.state in ("draft", "to_approve") and plan.case_id
            found = plan._beyond(self.env.user) if asked else []
            plan.beyond_limit = "\n".join(found)

    @api.depends("case_id", "barred_confirmed_by_id")
    def _compute_barred(self):
        for plan in self:
            plan.barred = bool(plan._barred_claims())

    def _barred_claims(self):
        """Return the claims that may not be demanded of the debtor (art. 117 kc)."""
        # Whoever may grant a plan learns that claims are barred, whatever he may read.
        case = self.case_id._origin.sudo()
        if case.debtor_id.debt_legal_status != "consumer":
            return case.claim_ids.browse()
        return case.claim_ids.filtered(
            lambda claim: (
                claim.state != "withdrawn"
                and claim.time_barred
                and claim.total_due > 0
            )
        )

    def _beyond(self, user):
        """Return the texts of what of a plan a user may not grant."""
        self.ensure_one()
        Authority = self.env["debt.authority"]
        limit = Authority._limit_for(Authority._roles_of(user), self.agreement_id)
        return self._told(excesses(self._to_terms(), limit)) + self._unconfirmed()

    def _unconfirmed(self):
        if not self._barred_claims() or self.barred_confirmed_by_id:
            return []
        return [
            self.env._(
                "A claim against a consumer is time-barred: it may not be demanded "
                "(art. 117 § 2(1) of the Civil Code). A manager has to confirm that "
                "the debtor knows it and wants to pay all the same."
            )
        ]

    def _to_terms(self):
        """Return what the plan grants as a pure value."""
        regular = self.instalment_ids.filtered(lambda part: not part.down_payment)
        down = self.instalment_ids - regular
        total = from_float(self.total)
        share = 100 * from_float(sum(down.mapped("amount"))) / total if total else 0
        last = self.last_due or self.agreed_on
        return Terms(
            count=len(regular),
            months=months_until(self.agreed_on, last) if last else 0,
            debt=from_float(self.debt_total),
            smallest=from_float(min(regular.mapped("amount"), default=0)),
            down=share,
            principal=from_float(self.discount_principal),
            interest=from_float(self.discount_interest),
            costs=from_float(self.discount_costs),
            # A discount ends the interest by itself, and has a limit of its own.
            stops_interest=self.interest == "stopped" and not self.discount,
        )

    def _told(self, found):
        """Return the texts of excesses."""
        texts = self._texts_of_excess()
        return [
            texts[excess.code]
            % {
                "granted": _plain(excess.granted),
                "allowed": _plain(excess.allowed),
            }
            for excess in found
        ]

    def _texts_of_excess(self):
        _ = self.env._
        return {
            "none": _("No limit is set for your role: you may grant no plan."),
            "count": _("%(granted)s instalments; at most %(allowed)s."),
            "months": _("The last is due in %(granted)s months; at most %(allowed)s."),
            "debt": _("A debt of %(granted)s; at most %(allowed)s."),
            "smallest": _("An instalment of %(granted)s; at least %(allowed)s."),
            "down": _("%(granted)s %% paid at once; at least %(allowed)s %%."),
            "principal": _(
                "%(granted)s %% of the principal remitted; at most %(allowed)s %%."
            ),
            "interest": _(
                "%(granted)s %% of the interest remitted; at most %(allowed)s %%."
            ),
            "costs": _("%(granted)s %% of the costs remitted; at most %(allowed)s %%."),
            "stops_interest": _("Interest stops; you may not grant that."),
        }

    # === APPROVAL === #
    def _ask_for_approval(self):
        """Tell somebody who may approve that the plan waits for him."""
        for plan in self:
            approver = plan._approver()
            if approver:
                plan.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=approver.id,
                    summary=self.env._("Approve the plan"),
                    note=(plan.exceeds or "").replace("\n", "<br/>"),
                )

    def _approver(self):
        """Return the nearest person whose own limit allows the plan."""
        limits = [
            authority._to_limit() for authority in self.env["debt.authority"].search([])
        ]
        terms = self._to_terms()
        for user in self._leaders():
            roles = self.env["debt.authority"]._roles_of(user)
            company = self.company_id.id
            limit = limit_of(limits, roles, self.agreement_id.id, company)
            if not excesses(terms, limit):
                return user
        return self.env["res.users"]

    def _leaders(self):
        """Return who may approve: the leader of the team, then managers."""
        managers = self.env.ref("debt_collection.group_manager").all_user_ids
        managers = managers.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
        return (self.team_id.leader_id | managers.sorted("id")) - self.user_id

    def action_approve(self):
        """Approve plans of others, within the own limit."""
        for plan in self.filtered(lambda plan: plan.state == "to_approve"):
            plan._check_may_approve()
            # The door is passed: what follows is written by the plan itself.
            plan.sudo().write(
                {
                    "approved_by_id": self.env.uid,
                    "approved_on": self.env["debt.balance"]._today(),
                }
            )
            plan._close_activities()
            plan._offer()

    def _check_may_approve(self):
        self.check_access("write")
        if not self.env.user._debt_has_role(*APPROVERS):
            raise AccessError(
                self.env._("Only a team leader or a manager may approve a plan.")
            )
        if self.user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "You granted plan %(name)s yourself: somebody else has to "
                    "approve it.",
                    name=self.name,
                )
            )
        beyond = self._beyond(self.env.user)
        if beyond:
            raise AccessError(
                self.env._(
                    "Plan %(name)s is beyond your own limit: %(what)s",
                    name=self.name,
                    what=" ".join(beyond),
                )
            )

    def action_confirm_barred(self):
        """Confirm that a debtor wants to pay although claims are time-barred."""
        self.check_access("write")
        if not self.env.user._debt_has_role("manager"):
            raise AccessError(
                self.env._("Only a manager may confirm a plan of time-barred claims.")
            )
        # The door is passed.
        self.sudo().barred_confirmed_by_id = self.env.user

    def _close_activities(self):
        # The activity may be somebody else's, who need not decide any more.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])


def _plain(number):
    """Return a figure without needless zeros."""
    text = f"{number:f}" if hasattr(number, "normalize") else str(number)
    return text.removesuffix(".00")
