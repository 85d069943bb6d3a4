from odoo import api, fields, models


class DebtBankFile(models.Model):
    """A file of a bank as it was imported, kept as the voucher of its lines."""

    _name = "debt.bank.file"
    _description = "Bank File"
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    content = fields.Binary(attachment=True, readonly=True)
    sha256 = fields.Char(string="Fingerprint", required=True, readonly=True)
    format = fields.Char(readonly=True)
    statement_ids = fields.One2many(
        "account.bank.statement", "debt_file_id", string="Statements", readonly=True
    )
    line_ids = fields.One2many(
        "account.bank.statement.line", "debt_file_id", string="Lines", readonly=True
    )
    created_count = fields.Integer(string="New Lines", readonly=True)
    known_count = fields.Integer(
        string="Known Lines",
        readonly=True,
        help="Lines of the file that an earlier file had brought already.",
    )
    notes = fields.Text(string="Remarks", readonly=True)

    _sha256_uniq = models.Constraint(
        "UNIQUE(company_id, sha256)", "The file was imported already."
    )

    @api.model
    def _of_hash(self, sha256):
        """Return the file with a fingerprint that the company has imported."""
        company = self.env.company
        return self.search([("company_id", "=", company.id), ("sha256", "=", sha256)])

    def action_open_lines(self):
        """Show the lines that the files brought; those of the file if there are none.

        A notice that only repeats an interim report brings no line of its own.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.account_bank_statement_line_action"
        )
        action["domain"] = [("debt_file_id", "in", self.ids)]
        return action
