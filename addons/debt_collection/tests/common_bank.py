import base64
from pathlib import Path

from .common_accounting import AccountingCommon
from .samples import make_bank_samples as made

SAMPLES = Path(__file__).parent / "samples" / "bank"


class BankFileCommon(AccountingCommon):
    """Journals of the banks whose sample files are imported, as the accountant."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls._currency("PLN")
        cls.mbank = cls._bank_journal("MBK", f"PL{made.MBANK}")
        cls.pko = cls._bank_journal("PKO", made.PKO)
        cls.lines = cls.env["account.bank.statement.line"]
        cls.statements = cls.env["account.bank.statement"]

    @classmethod
    def _currency(cls, name):
        currency = cls.env["res.currency"].with_context(active_test=False)
        found = currency.search([("name", "=", name)])
        found.active = True
        return found

    @classmethod
    def _bank_journal(cls, code, account, **values):
        return cls.env["account.journal"].create(
            {
                "name": f"Bank {code}",
                "code": code,
                "type": "bank",
                "company_id": cls.company.id,
                "currency_id": cls._currency("PLN").id,
                "bank_acc_number": account,
                **values,
            }
        )

    def upload(self, name, data=None, role="accountant", **values):
        """Import a file in the wizard; return its notice."""
        data = (SAMPLES / name).read_bytes() if data is None else data
        wizard = self.env["account.statement.import"].create(
            {
                "statement_file": base64.b64encode(data),
                "statement_filename": name,
                **values,
            }
        )
        result = self.as_role(wizard, role).import_file_button()
        self.env.invalidate_all()
        return result["params"]

    def lines_of(self, journal):
        """Return the bank lines of a journal, oldest first."""
        return self.lines.search([("journal_id", "=", journal.id)], order="id")

    def statements_of(self, journal):
        """Return the statements of a journal, oldest first."""
        return self.statements.search([("journal_id", "=", journal.id)], order="id")
