from odoo import api, models
from odoo.exceptions import UserError

from ..tools.authority import excesses

MOST = 24


class DebtSettlementPlan(models.Model):
    """Plans that debtors make themselves, within the limits of self service."""

    _inherit = "debt.settlement.plan"

    @api.model
    def _offers(self, case):
        """Return the plans that a debtor may grant himself today.

        :param case: one debt.case
        :return: ``{number of instalments: {"amount", "total", "first_date",
            "last_date"}}``, empty when none is allowed
        """
        limit = self._self_service_limit(case)
        offers = {}
        for count in range(1, (limit.max_count or MOST) + 1 if limit else 1):
            plan = self.sudo().new(self._self_service_values(case, count))
            if plan._self_service_allowed():
                offers[count] = {
                    "amount": plan.instalment_ids[0].amount,
                    "total": plan.total,
                    "first_date": plan.instalment_ids[0].date_due,
                    "last_date": plan.last_due,
                }
        return offers

    @api.model
    def _propose(self, case, count, how="portal"):
        """Make a plan that a debtor asks for himself, and let it begin.

        :param case: one debt.case, whose debtor the caller has identified
        :param count: number of equal monthly instalments, one of _offers()
        :param how: a value of accepted_how
        :raises UserError: the plan is not among the offers
        """
        # The debtor has no rights of his own on cases; the offers are his limit.
        plan = self.sudo().create(self._self_service_values(case, count))
        if not plan._self_service_allowed():
            raise UserError(
                self.env._("Such a plan cannot be made here. Please contact us.")
            )
        plan._check_case()
        plan._check_schedule()
        plan._go("proposed", proposed_on=self.env["debt.balance"]._today())
        plan._accept(how)
        return plan

    @api.model
    def _self_service_values(self, case, count):
        return {"case_id": case.id, "count": count, "self_service": True}

    def _self_service_limit(self, case):
        Authority = self.env["debt.authority"].sudo()  # of the debtor, who has no role
        return Authority._limit_for({"self_service"}, case.sudo().agreement_id)

    def _self_service_allowed(self):
        """Tell whether the debtor may grant himself the plan; never a barred debt."""
        limit = self._self_service_limit(self.case_id)
        beyond = excesses(self._to_terms(), limit)
        running = self.search_count(
            [
                ("case_id", "=", self.case_id.id),
                ("state", "in", ("to_approve", "proposed", "active")),
            ],
            limit=1,
        )
        wanted = bool(self.instalment_ids) and self.case_id.state == "open"
        return wanted and not (beyond or running or self._barred_claims())
