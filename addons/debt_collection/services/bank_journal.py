"""Which bank journal a statement belongs to."""

from odoo.exceptions import UserError

from ..tools.bank.statement import Statement


class JournalFinder:
    """Finds the journals of statements by their account numbers.

    :param journal: what the user chose; it must not contradict the file
    """

    def __init__(self, env, journal):
        self.env, self.journal = env, journal
        self._ = env._

    def place(self, statements):
        """Return a list of (statement, journal).

        :raises UserError: no journal, several, or one of another currency
        """
        return [(statement, self._checked(statement)) for statement in statements]

    def _checked(self, statement: Statement):
        journal = self._find(statement)
        if self.journal and journal != self.journal:
            raise UserError(
                self._(
                    "The file is of the account of journal %(found)s, not of "
                    "%(chosen)s: choose no journal, or the right one.",
                    found=journal.display_name,
                    chosen=self.journal.display_name,
                )
            )
        currency = journal.currency_id or journal.company_id.currency_id
        if currency.name != statement.currency:
            raise UserError(
                self._(
                    "The file is in %(found)s, but journal %(journal)s is in "
                    "%(expected)s: set the journal of the account of this currency.",
                    found=statement.currency,
                    journal=journal.display_name,
                    expected=currency.name,
                )
            )
        return journal

    def _find(self, statement):
        """Return the one journal of a statement."""
        if not statement.account:
            return self._of_virtual_accounts(statement) or self._chosen()
        found = self._of_account(statement.account) or self._of_pool(
            [statement.account]
        )
        own = found.filtered(lambda journal: journal.company_id == self.env.company)
        found = self.journal & found or own or found
        if len(found) == 1:
            return found
        if found:
            raise UserError(
                self._(
                    "Several journals have the account %(account)s: %(journals)s. "
                    "Choose one.",
                    account=statement.account,
                    journals=", ".join(found.mapped("display_name")),
                )
            )
        raise UserError(
            self._(
                "No bank journal has the account %(account)s of the file. Enter it as "
                "the account number of the journal, or create the journal.",
                account=statement.account,
            )
        )

    def _of_account(self, account):
        """Return the bank journals of an account, written with or without PL."""
        return self.env["account.journal"].search(
            [
                ("type", "=", "bank"),
                ("company_id", "in", self.env.companies.ids),
                (
                    "bank_account_id.sanitized_acc_number",
                    "in",
                    [account, f"PL{account}"],
                ),
            ]
        )

    def _of_pool(self, numbers):
        """Return the journals of the pools that virtual accounts belong to."""
        # Bookkeepers see no cases, yet the numbers tell them the journal.
        accounts = (
            self.env["debt.virtual.account"]
            .sudo()
            .search(
                [
                    ("number", "in", numbers),
                    ("company_id", "in", self.env.companies.ids),
                ]
            )
        )
        return accounts.pool_id.journal_id.sudo(False)

    def _of_virtual_accounts(self, statement):
        """Return the only journal that the virtual accounts of the entries have."""
        numbers = {entry.virtual for entry in statement.entries if entry.virtual}
        journals = self._of_pool(list(numbers))
        return journals if len(journals) == 1 else journals.browse()

    def _chosen(self):
        if not self.journal:
            raise UserError(
                self._(
                    "The file does not tell the account it is of: choose the bank "
                    "journal."
                )
            )
        return self.journal
