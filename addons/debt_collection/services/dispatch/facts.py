"""What the gates must know of cases, read by sets."""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL


@dataclass
class CaseFacts:
    """Facts of one case on a day."""

    case_id: int
    state: str
    company_id: int
    agreement_id: int
    debtor_id: int
    consumer: bool
    total: float
    demandable: bool
    barred_on: date | None
    email: str
    phone: str
    posted: bool
    doubtful: bool
    dead_on: date | None


def read_facts(env, case_ids, day):
    """Return ``{case id: CaseFacts}``, with the balance recomputed.

    :param day: the legal day; claims not due then, suspended, withdrawn, or barred
        against a consumer are not demandable
    """
    if not case_ids:
        return {}
    env["debt.balance"]._flush()
    env["res.partner"].flush_model()
    ids = list(case_ids)
    rows = env.execute_query_dict(
        SQL(
            """SELECT c.id AS case_id, c.state, c.company_id, c.agreement_id,
                      c.debtor_id, p.debt_legal_status = 'consumer' AS consumer,
                      COALESCE(balance.total_due, 0) AS total,
                      COALESCE(claims.demandable, FALSE) AS demandable,
                      claims.barred_on,
                      COALESCE(p.email_normalized, p.email, '') AS email,
                      COALESCE(p.phone_sanitized, p.phone, '') AS phone,
                      COALESCE(p.street, p.city, '') != '' AND
                      COALESCE(p.city, '') != '' AS posted,
                      COALESCE(p.debt_address_doubtful, FALSE) AS doubtful,
                      p.debt_death_reported_on AS dead_on
                 FROM debt_case c
                 JOIN res_partner p ON p.id = c.debtor_id
            LEFT JOIN (%(balance)s) balance ON balance.case_id = c.id
            LEFT JOIN (%(claims)s) claims ON claims.case_id = c.id
                WHERE c.id = ANY(%(ids)s)""",
            ids=ids,
            balance=env["debt.balance"]._cases_query(
                SQL("SELECT unnest(%s)", ids), day
            ),
            claims=_claims_query(ids, day),
        )
    )
    return {row["case_id"]: CaseFacts(**row) for row in rows}


def _claims_query(ids, day):
    """Return SQL of what may be demanded of cases on a day."""
    return SQL(
        """SELECT claim.case_id,
                  bool_or(NOT barred.so) AS demandable,
                  MAX(claim.limitation_date) FILTER (WHERE barred.so) AS barred_on
             FROM debt_claim claim
             JOIN debt_case owner ON owner.id = claim.case_id
             JOIN res_partner debtor ON debtor.id = owner.debtor_id
       CROSS JOIN LATERAL (
               SELECT debtor.debt_legal_status = 'consumer'
                      AND COALESCE(claim.limitation_date < %(day)s, FALSE) AS so) barred
            WHERE claim.case_id = ANY(%(ids)s)
              AND claim.state IN ('active', 'restructured')
              AND NOT EXISTS (
                  SELECT 1 FROM debt_hold hold
                   WHERE hold.claim_id = claim.id AND hold.date_from <= %(day)s
                     AND (hold.date_to IS NULL OR hold.date_to >= %(day)s))
         GROUP BY claim.case_id""",
        ids=ids,
        day=day,
    )


def statement_days(env, agreements):
    """Return ``{agreement id: day of the last bank statement line, or None}``.

    The statements are those of the journals of its virtual accounts, else of the
    account that debtors pay to, else of any bank journal of the company.
    """
    lines = env["account.bank.statement.line"].sudo()  # a date, no bank data
    pools = env["debt.virtual.pool"]._pools_of(agreements)
    found = {}
    for agreement in agreements:
        if agreement_pools := pools.get(agreement):
            own = [("journal_id", "in", agreement_pools.journal_id.ids)]
            found[agreement.id] = (
                lines.search(own, order="date desc", limit=1).date or None
            )
            continue
        domain = [
            ("company_id", "=", agreement.company_id.id),
            ("journal_id.type", "=", "bank"),
        ]
        account = agreement.payment_bank_id
        if account:
            own = [*domain, ("journal_id.bank_account_id", "=", account.id)]
            last = lines.search(own, order="date desc", limit=1)
            if last or agreement.company_id.sudo()._debt_has_journal(account):
                found[agreement.id] = last.date or None
                continue
        last = lines.search(domain, order="date desc", limit=1)
        found[agreement.id] = last.date or None
    return found


def contacts_of(env, partner_ids, company, since):
    """Return ``{partner id: sorted days}`` of contacts over all channels since a day.

    Whatever went out or was done is an event, by hand or by procedure.
    """
    if not partner_ids:
        return {}
    env["debt.event"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT e.partner_id, e.date
                 FROM debt_event e JOIN debt_event_type t ON t.id = e.type_id
                WHERE e.partner_id = ANY(%(ids)s) AND e.company_id = %(company)s
                  AND e.state = 'done' AND e.date >= %(since)s
                  AND t.direction = 'out' AND t.channel != 'other'
             ORDER BY e.date""",
            ids=list(partner_ids),
            company=company.id,
            since=since,
        )
    )
    found = {}
    for partner_id, day in rows:
        found.setdefault(partner_id, []).append(day)
    return found
