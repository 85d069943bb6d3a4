"""One run: read, check, match, write, and say what became of each row."""

from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import mapping as columns
from . import law
from .cases import create_missing
from .cells import ERROR, Readers
from .claims import Claims
from .creditors import name_creditors
from .debtors import DebtorGroups
from .faults import Fault, texts
from .match import Matcher
from .partners import Partners
from .rows import RowReader
from .setting import make_setting
from .stage import Stage

REPORT_EVERY = 2000
CREDITOR = {"creditor_name", "creditor_nip"}
NOTHING = dict.fromkeys(
    (
        "created",
        "updated",
        "unchanged",
        "cases_created",
        "debtors_created",
        "debtors_updated",
    ),
    0,
)


class Busy(UserError):
    """Another import is running in the company."""


class Run:
    """An import of one table into one package, in the caller's transaction.

    :param package: ``debt.package`` with the rights to write all that is needed
    :param table: opened ``tabular.Table``
    :param mapping: ``{field code: column name}``
    :param claim_key: "external_id", "number" or None to choose by the mapping
    :param debtor_key: "payer", "pesel", "nip", "ppe" or None
    :param progress: called with (phase, rows done, rows in all)
    :ivar faults: list of ``Fault`` in the order of the file
    :ivar rows: number of rows read
    """

    def __init__(
        self, package, table, mapping, claim_key=None, debtor_key=None, progress=None
    ):
        """See the class.

        :raises UserError: when the mapping lacks what every claim needs
        """
        self._package, self._table, self._mapping = package, table, mapping
        self._env = package.env
        self._check_mapping()
        self._setting = make_setting(package, mapping, claim_key, debtor_key)
        self._progress = progress or (lambda *_state: None)
        self.faults, self.rows, self.counts = [], 0, dict(NOTHING)

    def _check_mapping(self):
        """Columns that no claim can do without must be mapped."""
        lacking = columns.missing(self._mapping)
        if lacking:
            labels = [
                " / ".join(self._env._(columns.BY_CODE[code].label) for code in codes)
                for codes in lacking
            ]
            raise UserError(
                self._env._(
                    "Map a column to each of these fields first: %(fields)s.",
                    fields=", ".join(labels),
                )
            )

    def check(self):
        """Read and match everything, write nothing but the stage."""
        self._env.flush_all()
        self._lock()
        self._read()
        self._progress("match", self.rows, self.rows)
        if self._setting.names_creditors and CREDITOR & self._mapping.keys():
            name_creditors(self._env, self._setting)
        self._take(Matcher(self._env, self._setting, self._mapping).match())
        self._claims = Claims(self._env, self._setting)
        self._take(self._claims.plan())
        self.faults.sort(key=lambda fault: (fault.record, fault.severity))

    def carry_out(self):
        """Check and then write what is right."""
        self.check()
        self._progress("write", self.rows, self.rows)
        partners = Partners(self._env)
        self.counts["debtors_created"] = partners.create_missing()
        self.counts["debtors_updated"] = partners.complete_known()
        partners.add_numbers()
        law.judge_new(self._env)
        self.counts["cases_created"] = create_missing(self._env, self._package)
        self.counts |= self._claims.store()

    def _lock(self):
        """Let one import at a time run in a company.

        :raises Busy: another one is running
        """
        [(free,)] = self._env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('debt.import'), %s)",
                self._setting.company_id,
            )
        )
        if not free:
            raise Busy(
                self._env._(
                    "Another import is running in this company. Try again "
                    "when it has finished."
                )
            )

    # === READING === #

    def _read(self):
        """Read all rows into the stage."""
        stage = self._stage = Stage(self._env.cr)
        groups = DebtorGroups(self._setting.debtor_key)
        readers = Readers(self._setting.dictionaries)
        reader = RowReader(self._table.header, self._mapping, readers, self._setting)
        own = {
            "creditor_id": self._setting.creditor_id,
            "agreement_id": self._setting.agreement_id,
        }
        first_rows, refused = {}, []
        for row in self._table.rows():
            staged, faults = reader.take(row)
            faults += self._duplicate(staged["claim_key"], row, first_rows)
            self.faults += faults
            self._count_row()
            if any(fault.severity == ERROR for fault in faults):
                refused.append(row.record)
            else:
                group = groups.group_of(staged)
                place = {"record": row.record, "row": row.number, "debtor": group}
                stage.add(staged | own | place)
        stage.finish(groups.joined())
        self._refused = set(refused)

    def _count_row(self):
        """Count a row and tell about it now and then."""
        self.rows += 1
        if self.rows % REPORT_EVERY == 0:
            self._progress("read", self.rows, max(self._table.length, self.rows))

    def _duplicate(self, key, row, first_rows):
        """The fault of a row whose claim an earlier row has, refused or not."""
        first = first_rows.setdefault(key, row.number) if key else row.number
        if first == row.number:
            return []
        return [
            Fault(
                row.number,
                row.record,
                self._setting.claim_key,
                key,
                "duplicate",
                ERROR,
                {"row": first},
            )
        ]

    def _take(self, faults):
        """Add faults found by matching; refuse the rows of the errors."""
        self.faults += faults
        refused = {f.record for f in faults if f.severity == ERROR}
        if refused:
            self._stage.refuse(refused)
        self._refused |= refused

    # === RESULT === #

    @property
    def refused(self):
        """Number of rows that are not let in."""
        return len(self._refused)

    def describe(self, fault):
        """A fault as a dict of plain values, in the language of the user."""
        reason, remedy = texts(self._env, fault)
        return {
            "row": fault.row,
            "record": fault.record,
            "column": self._mapping.get(fault.field, ""),
            "value": fault.value,
            "code": fault.code,
            "severity": fault.severity,
            "reason": reason,
            "remedy": remedy,
        }

    def raw_rows(self):
        """``{record: original values}`` of all rows with a fault."""
        records = {fault.record for fault in self.faults}
        if not records:
            return {}
        return {
            row.record: row.values
            for row in self._table.rows()
            if row.record in records
        }
