from odoo import fields, models


class AccountStatementImportSheetMapping(models.Model):
    """Profiles of bank files: what mass payments need besides."""

    _inherit = "account.statement.import.sheet.mapping"

    debt_virtual_column = fields.Char(
        string="Virtual account column",
        help="Number, or identifier, of the virtual account the money was sent to.",
    )
    debt_value_date_column = fields.Char(string="Value date column")
    debt_address_column = fields.Char(string="Partner's address column")
    debt_filter_column = fields.Char(
        string="Only rows where column",
        help="Files with rows of several kinds: only rows with the value beside in "
        "this column are taken.",
    )
    debt_filter_value = fields.Char(string="has the value")
