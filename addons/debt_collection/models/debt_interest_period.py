from decimal import Decimal

from odoo import api, fields, models

from ..tools.interest import RatePeriod, RateTable, compose

FIRST_DAY = fields.Date.to_date("1900-01-01")


class DebtInterestPeriod(models.Model):
    """Composed timeline of an interest kind, as both definitions of interest use it.

    Rebuilt from the rates by :meth:`_rebuild` whenever they change: predecessors
    continued backwards, caps put under agreed rates, equal neighbours merged.
    """

    _name = "debt.interest.period"
    _description = "Interest Rate Period"
    _order = "kind_id, date_from"
    _log_access = False

    kind_id = fields.Many2one(
        "debt.interest.kind", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(required=True)
    date_to = fields.Date(help="Empty: until further notice.")
    percent = fields.Float(
        digits=(8, 4), help="Percent a year; empty in a cap: nothing is capped."
    )

    _kind_day_uniq = models.Constraint(
        "UNIQUE(kind_id, date_from)", "Periods of a kind must not overlap."
    )

    @api.model
    def _rebuild(self):
        """Write the timelines anew from the rates of all kinds."""
        kinds = (
            self.env["debt.interest.kind"].with_context(active_test=False).search([])
        )
        rates = self.env["debt.interest.rate"]._rows_by_kind()
        composed = compose(
            rates,
            {k.code: k.predecessor_id.code for k in kinds if k.predecessor_id},
            {k.code: k.cap_kind_id.code for k in kinds if k.cap_kind_id},
        )
        self.env.cr.execute("DELETE FROM debt_interest_period")
        rows = [
            (kind.id, max(row.date_from, FIRST_DAY), row.date_to, row.percent)
            for kind in kinds
            for row in _merged(composed.get(kind.code, []))
        ]
        self.env.cr.execute_values(
            "INSERT INTO debt_interest_period (kind_id, date_from, date_to, percent)"
            " VALUES %s",
            rows,
        )
        self.invalidate_model()
        self.env.registry.clear_cache()

    @api.model
    def _rate_table(self):
        """Return all timelines as a pure :class:`RateTable`."""
        periods = {}
        for code, start, end, percent in self._timeline_rows():
            exact = None if percent is None else Decimal(percent)
            periods.setdefault(code, []).append(RatePeriod(start, end, exact))
        return RateTable(periods)

    def _timeline_rows(self):
        self.env.cr.execute(
            """SELECT kind.code, period.date_from, period.date_to,
                      period.percent::text
                 FROM debt_interest_period period
                 JOIN debt_interest_kind kind ON kind.id = period.kind_id"""
        )
        return self.env.cr.fetchall()


def _merged(rows):
    """Join neighbours with the same percent into one period."""
    merged = []
    for row in rows:
        if merged and merged[-1].percent == row.percent:
            row = RatePeriod(merged.pop().date_from, row.date_to, row.percent)
        merged.append(row)
    return merged
