from odoo import fields, models


class AccountBankStatementLine(models.Model):
    """Which bank file a line came from."""

    _inherit = "account.bank.statement.line"

    debt_file_id = fields.Many2one(
        "debt.bank.file",
        string="Bank File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _auto_reconcile(self):
        """Leave lines from bank files to the matching, which gives its reasons."""
        if self.env.context.get("debt_bank_import"):
            return None
        return super()._auto_reconcile()
