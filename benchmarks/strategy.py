"""Figures of debtors and tracks of their cases, for a whole portfolio.

Each debtor has an open case of two claims and a closed one of three claims that were
paid, each after a call. The first time all is new, the second time nothing changed,
the third time each tenth debtor paid.

    script/benchmark strategy [DEBTORS ...]
"""

import sys
import time
from datetime import date

from environment import benchmark_environment, table

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)
SIZES = (10_000, 100_000)

FILL = """
    INSERT INTO res_partner (name, active, type, autopost_bills, debt_legal_status)
    SELECT 'Debtor ' || n, TRUE, 'contact', 'ask',
           CASE WHEN n %% 4 = 0 THEN 'business' ELSE 'consumer' END
      FROM generate_series(1, %(size)s) n;
    INSERT INTO debt_case (name, package_id, agreement_id, company_id, currency_id,
                           creditor_id, debtor_id, state, phase)
    SELECT 'B/' || d.id || '/' || s.state, p.id, p.agreement_id, p.company_id,
           a.currency_id, a.creditor_id, d.id, s.state, 'amicable'
      FROM debt_package p JOIN debt_agreement a ON a.id = p.agreement_id,
           res_partner d, (VALUES ('open'), ('closed')) s (state)
     WHERE p.id = %(package)s AND d.name LIKE 'Debtor %%';
    INSERT INTO debt_claim (case_id, company_id, agreement_id, creditor_id, debtor_id,
                            currency_id, kind_id, name, amount, paid_before, principal,
                            state, issue_date, due_date, interest_from, limitation_date)
    SELECT c.id, c.company_id, c.agreement_id, c.creditor_id, c.debtor_id,
           c.currency_id, %(invoice)s, 'F', 100 + c.id %% 900, 0, 100 + c.id %% 900,
           'active', d.day - 14, d.day, d.day + 1, d.day + 1000
      FROM debt_case c,
           generate_series(1, CASE c.state WHEN 'open' THEN 2 ELSE 3 END) n,
           LATERAL (SELECT DATE '2026-01-01' + (c.id + n * 30) %% 200 AS day) d;
    INSERT INTO debt_claim_segment (claim_id, date_from, date_to, principal)
    SELECT k.id, k.interest_from,
           CASE WHEN c.state = 'closed' THEN k.interest_from + 20 END, k.principal
      FROM debt_claim k JOIN debt_case c ON c.id = k.case_id;
    INSERT INTO debt_payment (name, case_id, company_id, date, amount, source, state,
                              received_by)
    SELECT k.id, k.case_id, k.company_id, k.interest_from + 20, k.principal, 'bank',
           'booked', 'us'
      FROM debt_claim k JOIN debt_case c ON c.id = k.case_id AND c.state = 'closed';
    INSERT INTO debt_payment_allocation (payment_id, case_id, company_id, date, kind,
                                         claim_id, amount)
    SELECT id, case_id, company_id, date, 'principal', name::integer, amount
      FROM debt_payment;
    INSERT INTO debt_event (case_id, company_id, partner_id, type_id, state, date,
                            channel)
    SELECT p.case_id, p.company_id, c.debtor_id, %(call)s, 'done', p.date - 5, 'phone'
      FROM debt_payment p JOIN debt_case c ON c.id = p.case_id;
"""


def fill(env, size):
    """Make the portfolio; it goes away with the transaction."""
    party = env["res.partner"].create({"name": "Benchmark"})
    agreement = env["debt.agreement"].create(
        {"name": "B", "code": "B", "party_id": party.id}
    )
    package = env["debt.package"].create(
        {"name": "B", "code": "B", "agreement_id": agreement.id}
    )
    env.flush_all()
    names = {
        "size": size,
        "package": package.id,
        "invoice": env.ref("debt_collection.claim_kind_invoice").id,
        "call": env.ref("debt_collection.event_type_call").id,
    }
    env.cr.execute(FILL, names)
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    return package.company_id


def timed(env, work, company, day):
    """Do all chunks; return (seconds, debtors, queries)."""
    queries, done = env.cr.sql_log_count, 0
    started = time.perf_counter()
    while count := work(env, company, day):
        done += count
    return time.perf_counter() - started, done, env.cr.sql_log_count - queries


def mark_each_tenth(env):
    """Mark each tenth debtor as one who paid."""
    env.cr.execute(
        """INSERT INTO debt_debtor_change (partner_id, company_id)
           SELECT partner_id, company_id FROM debt_debtor_figures
            WHERE partner_id %% 10 = 0""",
        (),
    )


def main(sizes):
    """Fill, do the three passes and print them."""
    rows = []
    with benchmark_environment() as env:
        # Addons can be imported only once the environment is there.
        from odoo.addons.debt_collection.services.strategy import work

        for size in sizes:
            company = fill(env, size)
            passes = {
                "new": timed(env, work.work_pending, company, TODAY),
                "next day": timed(env, work.work_stale, company, TOMORROW),
            }
            mark_each_tenth(env)
            paid = timed(env, work.work_pending, company, TOMORROW)
            passes["a tenth paid"] = paid
            env.cr.rollback()
            env.invalidate_all()
            rows += [
                (
                    f"{size:,}",
                    name,
                    f"{done:,}",
                    f"{seconds:.2f} s",
                    f"{done / seconds:,.0f}/s",
                    queries,
                )
                for name, (seconds, done, queries) in passes.items()
            ]
    table(("debtors", "pass", "done", "time", "rate", "queries"), rows)
    print(f"in chunks of {work.CHUNK:,}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
