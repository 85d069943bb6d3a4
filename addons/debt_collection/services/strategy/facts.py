"""What is known of debtors in a company, read by sets."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ...tools.debtor import DebtorFacts

CHANNELS = ("phone", "letter", "email", "sms", "visit")


def to_company(env, company, day):
    """Return ``{currency id: factor to the currency of the company}`` on a day."""
    currencies = env["res.currency"].with_context(active_test=False).search([])
    rates = currencies._get_rates(company, day)
    own = rates[company.currency_id.id]
    return {currency_id: own / rate for currency_id, rate in rates.items() if rate}


def owed(env, company, case_ids, day, factors):
    """Return ``{case id: amount owed in the currency of the company}``."""
    if not case_ids:
        return {}
    rows = env.execute_query(
        SQL(
            """SELECT c.id, c.currency_id, balance.total_due
                 FROM (%s) balance JOIN debt_case c ON c.id = balance.case_id""",
            env["debt.balance"]._cases_query(
                SQL("SELECT unnest(%s)", list(case_ids)), day
            ),
        )
    )
    found = dict.fromkeys(case_ids, 0.0)
    for case_id, currency_id, total in rows:
        amount = max(float(total or 0), 0) * factors[currency_id]
        found[case_id] = company.currency_id.round(amount)
    return found


class Reader:
    """Reads the facts of debtors; each method is one query for all of them.

    :param day: the legal day
    :param factors: see :func:`to_company`
    """

    def __init__(self, env, company, partner_ids, day, factors):
        """See the class."""
        self._env, self._company, self._day = env, company, day
        self._factors = factors
        self._since = day - relativedelta(months=company.debt_history_months)
        self._parts = {
            "wanted": SQL("unnest(%s) AS wanted (id)", list(partner_ids)),
            "company": company.id,
            "day": day,
            "since": self._since,
            "channels": CHANNELS,
        }
        self.found = {partner_id: DebtorFacts() for partner_id in partner_ids}

    def read_all(self):
        """Return ``{partner id: DebtorFacts}``, without what is owed in cases."""
        self._partners()
        self._cases()
        self._claims()
        self._overdue_invoices()
        self._paid_claims()
        self._paid_invoices()
        self._actions()
        self._holds()
        self._promises()
        self._payments()
        return self.found

    def _rows(self, query, **parts):
        # The query is a literal of this file; values go in as parameters.
        return self._env.execute_query(SQL(query, **(self._parts | parts)))

    def _partners(self):
        rows = self._rows(
            """SELECT p.id, p.debt_legal_status, p.debt_segment_manual
                 FROM %(wanted)s JOIN res_partner p ON p.id = wanted.id"""
        )
        for partner_id, legal_status, segment in rows:
            facts = self.found[partner_id]
            facts.legal_status, facts.segment = legal_status, segment

    def _cases(self):
        rows = self._rows(
            """SELECT c.debtor_id, COUNT(*) FILTER (WHERE c.state != 'closed'),
                      COUNT(*) FILTER (WHERE c.state = 'closed'),
                      COALESCE(bool_or(c.state != 'closed' AND EXISTS (
                          SELECT FROM debt_event e
                            JOIN debt_event_type t ON t.id = e.type_id
                           WHERE e.case_id = c.id AND e.state = 'done'
                             AND t.direction = 'out'
                             AND t.channel IN %(channels)s)), FALSE)
                 FROM %(wanted)s JOIN debt_case c ON c.debtor_id = wanted.id
                  AND c.company_id = %(company)s
             GROUP BY c.debtor_id"""
        )
        for partner_id, open_cases, closed, contacted in rows:
            facts = self.found[partner_id]
            facts.open_cases, facts.earlier_cases = open_cases, closed
            facts.contacted = contacted

    def _claims(self):
        rows = self._rows(
            """SELECT c.debtor_id, c.currency_id, SUM(c.principal), COUNT(*)
                 FROM %(wanted)s JOIN debt_claim c ON c.debtor_id = wanted.id
                  AND c.company_id = %(company)s AND c.state != 'withdrawn'
             GROUP BY c.debtor_id, c.currency_id"""
        )
        for partner_id, currency_id, principal, count in rows:
            facts = self.found[partner_id]
            facts.handed_over += float(principal) * self._factors[currency_id]
            facts.claims += count

    def _overdue_invoices(self):
        rows = self._rows(
            """SELECT l.partner_id, SUM(l.amount_residual)
                 FROM %(wanted)s JOIN account_move_line l ON l.partner_id = wanted.id
                  AND l.company_id = %(company)s AND l.parent_state = 'posted'
                  AND l.date_maturity < %(day)s AND l.amount_residual > 0
                 JOIN account_move m ON m.id = l.move_id
                  AND m.move_type = 'out_invoice'
                 JOIN account_account a ON a.id = l.account_id
                  AND a.account_type = 'asset_receivable'
                WHERE NOT EXISTS (SELECT FROM debt_claim c
                                   WHERE c.move_line_id = l.id)
             GROUP BY l.partner_id"""
        )
        for partner_id, amount in rows:
            self.found[partner_id].invoices = float(amount)

    # === HOW THEY PAID === #
    def _paid_claims(self):
        """Claims whose principal is paid, on the day the last of it came."""
        rows = self._rows(
            """SELECT paid.debtor_id, paid.currency_id, SUM(paid.principal),
                      SUM(paid.principal * paid.days), COUNT(*)
                 FROM (SELECT c.debtor_id, c.currency_id, c.principal,
                              MAX(a.date) - c.due_date AS days
                         FROM %(wanted)s
                         JOIN debt_claim c ON c.debtor_id = wanted.id
                          AND c.company_id = %(company)s AND c.state != 'withdrawn'
                         JOIN debt_payment_allocation a ON a.claim_id = c.id
                          AND a.kind = 'principal' AND a.date <= %(day)s
                     GROUP BY c.id HAVING SUM(a.amount) >= c.principal
                          AND MAX(a.date) >= %(since)s) paid
             GROUP BY paid.debtor_id, paid.currency_id"""
        )
        for partner_id, currency_id, *sums in rows:
            self._add_paid(partner_id, self._factors[currency_id], *sums)

    def _paid_invoices(self):
        """Invoices that were paid without ever having become claims.

        One that a credit note settled was not paid.
        """
        rows = self._rows(
            """SELECT paid.partner_id, SUM(paid.balance),
                      SUM(paid.balance * paid.days), COUNT(*)
                 FROM (SELECT l.partner_id, l.balance,
                              MAX(r.max_date) FILTER (WHERE money.money)
                                  - l.date_maturity AS days
                         FROM %(wanted)s
                         JOIN account_move_line l ON l.partner_id = wanted.id
                          AND l.company_id = %(company)s AND l.reconciled
                          AND l.parent_state = 'posted' AND l.balance > 0
                          AND l.date_maturity IS NOT NULL
                         JOIN account_move m ON m.id = l.move_id
                          AND m.move_type = 'out_invoice'
                         JOIN account_account k ON k.id = l.account_id
                          AND k.account_type = 'asset_receivable'
                         JOIN account_partial_reconcile r ON r.debit_move_id = l.id
                         JOIN account_move_line other ON other.id = r.credit_move_id
                         JOIN account_move source ON source.id = other.move_id
                   CROSS JOIN LATERAL (
                         SELECT source.move_type != 'out_refund' AS money) money
                        WHERE NOT EXISTS (SELECT FROM debt_claim c
                                           WHERE c.move_line_id = l.id)
                     GROUP BY l.id
                       HAVING MAX(r.max_date) FILTER (WHERE money.money)
                              BETWEEN %(since)s AND %(day)s) paid
             GROUP BY paid.partner_id"""
        )
        for partner_id, *sums in rows:
            self._add_paid(partner_id, 1, *sums)

    def _add_paid(self, partner_id, factor, weight, weighted_days, count):
        facts = self.found[partner_id]
        facts.weight += float(weight) * factor
        facts.weighted_days += float(weighted_days) * factor
        facts.paid += count

    def _actions(self):
        """Payments by the last thing that went out in their case before them.

        Money that a bailiff took says nothing about letters and calls.
        """
        rows = self._rows(
            """SELECT debtor_id, type_id, COUNT(*)
                 FROM (SELECT c.debtor_id, (
                           SELECT e.type_id FROM debt_event e
                             JOIN debt_event_type t ON t.id = e.type_id
                              AND t.direction = 'out' AND t.channel IN %(channels)s
                            WHERE e.case_id = c.id AND e.state = 'done'
                              AND e.date BETWEEN p.date - %(window)s AND p.date
                         ORDER BY e.date DESC, e.id DESC LIMIT 1) AS type_id
                         FROM %(wanted)s JOIN debt_case c ON c.debtor_id = wanted.id
                          AND c.company_id = %(company)s
                         JOIN debt_payment p ON p.case_id = c.id
                          AND p.state = 'booked' AND p.source != 'bailiff'
                          AND p.received_by != 'nobody'
                          AND p.date BETWEEN %(since)s AND %(day)s) paid
                WHERE type_id IS NOT NULL GROUP BY debtor_id, type_id""",
            window=self._company.debt_action_window,
        )
        for partner_id, type_id, count in rows:
            self.found[partner_id].actions[type_id] = count

    # === WHERE THEY STAND === #
    def _holds(self):
        in_force = SQL(
            """h.company_id = %(company)s AND h.date_from <= %(day)s
               AND (h.date_to IS NULL OR h.date_to >= %(day)s)""",
            **{name: self._parts[name] for name in ("company", "day")},
        )
        rows = self._rows(
            """SELECT h.debtor_id, h.kind FROM %(wanted)s
                 JOIN debt_hold h ON h.debtor_id = wanted.id AND %(in_force)s
                UNION
               SELECT c.debtor_id, h.kind FROM %(wanted)s
                 JOIN debt_case c ON c.debtor_id = wanted.id AND c.state != 'closed'
                 JOIN debt_hold h ON h.case_id = c.id AND %(in_force)s
                UNION
               SELECT c.debtor_id, h.kind FROM %(wanted)s
                 JOIN debt_claim c ON c.debtor_id = wanted.id
                  AND c.state != 'withdrawn'
                 JOIN debt_hold h ON h.claim_id = c.id AND %(in_force)s""",
            in_force=in_force,
        )
        for partner_id, kind in rows:
            self.found[partner_id].holds.add(kind)

    def _promises(self):
        rows = self._rows(
            """SELECT c.debtor_id, bool_or(e.promise_state = 'open'),
                      (ARRAY_AGG(e.promise_state ORDER BY e.promise_date DESC,
                                 e.id DESC))[1] IN ('broken', 'partly')
                 FROM %(wanted)s JOIN debt_case c ON c.debtor_id = wanted.id
                  AND c.company_id = %(company)s AND c.state != 'closed'
                 JOIN debt_event e ON e.case_id = c.id
                  AND e.promise_state IS NOT NULL AND e.state = 'done'
             GROUP BY c.debtor_id"""
        )
        for partner_id, still_open, broken in rows:
            promise = "open" if still_open else "broken" if broken else None
            self.found[partner_id].promise = promise

    def _payments(self):
        rows = self._rows(
            """SELECT c.debtor_id, MAX(p.date)
                 FROM %(wanted)s JOIN debt_case c ON c.debtor_id = wanted.id
                  AND c.company_id = %(company)s
                 JOIN debt_payment p ON p.case_id = c.id AND p.state = 'booked'
                  AND p.received_by != 'nobody' AND p.date <= %(day)s
             GROUP BY c.debtor_id"""
        )
        for partner_id, last in rows:
            self.found[partner_id].last_payment = last
