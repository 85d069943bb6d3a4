"""Takes debtors in chunks, refreshes their figures and classifies their cases.

The caller commits after each chunk. One worker at a time does a company: figures and
tracks of a debtor are then never written by two at once.
"""

from odoo.tools import SQL

from .classify import classify
from .facts import owed, to_company
from .figures import refresh

CHUNK = 10_000


def work_pending(env, company, day, limit=CHUNK):
    """Do debtors of whom something changed, and cases that wait to be classified.

    :return: number of debtors done; 0 as well while another worker is at it
    """
    if not _lock(env, company):
        return 0
    partner_ids = _take_marks(env, company, limit)
    partner_ids |= _waiting(env, company, limit - len(partner_ids))
    update(env, company, partner_ids, day)
    return len(partner_ids)


def is_pending(env, company):
    """Tell whether debtors or cases wait for :func:`work_pending`."""
    marks = env["debt.debtor.change"].sudo()  # marks are nobody's data
    marked = marks.search_count([("company_id", "=", company.id)], limit=1)
    return bool(marked or _waiting(env, company, 1))


def work_stale(env, company, day, limit=CHUNK):
    """Do debtors whose figures are not of the day; return their number."""
    if not _lock(env, company):
        return 0
    partner_ids = _stale(env, company, day, limit)
    update(env, company, partner_ids, day)
    return len(partner_ids)


def update(env, company, partner_ids, day):
    """Refresh the figures of debtors and classify their open cases."""
    if not partner_ids:
        return
    env.flush_all()
    factors = to_company(env, company, day)
    debtors = _open_cases(env, company, partner_ids)
    amounts = owed(env, company, list(debtors), day, factors)
    debts = dict.fromkeys(partner_ids, 0.0)
    for case_id, amount in amounts.items():
        debts[debtors[case_id]] += amount
    refresh(env, company, debts, day, factors)
    classify(env, company, amounts, day)


def _lock(env, company):
    """Take the work on a company until the end of the transaction, if it is free."""
    [(free,)] = env.execute_query(
        SQL(
            "SELECT pg_try_advisory_xact_lock(hashtext('debt.strategy'), %s)",
            company.id,
        )
    )
    return free


def _take_marks(env, company, limit):
    """Take away marks of debtors and return the ids of the debtors."""
    env["debt.debtor.change"].flush_model()
    rows = env.execute_query(
        SQL(
            """DELETE FROM debt_debtor_change WHERE id IN (
                   SELECT id FROM debt_debtor_change WHERE company_id = %s
                 ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
               RETURNING partner_id""",
            company.id,
            limit,
        )
    )
    return {partner_id for (partner_id,) in rows}


def _waiting(env, company, limit):
    """Return the debtors of cases that cannot start: they were never classified."""
    env["debt.case"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT c.debtor_id FROM debt_case c
                WHERE c.company_id = %s AND c.state != 'closed'
                  AND c.track_date IS NULL
                  AND NOT EXISTS (SELECT FROM debt_course o WHERE o.case_id = c.id)
                LIMIT %s""",
            company.id,
            limit,
        )
    )
    return {partner_id for (partner_id,) in rows}


def _stale(env, company, day, limit):
    """Return debtors with open cases whose figures are older than the day."""
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT c.debtor_id FROM debt_case c
            LEFT JOIN debt_debtor_figures f
                   ON f.partner_id = c.debtor_id AND f.company_id = c.company_id
                WHERE c.company_id = %(company)s AND c.state != 'closed'
                  AND (f.refreshed_on IS NULL OR f.refreshed_on < %(day)s)
                LIMIT %(limit)s""",
            company=company.id,
            day=day,
            limit=limit,
        )
    )
    return {partner_id for (partner_id,) in rows}


def _open_cases(env, company, partner_ids):
    """Return ``{case id: debtor id}`` of the cases that are not closed."""
    return dict(
        env.execute_query(
            SQL(
                """SELECT c.id, c.debtor_id
                     FROM unnest(%s) AS wanted (id)
                     JOIN debt_case c ON c.debtor_id = wanted.id
                    WHERE c.company_id = %s AND c.state != 'closed'""",
                list(partner_ids),
                company.id,
            )
        )
    )
