from odoo import api, fields, models

from ..tools.limitation import limitation


class DebtClaim(models.Model):
    """Until when a claim can be pursued, and why (art. 117-125 of the Civil Code)."""

    _inherit = "debt.claim"

    limitation_rule_id = fields.Many2one(
        "debt.limitation.rule", help="Empty: as the agreement says."
    )
    limitation_date = fields.Date(readonly=True, index=True)
    limitation_alternative = fields.Date(
        readonly=True, help="Last day under another reading of the law."
    )
    limitation_reasons = fields.Json(readonly=True)
    limitation_explained = fields.Text(compute="_compute_limitation_explained")
    time_barred = fields.Boolean(
        compute="_compute_time_barred", search="_search_time_barred"
    )

    @api.depends("limitation_date")
    def _compute_time_barred(self):
        today = self.env["debt.balance"]._today()
        for claim in self:
            claim.time_barred = claim.limitation_date and claim.limitation_date < today

    def _search_time_barred(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("limitation_date", "<", self.env["debt.balance"]._today())]

    @api.depends("limitation_reasons")
    def _compute_limitation_explained(self):
        for claim in self:
            claim.limitation_explained = self.env["debt.limitation.rule"]._explain(
                claim.limitation_reasons or []
            )

    def write(self, vals):
        """Recompute limitation when another rule is chosen."""
        result = super().write(vals)
        if "limitation_rule_id" in vals:
            self._update_limitation()
        return result

    def _update_limitation(self):
        """Recompute the last day for pursuing each claim, with the reasons."""
        for claim in self:
            rule = claim._limitation_rule()
            outcome = rule and limitation(
                rule._to_rule(),
                claim.agreement_id.creditor_status,
                claim.debtor_id.debt_legal_status,
                claim.due_date,
                claim._limitation_events(),
            )
            claim._store_limitation(
                {
                    "limitation_date": outcome and outcome.last_day,
                    "limitation_alternative": outcome and outcome.alternative,
                    "limitation_reasons": outcome and _reasons_to_json(outcome.reasons),
                }
            )

    def _store_limitation(self, values):
        return super().write(values)

    def _limitation_rule(self):
        """Return the rule that applies: of the claim, the agreement, or business."""
        return (
            self.limitation_rule_id
            or self.agreement_id.limitation_rule_id
            or self.env.ref("debt_collection.limitation_rule_business", False)
        )

    def _limitation_events(self):
        """Return ``(date, code)`` of done events that touch limitation."""
        events = self.case_id.event_ids.filtered(
            lambda event: (
                event.state == "done"
                and event.type_id.limitation_effect
                and (not event.claim_ids or self in event.claim_ids)
            )
        )
        return [
            (event.date, event.type_id.limitation_effect)
            for event in events.sorted("date")
        ]


def _reasons_to_json(reasons):
    """Return reasons as JSON can hold them: days as ISO text."""
    return [
        [code, {key: str(value) for key, value in params.items()}]
        for code, params in reasons
    ]
