from odoo import fields, models

from ..tools.contact_hours import Hours

# Ways to reach a debtor, for which rules and refusals hold.
CHANNELS = [
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("visit", "Visit"),
]


class DebtContactRule(models.Model):
    """When and how often debtors may be contacted by a channel.

    The law knows no hours and no numbers, only that collection must not be unduly
    burdensome; the shipped hours are those of the industry's code. All of it is for
    the company to set.
    """

    _name = "debt.contact.rule"
    _description = "Contact Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    channel = fields.Selection(
        CHANNELS,
        help="Empty: counts contacts over all channels.",
    )
    working_from = fields.Float(string="Working Days From", default=0.0)
    working_to = fields.Float(string="Working Days To", default=24.0)
    free_from = fields.Float(string="Free Days From", default=0.0)
    free_to = fields.Float(
        string="Free Days To",
        default=24.0,
        help="Saturdays, Sundays and holidays. The same hour twice: not at all.",
    )
    max_contacts = fields.Integer(
        string="At Most", help="Contacts within the days; 0: no limit."
    )
    in_days = fields.Integer(string="Within Days", default=7)
    source = fields.Char(help="Where the rule comes from.")
    certainty = fields.Selection(
        [("high", "High"), ("medium", "Medium"), ("own", "Own rule")], default="own"
    )

    _hours_sane = models.Constraint(
        "CHECK(working_from >= 0 AND working_to <= 24 AND free_from >= 0 "
        "AND free_to <= 24)",
        "Hours lie between 0 and 24.",
    )
    _count_sane = models.Constraint(
        "CHECK(max_contacts >= 0 AND in_days > 0)",
        "The number of contacts and of days must make sense.",
    )

    def _hours(self):
        """Return the hours as a pure value."""
        self.ensure_one()
        return Hours(self.working_from, self.working_to, self.free_from, self.free_to)

    def _of_company(self, company):
        """Return the rules of a company: its own, else those for all."""
        rules = self.search([("company_id", "in", (company.id, False))])
        own = rules.filtered("company_id")
        channels = set(own.mapped("channel"))
        return own | rules.filtered(
            lambda rule: not rule.company_id and rule.channel not in channels
        )
