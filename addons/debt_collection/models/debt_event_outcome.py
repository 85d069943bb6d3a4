from odoo import fields, models


class DebtEventOutcome(models.Model):
    """Result of an event: reached, no answer, promise to pay, refused …"""

    _name = "debt.event.outcome"
    _description = "Event Outcome"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    effective = fields.Boolean(help="The debtor was reached.")
    promise = fields.Boolean(help="Asks for the promised date and amount.")
    third_person = fields.Boolean(
        help="Somebody else answered: the debt must not be mentioned.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")
