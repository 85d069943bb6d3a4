from odoo import api, fields, models
from odoo.tools import SQL

# Plans that one piece of work looks at, and locks.
CHUNK = 500


class DebtSettlementPlan(models.Model):
    """Watching plans: what was paid, what is late, which are kept or broken.

    Counting is done by sets in SQL; only plans whose state changes are touched one by
    one. Money is what somebody received: write-offs and notes pay no instalment.
    """

    _inherit = "debt.settlement.plan"

    _watched_idx = models.Index("(company_id, next_due) WHERE state = 'active'")

    # === COUNTING === #
    @api.model
    def _count_payments(self, plans):
        """Bring what was paid of running and kept plans up to date.

        Payments from the day of the plan cover its instalments by date. Those of the
        day that were booked before are in its balance, and do not count.
        """
        watched = plans.filtered(lambda plan: plan.state in ("active", "kept"))
        if not watched:
            return
        self._flush_counted()
        today = self.env["debt.balance"]._today()
        self.env.cr.execute(
            SQL(
                """WITH money AS (%(money)s),
                   rows AS (
                     SELECT i.id, i.amount, i.date_due, money.paid,
                            SUM(i.amount) OVER (PARTITION BY i.plan_id
                                                ORDER BY i.date_due, i.id) AS upto
                       FROM debt_settlement_instalment i
                       JOIN money ON money.plan_id = i.plan_id)
                   UPDATE debt_settlement_instalment i
                      SET paid = LEAST(rows.amount, GREATEST(
                              0, rows.paid - rows.upto + rows.amount)),
                          residual = rows.amount - LEAST(rows.amount, GREATEST(
                              0, rows.paid - rows.upto + rows.amount)),
                          state = CASE WHEN rows.paid >= rows.upto THEN 'paid'
                                       WHEN rows.date_due < %(today)s THEN 'late'
                                       ELSE 'open' END
                     FROM rows WHERE rows.id = i.id""",
                money=self._money_query(watched.ids),
                today=today,
            )
        )
        self._sum_up(watched.ids)
        self.env["debt.settlement.instalment"].invalidate_model(
            ["paid", "residual", "state"]
        )
        self.invalidate_model(["paid", "residual", "next_due", "overdue"])

    def _flush_counted(self):
        self.flush_model()
        self.env["debt.settlement.instalment"].flush_model()
        self.env["debt.payment"].flush_model()

    def _money_query(self, ids):
        """Return SQL of what was paid on plans: plan_id, paid."""
        return SQL(
            """SELECT plan.id AS plan_id, COALESCE(SUM(p.amount), 0) AS paid
                 FROM debt_settlement_plan plan
            LEFT JOIN debt_payment p ON %(counts)s
                WHERE plan.id = ANY(%(ids)s)
             GROUP BY plan.id""",
            counts=self._counts(),
            ids=list(ids),
        )

    def _counts(self):
        """Return SQL: the payment ``p`` pays the plan ``plan``."""
        return SQL(
            """p.case_id = plan.case_id AND p.state = 'booked'
               AND p.received_by != 'nobody' AND p.date >= plan.agreed_on
               AND p.id > COALESCE(plan.known_payment_id, 0)"""
        )

    def _sum_up(self, ids):
        self.env.cr.execute(
            SQL(
                """WITH money AS (%(money)s),
                   rest AS (
                     SELECT plan_id,
                            MIN(date_due) FILTER (WHERE state != 'paid') AS next_due,
                            SUM(residual) FILTER (WHERE state = 'late') AS overdue
                       FROM debt_settlement_instalment
                      WHERE plan_id = ANY(%(ids)s) GROUP BY plan_id)
                   UPDATE debt_settlement_plan plan
                      SET paid = money.paid,
                          residual = GREATEST(plan.total - money.paid, 0),
                          next_due = rest.next_due,
                          overdue = COALESCE(rest.overdue, 0)
                     FROM money JOIN rest ON rest.plan_id = money.plan_id
                    WHERE plan.id = money.plan_id""",
                money=self._money_query(ids),
                ids=list(ids),
            )
        )

    # === WATCHING === #
    @api.model
    def _watch(self, company, after=0):
        """Look at the next running plans of a company and let their effects follow.

        The plans are locked, so that another worker passes over them.

        :param after: id of the last plan that was looked at
        :return: id of the last plan of this piece, None: there are no more
        """
        self._flush_counted()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM debt_settlement_plan
                    WHERE company_id = %s AND state = 'active' AND id > %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                company.id,
                after,
                CHUNK,
            )
        )
        plans = self.browse([row[0] for row in rows])
        if not plans:
            return None
        plans.invalidate_recordset(["state"])
        plans._judge()
        return plans.ids[-1]

    def _judge(self):
        """Find which running plans are kept, broken or late."""
        self._count_payments(self)
        kept = self.filtered(lambda plan: plan._is_kept())
        for plan in kept:
            plan._keep()
        broken = (self - kept).filtered(lambda plan: plan._is_broken())
        for plan in broken:
            plan._break()
        running = self - kept - broken
        running._warn()
        running._watch_next()

    def _is_kept(self):
        """Tell whether the agreed total, or all that is owed, was paid."""
        if self.currency_id.compare_amounts(self.paid, self.total) >= 0:
            return True
        over = fields.Date.add(self.last_due, days=self.tolerance_days)
        if self.env["debt.balance"]._today() <= over or not self.tolerance_amount:
            return False
        missing = self.total - self.paid
        return self.currency_id.compare_amounts(missing, self.tolerance_amount) <= 0

    def _is_broken(self):
        """Tell whether more than is allowed is late for longer than is allowed."""
        today = self.env["debt.balance"]._today()
        if not self.next_due or not self.overdue:
            return False
        if today <= fields.Date.add(self.next_due, days=self.tolerance_days):
            return False
        limit = fields.Date.subtract(today, days=self.tolerance_days)
        late = self.instalment_ids.filtered(
            lambda part: part.state == "late" and part.date_due < limit
        )
        missing = sum(late.mapped("residual"))
        return self.currency_id.compare_amounts(missing, self.tolerance_amount) > 0

    @api.model
    def _cron_watch(self):
        """Watch all running plans, and let offers expire that nobody accepted."""
        commit = self.env["ir.cron"]._commit_progress
        for company in self.env["res.company"].search([]):
            self._expire(company)
            commit(1)
            last = 0
            while last is not None:
                last = self._watch(company, last)
                commit(1, remaining=int(last is not None))

    @api.model
    def _expire(self, company):
        """Cancel the offers of a company whose day is over."""
        today = self.env["debt.balance"]._today()
        old = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("to_approve", "proposed")),
                ("valid_until", "<", today),
            ]
        )
        for plan in old.try_lock_for_update():
            plan._cancel(self.env._("The offer expired"))
        return len(old)

    def action_check_now(self):
        """Count the payments of running plans and let what follows happen now."""
        self.check_access("write")
        # What follows from payments is the same whoever asks for it.
        running = self.sudo().filtered(lambda plan: plan.state == "active")
        running.try_lock_for_update()._judge()
