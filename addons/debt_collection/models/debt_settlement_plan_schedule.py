from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.instalments import (
    Debt,
    Instalment,
    due_days,
    equal_instalments,
    rest_of,
    running_instalments,
)
from ..tools.money import from_float


class DebtSettlementPlan(models.Model):
    """The schedule of a plan: counted for equal instalments, checked for free ones."""

    _inherit = "debt.settlement.plan"

    @api.depends(
        *("case_id", "agreed_on", "count", "every", "first_date", "shift_free_days"),
        *("schedule", "interest", "discount", "down_payment", "down_payment_date"),
        "first_total",
    )
    def _compute_instalment_ids(self):
        for plan in self:
            counted = plan.state == "draft" and plan.schedule == "equal"
            if not counted:
                plan.instalment_ids = plan.instalment_ids
                continue
            down, parts = plan._counted_parts()
            plan.instalment_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "date_due": part.due_date,
                            "amount": float(part.amount),
                            "interest": float(part.interest),
                            "down_payment": number < len(down),
                        }
                    )
                    for number, part in enumerate([*down, *parts])
                ),
            ]

    def _counted_parts(self):
        """Return (down payment as a list of one or none, equal instalments)."""
        total = from_float(self.first_total)
        if not self.case_id or total <= 0:
            return [], []
        down = self._down_payment(total)
        if self.count <= 0 or not self.first_date:
            return down, []
        days = due_days(self.first_date, self.count, self.every, self.shift_free_days)
        if self.interest == "stopped":
            left = total - sum(part.amount for part in down)
            return down, equal_instalments(left, days)
        debt = self._debt_to_try()
        parts = running_instalments(debt, days, down)
        told = debt.with_interest([*down, *parts])
        return told[: len(down)], told[len(down) :]

    def _down_payment(self, total):
        if not self.down_payment or not self.down_payment_date:
            return []
        amount = min(from_float(self.down_payment), total)
        return [Instalment(self.down_payment_date, amount)]

    def _debt_to_try(self):
        """Return the debt of the day of the plan, to try payments on."""
        case, day = self.case_id._origin, self.agreed_on
        claims = {
            claim.id
            for claim in case.claim_ids
            if (claim.issue_date or claim.due_date) <= day
        }
        known = self.known_payment_id
        return Debt(
            claims=tuple(c for c in case._ledger_claims() if c.id in claims),
            costs=tuple(c for c in case._ledger_costs() if c.date <= day),
            payments=tuple(p for p in case._ledger_payments() if p.id <= known),
            policy=case.agreement_id.crediting_policy_id._to_policy(),
            rates=self.env["debt.interest.period"]._rate_table(),
            practice=case.company_id._debt_practice(),
        )

    def _last_part_wanted(self):
        """Return what the last instalment has to be, so that the sum is right."""
        # An operator may not read the terms of claims; only an amount comes out.
        self = self.sudo()
        parts = self._parts_by_date()
        pure = [Instalment(p.date_due, from_float(p.amount)) for p in parts]
        if self.interest == "stopped":
            return from_float(self.first_total) - sum(p.amount for p in pure[:-1])
        return rest_of(self._debt_to_try(), pure[:-1], pure[-1].due_date)

    def action_settle_last(self):
        """Let the last of free instalments take what is left to be paid."""
        for plan in self.filtered(lambda p: p.state == "draft" and p.instalment_ids):
            wanted = plan._last_part_wanted()
            if wanted <= 0:
                raise UserError(
                    self.env._("The other instalments pay everything: delete the last.")
                )
            plan._parts_by_date()[-1].amount = float(wanted)

    def _parts_by_date(self):
        return self.instalment_ids.sorted(lambda part: (part.date_due, part.id))

    def _check_schedule(self):
        """Refuse a schedule that begins too early or does not pay what was agreed."""
        self.ensure_one()
        _ = self.env._
        if self.first_total <= 0:
            raise UserError(_("Nothing is owed that could be paid by instalments."))
        if not self.instalment_ids:
            raise UserError(_("The plan has no instalment: say how many there are."))
        if min(self.instalment_ids.mapped("date_due")) < self.agreed_on:
            raise UserError(_("No instalment can be due before the day of the plan."))
        last = self._parts_by_date()[-1]
        wanted = self._last_part_wanted()
        if from_float(last.amount) != wanted:
            raise UserError(
                _(
                    "The instalments do not pay what was agreed: the last one, on "
                    "%(day)s, would have to be %(wanted)s instead of %(amount)s.",
                    day=fields.Date.to_string(last.date_due),
                    wanted=wanted,
                    amount=from_float(last.amount),
                )
            )

    def _tell_interest(self):
        """Write beside each instalment how much of it pays interest."""
        self.ensure_one()
        if self.interest == "stopped":
            self.instalment_ids.interest = 0
            return
        parts = self._parts_by_date()
        pure = [Instalment(p.date_due, from_float(p.amount)) for p in parts]
        told = self._debt_to_try().with_interest(pure)
        for part, counted in zip(parts, told, strict=True):
            part.interest = float(counted.interest)
