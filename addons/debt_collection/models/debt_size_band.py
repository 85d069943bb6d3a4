from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DebtSizeBand(models.Model):
    """Band of amounts by which debts are told apart."""

    _name = "debt.size.band"
    _description = "Size Band"
    _order = "amount_from, id"

    name = fields.Char(required=True, translate=True)
    amount_from = fields.Monetary(help="The lowest amount that belongs to the band.")
    amount_to = fields.Monetary(
        help="The band ends before this amount; 0: it has no end."
    )
    company_id = fields.Many2one(
        "res.company",
        help="Empty: for all companies that have no bands of their own.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _ends = models.Constraint(
        "CHECK(amount_to IS NULL OR amount_to = 0 "
        "OR amount_to > COALESCE(amount_from, 0))",
        "A band must end above its beginning.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for band in self:
            band.currency_id = (band.company_id or self.env.company).currency_id

    @api.constrains("amount_from", "amount_to", "company_id")
    def _check_overlap(self):
        for company in self.company_id:
            self._check_neighbours(self.search([("company_id", "=", company.id)]))
        self._check_neighbours(self.search([("company_id", "=", False)]))

    @api.model
    def _check_neighbours(self, bands):
        for lower, upper in pairwise(bands):
            if not lower.amount_to or lower.amount_to > upper.amount_from:
                raise ValidationError(
                    self.env._(
                        "The bands %(lower)s and %(upper)s overlap.",
                        lower=lower.name,
                        upper=upper.name,
                    )
                )

    @api.model
    def _limits(self, company):
        """Return [(id, lowest amount, end or 0)] of the bands of a company."""
        own = self.search([("company_id", "=", company.id)])
        bands = own or self.search([("company_id", "=", False)])
        return [(band.id, band.amount_from, band.amount_to) for band in bands]
