"""Totals over a portfolio against SQL written by hand for the same data.

Claims have due dates over seven years, every tenth has a part payment; a third of
the cases have an agreed rate. The hand-written SQL knows all that and nothing else:
no levels of terms, no companies with other settings, no withdrawn claims.

    script/benchmark balances [SIZE ...]
"""

import sys
from datetime import date

from environment import benchmark_environment, paired, table

AS_OF = date(2026, 11, 23)
SIZES = (10_000, 100_000, 1_000_000)
RUNS = 3

FILL = """
    INSERT INTO debt_case (name, package_id, agreement_id, company_id, currency_id,
                           creditor_id, debtor_id, state, phase, interest_kind_id,
                           interest_percent)
    SELECT 'B/%(size)s/' || n, p.id, p.agreement_id, p.company_id, a.currency_id,
           a.creditor_id, a.party_id, 'closed', 'amicable',
           CASE WHEN n %% 3 = 0 THEN %(contractual)s END, 12
      FROM debt_package p JOIN debt_agreement a ON a.id = p.agreement_id,
           generate_series(1, %(size)s / 3 + 1) n
     WHERE p.id = %(package)s;
    INSERT INTO debt_claim (case_id, company_id, agreement_id, creditor_id, debtor_id,
                            currency_id, kind_id, name, amount, paid_before, principal,
                            state, issue_date, due_date, interest_from)
    SELECT c.id, c.company_id, c.agreement_id, c.creditor_id, c.debtor_id,
           c.currency_id, %(invoice)s, 'F/' || n, 20 + n %% 5000, 0, 20 + n %% 5000,
           'active', d.day - 14, d.day, d.day + 1
      FROM generate_series(1, %(size)s) n
      JOIN debt_case c ON c.name = 'B/%(size)s/' || (n / 3 + 1),
           LATERAL (SELECT DATE '2019-10-01' + n %% 2500 AS day) d;
    INSERT INTO debt_claim_segment (claim_id, date_from, date_to, principal)
    SELECT id, interest_from, CASE WHEN id %% 10 = 0 THEN interest_from + 59 END,
           principal
      FROM debt_claim;
    INSERT INTO debt_claim_segment (claim_id, date_from, principal)
    SELECT id, interest_from + 60, principal - 10 FROM debt_claim WHERE id %% 10 = 0;
    INSERT INTO debt_payment (name, case_id, company_id, date, amount, source, state,
                              received_by)
    SELECT 'P' || id, case_id, company_id, interest_from + 59, 10, 'bank', 'booked',
           'us'
      FROM debt_claim WHERE id %% 10 = 0;
    INSERT INTO debt_payment_allocation (payment_id, case_id, company_id, date, kind,
                                         claim_id, amount)
    SELECT p.id, p.case_id, p.company_id, p.date, 'principal', c.id, 10
      FROM debt_payment p JOIN debt_claim c ON p.name = 'P' || c.id;
"""

BY_HAND = """
    WITH line AS (
        SELECT s.claim_id, s.principal,
               CASE WHEN c.interest_kind_id IS NULL THEN r.percent
                    ELSE LEAST(c.interest_percent, r.percent) END AS percent,
               LEAST(s.date_to, r.date_to, %(as_of)s)
                   - GREATEST(s.date_from, r.date_from) + 1 AS days
          FROM debt_claim_segment s
          JOIN debt_claim k ON k.id = s.claim_id
          JOIN debt_case c ON c.id = k.case_id
          JOIN debt_interest_period r
            ON r.kind_id = COALESCE(c.interest_kind_id, %(delay)s)
           AND r.date_from <= LEAST(s.date_to, %(as_of)s)
           AND COALESCE(r.date_to, %(as_of)s) >= s.date_from
         WHERE s.date_from <= %(as_of)s)
    SELECT (SELECT SUM(principal) FROM debt_claim WHERE issue_date <= %(as_of)s)
         + (SELECT SUM(ROUND(principal * percent * days / 36500, 2)) FROM line)
         - (SELECT SUM(amount) FROM debt_payment_allocation WHERE date <= %(as_of)s)
"""


def fill(env, size):
    """Make a portfolio of ``size`` claims; it goes away with the transaction."""
    env.cr.execute(FILL, _settings(env) | {"size": size})
    env.cr.execute("ANALYZE debt_case, debt_claim, debt_claim_segment")
    env.cr.execute("ANALYZE debt_payment, debt_payment_allocation")
    env.invalidate_all()


def ours(env):
    """Return the total debt as any list or report gets it."""
    Claim = env["debt.claim"].with_context(debt_as_of=AS_OF)
    [(total,)] = Claim._read_group([], [], ["total_due:sum"])
    return total


def by_hand(env):
    """Return the total debt from the hand-written query."""
    env.cr.execute(BY_HAND, _settings(env) | {"as_of": AS_OF})
    return env.cr.fetchone()[0]


def _settings(env):
    code = "BENCHMARK"
    package = env["debt.package"].search([("code", "=", code)])
    if not package:
        party = env["res.partner"].create({"name": "Benchmark"})
        agreement = env["debt.agreement"].create(
            {"name": code, "code": code, "party_id": party.id}
        )
        package = package.create(
            {"name": code, "code": code, "agreement_id": agreement.id}
        )
    return {
        "package": package.id,
        "invoice": env.ref("debt_collection.claim_kind_invoice").id,
        "delay": env.ref("debt_collection.interest_kind_delay_481").id,
        "contractual": env.ref("debt_collection.interest_kind_contractual").id,
    }


def main(sizes):
    """Fill, time both queries in turns, and print the ratios."""
    rows = []
    with benchmark_environment() as env:
        for size in sizes:
            fill(env, size)
            mine, hand, totals = paired(RUNS, lambda: ours(env), lambda: by_hand(env))
            env.cr.rollback()
            difference = totals["ours"] - float(totals["reference"])
            rows.append(
                (
                    f"{size:,}",
                    f"{mine:.2f} s",
                    f"{hand:.2f} s",
                    f"{mine / hand:.2f}",
                    f"{1e6 * mine / size:.2f} µs",
                    f"{difference:.2f}",
                )
            )
    table(("claims", "ours", "by hand", "ratio", "per claim", "difference"), rows)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
