from datetime import date
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round

from ..tools.compensation import compensation_eur, compensation_pln, rate_day
from ..tools.money import from_float

PAYING = ("business", "bank", "public")
CREDITING = ("business", "bank")
# Art. 10 ust. 4: since this day the compensation cannot be assigned.
UNASSIGNABLE_SINCE = date(2020, 1, 1)
NBP_DIGITS = 4


class DebtClaim(models.Model):
    """Fixed compensation for the costs of recovery (art. 10, act of 8.03.2013)."""

    _inherit = "debt.claim"

    debtor_status = fields.Selection(related="debtor_id.debt_legal_status")

    def action_add_compensation(self):
        """Charge EUR 40, 70 or 100 in PLN for each of the claims, once.

        :raises UserError: naming the claim that is not entitled, or the missing rate
        """
        for claim in self:
            if reason := claim._compensation_refusal():
                raise UserError(
                    self.env._(
                        "No fixed compensation for claim %(claim)s: %(reason)s",
                        claim=claim.name,
                        reason=reason,
                    )
                )
        costs = self._add_compensation()
        return self._compensation_notice(costs, [])

    def _add_compensation(self):
        return self.env["debt.cost"].create(
            [claim._compensation_values() for claim in self]
        )

    def _compensation_values(self):
        self.ensure_one()
        kind = self.env.ref("debt_collection.cost_kind_compensation")
        rate = self._compensation_rate()
        euros = compensation_eur(from_float(self.amount), self.due_date)
        amount = compensation_pln(from_float(self.amount), self.due_date, rate)
        return {
            "case_id": self.case_id.id,
            "claim_id": self.id,
            "kind_id": kind.id,
            "name": self.env._(
                "Fixed compensation %(euros)s EUR × %(rate)s (NBP, %(day)s)",
                euros=euros,
                rate=rate,
                day=rate_day(self.due_date),
            ),
            "date": self.interest_from,
            "amount": float(amount),
            "legal_basis": "art. 10 ustawy z 8.03.2013 r.",
            "effect_key": self._compensation_key(),
        }

    def _compensation_key(self):
        return f"compensation/{self.id}"

    def _compensation_rate(self):
        """Return PLN for one euro on the day that the law names.

        :raises UserError: when the rate of that very day is not entered
        """
        self.ensure_one()
        day = rate_day(self.due_date)
        euro = self.env.ref("base.EUR")
        rate = self.env["res.currency.rate"].search(
            [
                ("currency_id", "=", euro.id),
                ("name", "=", day),
                ("company_id", "in", (False, self.company_id.root_id.id)),
            ],
            order="company_id",
            limit=1,
        )
        if not rate:
            raise UserError(
                self.env._(
                    "Claim %(claim)s: the average NBP rate of the euro (table A) of "
                    "%(day)s is missing. Enter it for that day under Tools, Rates, "
                    "Exchange Rates of the NBP.",
                    claim=self.name,
                    day=day,
                )
            )
        value = rate.with_company(self.company_id).inverse_company_rate
        return Decimal(str(float_round(value, precision_digits=NBP_DIGITS)))

    # === WHO IS ENTITLED === #
    def _compensation_refusal(self):
        """Return why the claim gets no compensation, or None if it does."""
        self.ensure_one()
        return (
            self._compensation_refusal_of_parties()
            or self._compensation_refusal_of_claim()
        )

    def _compensation_refusal_of_parties(self):
        agreement = self.agreement_id
        if self.debtor_id.debt_legal_status not in PAYING:
            return self.env._("the debtor is neither a business nor a public body.")
        if agreement.creditor_status not in CREDITING:
            return self.env._("the original creditor is no business.")
        if agreement.kind == "assignment" and (
            not agreement.date_signed or agreement.date_signed >= UNASSIGNABLE_SINCE
        ):
            return self.env._("the right to it cannot be assigned.")
        return None

    def _compensation_refusal_of_claim(self):
        if self.state == "withdrawn":
            return self.env._("the claim is withdrawn.")
        if not self.kind_id.bears_interest:
            return self.env._("this kind of claim bears no interest.")
        if {self.currency_id.name, self.company_id.currency_id.name} != {"PLN"}:
            return self.env._("it is counted in PLN; add the cost by hand.")
        today = self.env["debt.balance"]._today()
        if not self.interest_from or self.interest_from > today:
            return self.env._("it is not overdue.")
        if not compensation_eur(from_float(self.amount), self.due_date):
            return self.env._("the claim fell due before the law came into force.")
        if self._has_compensation():
            return self.env._("it was charged already.")
        return None

    def _has_compensation(self):
        return self.env["debt.cost"].search_count(
            [("effect_key", "=", self._compensation_key())], limit=1
        )

    def _compensation_notice(self, costs, refusals):
        """Return a notification that sums the costs and lists what was refused."""
        added = self.env._(
            "Fixed compensation added: %(count)s, %(total).2f PLN",
            count=len(costs),
            total=sum(costs.mapped("amount")),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if costs else "warning",
                "sticky": bool(refusals),
                "message": "; ".join([added, *refusals]),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class DebtCase(models.Model):
    """Fixed compensation for all claims of a case."""

    _inherit = "debt.case"

    def action_add_compensation(self):
        """Charge the compensation for every claim of the cases entitled to it."""
        refusals, entitled = [], self.env["debt.claim"]
        for claim in self.claim_ids:
            if reason := claim._compensation_refusal():
                refusals.append(f"{claim.name}: {reason}")
            else:
                entitled |= claim
        costs = entitled._add_compensation()
        return self.env["debt.claim"]._compensation_notice(costs, refusals)
