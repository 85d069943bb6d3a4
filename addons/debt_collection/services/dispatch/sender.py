"""Sending what is queued in the dispatch ledger.

A chunk of rows is locked (rows that others hold are left), passes the gates at the
moment of sending, and goes to its channel. The caller commits after each chunk.
"""

import logging

from psycopg2 import OperationalError

from odoo import fields
from odoo.tools import SQL

from ...tools.workdays import legal_day
from .gates import Subject, next_look, refusals

_logger = logging.getLogger(__name__)

CHUNK = 1_000
# Refusals for which another way of reaching the debtor may be tried.
UNREACHABLE = {
    "no_email",
    "no_phone",
    "no_address",
    "bad_address",
    "refused",
    "blacklisted",
    "no_gateway",
}


def send_chunk(env, company, channel, limit=CHUNK):
    """Send the next queued rows of a channel; return how many were looked at.

    :param channel: letter, email or sms
    """
    rows = claim(env, company, channel, limit)
    if rows:
        allowed = pass_gates(rows)
        if allowed:
            _hand_over(allowed, channel)
    return len(rows)


def _hand_over(rows, channel):
    """Give rows to their channel; one that fails does not stop the others."""
    send = f"_send_{channel}"
    try:
        with rows.env.cr.savepoint():
            getattr(rows, send)()
    except OperationalError:
        raise
    except Exception as error:
        rows.env.invalidate_all()
        if len(rows) == 1:
            rows._set_state("failed", "error", {"error": str(error)})
            return
        _logger.exception("Dispatches failed; they are sent one by one")
        for row in rows:
            _hand_over(row, channel)


def claim(env, company, channel, limit):
    """Lock the rows whose time has come and return them as records."""
    env["debt.dispatch"].flush_model()
    found = env.execute_query(
        SQL(
            """SELECT id FROM debt_dispatch
                WHERE company_id = %s AND channel = %s
                  AND (state = 'queued' OR (state = 'refused' AND next_try <= %s))
             ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
            company.id,
            channel,
            fields.Datetime.now(),
            limit,
        )
    )
    rows = env["debt.dispatch"].browse([row_id for (row_id,) in found])
    rows.invalidate_recordset()
    return rows


def pass_gates(rows):
    """Refuse what may not go out now, note what is owed, and return the rest.

    :param rows: debt.dispatch of one company, queued or refused earlier
    """
    moment = fields.Datetime.now()
    day = legal_day(moment)
    subjects = [
        Subject(row.id, row.case_id.id, row.channel, row.demand) for row in rows
    ]
    refused, facts = refusals(rows.env, subjects, day, moment)
    for row in rows:
        refusal = refused.get(row.id)
        if refusal and not row._try_other_way(refusal.code):
            row._refuse(refusal.code, refusal.params, next_look(refusal, day))
    allowed = rows.filtered(lambda row: row.id not in refused)
    allowed._set_state("queued")
    for row in allowed:
        case = facts[row.case_id.id]
        row.write(
            {
                "total": case.total,
                "address": _address(row, case),
                "checked_at": moment,
            }
        )
    return allowed


def _address(row, case):
    """Return where a row goes, as a text for the record."""
    if row.channel == "email":
        return case.email
    if row.channel == "sms":
        return case.phone
    partner = row.partner_id
    city = " ".join(filter(None, (partner.zip, partner.city)))
    return ", ".join(filter(None, (partner.street, partner.street2, city)))
