from odoo import api, fields, models

from ..tools.mapping import FIELDS


class DebtImportColumn(models.Model):
    """A column of a file and the field it fills."""

    _name = "debt.import.column"
    _description = "Column of an Import"
    _order = "sequence, id"

    import_id = fields.Many2one(
        "debt.import", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char(string="Column", required=True, readonly=True)
    sample = fields.Char(string="Values", readonly=True)
    field = fields.Selection("_selection_field", help="Empty: the column is not used.")

    @api.model
    def _selection_field(self):
        return [(field.code, self.env._(field.label)) for field in FIELDS]
