"""Cases: one per debtor and creditor in the package."""

from odoo.tools import SQL

from .. import bulk
from ..virtual_accounts import VirtualAccounts

# Stored computed fields of a case that are filled here.
FILLED = {
    "agreement_id",
    "company_id",
    "currency_id",
    "creditor_id",
    "team_id",
    "opening_debt",
    "limitation_date",
}


def create_missing(env, package):
    """Give every new claim of the stage a case; return how many cases were made.

    :param package: the ``debt.package``
    """
    _find_open(env, package)
    env.cr.execute("DROP TABLE IF EXISTS debt_stage_case")
    env.cr.execute(
        """CREATE TEMPORARY TABLE debt_stage_case ON COMMIT DROP AS
           SELECT partner_id, creditor_id, MIN(record) AS record,
                  (array_agg(reference ORDER BY record)
                   FILTER (WHERE reference IS NOT NULL))[1] AS reference,
                  SUM(COALESCE(remaining, amount - COALESCE(paid, 0))) AS debt,
                  MIN(o.last_day) AS last_day,
                  NULL::integer AS id, NULL::varchar AS name
             FROM debt_stage s
             JOIN debt_stage_law o ON o.id = s.record
            WHERE case_id IS NULL
         GROUP BY partner_id, creditor_id"""
    )
    env.cr.execute("ANALYZE debt_stage_case, debt_stage")
    count = _number(env, package)
    if count:
        _insert(env, package)
        env.cr.execute(
            """UPDATE debt_stage s SET case_id = n.id FROM debt_stage_case n
                WHERE n.partner_id = s.partner_id AND n.creditor_id = s.creditor_id
                  AND s.outcome = 'create' AND NOT s.refused AND s.case_id IS NULL"""
        )
    return count


def _find_open(env, package):
    """Find the open cases of the package for the new claims."""
    env.cr.execute(
        SQL(
            """UPDATE debt_stage s SET case_id = c.id FROM debt_case c
                WHERE c.package_id = %s AND c.debtor_id = s.partner_id
                  AND c.creditor_id = s.creditor_id AND c.state != 'closed'
                  AND s.outcome = 'create' AND NOT s.refused""",
            package.id,
        )
    )


def _number(env, package):
    """Number the cases to be made, in the order of the file; return how many."""
    records = [
        record
        for (record,) in env.execute_query(
            SQL("SELECT record FROM debt_stage_case ORDER BY record")
        )
    ]
    if records:
        numbers = case_numbers(env, package.company_id, len(records))
        env.cr.execute_values(
            "UPDATE debt_stage_case c SET name = n.name,"
            " id = nextval(pg_get_serial_sequence('debt_case', 'id'))"
            " FROM (VALUES %s) n (record, name) WHERE n.record = c.record",
            list(zip(records, numbers, strict=True)),
            page_size=len(records),
        )
    return len(records)


def case_numbers(env, company, count):
    """The next numbers of the company's sequence of cases, all at once.

    A sequence without gaps, or one that begins anew each year, counts one by one.
    """
    company_env = env["ir.sequence"].with_company(company)
    sequence = company_env.search(
        [("code", "=", "debt.case"), ("company_id", "in", [company.id, False])],
        order="company_id",
        limit=1,
    )
    if sequence.implementation == "no_gap" or sequence.use_date_range:
        return [company_env.next_by_code("debt.case") for _again in range(count)]
    drawn = env.execute_query(
        SQL(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            f"ir_sequence_{sequence.id:03d}",
            count,
        )
    )
    prefix, suffix = sequence._get_prefix_suffix()
    return [
        f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in sorted(drawn)
    ]


def _insert(env, package):
    """Insert the cases that were numbered."""
    agreement = package.agreement_id
    model = env["debt.case"].with_context(default_package_id=package.id)
    ids = bulk.insert(
        model,
        {
            "id": SQL("n.id"),
            "name": SQL("n.name"),
            "opening_debt": SQL("n.debt"),
            "limitation_date": SQL("n.last_day"),
            "package_id": SQL("%s", package.id),
            "agreement_id": SQL("%s", agreement.id),
            "company_id": SQL("%s", package.company_id.id),
            "currency_id": SQL("%s", agreement.currency_id.id),
            "creditor_id": SQL("n.creditor_id"),
            "debtor_id": SQL("n.partner_id"),
            "team_id": SQL("%s", package.team_id.id or None),
            "creditor_reference": SQL("n.reference"),
        },
        SQL("FROM debt_stage_case n ORDER BY n.record"),
    )
    others = {
        name
        for name, field in model._fields.items()
        if field.store and field.compute and field.column_type and name not in FILLED
    }
    cases = model.browse(ids)
    bulk.recompute(cases, others - {"properties"})
    VirtualAccounts(env).give(cases)


def refresh(env, case_ids):
    """Store anew what cases sum up of their claims."""
    env.cr.execute(
        SQL(
            """UPDATE debt_case c
                  SET opening_debt = COALESCE(found.principal, 0),
                      limitation_date = found.limitation_date
                 FROM (SELECT k.id, SUM(claim.principal) AS principal,
                              MIN(claim.limitation_date) AS limitation_date
                         FROM debt_case k
                    LEFT JOIN debt_claim claim
                           ON claim.case_id = k.id AND claim.state != 'withdrawn'
                        WHERE k.id = ANY(%s) GROUP BY k.id) found
                WHERE found.id = c.id""",
            case_ids,
        )
    )
    env["debt.case"].invalidate_model()
