"""Bank files become statements and lines: once, whole, and with checked balances.

A file is taken in one piece or not at all. What an earlier file brought is recognised
by the keys of its operations (``unique_import_id``). Lines of an interim report stand
without a statement until the statement of the day takes them over, so that balances
of statements stay those of the bank.
"""

import base64
import hashlib
from dataclasses import dataclass, field

from odoo.exceptions import UserError

from ..models.account_move_bank_file import LastNumber
from ..tools.bank import BankFault, read_bank_file
from ..tools.tabular import FileFault
from .bank_journal import JournalFinder
from .bank_sheet import read_by_mapping

# Fewer, larger batches gain nothing; larger ones need much memory.
CHUNK = 1000
# Guesses of partners and invoices by name are not ours: matching gives its reasons.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "skip_retrieve_partner": True,
    "debt_bank_import": True,
}


@dataclass
class Outcome:
    """What an import did.

    :ivar file: debt.bank.file
    :ivar repeated: the same file had been imported before
    """

    file: object
    repeated: bool = False
    created: int = 0
    known: int = 0
    statements: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def summary(self):
        """Return plain values for programs."""
        return {
            "file": self.file.name,
            "repeated": self.repeated,
            "created": self.created,
            "known": self.known,
            "statements": [statement.name for statement in self.statements],
            "warnings": self.notes,
        }


class BankImport:
    """Takes bank files in.

    :param journal: where a file goes that does not tell its account
    :param mapping: profile by which a file of rows is read
    """

    def __init__(self, env, journal=None, mapping=None):
        self.env = env(context={**env.context, **QUIET})
        self._ = env._
        self.journal = journal or env["account.journal"]
        self.mapping = mapping

    def statements_of(self, name, data):
        """Return the Statements of a file, None when it is of no kind known here.

        :raises UserError: it is damaged, does not add up or does not fit the profile
        """
        try:
            statements = read_bank_file(data)
            if statements is None and self.mapping:
                currency = self.journal.currency_id or self.env.company.currency_id
                statements = read_by_mapping(self.mapping, data, currency.name)
        except (BankFault, FileFault) as fault:
            text = f"{name}: {fault.told(self._)}"
            raise UserError(text) from fault
        return statements

    def take(self, name, data, statements=None):
        """Take a file in, whole or not at all.

        :return: Outcome
        :raises UserError: the file is refused; nothing of it was kept
        """
        if statements is None:
            statements = self.statements_of(name, data)
        if statements is None:
            raise UserError(
                self._(
                    "%(name)s is no bank file that is known here: choose the profile "
                    "of its columns, or ask the bank for MT940 or camt.053.",
                    name=name,
                )
            )
        placed = JournalFinder(self.env, self.journal).place(statements)
        with self.env.cr.savepoint():
            outcome = self._outcome(name, data, statements)
            for statement, journal in placed:
                self._take_statement(outcome, statement, journal)
            self._finish(outcome, [journal for _statement, journal in placed])
        return outcome

    # === FILE === #

    def _outcome(self, name, data, statements):
        """Return an empty Outcome with the record of the file."""
        sha256 = hashlib.sha256(data).hexdigest()
        known = self.env["debt.bank.file"]._of_hash(sha256)
        formats = sorted({statement.format for statement in statements})
        return Outcome(
            known
            or self.env["debt.bank.file"].create(
                {
                    "name": name,
                    "company_id": self.env.company.id,
                    "content": base64.b64encode(data),
                    "sha256": sha256,
                    "format": ", ".join(formats),
                }
            ),
            repeated=bool(known),
        )

    def _finish(self, outcome, journals):
        """Check the numbers and tell what is odd."""
        journals = self.env["account.journal"].union(*journals)
        self.env["account.bank.statement"]._debt_check_numbers(journals)
        outcome.notes += [
            f"{statement.name}: {statement.debt_warning}"
            for statement in outcome.statements
            if statement.debt_warning
        ]
        if outcome.created:
            # Bookkeepers may not write files; what they import is counted all the same.
            outcome.file.sudo().write(
                {
                    "created_count": outcome.created,
                    "known_count": outcome.known,
                    "notes": "\n".join(outcome.notes),
                }
            )
            self._note_source(journals)

    def _note_source(self, journals):
        """Tell the dashboard that the journals are filled by files."""
        # Only account managers may write journals, see the OCA wizard.
        others = journals.sudo().filtered(
            lambda journal: journal.bank_statements_source != "file_import_oca"
        )
        others.write({"bank_statements_source": "file_import_oca"})

    # === STATEMENTS === #

    def _take_statement(self, outcome, statement, journal):
        """Create what is new of a statement."""
        known = self._known_lines(statement, journal)
        new = [e for e in statement.entries if _key(journal, e) not in known]
        outcome.created += len(new)
        outcome.known += len(statement.entries) - len(new)
        if not statement.whole and new:
            outcome.notes.append(
                self._(
                    "%(format)s files have no totals: compare the number of lines with "
                    "the bank.",
                    format=statement.format,
                )
            )
        record = self.env["account.bank.statement"]
        if statement.opening is not None:
            record = self._statement(outcome, statement, journal, known, new)
        lines = self._create_lines(outcome.file, journal, new, record)
        if record:
            # Lines give the statement the day of the last of them.
            record.date = statement.closing_date or record.date
            outcome.statements.append(record)
        self._apply_rules(lines)

    def _known_lines(self, statement, journal):
        """Return ``{key: line}`` of the entries that are there already."""
        keys = [_key(journal, entry) for entry in statement.entries]
        # A key is unique in the whole database, whoever may see its line.
        lines = (
            self.env["account.bank.statement.line"]
            .sudo()
            .search_fetch(
                [("unique_import_id", "in", keys)],
                ["unique_import_id", "statement_id", "amount"],
            )
        )
        return {line.unique_import_id: line for line in lines.sudo(False)}

    def _statement(self, outcome, statement, journal, known, new):
        """Create the statement and give it the lines of interim reports.

        :return: the statement; none when nothing of it is new
        """
        lines = self.env["account.bank.statement.line"].union(*known.values())
        waiting = lines.filtered(lambda line: not line.statement_id)
        if not (new or waiting) and (lines or self._is_there(statement, journal)):
            return self.env["account.bank.statement"]
        elsewhere = sum((lines - waiting).mapped("amount"))
        record = self.env["account.bank.statement"].create(
            {
                "name": _name(statement, journal),
                "reference": outcome.file.name,
                "journal_id": journal.id,
                "date": statement.closing_date,
                # Lines that another statement has are behind this one's opening.
                "balance_start": float(statement.opening) + elsewhere,
                "balance_end_real": float(statement.closing),
                "debt_number": statement.number,
                "debt_serial": statement.serial,
                "debt_file_id": outcome.file.id,
            }
        )
        waiting.write({"statement_id": record.id})
        return record

    def _is_there(self, statement, journal):
        """Tell whether a statement without entries was imported before."""
        domain = [
            ("journal_id", "=", journal.id),
            ("debt_number", "=", statement.number),
            ("date", "=", statement.closing_date),
        ]
        return bool(self.env["account.bank.statement"].search_count(domain, limit=1))

    def _create_lines(self, file, journal, entries, record):
        """Create the lines of entries, in chunks."""
        Line = self.env["account.bank.statement.line"].with_context(
            debt_last_number=LastNumber()
        )
        partners = self._partners(journal, entries)
        values = [
            {
                **_line_values(entry, journal),
                "partner_id": partners.get(entry.payer_account),
                "statement_id": record.id,
                "debt_file_id": file.id,
            }
            for entry in entries
        ]
        chunks = (values[i : i + CHUNK] for i in range(0, len(values), CHUNK))
        return Line.union(*(Line.create(chunk) for chunk in chunks))

    def _partners(self, journal, entries):
        """Return ``{account: partner id}`` for accounts of one partner only."""
        accounts = {entry.payer_account for entry in entries if entry.payer_account}
        groups = self.env["res.partner.bank"]._read_group(
            [
                ("sanitized_acc_number", "in", list(accounts)),
                ("company_id", "in", (False, journal.company_id.id)),
            ],
            ["sanitized_acc_number"],
            ["partner_id:recordset"],
        )
        return {
            account: partners.id for account, partners in groups if len(partners) == 1
        }

    def _apply_rules(self, lines):
        """Apply the reconciliation models that users set to work alone."""
        lines = lines._debt_stock_lines()
        ruled = self.env["account.reconcile.model"]._get_rules(lines)
        lines.browse(ruled).with_context(debt_bank_import=False)._auto_reconcile()


def _key(journal, entry):
    return f"{journal.id}-{entry.key}"


def _name(statement, journal):
    """Return the name of a statement, e.g. ``BNK1 15/2026-01-31``."""
    number = statement.number.partition("/")[0].lstrip("0")
    day = str(statement.closing_date)
    return f"{journal.code} {number}/{day}" if number else f"{journal.code} {day}"


def _line_values(entry, journal):
    """Return the values of a bank line."""
    return {
        "journal_id": journal.id,
        "date": entry.date,
        "amount": float(entry.amount),
        "payment_ref": entry.title or entry.code or "/",
        "partner_name": entry.payer,
        "account_number": entry.payer_account,
        "ref": entry.reference,
        "transaction_type": entry.code,
        "transaction_details": {"payer_address": entry.payer_address},
        "unique_import_id": _key(journal, entry),
        "raw_data": entry.raw,
        "debt_value_date": entry.value_date,
        "debt_virtual_number": entry.virtual,
    }
