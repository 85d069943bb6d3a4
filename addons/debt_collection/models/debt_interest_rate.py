from decimal import Decimal
from itertools import pairwise

from odoo import api, fields, models

from ..tools.interest import RatePeriod


class DebtInterestRate(models.Model):
    """Rate of one interest kind from a day on, with its legal basis."""

    _name = "debt.interest.rate"
    _description = "Interest Rate"
    _order = "kind_id, date_from desc"
    _rec_name = "kind_id"

    kind_id = fields.Many2one(
        "debt.interest.kind", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(required=True)
    date_to = fields.Date(
        compute="_compute_date_to",
        help="Day before the next rate of this kind; empty: until further notice.",
    )
    percent = fields.Float(string="Rate (%)", digits=(8, 4), required=True)
    legal_basis = fields.Char()
    source = fields.Char()
    certainty = fields.Selection(
        [("high", "High"), ("medium", "Medium"), ("low", "Low")],
        help="How far the rate was verified.",
    )
    verified_until = fields.Date(
        help="Day up to which no later change was known. After it the rate may be "
        "out of date: check the announcements.",
    )
    origin = fields.Selection(
        [
            ("shipped", "Shipped with the product"),
            ("derived", "Derived from a base rate"),
            ("user", "Entered or imported"),
        ],
        default="user",
        required=True,
        readonly=True,
    )
    note = fields.Text()

    _kind_day_uniq = models.Constraint(
        "UNIQUE(kind_id, date_from)", "This kind already has a rate from this day."
    )
    _percent_sane = models.Constraint(
        "CHECK(percent >= 0 AND percent <= 1000)",
        "An interest rate must be between 0 and 1000 %.",
    )

    @api.depends("kind_id.rate_ids.date_from")
    def _compute_date_to(self):
        day = fields.Date.subtract
        for kind, rates in self.grouped("kind_id").items():
            starts = sorted(kind.rate_ids.mapped("date_from"))
            ends = dict(pairwise(starts))
            for rate in rates:
                following = ends.get(rate.date_from)
                rate.date_to = following and day(following, days=1)

    @api.model_create_multi
    def create(self, vals_list):
        """Rebuild the timelines when rates are added."""
        rates = super().create(vals_list)
        self._recount(rates.mapped("date_from"))
        return rates

    def write(self, vals):
        """Rebuild the timelines when rates change.

        A rate that somebody changes is his own from then on: no upgrade and no
        formula overwrites it.
        """
        if not {"kind_id", "date_from", "percent"} & vals.keys():
            return super().write(vals)
        days = self.mapped("date_from")
        result = super().write({"origin": "user", **vals})
        self._recount(days + self.mapped("date_from"))
        return result

    def unlink(self):
        """Rebuild the timelines when rates are removed."""
        days = self.mapped("date_from")
        result = super().unlink()
        self._recount(days)
        return result

    @api.model
    def _recount(self, days):
        """Bring everything in step with rates that changed from the given days on.

        A payment of a later day paid interest by the old rate, so it is credited anew.
        """
        if not days:
            return
        self.env["debt.interest.period"]._rebuild()
        later = [("state", "=", "booked"), ("date", ">=", min(days))]
        # The rates hold for every company, also for those the user does not see.
        payments = self.env["debt.payment"].sudo()
        [(cases,)] = payments._read_group(later, [], ["case_id:recordset"])
        cases._replay()

    def _certainty_label(self):
        """Return how far the rate was verified, in the language of the user."""
        labels = dict(self._fields["certainty"]._description_selection(self.env))
        return labels.get(self.certainty, "")

    @api.model
    def _rows_by_kind(self):
        """Return ``{kind code: [RatePeriod]}`` of all rates, oldest first."""
        rows = {}
        for kind, rates in self.search([]).grouped("kind_id").items():
            rows[kind.code] = [
                RatePeriod(rate.date_from, rate.date_to or None, _decimal(rate.percent))
                for rate in rates.sorted("date_from")
            ]
        return rows


def _decimal(percent):
    return Decimal(str(percent))
