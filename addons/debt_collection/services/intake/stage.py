"""The stage: a temporary table of the rows of one file, filled by COPY.

It lives as long as the transaction. Matching and writing are joins against it.
"""

import csv
import io

from odoo.tools import SQL

# Columns that COPY fills, with their types.
COLUMNS = {
    "record": "integer PRIMARY KEY",
    "row": "integer",
    "debtor": "integer",
    "name": "varchar",
    "is_company": "boolean",
    "pesel": "varchar",
    "pesel_sure": "boolean",
    "nip": "varchar",
    "nip_sure": "boolean",
    "regon": "varchar",
    "krs": "varchar",
    "payer": "varchar",
    "ppe": "varchar",
    "street": "varchar",
    "zip": "varchar",
    "city": "varchar",
    "phone": "varchar",
    "email": "varchar",
    "claim_key": "varchar",
    "number": "varchar",
    "external_id": "varchar",
    "kind_id": "integer",
    "title": "varchar",
    "issue_date": "date",
    "due_date": "date",
    "interest_from": "date",
    "amount": "numeric",
    "remaining": "numeric",
    "paid": "numeric",
    "interest_kind_id": "integer",
    "interest_percent": "double precision",
    "limitation_rule_id": "integer",
    "note": "text",
    "reference": "varchar",
    "creditor_name": "varchar",
    "creditor_nip": "varchar",
    "creditor_id": "integer",
    "agreement_id": "integer",
}
# Columns that matching fills.
FOUND = {
    "partner_id": "integer",
    "claim_id": "integer",
    "case_id": "integer",
    "refused": "boolean NOT NULL DEFAULT FALSE",
    "outcome": "varchar",
}
_CREATE = SQL(
    "CREATE TEMPORARY TABLE debt_stage (%s) ON COMMIT DROP",
    SQL(", ").join(SQL(f"{name} {kind}") for name, kind in (COLUMNS | FOUND).items()),
)
# What is known of a debtor: the first value that one of his rows gives.
DEBTOR_COLUMNS = tuple(
    "name is_company pesel pesel_sure nip nip_sure regon krs payer ppe street zip city "
    "phone email reference".split()
)
_CHUNK = 5000


class Stage:
    """Fills and reads the temporary tables.

    :param cr: database cursor
    """

    def __init__(self, cr):
        """Make the table of rows empty."""
        self._cr = cr
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer)
        self._pending = 0
        cr.execute("DROP TABLE IF EXISTS debt_stage, debt_stage_debtor")
        cr.execute(_CREATE)

    def add(self, values):
        """Add a row; ``values`` are by the names of COLUMNS, missing ones are NULL."""
        self._writer.writerow([values.get(name) for name in COLUMNS])
        self._pending += 1
        if self._pending >= _CHUNK:
            self._copy()

    def _copy(self):
        """Hand the rows that wait to the database."""
        self._buffer.seek(0)
        names = ", ".join(COLUMNS)
        self._cr._obj.copy_expert(
            f"COPY debt_stage ({names}) FROM STDIN (FORMAT csv)", self._buffer
        )
        self._buffer.seek(0)
        self._buffer.truncate()
        self._pending = 0

    def finish(self, joined):
        """End filling; make the table of debtors.

        :param joined: ``{group: group it was joined with}``
        """
        self._copy()
        if joined:
            self._cr.execute_values(
                "UPDATE debt_stage s SET debtor = j.target"
                " FROM (VALUES %s) j (debtor, target) WHERE s.debtor = j.debtor",
                list(joined.items()),
                page_size=len(joined),
            )
        self._cr.execute("CREATE INDEX ON debt_stage (claim_key)")
        self._cr.execute("ANALYZE debt_stage")
        self._make_debtors()

    def _make_debtors(self):
        """Make one row per debtor of the file; a sure number comes before others."""
        firsts = SQL(", ").join(
            SQL(
                "(array_agg(%(column)s ORDER BY %(sure)s record)"
                " FILTER (WHERE %(column)s IS NOT NULL))[1] AS %(column)s",
                column=SQL.identifier(name),
                sure=_SURE_FIRST.get(name, SQL()),
            )
            for name in DEBTOR_COLUMNS
        )
        self._cr.execute(
            SQL(
                """CREATE TEMPORARY TABLE debt_stage_debtor ON COMMIT DROP AS
                   SELECT debtor AS id, MIN(record) AS record, %s,
                          NULL::integer AS partner_id, FALSE AS is_new
                     FROM debt_stage WHERE debtor IS NOT NULL GROUP BY debtor""",
                firsts,
            )
        )
        self._cr.execute("ALTER TABLE debt_stage_debtor ADD PRIMARY KEY (id)")
        self._cr.execute("ANALYZE debt_stage_debtor")

    def refuse(self, records):
        """Take rows out of what follows."""
        self._cr.execute(
            SQL(
                "UPDATE debt_stage SET refused = TRUE WHERE record = ANY(%s)",
                sorted(records),
            )
        )


_SURE_FIRST = {
    "pesel": SQL("NOT pesel_sure,"),
    "pesel_sure": SQL("NOT pesel_sure,"),
    "nip": SQL("NOT nip_sure,"),
    "nip_sure": SQL("NOT nip_sure,"),
}
