from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.allocation import Cost
from ..tools.money import from_float


class DebtCost(models.Model):
    """A cost of collecting a case, charged to the debtor or borne by us."""

    _name = "debt.cost"
    _description = "Collection Cost"
    _order = "date desc, id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    claim_id = fields.Many2one(
        "debt.claim",
        domain="[('case_id', '=', case_id)]",
        index="btree_not_null",
        help="Claim the cost belongs to; empty: the whole case.",
    )
    kind_id = fields.Many2one("debt.cost.kind", required=True)
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Day from which the cost is owed.",
    )
    amount = fields.Monetary(required=True)
    charged = fields.Boolean(
        string="Charged to the Debtor",
        compute="_compute_charged",
        store=True,
        readonly=False,
        precompute=True,
    )
    borne_by = fields.Selection(
        [("us", "Us"), ("creditor", "Creditor")],
        compute="_compute_borne_by",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Who pays the cost as long as no debtor gives it back.",
    )
    state = fields.Selection(
        [("booked", "Booked"), ("waived", "Waived")],
        default="booked",
        required=True,
    )
    event_id = fields.Many2one("debt.event", index="btree_not_null", readonly=True)
    legal_basis = fields.Char()
    effect_key = fields.Char(
        copy=False,
        help="Identifies an automatic cost, so that it is never charged twice.",
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A cost must be greater than zero."
    )
    _effect_uniq = models.UniqueIndex(
        "(effect_key) WHERE effect_key IS NOT NULL",
        "This cost was already charged.",
    )

    @api.depends("kind_id")
    def _compute_name(self):
        for cost in self:
            cost.name = cost.kind_id.name

    @api.depends("kind_id")
    def _compute_charged(self):
        for cost in self:
            cost.charged = cost.kind_id.charged

    @api.depends("case_id")
    def _compute_borne_by(self):
        for cost in self:
            cost.borne_by = cost.case_id.agreement_id.costs_borne_by

    @api.model_create_multi
    def create(self, vals_list):
        """Credit money already received to the new costs."""
        costs = super().create(vals_list)
        costs.filtered("charged").case_id._replay()  # the others are never paid
        return costs

    def write(self, vals):
        """Replay the case when what is owed changes."""
        result = super().write(vals)
        if {"amount", "date", "charged", "state", "claim_id", "name"} & vals.keys():
            self.case_id._replay()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        allocations = self.env["debt.payment.allocation"].search_count(
            [("cost_id", "in", self.ids)], limit=1
        )
        if allocations:
            raise UserError(
                self.env._("A paid cost cannot be deleted. Waive it instead.")
            )

    def action_waive(self):
        """Give up the cost: it is no longer owed."""
        self.write({"state": "waived"})

    def _to_ledger(self):
        """Return the cost as a pure value for the replay."""
        return Cost(
            id=self.id,
            date=self.date,
            amount=from_float(self.amount),
            claim_id=self.claim_id.id or None,
            name=self.name or "",
        )
