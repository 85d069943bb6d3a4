from odoo import api, fields, models
from odoo.exceptions import UserError

# State -> states it may go to, through DebtSettlementPlan._go only.
MOVES = {
    "draft": ("to_approve", "proposed", "cancelled"),
    "to_approve": ("proposed", "draft", "cancelled"),
    "proposed": ("active", "draft", "cancelled"),
    "active": ("kept", "broken", "cancelled"),
    "kept": ("active", "broken"),
    "broken": (),
    "cancelled": (),
}


class DebtSettlementPlan(models.Model):
    """The life of a plan: granted, approved, proposed, accepted, ended."""

    _inherit = "debt.settlement.plan"

    def _go(self, target, **values):
        """Move plans to a state, or say which of them cannot go there."""
        for plan in self:
            if target not in MOVES[plan.state]:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "Plan %(name)s is %(state)s and cannot become %(target)s.",
                        name=plan.name,
                        state=labels[plan.state],
                        target=labels[target],
                    )
                )
        # States are written here only, after the door of each was passed.
        self.sudo().write({"state": target, **values})
        self.flush_recordset(["state"])

    # === GRANTING === #
    def action_submit(self):
        """Offer the plans; those beyond the limit of the user wait for approval."""
        self.check_access("write")
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            plan._check_case()
            plan._refresh()
            plan._check_schedule()
            # Whoever submits it answers for it, not who typed it.
            plan.sudo().user_id = self.env.user
            beyond = plan._beyond(self.env.user)
            if beyond:
                plan._go("to_approve", exceeds="\n".join(beyond))
                plan._ask_for_approval()
            else:
                plan._offer()

    def _refresh(self):
        """Take the balance anew: payments may have come since the draft was made."""
        # Figures of a draft are derived, whatever its maker may read.
        plan = self.sudo()
        plan._compute_debt()
        plan.flush_recordset()
        plan._tell_interest()

    def _check_case(self):
        """Refuse a plan of a case that cannot have one."""
        self.ensure_one()
        _, today = self.env._, self.env["debt.balance"]._today()
        case = self.case_id
        if case.state != "open":
            raise UserError(_("Case %(case)s is not open.", case=case.name))
        if self.agreed_on > today:
            raise UserError(_("The day of the plan cannot be in the future."))
        if self.valid_until and self.valid_until < today:
            raise UserError(_("The offer would have expired: give it a later day."))
        suspended = case.sudo().claim_ids.filtered(  # only their names are told
            lambda claim: claim.state == "suspended" and claim.total_due > 0
        )
        if suspended:
            raise UserError(
                _(
                    "Claim %(claim)s is suspended. Settle its dispute, resume or "
                    "withdraw it, then make the plan.",
                    claim=suspended[0].name,
                )
            )

    def _offer(self):
        """Let the debtor have the offer, and write the letter that tells of it."""
        self._go("proposed", proposed_on=self.env["debt.balance"]._today())
        for plan in self:
            plan._write_letter()

    def _write_letter(self):
        """Write the letter of the offer; its PDF is made in the background."""
        template = self.env["debt.letter.template"].search(
            [("purpose", "=", "settlement")], limit=1
        )
        if not template or self.barred:
            # Nobody may demand time-barred claims of a consumer, so not by letter.
            return
        # Whoever may grant a plan may send it, though operators make no letters.
        letters = self.env["debt.letter"].sudo()
        more = {self.case_id.id: {"enters_history": True}}
        letter = letters._write(
            self.case_id.sudo(), template, self.agreed_on, vals_by_case=more
        )
        if letter:
            self.sudo().letter_id = letter
            letters._render_later()

    def action_draft(self):
        """Take an offer back to change it; what was approved is forgotten."""
        self.check_access("write")
        for plan in self.filtered(lambda p: p.state in ("to_approve", "proposed")):
            plan._withdraw_letter()
            plan._close_activities()
            plan._go(
                "draft",
                approved_by_id=False,
                approved_on=False,
                barred_confirmed_by_id=False,
                proposed_on=False,
                exceeds=False,
                letter_id=False,
            )

    def _withdraw_letter(self):
        # The letter was written for the offer, by whoever granted it.
        letter = self.letter_id.sudo()
        if letter.state in ("ready", "printed"):
            letter.action_cancel()

    def action_cancel(self):
        """Cancel plans by hand; a running one ends like a broken one."""
        self.check_access("write")
        for plan in self:
            plan._cancel(self.env._("Cancelled by hand"))

    def _cancel(self, reason):
        self.ensure_one()
        was_active = self.state == "active"
        if self.state in ("to_approve", "proposed"):
            self._withdraw_letter()
        self._close_activities()
        self._go(
            "cancelled",
            ended_on=self.env["debt.balance"]._today(),
            ended_reason=reason,
        )
        if was_active:
            self._back_to_procedure(reason)

    # === ACCEPTING === #
    def action_accept(self):
        """Note that the debtor signed the offer today."""
        self._accept("signed")

    def action_accept_spoken(self):
        """Note that the debtor agreed by word today."""
        self._accept("spoken")

    def _accept(self, how, day=None):
        """Begin the plans: the debtor accepted, and so acknowledged his debt.

        :param how: a value of accepted_how
        :param day: day of the acceptance, today when empty
        """
        self.check_access("write")
        today = self.env["debt.balance"]._today()
        for plan in self:
            if plan.state == "proposed" and (plan.valid_until or today) < today:
                raise UserError(
                    self.env._(
                        "The offer of plan %(name)s has expired. Take it back to "
                        "draft and offer it again.",
                        name=plan.name,
                    )
                )
            plan._replace_running()
            plan._go("active", accepted_on=day or today, accepted_how=how)
            plan._begin()
        self.sudo()._count_payments(self)

    def _replace_running(self):
        """Cancel the running plan of the case: this one comes in its place."""
        running = self.search(
            [("case_id", "=", self.case_id.id), ("state", "=", "active")]
        )
        for old in running - self:
            reason = self.env._("Replaced by %(plan)s", plan=self.name)
            old.sudo()._let_go(reason)
            old._go(
                "cancelled",
                ended_on=self.env["debt.balance"]._today(),
                ended_reason=reason,
            )

    def _begin(self):
        """Suspend the procedure, and register what the debtor acknowledged."""
        # Effects of an accepted plan follow from it, whoever noted the acceptance.
        plan = self.sudo()
        plan._hold_case()
        plan._acknowledge()
        plan._watch_next()
        plan.case_id.course_ids._leave("instalments", plan.name)

    def _hold_case(self):
        self.hold_id = self.env["debt.hold"].create(
            {
                "case_id": self.case_id.id,
                "kind": "instalments",
                "note": self.name,
                "owner_id": self.user_id.id,
            }
        )

    def _acknowledge(self):
        """Register the acknowledgement of all claims that are not time-barred.

        It lets their limitation begin anew (art. 123 § 1 pt 2, art. 124 of the Civil
        Code); what was barred before stays so.
        """
        claims = self.case_id.claim_ids.filtered(
            lambda claim: (
                claim.state != "withdrawn"
                and not claim.time_barred
                and claim.total_due > 0
            )
        )
        if not claims:
            return
        how = dict(self._fields["accepted_how"]._description_selection(self.env))
        self.env["debt.event"].create(
            {
                "case_id": self.case_id.id,
                "type_id": self.env.ref(
                    "debt_collection.event_type_acknowledgement"
                ).id,
                "state": "done",
                "date": self.accepted_on,
                "claim_ids": [fields.Command.set(claims.ids)],
                "user_id": self.env.uid,
                "note": self.env._(
                    "Plan %(plan)s accepted: %(how)s.",
                    plan=self.name,
                    how=how[self.accepted_how],
                ),
                "settlement_plan_id": self.id,
                "effect_key": f"plan:{self.id}:acknowledged",
            }
        )

    # === ENDING === #
    def _let_go(self, reason):
        """End the hold of the plan and what was planned for it."""
        self.hold_id._lift(reason)
        planned = self.env["debt.event"].search(
            [("settlement_plan_id", "in", self.ids), ("state", "=", "planned")]
        )
        planned.action_cancel()

    def _back_to_procedure(self, reason):
        """Bring the case back to its procedure: the plan holds it no more."""
        # Follows from the end of the plan, whoever ended it.
        plan = self.sudo()
        plan._let_go(reason)
        plan.case_id.course_ids.filtered(
            lambda course: course.left_reason == "instalments"
        )._return()

    # === SCREENS === #
    def action_open_case(self):
        """Open the case of the plan."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "debt.case",
            "res_id": self.case_id.id,
            "view_mode": "form",
        }

    def action_open_letter(self):
        """Open the letter of the offer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "debt.letter",
            "res_id": self.letter_id.id,
            "view_mode": "form",
        }
