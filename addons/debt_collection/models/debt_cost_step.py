from odoo import api, models
from odoo.tools import SQL

from ..services import bulk


class DebtCost(models.Model):
    """Costs charged by steps of procedures."""

    _inherit = "debt.cost"

    @api.model
    def _book_steps(self, done):
        """Book what steps cost: charged once, or visibly waived.

        :param done: SQL yielding case_id, step_id, event_id and effect key of steps
            that were done
        """
        today = self.env["debt.balance"]._today()
        costs = self.browse(
            bulk.insert(
                self,
                {
                    "case_id": SQL("d.case_id"),
                    "company_id": SQL("k.company_id"),
                    "kind_id": SQL("s.cost_kind_id"),
                    "name": SQL("COALESCE(n.name->>'pl_PL', n.name->>'en_US')"),
                    "date": SQL("%s::date", today),
                    "amount": SQL("s.cost_amount"),
                    "charged": SQL("n.charged"),
                    "borne_by": SQL("a.costs_borne_by"),
                    "state": SQL("s.cost_policy"),
                    "event_id": SQL("d.event_id"),
                    "effect_key": SQL("d.key"),
                },
                SQL(
                    """FROM (%s) d
                       JOIN debt_procedure_step s ON s.id = d.step_id
                       JOIN debt_cost_kind n ON n.id = s.cost_kind_id
                       JOIN debt_case k ON k.id = d.case_id
                       JOIN debt_agreement a ON a.id = k.agreement_id
                      WHERE s.cost_policy IN ('booked', 'waived')""",
                    done,
                ),
                once=True,
            )
        )
        if costs:
            paid = costs.case_id.filtered("payment_ids")
            paid._replay()
            self.env["debt.balance"]._changed()
        return costs
