"""Numbers of invoices and of the creditor's contracts in the title."""

from odoo.tools import SQL

from ...tools.reference import document_keys

# A number of more cases than this tells nothing, e.g. a year and month.
TOO_COMMON = 10


def find_documents(search):
    """Add cases of claims whose document number stands in the title."""
    _find(search, "debt.claim", "number", "document")


def find_references(search):
    """Add cases whose reference at the creditor stands in the title."""
    _find(search, "debt.case", "creditor_reference", "reference")


def find_identifiers(search):
    """Add cases of claims whose identifier at the creditor stands in the title."""
    _find(search, "debt.claim", "external_id", "reference")


def _find(search, model, column, reason):
    keys = {line: document_keys(search.titles[line.id]) for line in search.lines}
    wanted = {key for found in keys.values() for key in found}
    cases = _cases(search, model, column, wanted)
    for line, found in keys.items():
        for key in found:
            for case_id in cases.get((line.company_id.id, key), ()):
                search.add(line.id, case_id, reason)


def _cases(search, model, column, keys):
    """Return ``{(company id, key): case ids}``."""
    if not keys:
        return {}
    Model = search.env[model]
    Model.check_access("read")
    Model.flush_model()
    live = SQL("state != 'withdrawn'") if model == "debt.claim" else SQL("TRUE")
    case = SQL.identifier("case_id" if model == "debt.claim" else "id")
    key = search.env["debt.claim"]._number_key_sql(SQL.identifier(column))
    rows = search.env.execute_query(
        SQL(
            """SELECT company_id, %(key)s, ARRAY_AGG(DISTINCT %(case)s)
                 FROM %(table)s
                WHERE company_id = ANY(%(companies)s) AND %(live)s
                  AND %(column)s IS NOT NULL AND %(key)s = ANY(%(keys)s)
             GROUP BY 1, 2 HAVING COUNT(DISTINCT %(case)s) <= %(limit)s""",
            key=key,
            case=case,
            table=SQL.identifier(Model._table),
            column=SQL.identifier(column),
            live=live,
            companies=search.lines.company_id.ids,
            keys=sorted(keys),
            limit=TOO_COMMON,
        )
    )
    return {(company, found): case_ids for company, found, case_ids in rows}
