from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.limitation import REASONS, Rule
from ..tools.limitation_labels import LABELS


class DebtLimitationRule(models.Model):
    """Limitation period of a kind of claims, with its legal basis."""

    _name = "debt.limitation.rule"
    _description = "Limitation Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    years = fields.Integer(required=True)
    year_end = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("disputed", "Disputed")],
        string="Ends With the Year",
        required=True,
        default="yes",
        help="The period ends on 31 December of its last year (art. 118 of the "
        "Civil Code), unless it is shorter than two years.",
    )
    old_years = fields.Integer(string="Years Before 9 July 2018")
    consumer_old_law = fields.Boolean(
        string="Old Law for Consumer Creditors",
        help="Claims of a consumer from before 9 July 2018 keep the old period.",
    )
    starts_from = fields.Selection(
        [
            ("due_date", "Due date"),
            ("finality", "Day the judgment became final"),
            ("knowledge", "Knowledge of the damage"),
        ],
        required=True,
        default="due_date",
    )
    judged_as_id = fields.Many2one(
        "debt.limitation.rule",
        string="Once Judged",
        help="Rule of the claim when a final judgment states it.",
    )
    own_events = fields.Char(help="Kinds of events that matter for this rule only.")
    legal_basis = fields.Char()
    certainty = fields.Selection(
        [("high", "High"), ("medium", "Medium"), ("low", "Low")]
    )
    note = fields.Text(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")

    def write(self, vals):
        """Recompute the limitation of the claims under a rule that changes."""
        result = super().write(vals)
        if {"years", "year_end", "old_years", "starts_from"} & vals.keys():
            self._claims()._update_limitation()
        return result

    def _claims(self):
        """Return the claims that the rules apply to."""
        chosen = Domain("limitation_rule_id", "in", self.ids)
        agreement = Domain("agreement_id.limitation_rule_id", "in", self.ids)
        if self.env.ref("debt_collection.limitation_rule_business", False) in self:
            agreement |= Domain("agreement_id.limitation_rule_id", "=", False)
        inherited = Domain("limitation_rule_id", "=", False) & agreement
        return self.env["debt.claim"].search(chosen | inherited)

    def _to_rule(self):
        """Return the pure rule of :mod:`..tools.limitation`."""
        self.ensure_one()
        judged = self.judged_as_id
        return Rule(
            code=self.code,
            years=self.years,
            year_end=self.year_end,
            old_years=self.old_years or None,
            consumer_old_law=self.consumer_old_law,
            starts_from=self.starts_from,
            judged_as=judged._to_rule() if judged and judged != self else None,
            own_events=frozenset((self.own_events or "").split()),
        )

    @api.model
    def _explain(self, reasons):
        """Return stored reasons, ``[[code, params], …]``, as lines of text."""
        translate = self.env._
        return "\n".join(
            translate(REASONS[code]) % self._explained_params(params)
            for code, params in reasons
        )

    @api.model
    def _explained_params(self, params):
        """Return stored params for people: names for codes, days as they write them."""
        explained = {}
        for name, value in params.items():
            if name in ("event", "end"):
                explained[name] = self.env._(LABELS.get(value, value))
            elif name == "rule":
                rule = self.with_context(active_test=False).search(
                    [("code", "=", value)], limit=1
                )
                explained[name] = rule.name or value
            elif name != "years":
                explained[name] = format_date(self.env, value)
            else:
                explained[name] = value
        return explained
