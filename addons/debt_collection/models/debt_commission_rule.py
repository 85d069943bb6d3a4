from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.commission import Rule, Tier
from ..tools.money import from_float

# What may still change in a rule by which money was settled.
OPEN_FIELDS = {"name", "date_to"}


class DebtCommissionRule(models.Model):
    """One rule of a scheme. Of the rules that take some money the first decides."""

    _name = "debt.commission.rule"
    _description = "Commission Rule"
    _order = "sequence, id"

    scheme_id = fields.Many2one(
        "debt.commission.scheme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    basis = fields.Selection(
        [("money", "Percent of money"), ("act", "Fixed per act")],
        required=True,
        default="money",
    )
    # Which money
    kind = fields.Selection(
        [("principal", "Principal"), ("interest", "Interest"), ("cost", "Costs")],
        string="Money",
        help="What the payment was credited to. Empty: all.",
    )
    phase = fields.Selection(
        selection="_selection_phase", help="Phase of the case. Empty: all."
    )
    received_by = fields.Selection(
        [("us", "Us"), ("creditor", "Creditor")],
        help="Who received the payment. Empty: whoever.",
    )
    age_from = fields.Integer(
        help="Days from the due date of the claim to the payment; for costs the "
        "oldest due date of the case counts.",
    )
    age_to = fields.Integer(help="Last day of age; 0: without end.")
    date_from = fields.Date(string="Valid From", help="First day of payments it takes.")
    date_to = fields.Date(string="Valid To", help="Last day of payments it is for.")
    # How much
    percent = fields.Float(
        digits=(6, 3), help="Percent of all, where there are no tiers."
    )
    tier_ids = fields.One2many("debt.commission.tier", "rule_id", copy=True)
    scope = fields.Selection(
        [
            ("payment", "Each payment"),
            ("case", "All money of the case"),
            ("period", "All money of the period"),
        ],
        string="Tiers Measured On",
        required=True,
        default="payment",
    )
    progressive = fields.Boolean(
        help="Each tier bears its own percent. Otherwise the tier that the whole "
        "amount reaches gives the percent of all of it.",
    )
    minimum = fields.Monetary(
        string="At Least", help="Of one case, as soon as it brings money."
    )
    maximum = fields.Monetary(string="At Most", help="Of one case; 0: without bound.")
    # Acts
    event_type_id = fields.Many2one("debt.event.type", string="Act")
    fixed_amount = fields.Monetary(string="Per Act")

    _amounts = models.Constraint(
        "CHECK(percent >= 0 AND percent <= 100 AND minimum >= 0 AND maximum >= 0 "
        "AND fixed_amount >= 0)",
        "A percent is between 0 and 100, and amounts are not below zero.",
    )
    _ages = models.Constraint(
        "CHECK(age_from >= 0 AND (age_to = 0 OR age_to >= age_from))",
        "An age cannot end before it begins.",
    )
    _days = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )

    @api.model
    def _selection_phase(self):
        return self.env["debt.case"]._fields["phase"]._description_selection(self.env)

    @api.constrains("basis", "event_type_id")
    def _check_act(self):
        for rule in self:
            if rule.basis == "act" and not rule.event_type_id:
                raise ValidationError(
                    self.env._("Rule %(name)s: choose the act.", name=rule.name)
                )

    # === WHAT WAS SETTLED STAYS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Refuse rules for days that were settled already."""
        rules = super().create(vals_list)
        rules._check_later()
        return rules

    def write(self, vals):
        """Refuse to change what was settled."""
        if vals.keys() - OPEN_FIELDS:
            self._check_unused()
        result = super().write(vals)
        if "date_to" in vals:
            self._check_end()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_unused()

    def _settled_until(self):
        """Return ``{rule id: newest settled day}``."""
        groups = self.env["debt.commission.line"]._read_group(
            [("rule_id", "in", self.ids), ("settled", "=", True)],
            ["rule_id"],
            ["date:max"],
        )
        return {rule.id: day for rule, day in groups}

    def _check_unused(self):
        if self._settled_until():
            raise UserError(
                self.env._(
                    "Money was settled by rule %(name)s, so it stays. Let it end on a "
                    "day and add one that begins later.",
                    name=self[0].name,
                )
            )

    def _check_end(self):
        for rule in self:
            last = rule._settled_until().get(rule.id)
            if last and rule.date_to and rule.date_to < last:
                raise UserError(
                    self.env._(
                        "Rule %(name)s has settled money up to %(day)s; it cannot end "
                        "before.",
                        name=rule.name,
                        day=last,
                    )
                )

    def _check_later(self):
        for rule in self:
            last = rule.scheme_id.last_settled
            if last and (not rule.date_from or rule.date_from <= last):
                raise UserError(
                    self.env._(
                        "Scheme %(scheme)s has settled money up to %(day)s. A new rule "
                        "must be valid from a later day.",
                        scheme=rule.scheme_id.name,
                        day=last,
                    )
                )

    def _to_rule(self):
        """Return the rule as a pure value."""
        self.ensure_one()
        tiers = [tier._to_tier() for tier in self.tier_ids]
        return Rule(
            id=self.id,
            tiers=tuple(tiers or [Tier(from_float(0), _percent(self.percent))]),
            kinds=(self.kind,) if self.kind else (),
            stages=(self.phase,) if self.phase else (),
            receivers=(self.received_by,) if self.received_by else (),
            age_from=self.age_from or None,
            age_to=self.age_to or None,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            scope=self.scope,
            progressive=self.progressive,
            minimum=from_float(self.minimum),
            maximum=from_float(self.maximum) if self.maximum else None,
        )


def _percent(value):
    """Return a stored percent of three places as an exact Decimal."""
    return from_float(value * 1000) / 1000
