from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..tools.workdays import legal_day


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
        return self.env["debt.claim"]._fields["due_date"].to_date(as_of) or self._today()

    @api.model
    def _flush(self):
        """Write pending changes, so that SQL sees them."""
        for model in (
            "debt.agreement", "debt.case", "debt.claim", "debt.claim.segment",
            "debt.cost", "debt.payment", "debt.payment.allocation", "res.company",
        ):
            self.env[model].flush_model()

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
        """Return the claims query for companies of one practice and default kind."""
        settings, default_kind_id = practice
        return SQL(
            """WITH claim AS MATERIALIZED (%(terms)s), accrued AS (%(accrued)s),
               credited AS (
                   SELECT claim_id,
                          SUM(amount) FILTER (WHERE kind = 'principal') AS principal,
                          SUM(amount) FILTER (WHERE kind = 'interest') AS interest,
                          SUM(amount) FILTER (WHERE kind = 'cost') AS cost,
                          SUM(amount) AS total
                     FROM debt_payment_allocation
                    WHERE claim_id IS NOT NULL AND date <= %(as_of)s %(claims)s
                 GROUP BY claim_id),
               cost AS (
                   SELECT claim_id, SUM(amount) AS amount FROM debt_cost
                    WHERE claim_id IS NOT NULL AND date <= %(as_of)s
                      AND charged AND state = 'booked' %(claims)s
                 GROUP BY claim_id)
               SELECT balance.*,
                      principal_due + interest_due + costs_due AS total_due
                 FROM (
                   SELECT claim.id AS claim_id, claim.case_id,
                          claim.principal - COALESCE(credited.principal, 0)
                              AS principal_due,
                          COALESCE(accrued.interest, 0) AS interest_accrued,
                          COALESCE(accrued.interest, 0)
                              - COALESCE(credited.interest, 0) AS interest_due,
                          COALESCE(cost.amount, 0) - COALESCE(credited.cost, 0)
                              AS costs_due,
                          COALESCE(credited.total, 0) AS paid_total
                     FROM claim
                LEFT JOIN accrued ON accrued.claim_id = claim.id
                LEFT JOIN credited ON credited.claim_id = claim.id
                LEFT JOIN cost ON cost.claim_id = claim.id) balance""",
            terms=self._terms_query(claims, as_of, default_kind_id, company_ids),
            accrued=self._accrued_query(as_of, settings),
            as_of=as_of,
            claims=SQL("AND claim_id IN (%s)", claims) if claims else SQL(),
        )

    def _terms_query(self, claims, as_of, default_kind_id, company_ids):
        """Return SQL of the claims that exist, with the terms that apply to them.

        The lowest level that names an interest kind wins, with its rate.
        """
        return SQL(
            """SELECT claim.id, claim.case_id, claim.principal, term.kind_id,
                      CASE WHEN interest.agreed_rate THEN term.percent END AS percent
                 FROM debt_claim claim
                 JOIN debt_claim_kind nature ON nature.id = claim.kind_id
                 JOIN debt_case level2 ON level2.id = claim.case_id
                 JOIN debt_agreement level3 ON level3.id = level2.agreement_id
           CROSS JOIN LATERAL (
                   SELECT CASE WHEN nature.bears_interest THEN COALESCE(
                              claim.interest_kind_id, level2.interest_kind_id,
                              level3.interest_kind_id, %(default_kind_id)s)
                          END AS kind_id,
                          CASE WHEN claim.interest_kind_id IS NOT NULL
                                   THEN claim.interest_percent
                               WHEN level2.interest_kind_id IS NOT NULL
                                   THEN level2.interest_percent
                               ELSE level3.interest_percent
                          END AS percent) term
            LEFT JOIN debt_interest_kind interest ON interest.id = term.kind_id
                WHERE claim.company_id = ANY(%(company_ids)s)
                  AND claim.state != 'withdrawn'
                  AND COALESCE(claim.issue_date, claim.due_date) <= %(as_of)s
                  %(claims)s""",
            default_kind_id=default_kind_id,
            company_ids=company_ids,
            as_of=as_of,
            claims=SQL("AND claim.id IN (%s)", claims) if claims else SQL(),
        )

    def _accrued_query(self, as_of, practice):
        """Return SQL of the interest accrued since the first day of delay.

        Statutory rates hold as they stand. An agreed rate is cut to the cap of each
        day, and days with the same rate that follow each other count as one period.
        """
        exact = SQL("principal * percent * weight")
        denominator = 36500 if practice.divisor == "365" else 100 * 365 * 366
        rounded = SQL(
            "div(200 * %s + %s, %s) * 0.01", exact, denominator, 2 * denominator
        )
        total = SQL(
            "div(200 * SUM(%s) + %s, %s) * 0.01", exact, denominator, 2 * denominator
        )
        return SQL(
            """SELECT claim_id, %(sum)s AS interest
                 FROM (%(statutory)s UNION ALL %(agreed)s) line
             GROUP BY claim_id""",
            sum=total if practice.rounding == "total" else SQL("SUM(%s)", rounded),
            statutory=self._statutory_lines(as_of, practice),
            agreed=self._agreed_lines(as_of, practice),
        )

    def _statutory_lines(self, as_of, practice):
        return SQL(
            """SELECT claim.id AS claim_id, segment.principal, period.percent,
                      %(weight)s AS weight
                 FROM claim %(periods)s
                WHERE claim.percent IS NULL""",
            weight=self._weight(as_of, practice),
            periods=self._periods_join(as_of),
        )

    def _agreed_lines(self, as_of, practice):
        return SQL(
            """SELECT claim_id, principal, percent, SUM(weight) AS weight
                 FROM (
                   SELECT *, SUM(changed) OVER (
                              PARTITION BY segment_id ORDER BY date_from) AS island
                     FROM (
                       SELECT *, (percent IS DISTINCT FROM LAG(percent) OVER (
                                  PARTITION BY segment_id ORDER BY date_from)
                              )::int AS changed
                         FROM (
                           SELECT claim.id AS claim_id, segment.id AS segment_id,
                                  segment.principal, period.date_from,
                                  LEAST(claim.percent, period.percent) AS percent,
                                  %(weight)s AS weight
                             FROM claim %(periods)s
                            WHERE claim.percent IS NOT NULL) capped) marked) run
             GROUP BY claim_id, segment_id, island, principal, percent""",
            weight=self._weight(as_of, practice),
            periods=self._periods_join(as_of),
        )

    def _periods_join(self, as_of):
        """Join the segments that began by the day and the rates of their days."""
        return SQL(
            """JOIN debt_claim_segment segment
                 ON segment.claim_id = claim.id AND segment.date_from <= %(as_of)s
               JOIN debt_interest_period period
                 ON period.kind_id = claim.kind_id
                AND period.date_from <= LEAST(segment.date_to, %(as_of)s)
                AND COALESCE(period.date_to, %(as_of)s) >= segment.date_from""",
            as_of=as_of,
        )

    def _weight(self, as_of, practice):
        """Return SQL of the days of a line, in units of the denominator."""
        first = SQL("GREATEST(segment.date_from, period.date_from)")
        after = SQL("(LEAST(segment.date_to, period.date_to, %s) + 1)", as_of)
        if practice.divisor == "365":
            return SQL("(%s - %s)", after, first)
        return SQL("(%s - %s)", _year_parts(after), _year_parts(first))

    @api.model
    def _cases_query(self, cases, as_of):
        """Return SQL of the balance of cases.

        :param cases: SQL yielding case ids, or None for all cases
        :return: columns case_id, principal_due, interest_due, costs_due, paid_total,
            overpaid, total_due
        """
        claims = cases and SQL(
            "SELECT id FROM debt_claim WHERE case_id IN (%s)", cases
        )
        return SQL(
            """SELECT case_id, SUM(principal) AS principal_due,
                      SUM(interest) AS interest_due, SUM(cost) AS costs_due,
                      SUM(paid) AS paid_total, SUM(paid) - SUM(credited) AS overpaid,
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
                          SUM(amount)
                     FROM debt_payment_allocation
                    WHERE date <= %(as_of)s %(cases)s GROUP BY case_id
                   UNION ALL
                   SELECT case_id, 0, 0, 0, SUM(amount), 0 FROM debt_payment
                    WHERE date <= %(as_of)s AND state = 'booked' %(cases)s
                 GROUP BY case_id) part
             GROUP BY case_id""",
            claims=self._claims_query(claims, as_of),
            as_of=as_of,
            cases=SQL("AND case_id IN (%s)", cases) if cases else SQL(),
        )


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
