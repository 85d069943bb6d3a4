from odoo import api, fields, models
from odoo.tools import SQL


class DebtSettlementPlan(models.Model):
    """What follows when a plan is late, kept or broken, or its money goes back."""

    _inherit = "debt.settlement.plan"

    # === LATE === #
    def _warn(self):
        """Plan the warning of those who are late, once for each instalment."""
        late = self.instalment_ids.filtered(
            lambda part: part.state == "late" and not part.warned_on
        )
        if not late:
            return
        today = self.env["debt.balance"]._today()
        values = [
            plan._warning(parts, today)
            for plan, parts in late.grouped("plan_id").items()
            if plan.company_id.debt_plan_warning_type_id
        ]
        self.env["debt.event"].create(values)
        late.warned_on = today

    def _warning(self, parts, today):
        return {
            "case_id": self.case_id.id,
            "type_id": self.company_id.debt_plan_warning_type_id.id,
            "date": today,
            "state": "planned",
            "user_id": self.case_id.user_id.id,
            "settlement_plan_id": self.id,
            "effect_key": f"plan:{self.id}:late:{min(parts.ids)}",
            "note": self.env._(
                "An instalment of plan %(plan)s is late: %(amount).2f was due on "
                "%(day)s. After %(end)s the plan is broken.",
                plan=self.name,
                amount=sum(parts.mapped("residual")),
                day=min(parts.mapped("date_due")),
                end=fields.Date.add(
                    min(parts.mapped("date_due")), days=self.tolerance_days
                ),
            ),
        }

    def _watch_next(self):
        """Keep one planned event on the day of the next instalment of each plan."""
        kind = self.env.ref("debt_collection.event_type_instalment_due")
        planned = self.env["debt.event"].search(
            [
                ("settlement_plan_id", "in", self.ids),
                ("type_id", "=", kind.id),
                ("state", "=", "planned"),
            ]
        )
        waiting = planned.grouped("settlement_plan_id")
        wanted, over = [], planned.browse()
        for plan in self:
            part = plan.instalment_ids.filtered(
                lambda part: part.state == "open" and part.residual
            ).sorted("date_due")[:1]
            key = f"plan:{plan.id}:due:{plan.accepted_on}:{part.id}"
            event = waiting.get(plan, planned.browse())
            if event.effect_key == key:
                continue
            over |= event
            if part:
                wanted.append(plan._due_event(kind, part, key))
        # What they waited for has come: the money or the day.
        over.action_done()
        known = self.env["debt.event"].search(
            [("effect_key", "in", [values["effect_key"] for values in wanted])]
        )
        keys = set(known.mapped("effect_key"))
        self.env["debt.event"].create(
            [values for values in wanted if values["effect_key"] not in keys]
        )

    def _due_event(self, kind, part, key):
        return {
            "case_id": self.case_id.id,
            "type_id": kind.id,
            "date": part.date_due,
            "state": "planned",
            "user_id": self.case_id.user_id.id,
            "settlement_plan_id": self.id,
            "effect_key": key,
            "note": self.env._(
                "Instalment of plan %(plan)s: %(amount).2f.",
                plan=self.name,
                amount=part.residual,
            ),
        }

    # === KEPT === #
    def _keep(self):
        """End a plan that was paid: remit the rest as agreed, close the case.

        Where interest ran on and came late, what is left stays owed, and the case goes
        back to its procedure.
        """
        self.ensure_one()
        day = self._paid_on()
        self._go("kept", ended_on=day, ended_reason=self.env._("All was paid"))
        if self.interest == "stopped":
            self._remit_rest(day)
        self._register_end("plan_kept", self.env._("Plan %s was kept.", self.name))
        case = self.case_id
        case.invalidate_recordset(["total_due"])
        settled = self.currency_id.compare_amounts(case.total_due, 0) <= 0
        if settled and case.agreement_id.plan_closes_case and case.state == "open":
            self._let_go(self.ended_reason)
            case._close("paid")
        elif settled:
            self._let_go(self.ended_reason)
        else:
            self._back_to_procedure(self.ended_reason)
            self._plan_call(
                self.env._(
                    "Plan %(plan)s was paid, but interest of late instalments is left.",
                    plan=self.name,
                )
            )

    def _paid_on(self):
        """Return the day on which the payments reached what was agreed."""
        self._flush_counted()
        rows = self.env.execute_query(
            SQL(
                """SELECT p.date, SUM(p.amount) OVER (ORDER BY p.date, p.id)
                     FROM debt_settlement_plan plan JOIN debt_payment p ON %s
                    WHERE plan.id = %s ORDER BY p.date, p.id""",
                self._counts(),
                self.id,
            )
        )
        enough = self.total - self.tolerance_amount
        if self.currency_id.compare_amounts(self.paid, self.total) >= 0:
            enough = self.total
        reached = [
            day
            for day, paid in rows
            if self.currency_id.compare_amounts(float(paid), enough) >= 0
        ]
        return min(reached, default=self.env["debt.balance"]._today())

    def _remit_rest(self, day):
        """Write off what is left of the case on a day, once for the plan."""
        rest = self.case_id.with_context(debt_as_of=day).total_due
        if self.currency_id.compare_amounts(rest, 0) <= 0:
            return
        reason = self.env._("Remitted by plan %s", self.name)
        # Of own receivables each invoice has a credit; one stands for all.
        credit = self.case_id._write_off(rest, day, reason)[:1]
        credit.settlement_plan_id = self
        self.write_off_id = credit

    # === BROKEN === #
    def _break(self):
        """End a plan that was not paid: the whole debt is demanded again."""
        self.ensure_one()
        reason = self.env._(
            "%(amount).2f of the instalment of %(day)s did not come.",
            amount=self.overdue,
            day=self.next_due,
        )
        today = self.env["debt.balance"]._today()
        self._go("broken", ended_on=today, ended_reason=reason)
        self._register_end("plan_broken", reason)
        self._back_to_procedure(reason)
        self._plan_call(
            self.env._(
                "Plan %(plan)s is broken. %(reason)s", plan=self.name, reason=reason
            )
        )

    def _register_end(self, code, note):
        """Write into the history of the case how the plan ended."""
        today = self.env["debt.balance"]._today()
        self.env["debt.event"].create(
            {
                "case_id": self.case_id.id,
                "type_id": self.env.ref(f"debt_collection.event_type_{code}").id,
                "state": "done",
                "date": today,
                "user_id": self.case_id.user_id.id,
                "settlement_plan_id": self.id,
                "effect_key": f"plan:{self.id}:{code}:{today}",
                "note": note,
            }
        )

    def _plan_call(self, note):
        """Plan a call of the collector, so that a person learns of the end."""
        self.env["debt.event"].create(
            {
                "case_id": self.case_id.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "date": self.env["debt.balance"]._today(),
                "state": "planned",
                "user_id": self.case_id.user_id.id,
                "effect_key": f"plan:{self.id}:call:{self.ended_on}",
                "note": note,
            }
        )

    # === MONEY GOES BACK === #
    @api.model
    def _money_went_back(self, cases):
        """Open kept plans of cases whose payments were reversed.

        The remitted rest is owed again; the case is opened and held for the plan,
        which is late now and is watched as before.
        """
        kept = self.search([("case_id", "in", cases.ids), ("state", "=", "kept")])
        self._count_payments(kept)
        for plan in kept:
            short = plan.total - plan.paid - plan.tolerance_amount
            if plan.currency_id.compare_amounts(short, 0) > 0:
                plan._reopen()

    def _reopen(self):
        self.ensure_one()
        reason = self.env._("Money of plan %s went back", self.name)
        self.write_off_id.filtered(
            lambda credit: credit.state == "booked"
        ).action_reverse(reason)
        self.write_off_id = False
        case = self.case_id
        if not self._may_run_again():
            self._go("broken", ended_reason=reason)
            case.message_post(body=reason)
            return
        if case.state == "closed":
            case.action_open()
        self._go("active", ended_on=False, ended_reason=False)
        self.instalment_ids.filtered(
            lambda part: part.state != "paid"
        ).warned_on = False
        self._hold_case()
        self._count_payments(self)
        case.course_ids._hold_for_plan(self.name)
        self._watch_next()
        case.message_post(body=reason)

    def _may_run_again(self):
        """Tell whether no other case or plan has taken the place of this one."""
        case = self.case_id
        if case.state == "closed" and case._has_successor():
            return False
        return not self.search_count(
            [("case_id", "=", case.id), ("state", "=", "active")], limit=1
        )
