from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..tools.workdays import legal_day
from .debt_payment import GIVEN_UP

# Credits that nobody paid, few among the payments. What is left of one that was given
# up is owed to nobody; what is left of a credit note is owed back, like money.
_GIVEN = SQL(
    """(SELECT id, source IN %s AS kept FROM debt_payment
         WHERE received_by = 'nobody')""",
    GIVEN_UP,
)
# Percent that no rate exceeds (the constraints of rates and terms see to it).
NO_LIMIT = 1000


class DebtBalance(models.AbstractModel):
    """What is owed on a day: the definition of balances in SQL.

    Its twin is :func:`..tools.interest.interest` over the segments of a claim; a
    property test holds both to the same grosz. Nothing is accrued or stored, so
    every screen, total, document and export asks here.
    """

    _name = "debt.balance"
    _description = "Balance as of a Day"

    @api.model
    def _today(self):
        """Return the legal day (Europe/Warsaw)."""
        return legal_day()

    @api.model
    def _as_of(self):
        """Return the day for which balances are wanted: context or today."""
        as_of = self.env.context.get("debt_as_of")
        return (
            self.env["debt.claim"]._fields["due_date"].to_date(as_of) or self._today()
        )

    @api.model
    def _flush(self):
        """Write pending changes, so that SQL sees them."""
        for model in (
            "debt.agreement",
            "debt.case",
            "debt.claim",
            "debt.claim.segment",
            "debt.cost",
            "debt.payment",
            "debt.payment.allocation",
            "debt.refund",
            "res.company",
        ):
            self.env[model].flush_model()

    @api.model
    def _changed(self):
        """Forget balances already read: something they depend on has changed."""
        for model in ("debt.claim", "debt.case"):
            names = self.env[model]._balance_fields()
            self.env[model].invalidate_model(names, flush=False)

    @api.model
    def _claims_query(self, claims, as_of):
        """Return SQL of the balance of claims.

        :param claims: SQL yielding claim ids, or None for all claims
        :param as_of: the day
        :return: columns claim_id, case_id, principal_due, interest_accrued,
            interest_due, costs_due, paid_total, total_due
        """
        parts = [
            self._claims_of_companies(claims, as_of, practice, company_ids)
            for practice, company_ids in self._practices().items()
        ]
        return SQL(" UNION ALL ").join(SQL("(%s)", part) for part in parts)

    def _practices(self):
        """Return the ids of companies by their interest settings."""
        practices = defaultdict(list)
        # Claims of any company may be read by whoever passes the record rules.
        for company in self.env["res.company"].sudo().search([]):
            key = (company._debt_practice(), company._debt_default_interest_kind().id)
            practices[key].append(company.id)
        return practices

    def _claims_of_companies(self, claims, as_of, practice, company_ids):
        """Return the claims query for companies of one practice and default kind.

        The lowest level that names an interest kind wins, with its rate.
        """
        settings, default_kind_id = practice
        return SQL(
            """SELECT balance.*,
                      principal_due + interest_due + costs_due AS total_due
                 FROM (
                   SELECT claim.id AS claim_id, claim.case_id,
                          claim.principal - COALESCE(credited.principal, 0)
                              AS principal_due,
                          accrued.interest AS interest_accrued,
                          accrued.interest - COALESCE(credited.interest, 0)
                              AS interest_due,
                          COALESCE(cost.amount, 0) - COALESCE(credited.cost, 0)
                              AS costs_due,
                          COALESCE(credited.total, 0) AS paid_total
                     FROM %(wanted)s claim
                     JOIN debt_claim_kind nature ON nature.id = claim.kind_id
                     JOIN debt_case level2 ON level2.id = claim.case_id
                     JOIN debt_agreement level3 ON level3.id = level2.agreement_id
                LEFT JOIN debt_interest_kind interest
                       ON nature.bears_interest AND interest.id = COALESCE(
                          claim.interest_kind_id, level2.interest_kind_id,
                          level3.interest_kind_id, %(default_kind_id)s)
                LEFT JOIN (%(timelines)s) timeline
                       ON timeline.kind_id = interest.id
                      AND timeline.percent = CASE
                          WHEN NOT interest.agreed_rate THEN %(no_limit)s
                          WHEN claim.interest_kind_id IS NOT NULL
                              THEN claim.interest_percent
                          WHEN level2.interest_kind_id IS NOT NULL
                              THEN level2.interest_percent
                          ELSE level3.interest_percent END
               CROSS JOIN LATERAL (%(accrued)s) accrued
                LEFT JOIN (%(credited)s) credited ON credited.claim_id = claim.id
                LEFT JOIN (%(costs)s) cost ON cost.claim_id = claim.id
                    WHERE claim.company_id = ANY(%(company_ids)s)
                      AND claim.state != 'withdrawn'
                      AND COALESCE(claim.issue_date, claim.due_date) <= %(as_of)s
                      ) balance""",
            default_kind_id=default_kind_id,
            no_limit=NO_LIMIT,
            timelines=self._timelines_query(),
            accrued=self._accrued_query(as_of, settings),
            credited=self._credited_query(claims, as_of),
            costs=self._costs_query(claims, as_of),
            as_of=as_of,
            company_ids=company_ids,
            wanted=self._wanted_claims(claims),
        )

    def _wanted_claims(self, claims):
        """Return SQL of the claims to look at, found before anything is counted.

        Without OFFSET the planner may count the interest of all claims first and
        choose afterwards.
        """
        if not claims:
            return SQL("debt_claim")
        return SQL("(SELECT * FROM debt_claim WHERE id IN (%s) OFFSET 0)", claims)

    def _credited_query(self, claims, as_of):
        """Return SQL of what was credited to claims by a day."""
        return SQL(
            """SELECT claim_id,
                      SUM(amount) FILTER (WHERE kind = 'principal') AS principal,
                      SUM(amount) FILTER (WHERE kind = 'interest') AS interest,
                      SUM(amount) FILTER (WHERE kind = 'cost') AS cost,
                      SUM(amount) FILTER (WHERE given.id IS NULL) AS total
                 FROM debt_payment_allocation allocation
            LEFT JOIN %(given)s given ON given.id = allocation.payment_id
                WHERE claim_id IS NOT NULL AND date <= %(as_of)s %(claims)s
             GROUP BY claim_id""",
            as_of=as_of,
            given=_GIVEN,
            claims=SQL("AND claim_id IN (%s)", claims) if claims else SQL(),
        )

    def _costs_query(self, claims, as_of):
        """Return SQL of the costs of claims charged by a day."""
        return SQL(
            """SELECT claim_id, SUM(amount) AS amount FROM debt_cost
                WHERE claim_id IS NOT NULL AND date <= %(as_of)s
                  AND charged AND state = 'booked' %(claims)s
             GROUP BY claim_id""",
            as_of=as_of,
            claims=SQL("AND claim_id IN (%s)", claims) if claims else SQL(),
        )

    def _accrued_query(self, as_of, practice):
        """Return SQL of the interest of the claim since its first day of delay.

        A line is a principal at a rate; half a grosz is rounded up, of each line or
        of their sum.
        """
        denominator = 36500 if practice.divisor == "365" else 100 * 365 * 366
        exact = SQL("segment.principal * line.rate * %s", _days(as_of, practice))
        total = practice.rounding == "total"
        return SQL(
            """SELECT COALESCE(0.01 * %(interest)s, 0) AS interest
                 FROM debt_claim_segment segment
           CROSS JOIN LATERAL (
                   SELECT width_bucket(segment.date_from, timeline.starts) AS first,
                          width_bucket(LEAST(segment.date_to, %(as_of)s),
                                       timeline.starts) AS last) span
           CROSS JOIN LATERAL unnest(
                   timeline.rates[first:last], timeline.starts[first:last],
                   timeline.untils[first:last]) line(rate, date_from, until)
                WHERE segment.claim_id = claim.id
                  AND segment.date_from <= %(as_of)s""",
            interest=_half_up(SQL("SUM(%s)", exact), denominator)
            if total
            else SQL("SUM(%s)", _half_up(exact, denominator)),
            as_of=as_of,
        )

    def _timelines_query(self):
        """Return SQL of the rates under all terms in use, each as sorted arrays.

        An agreed rate is cut to the cap of the day; neighbours that come out equal
        are one period. Kinds without an agreed rate go by a limit no rate reaches.
        Rates are in hundredths of percent, doubled for :func:`_half_up`.
        """
        return SQL(
            """SELECT kind_id, percent,
                      ARRAY_AGG(200 * rate ORDER BY date_from) AS rates,
                      ARRAY_AGG(date_from ORDER BY date_from) AS starts,
                      (ARRAY_AGG(date_from ORDER BY date_from))[2:]
                          || DATE 'infinity' AS untils
                 FROM (
                   SELECT term.kind_id, term.percent, period.date_from,
                          LEAST(term.percent, period.percent) AS rate
                     FROM (%(terms)s) term
                     JOIN debt_interest_period period
                       ON period.kind_id = term.kind_id
                LEFT JOIN debt_interest_period before
                       ON before.kind_id = term.kind_id
                      AND before.date_to = period.date_from - 1
                    WHERE before.id IS NULL
                       OR LEAST(term.percent, before.percent)
                          != LEAST(term.percent, period.percent)) run
             GROUP BY kind_id, percent""",
            terms=self._terms_query(),
        )

    def _terms_query(self):
        """Return SQL of the interest kinds in use with their agreed rates."""
        levels = ("debt_claim", "debt_case", "debt_agreement")
        return SQL(
            """SELECT kind_id, percent
                 FROM (
                   SELECT id AS kind_id, %(no_limit)s AS percent
                     FROM debt_interest_kind WHERE agreed_rate IS NOT TRUE
                    UNION ALL %(levels)s) used
             GROUP BY kind_id, percent""",
            no_limit=NO_LIMIT,
            levels=SQL(" UNION ALL ").join(_terms_of(table) for table in levels),
        )

    @api.model
    def _cases_query(self, cases, as_of):
        """Return SQL of the balance of cases.

        :param cases: SQL yielding case ids, or None for all cases
        :return: columns case_id, principal_due, interest_due, costs_due, paid_total,
            overpaid, total_due
        """
        claims = cases and SQL("SELECT id FROM debt_claim WHERE case_id IN (%s)", cases)
        return SQL(
            """SELECT case_id, SUM(principal) AS principal_due,
                      SUM(interest) AS interest_due, SUM(cost) AS costs_due,
                      COALESCE(SUM(paid), 0) AS paid_total,
                      COALESCE(SUM(paid), 0) - COALESCE(SUM(credited), 0)
                          AS overpaid,
                      SUM(principal + interest + cost) AS total_due
                 FROM (
                   SELECT case_id, SUM(principal_due) AS principal,
                          SUM(interest_due) AS interest, 0 AS cost, 0 AS paid,
                          0 AS credited
                     FROM (%(claims)s) claims GROUP BY case_id
                   UNION ALL
                   SELECT case_id, 0, 0, SUM(amount), 0, 0 FROM debt_cost
                    WHERE date <= %(as_of)s AND charged AND state = 'booked'
                          %(cases)s
                 GROUP BY case_id
                   UNION ALL
                   SELECT case_id, 0, 0,
                          -COALESCE(SUM(amount) FILTER (WHERE kind = 'cost'), 0), 0,
                          SUM(amount) FILTER (WHERE given.kept IS NOT TRUE)
                     FROM debt_payment_allocation allocation
                LEFT JOIN %(given)s given ON given.id = allocation.payment_id
                    WHERE date <= %(as_of)s %(cases)s GROUP BY case_id
                   UNION ALL
                   SELECT case_id, 0, 0, 0,
                          SUM(amount) FILTER (WHERE received_by != 'nobody'),
                          -SUM(amount) FILTER (WHERE received_by = 'nobody'
                                                 AND source NOT IN %(given_up)s)
                     FROM debt_payment
                    WHERE date <= %(as_of)s AND state = 'booked' %(cases)s
                 GROUP BY case_id
                   UNION ALL
                   SELECT case_id, 0, 0, 0, -SUM(amount), 0 FROM debt_refund
                    WHERE date <= %(as_of)s AND state = 'approved' AND lowers_payment
                          %(cases)s
                 GROUP BY case_id) part
             GROUP BY case_id""",
            claims=self._claims_query(claims, as_of),
            as_of=as_of,
            cases=SQL("AND case_id IN (%s)", cases) if cases else SQL(),
            given=_GIVEN,
            given_up=GIVEN_UP,
        )


def _terms_of(table):
    """Return SQL of the terms chosen in a table, hopping along its index.

    There are few terms and many rows; a row is read for each term, not for all.
    """
    return SQL(
        """(WITH RECURSIVE term AS (
               (SELECT interest_kind_id, interest_percent FROM %(table)s
                 WHERE interest_kind_id IS NOT NULL
              ORDER BY interest_kind_id, interest_percent LIMIT 1)
               UNION ALL
               SELECT next.* FROM term CROSS JOIN LATERAL (
                   SELECT interest_kind_id, interest_percent FROM %(table)s
                    WHERE interest_kind_id IS NOT NULL
                      AND (interest_kind_id, interest_percent)
                          > (term.interest_kind_id, term.interest_percent)
                 ORDER BY interest_kind_id, interest_percent LIMIT 1) next)
           SELECT interest_kind_id, interest_percent FROM term)""",
        table=SQL.identifier(table),
    )


def _half_up(numerator, denominator):
    """Return SQL of a fraction as a whole number, a half rounded up.

    The numerator comes doubled.
    """
    return SQL("div(%s + %s, %s)", numerator, denominator, 2 * denominator)


def _days(as_of, practice):
    """Return SQL of the days of a line, in units of the divisor."""
    first = SQL("GREATEST(segment.date_from, line.date_from)")
    after = SQL("LEAST(LEAST(segment.date_to, %s) + 1, line.until)", as_of)
    if practice.divisor == "365":
        return SQL("(%s - %s)", after, first)
    return SQL("(%s - %s)", _year_parts(after), _year_parts(first))


def _year_parts(day):
    """Return SQL of the (365 x 366)ths of a year from year 0 to the start of a day.

    A day of a leap year weighs 365, of another year 366.
    """
    return SQL(
        """(EXTRACT(YEAR FROM %(day)s) * 365 * 366
            + (EXTRACT(DOY FROM %(day)s) - 1) * CASE
                WHEN EXTRACT(YEAR FROM %(day)s) %% 4 = 0
                 AND (EXTRACT(YEAR FROM %(day)s) %% 100 != 0
                      OR EXTRACT(YEAR FROM %(day)s) %% 400 = 0)
                THEN 365 ELSE 366 END)""",
        day=day,
    )
