from odoo import api, fields, models

from .debt_letter_life import FORMATS, KINDS


class DebtPostageRate(models.Model):
    """What the post charges for an item, from a day on.

    The addon ships none: prices change, and a price list not read is no fact.
    """

    _name = "debt.postage.rate"
    _description = "Postage Rate"
    _order = "valid_from desc, kind, format, priority"

    company_id = fields.Many2one(
        "res.company",
        help="Empty: for all companies. A rate of the company goes before, "
        "such as one of its contract with the post.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        default=lambda self: self.env.company.currency_id,
        required=True,
        readonly=True,
    )
    kind = fields.Selection(KINDS, string="Kind of Item", required=True)
    format = fields.Selection(FORMATS, default="S", required=True)
    priority = fields.Boolean()
    valid_from = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    note = fields.Char(string="Source", help="Price list or contract it comes from.")

    _rate_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), kind, format, priority, valid_from)",
        "There is such a rate from this day already.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A rate must be greater than zero."
    )

    @api.depends("kind", "format", "valid_from")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for rate in self:
            rate.display_name = f"{labels.get(rate.kind, '')} {rate.format or ''}"

    @api.model
    def _amounts(self, company, day):
        """Return {(kind, format, priority): amount} in force on a day."""
        rates = self.search(
            [("company_id", "in", [company.id, False]), ("valid_from", "<=", day)]
        )
        # General ones first and old ones first: what comes later goes before.
        rates = rates.sorted(lambda rate: (bool(rate.company_id), rate.valid_from))
        return {(rate.kind, rate.format, rate.priority): rate.amount for rate in rates}
