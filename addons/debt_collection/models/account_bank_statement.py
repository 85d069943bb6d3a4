from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.bank.numbering import missing_before

ACCOUNTANT = "debt_collection.group_accountant"


class AccountBankStatement(models.Model):
    """Statements from bank files: their number, gaps between them, what is open."""

    _inherit = "account.bank.statement"

    debt_file_id = fields.Many2one(
        "debt.bank.file",
        string="Bank File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    debt_number = fields.Char(
        string="Statement Number", copy=False, help="As the bank numbers it."
    )
    debt_serial = fields.Integer(string="Serial Number", readonly=True, copy=False)
    debt_missing = fields.Integer(
        string="Missing Before",
        readonly=True,
        copy=False,
        help="How many statements of the bank are missing between the previous "
        "statement and this one.",
    )
    debt_warning = fields.Text(
        string="Warning",
        compute="_compute_debt_warning",
        search="_search_debt_warning",
        help="Statements are missing before this one, or its balances do not go on "
        "from the previous one.",
    )
    debt_unexplained = fields.Integer(
        string="Lines to Match",
        compute="_compute_debt_unexplained",
        help="Lines that are not settled yet.",
    )

    @api.depends("line_ids.journal_id")
    def _compute_journal_id(self):
        """Keep the journal of a statement without entries, which lines would tell."""
        empty = self.filtered(lambda statement: not statement.line_ids)
        for statement in empty:
            statement.journal_id = statement.journal_id
        return super(AccountBankStatement, self - empty)._compute_journal_id()

    @api.depends("debt_missing", "is_valid", "is_complete")
    def _compute_debt_warning(self):
        for statement in self:
            # A gap explains an opening that does not go on from the closing before.
            statement.debt_warning = (
                statement._debt_missing_text()
                if statement.debt_missing
                else statement.first_line_index and statement.problem_description
            )

    def _debt_missing_text(self):
        return self.env._(
            "Statements missing before number %(number)s: %(count)s. Import them too.",
            number=self.debt_number,
            count=self.debt_missing,
        )

    def _search_debt_warning(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        return Domain("debt_missing", "=", 0) & Domain("is_valid", "=", True)

    @api.depends("line_ids.is_reconciled")
    def _compute_debt_unexplained(self):
        counts = dict(
            self.env["account.bank.statement.line"]._read_group(
                [("statement_id", "in", self.ids), ("is_reconciled", "=", False)],
                ["statement_id"],
                ["__count"],
            )
        )
        for statement in self:
            statement.debt_unexplained = counts.get(statement, 0)

    @api.model
    def _debt_check_numbers(self, journals):
        """Find the gaps in the numbers of the statements of journals anew."""
        numbered = self.search(
            [
                ("journal_id", "in", journals.ids),
                ("debt_serial", ">", 0),
                ("date", "!=", False),
            ]
        )
        for statements in numbered.grouped("journal_id").values():
            ordered = statements.sorted(lambda st: (st.date, st.debt_serial, st.id))
            gaps = missing_before([(st.date, st.debt_serial) for st in ordered])
            for statement, missing in zip(ordered, gaps, strict=True):
                if statement.debt_missing != missing:
                    statement.debt_missing = missing

    @api.ondelete(at_uninstall=False)
    def _unlink_debt_check_numbers(self):
        # Whoever deletes a statement makes a gap before the next one.
        journals, kept = self.journal_id, self.env["account.bank.statement"]
        self.debt_serial = 0
        kept._debt_check_numbers(journals)

    def action_open_debt_lines(self):
        """Show the lines of the statements."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.account_bank_statement_line_action"
        )
        action.update(domain=[("statement_id", "in", self.ids)], context={})
        return action
