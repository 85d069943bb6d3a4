from odoo import fields, models

from ..tools.allocation import Policy

ORDERS = [
    ("cost,interest,principal", "Costs, interest, principal"),
    ("interest,cost,principal", "Interest, costs, principal"),
    ("principal,interest,cost", "Principal, interest, costs"),
    ("principal,cost,interest", "Principal, costs, interest"),
    ("cost,principal,interest", "Costs, principal, interest"),
    ("interest,principal,cost", "Interest, principal, costs"),
]


class DebtCreditingPolicy(models.Model):
    """How a payment is credited (art. 451 of the Civil Code)."""

    _name = "debt.crediting.policy"
    _description = "Crediting Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    order = fields.Selection(ORDERS, required=True, default="cost,interest,principal")
    spread = fields.Selection(
        [
            ("by_claim", "Claim by claim, the longest due first"),
            ("by_kind", "All costs, then all interest, then all principal"),
        ],
        required=True,
        default="by_claim",
    )
    legal_basis = fields.Char()

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")

    def write(self, vals):
        """Credit the payments under a policy anew when it changes."""
        result = super().write(vals)
        if {"order", "spread"} & vals.keys():
            under = [("agreement_id.crediting_policy_id", "in", self.ids)]
            own = [("payment_ids.policy_id", "in", self.ids)]
            paid = self.env["debt.case"].search([("payment_ids", "!=", False), *under])
            (paid | self.env["debt.case"].search(own))._replay()
        return result

    def _to_policy(self):
        """Return the pure policy of :mod:`..tools.allocation`."""
        self.ensure_one()
        return Policy(order=tuple(self.order.split(",")), spread=self.spread)
