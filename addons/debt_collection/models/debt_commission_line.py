from odoo import api, fields, models
from odoo.exceptions import UserError


class DebtCommissionLine(models.Model):
    """Commission on one part of a payment, or on one act: the list behind each figure.

    Lines are made by a closing as the difference between what is due for all money up
    to its day and what earlier closings settled. So they are never changed: what comes
    back is a line below zero of a later closing.
    """

    _name = "debt.commission.line"
    _description = "Commission Line"
    _order = "date, id"
    _check_company_auto = True

    remittance_id = fields.Many2one(
        "debt.remittance", index="btree_not_null", readonly=True, ondelete="cascade"
    )
    period_id = fields.Many2one(
        "debt.commission.period",
        string="Closing",
        index="btree_not_null",
        readonly=True,
        ondelete="cascade",
    )
    side = fields.Selection(
        [("creditor", "Creditor pays us"), ("collector", "We pay collectors")],
        required=True,
        readonly=True,
    )
    settled = fields.Boolean(
        readonly=True, help="The closing is confirmed: the line stays for ever."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    agreement_id = fields.Many2one("debt.agreement", readonly=True, index=True)
    case_id = fields.Many2one("debt.case", readonly=True, index=True)
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    team_id = fields.Many2one(related="case_id.team_id")
    payment_id = fields.Many2one(
        "debt.payment", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    claim_id = fields.Many2one("debt.claim", readonly=True, ondelete="restrict")
    cost_id = fields.Many2one("debt.cost", readonly=True, ondelete="restrict")
    event_id = fields.Many2one(
        "debt.event",
        string="Act",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(
        [
            ("principal", "Principal"),
            ("interest", "Interest"),
            ("cost", "Costs"),
            ("act", "Act"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Collector", readonly=True, index="btree_not_null"
    )
    scheme_id = fields.Many2one(
        "debt.commission.scheme", required=True, readonly=True, index=True
    )
    rule_id = fields.Many2one(
        "debt.commission.rule", readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Date(
        required=True, readonly=True, help="Value date of the money, or day of the act."
    )
    phase = fields.Char(readonly=True)
    age = fields.Integer(
        string="Age in Days",
        readonly=True,
        aggregator=None,
        help="Days from the due date to the payment.",
    )
    base = fields.Monetary(
        readonly=True,
        help="Money the commission is counted on; below zero: taken back.",
    )
    # Whoever sees his commission sees why, with or without rights on rules.
    percent = fields.Float(
        compute="_compute_percent",
        compute_sudo=True,
        digits=(6, 3),
        aggregator=None,
        help="Of the rule; where it has tiers or bounds, what they come to.",
    )
    amount = fields.Monetary(string="Commission", readonly=True)
    explanation = fields.Char(
        string="Why", compute="_compute_explanation", compute_sudo=True
    )

    _closing = models.Constraint(
        "CHECK((remittance_id IS NULL) != (period_id IS NULL))",
        "A commission belongs to one remittance or one closing.",
    )
    _act_uniq = models.UniqueIndex(
        "(side, event_id) WHERE event_id IS NOT NULL AND settled",
        "The act was settled already.",
    )
    _money_uniq = models.UniqueIndex(
        "(side, COALESCE(remittance_id, period_id), payment_id, kind, "
        "COALESCE(claim_id, 0), COALESCE(cost_id, 0), COALESCE(user_id, 0), "
        "COALESCE(rule_id, 0)) WHERE payment_id IS NOT NULL",
        "The closing has the commission on this money already.",
    )

    @api.depends("base", "amount", "rule_id")
    def _compute_percent(self):
        for line in self:
            rule = line.rule_id
            if rule and not (rule.tier_ids or rule.minimum or rule.maximum):
                line.percent = rule.percent
            else:
                line.percent = line.amount * 100 / line.base if line.base else 0

    @api.depends("rule_id", "base", "amount", "age", "phase", "payment_id.state")
    def _compute_explanation(self):
        phases = dict(self.env["debt.payment"]._selection_phase())
        for line in self:
            parts = [
                line.rule_id.name or self.env._("no rule takes it"),
                phases.get(line.phase),
                line.payment_id and self.env._("%(age)s days old", age=line.age),
            ]
            if line.base < 0 or line.amount < 0:
                parts.append(line._correction_reason())
            line.explanation = ", ".join(part for part in parts if part)

    def _correction_reason(self):
        self.ensure_one()
        payment = self.payment_id
        if payment.state == "reversed":
            return self.env._(
                "reversed on %(day)s: %(reason)s",
                day=payment.reversed_on,
                reason=payment.reversal_reason,
            )
        return self.env._("credited otherwise than before")

    def write(self, vals):
        """Refuse to change what a closing found."""
        if self:
            raise UserError(self.env._("A commission line cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never_settled(self):
        if any(line.settled for line in self):
            raise UserError(self.env._("A settled commission cannot be deleted."))
