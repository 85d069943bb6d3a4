from odoo import api, fields, models

from ..tools.limitation_labels import LABELS


class DebtEventType(models.Model):
    """Call, letter, visit, promise, acknowledgement … (an open dictionary)."""

    _name = "debt.event.type"
    _description = "Event Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("letter", "Letter"),
            ("email", "E-mail"),
            ("sms", "SMS"),
            ("visit", "Visit"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    direction = fields.Selection(
        [("out", "Outgoing"), ("in", "Incoming"), ("none", "Internal")],
        required=True,
        default="out",
    )
    plannable = fields.Boolean(default=True, help="Users may plan events of this type.")
    limitation_effect = fields.Selection(
        "_selection_limitation_effect",
        help="What such an event does to the limitation of the claims.",
    )
    outcome_ids = fields.Many2many("debt.event.outcome", string="Outcomes")

    _code_uniq = models.Constraint("UNIQUE(code)", "The code must be unique.")

    @api.model
    def _selection_limitation_effect(self):
        translate = self.env._
        return [(code, translate(label)) for code, label in LABELS.items()]
