from odoo import fields, models


class DebtInterestKind(models.Model):
    """A kind of interest: which rates apply to a claim, on which legal basis.

    ``contractual`` takes its rate from the claim, case or agreement and is cut,
    day by day, to the rates of its cap. ``none`` bears no interest.
    """

    _name = "debt.interest.kind"
    _description = "Interest Kind"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    use = fields.Selection(
        [
            ("claim", "Interest of claims"),
            ("cap", "Cap, or interest agreed as the cap"),
            ("base", "Base rate of the central bank"),
        ],
        required=True,
        default="claim",
        help="Base rates only serve to derive others.",
    )
    agreed_rate = fields.Boolean(
        help="The rate is agreed by the parties and given on the claim, case or "
        "agreement.",
    )
    cap_kind_id = fields.Many2one(
        "debt.interest.kind",
        string="Cap",
        help="An agreed rate above the cap of the day is due at the cap.",
    )
    predecessor_id = fields.Many2one(
        "debt.interest.kind",
        help="Kind whose rates apply to the days before the first own rate.",
    )
    legal_basis = fields.Char()
    formula = fields.Char(translate=True)
    certainty = fields.Selection(
        [("high", "High"), ("medium", "Medium"), ("low", "Low")],
        help="How far the facts of this kind were verified.",
    )
    note = fields.Text(translate=True)
    rate_ids = fields.One2many("debt.interest.rate", "kind_id", string="Rates")

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")

    def _rates_between(self, first, last):
        """Return the rates that hold on some of the days, oldest first.

        As in the timelines: an agreed kind takes those of its cap, days before the
        first own rate those of the predecessor.
        """
        self.ensure_one()
        if self.cap_kind_id:
            return self.cap_kind_id._rates_between(first, last)
        own = self.rate_ids.sorted("date_from")
        rates = own.filtered(
            lambda rate: (
                rate.date_from <= last and (not rate.date_to or rate.date_to >= first)
            )
        )
        start = own[:1].date_from
        if self.predecessor_id and (not start or first < start):
            before = min(last, fields.Date.subtract(start, days=1)) if start else last
            return self.predecessor_id._rates_between(first, before) + rates
        return rates
