from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import interest_rates
from ..tools.rates import RateRow

BASES = {"nbp_reference": "reference_percent", "nbp_lombard": "lombard_percent"}


class DebtInterestDecision(models.TransientModel):
    """A decision of the Monetary Policy Council and all rates that follow from it."""

    _name = "debt.interest.decision"
    _description = "Decision on the Central Bank's Rates"

    date = fields.Date(
        string="In Force From",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    reference_percent = fields.Float(
        string="Reference Rate (%)",
        digits=(8, 4),
        required=True,
        default=lambda self: self._held("nbp_reference"),
    )
    lombard_percent = fields.Float(
        string="Lombard Rate (%)",
        digits=(8, 4),
        required=True,
        default=lambda self: self._held("nbp_lombard"),
    )
    source = fields.Char(help="Where the decision was read, such as the NBP's page.")
    certainty = fields.Selection(
        [("high", "High"), ("medium", "Medium"), ("low", "Low")],
        required=True,
        default="medium",
        help="High: read in an official announcement.",
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    has_changes = fields.Boolean(compute="_compute_preview")

    def _held(self, code):
        """Return the last known percent of a base kind."""
        kind = self.env.ref(f"debt_collection.interest_kind_{code}")
        return kind.rate_ids.sorted("date_from")[-1:].percent

    @api.depends("date", "reference_percent", "lombard_percent", "source", "certainty")
    @api.depends_context("lang")
    def _compute_preview(self):
        for decision in self:
            entered, derived = decision._changes()
            decision.has_changes = bool(entered or derived)
            decision.preview = decision.env["debt.interest.rate"]._render_changes(
                [*entered, *derived]
            )

    def _changes(self):
        """Return the changes of base rates and of rates derived from them."""
        self.ensure_one()
        if not self.date:
            return [], []
        today = self.env["debt.balance"]._today()
        entered, derived = interest_rates.after_decision(self.env, self._rows(), today)
        return (
            interest_rates.compare(self.env, entered, "user"),
            interest_rates.compare(self.env, derived, "derived"),
        )

    def _rows(self):
        """Return the decision as rate rows."""
        return [
            RateRow(
                kind=code,
                date_from=self.date,
                date_to=None,
                percent=Decimal(str(self[field])),
                legal_basis=self._legal_basis(code),
                source=self.source or "",
                certainty=self.certainty or "",
                verified_up_to=self.date,
            )
            for code, field in BASES.items()
        ]

    def _legal_basis(self, code):
        """Return the legal basis of a base kind."""
        kind = self.env.ref(f"debt_collection.interest_kind_{code}")
        return kind.legal_basis or ""

    def action_save(self):
        """Save the decision and what follows from it, and show those rates."""
        self.ensure_one()
        self._check_percents()
        entered, derived = self._changes()
        if not entered and not derived:
            raise UserError(
                self.env._("These rates hold already on that day. Nothing was changed.")
            )
        interest_rates.save(self.env, entered, "user")
        interest_rates.save(self.env, derived, "derived")
        return self.env["debt.interest.rate"]._action_show_since(self.date)

    def _check_percents(self):
        """Refuse rates that cannot be: the lombard rate lies above the reference."""
        if not 0 <= self.reference_percent <= self.lombard_percent <= 1000:
            raise UserError(
                self.env._(
                    "The lombard rate is never below the reference rate, and neither "
                    "is negative. Compare both with the announcement."
                )
            )
