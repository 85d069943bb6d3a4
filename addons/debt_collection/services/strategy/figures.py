"""Stores the figures of debtors, all rows in one statement."""

from psycopg2.extras import Json

from ...tools.debtor import (
    Thresholds,
    average_delay,
    band_of,
    preferred_action,
    segment,
    status,
)
from .facts import Reader

COLUMNS = (
    "partner_id",
    "company_id",
    "total_debt",
    "invoice_debt",
    "open_cases",
    "earlier_cases",
    "average_delay",
    "delay_sample",
    "preferred_type_id",
    "preferred_count",
    "preferred_sample",
    "action_counts",
    "status",
    "segment",
    "size_band_id",
    "refreshed_on",
)
LOG = ("create_uid", "create_date", "write_uid", "write_date")
UPSERT = """INSERT INTO debt_debtor_figures ({names}) VALUES %s
                ON CONFLICT (partner_id, company_id) DO UPDATE SET {changes}""".format(
    names=", ".join(COLUMNS + LOG),
    changes=", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS[2:] + LOG[2:]),
)


def refresh(env, company, debts, day, factors):
    """Store the figures of debtors.

    :param debts: ``{partner id: owed in all open cases}``
    :param factors: see :func:`.facts.to_company`
    """
    if not debts:
        return
    facts = Reader(env, company, list(debts), day, factors).read_all()
    thresholds = thresholds_of(company)
    bands = env["debt.size.band"]._limits(company)
    rows = []
    for partner_id, known in facts.items():
        known.debt = debts[partner_id]
        values = _figures(known, thresholds, bands, day)
        rows.append((partner_id, company.id, *values, day))
    _store(env, rows)


def thresholds_of(company):
    """Return the settings of a company as a pure value."""
    return Thresholds(
        delay_minimum=company.debt_delay_minimum,
        action_minimum=company.debt_action_minimum,
        large_amount=company.debt_large_amount,
        large_claims=company.debt_large_claims,
    )


def _figures(facts, thresholds, bands, day):
    """Return the values of the columns from total_debt to size_band_id."""
    delay = average_delay(
        facts.weighted_days, facts.weight, facts.paid, thresholds.delay_minimum
    )
    action, count, sample = preferred_action(facts.actions, thresholds.action_minimum)
    return (
        facts.total,
        facts.invoices,
        facts.open_cases,
        facts.earlier_cases,
        delay,
        facts.paid,
        action,
        count,
        sample,
        Json(facts.actions),
        status(facts, day),
        segment(facts, thresholds),
        band_of(facts.total, bands),
    )


def _store(env, rows):
    """Insert or replace the rows."""
    stamp = (env.uid, env.cr.now())
    env.cr.execute_values(
        UPSERT, [(*row, *stamp, *stamp) for row in rows], page_size=len(rows)
    )
    env["debt.debtor.figures"].invalidate_model()
