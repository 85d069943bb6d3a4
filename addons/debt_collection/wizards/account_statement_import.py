import base64

from odoo import fields, models

from ..services.bank_archive import unpacked
from ..services.bank_import import BankImport


class AccountStatementImport(models.TransientModel):
    """The import of bank files, for Polish banks and profiles with exact reasons."""

    _inherit = "account.statement.import"

    debt_journal_id = fields.Many2one(
        "account.journal",
        string="Bank Journal",
        domain="[('type', '=', 'bank')]",
        default=lambda self: self._default_debt_journal_id(),
        help="Only for files that do not tell their account, such as reports of mass "
        "payments and tables; otherwise the journal is found by the account.",
    )

    def _default_debt_journal_id(self):
        return self.env.context.get("journal_id")

    def import_file_button(self):
        """Import the file and show its lines, or leave it to the other formats."""
        return self._debt_import() or super().import_file_button()

    def import_file_and_reconcile_button(self):
        """Import the file and show its lines, or leave it to the other formats."""
        return self._debt_import() or super().import_file_and_reconcile_button()

    def _debt_import(self):
        """Take the files in that can be read here.

        Several files in a zip archive are one import: all of them or none.

        :return: action, None when the file is of no kind known here
        """
        self.ensure_one()
        importer = BankImport(self.env, self.debt_journal_id, self.sheet_mapping_id)
        name = self.statement_filename or self.env._("file")
        files = unpacked(self.env, name, base64.b64decode(self.statement_file))
        read = [importer.statements_of(*file) for file in files]
        if len(files) == 1 and read[0] is None:
            return None
        with self.env.cr.savepoint():
            outcomes = [
                importer.take(*file, statements)
                for file, statements in zip(files, read, strict=True)
            ]
        return self._debt_result(outcomes)

    def _debt_result(self, outcomes):
        """Return the notice of what was done, which then opens the lines."""
        files = self.env["debt.bank.file"].union(*(o.file for o in outcomes))
        created = sum(outcome.created for outcome in outcomes)
        known = sum(outcome.known for outcome in outcomes)
        notes = [note for outcome in outcomes for note in outcome.notes]
        message = self.env._(
            "New lines: %(created)s. Known already and left out: %(known)s.",
            created=created,
            known=known,
        )
        if all(outcome.repeated for outcome in outcomes) and not created:
            message = self.env._(
                "The file was imported before, on %(day)s by %(user)s. Nothing was "
                "changed.",
                day=fields.Datetime.context_timestamp(
                    self, files[0].create_date
                ).strftime("%Y-%m-%d %H:%M"),
                user=files[0].create_uid.name,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if notes else "success" if created else "info",
                "sticky": bool(notes),
                "message": "\n".join([message, *notes]),
                "next": files.action_open_lines(),
            },
        }
