"""What tests of instalment plans share: making, offering and accepting a plan."""

from .common_procedure import ProcedureCommon


class SettlementCommon(ProcedureCommon):
    """Claims of the cases bear the statutory interest for delay.

    ``self.grant(case)`` makes a plan as a role and offers it; ``self.accept(plan)``
    lets the debtor sign it.
    """

    def make(self, case, role="collector", **values):
        """Return a draft of a role."""
        return (
            self.as_role(self.env["debt.settlement.plan"], role)
            .create({"case_id": case.id, "count": 3, **values})
            .sudo(False)
        )

    def grant(self, case, role="collector", **values):
        """Return a plan that a role submitted."""
        plan = self.make(case, role, **values)
        plan.action_submit()
        return self.seen(plan)

    def accept(self, plan, role="collector"):
        """Let the debtor sign, noted by a role."""
        self.as_role(plan, role).action_accept()
        return self.seen(plan)

    def seen(self, plan):
        """Return the plan as the superuser sees it now."""
        self.env.flush_all()
        self.env.invalidate_all()
        return plan.with_env(self.env)

    def watch(self, company=None):
        """Watch the running plans as the cron does."""
        Plan = self.env["debt.settlement.plan"]
        last = 0
        while last is not None:
            last = Plan._watch(company or self.company, last)
        self.env.flush_all()
        self.env.invalidate_all()

    def rows(self, plan):
        """Return [(due, amount, paid, state)] of the instalments."""
        return [
            (str(p.date_due), round(p.amount, 2), round(p.paid, 2), p.state)
            for p in plan.instalment_ids.sorted("date_due")
        ]
