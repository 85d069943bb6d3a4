"""Handing out planned work: the best due event to one person, exactly once.

An event is handed out by a lease: ``held_by_id`` until ``held_until``. Whoever asks
picks with ``FOR UPDATE SKIP LOCKED`` in a short transaction of its own at READ
COMMITTED: under Odoo's REPEATABLE READ, a row that a colleague took a moment ago
would be an error and a retry after seconds instead of simply the next row.
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.sql_db import Cursor
from odoo.tools import SQL

from ..tools.contact_hours import allowed, next_allowed
from .dispatch.gates import Subject, next_look, refusals

LEASE = timedelta(minutes=15)
# How many rows are locked and judged at once: one, as the first mostly passes;
# more when it does not.
BATCHES = (1, 10, 50, 200)
# Rows read ahead of those wanted: colleagues have locked the first of them.
AHEAD = 64
# Separates our advisory locks from those of others.
LOCK_CLASS = 0x64656274


@dataclass(frozen=True)
class Queue:
    """Whose work of which channel is looked at, and when."""

    channel: str
    user_id: int
    team_ids: list
    company_ids: list
    day: date
    moment: datetime
    passed: tuple = ()


@dataclass(frozen=True)
class Handed:
    """What was handed out; ``more``: nothing yet, but not all was looked at."""

    event_id: int | None = None
    more: bool = False


def hand_out(env, channel, passed=()):
    """Lease the best due event of a channel to the user.

    First comes what the user holds already, then his appointments and his own steps
    past their last day, then the larger priority, then the older date. What the gates
    refuse now gets the reason and is not offered again before its time.

    :param passed: ids of events the user does not want now
    :return: Handed
    """
    with own_transaction(env) as own:
        # A person who asks twice at once gets one event.
        own.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK_CLASS, own.uid))
        queue = open_queue(own, channel, passed)
        handed = _pick(own, queue)
        _lease(own.cr, queue, handed.event_id)
    return handed


@contextmanager
def own_transaction(env):
    """Yield the environment in a READ COMMITTED transaction that is committed."""
    with env.registry.cursor() as cr:
        if isinstance(cr, Cursor):  # cursors of tests share one transaction
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield env(cr=cr)


def open_queue(env, channel, passed=()):
    """Return the queue of the user, without companies where the hour forbids it."""
    moment = fields.Datetime.now()
    companies = env.companies
    closed = closed_until(env, channel, companies, moment)
    return Queue(
        channel=channel,
        user_id=env.uid,
        team_ids=teams_of(env).ids,
        company_ids=[id_ for id_ in companies.ids if id_ not in closed],
        day=env["debt.balance"]._today(),
        moment=moment,
        passed=tuple(passed),
    )


def teams_of(env):
    """Return the teams whose work the user may get."""
    own = Domain("member_ids", "in", env.uid) | Domain("leader_id", "=", env.uid)
    return env["debt.team"].search(
        Domain("company_id", "in", env.companies.ids) & own, order="id"
    )


def closed_until(env, channel, companies, moment):
    """Return ``{company id: naive UTC or None}`` of those that may not call now."""
    closed = {}
    for company in companies:
        rules = env["debt.contact.rule"]._of_company(company)
        for rule in rules.filtered(lambda rule: rule.channel == channel):
            hours = rule._hours()
            if not allowed(hours, moment):
                begin = next_allowed(hours, moment)
                naive = begin and begin.astimezone(UTC).replace(tzinfo=None)
                closed[company.id] = naive
    return closed


# === PICKING === #
def _pick(env, queue):
    for wanted in BATCHES:
        rows = _lock(env.cr, queue, wanted)
        if not rows:
            return Handed()
        event_id, hidden = _first_allowed(env, queue, rows)
        if event_id:
            return Handed(event_id)
        queue = replace(queue, passed=(*queue.passed, *hidden))
    return Handed(more=True)


def _lock(cr, queue, wanted):
    """Lock and return the best rows that nobody else locks, best first."""
    cr.execute(_candidates(queue, wanted + AHEAD))
    ids = [row[0] for row in cr.fetchall()]
    if not ids:
        return []
    cr.execute(
        SQL(
            """SELECT e.id, e.case_id, e.company_id, k.debtor_id, s.demand,
                      s.amount_from, s.amount_to, e.settlement_plan_id
                 FROM debt_event e JOIN debt_case k ON k.id = e.case_id
            LEFT JOIN debt_procedure_step s ON s.id = e.step_id
                WHERE e.id = ANY(%(ids)s) AND %(free)s
             ORDER BY %(rank)s LIMIT %(wanted)s FOR UPDATE OF e SKIP LOCKED""",
            ids=ids,
            free=free(queue),
            rank=_rank(queue),
            wanted=wanted,
        )
    )
    return cr.dictfetchall()


def free(queue):
    """Return SQL: the event ``e`` may be handed out from the queue."""
    return SQL(
        """e.state = 'planned' AND e.channel = %(channel)s AND e.date <= %(day)s
           AND e.case_id IS NOT NULL
           AND e.company_id = ANY(%(companies)s) AND e.id != ALL(%(passed)s)
           AND (e.blocked_until IS NULL OR e.blocked_until <= %(moment)s)
           AND (e.held_until IS NULL OR e.held_until <= %(moment)s
                OR e.held_by_id = %(user)s)""",
        channel=queue.channel,
        day=queue.day,
        companies=queue.company_ids,
        passed=list(queue.passed),
        moment=queue.moment,
        user=queue.user_id,
    )


def _rank(queue):
    return SQL(
        """e.held_by_id IS NOT DISTINCT FROM %(user)s DESC,
           COALESCE(e.user_id = %(user)s
                    AND (e.step_id IS NULL OR e.deadline < %(day)s), FALSE) DESC,
           e.priority DESC, e.date, e.id""",
        user=queue.user_id,
        day=queue.day,
    )


def _candidates(queue, limit):
    """Return SQL of the best of each part of the queue; an index serves each.

    The parts are read in their own order and are merged by the caller, so that no
    more than a few rows of each are touched however long the queue is.
    """
    return SQL(
        """(SELECT e.id FROM debt_event e WHERE e.held_by_id = %(user)s AND %(free)s)
           UNION
           (SELECT e.id FROM debt_event e WHERE e.user_id = %(user)s AND %(free)s
             ORDER BY %(rank)s LIMIT %(limit)s)
           UNION
           SELECT best.id FROM unnest(%(teams)s::integer[]) team(id)
            CROSS JOIN LATERAL (
               SELECT e.id FROM debt_event e
                WHERE e.team_id = team.id AND e.user_id IS NULL AND %(free)s
             ORDER BY e.priority DESC, e.date, e.id LIMIT %(limit)s) best""",
        user=queue.user_id,
        teams=queue.team_ids,
        free=free(queue),
        rank=_rank(queue),
        limit=limit + len(queue.passed),
    )


# === JUDGING === #
def _first_allowed(env, queue, rows):
    """Return (id of the first event that may be done or None, ids not his to see)."""
    cases = env["debt.case"].browse({row["case_id"] for row in rows})
    seen = set(cases._filtered_access("read").ids)
    visible = [row for row in rows if row["case_id"] in seen]
    refused = {}
    for company_id in {row["company_id"] for row in visible}:
        subjects = _subjects([r for r in visible if r["company_id"] == company_id])
        # Gates look at more than the role may read; only their verdict is shown.
        found, _facts = refusals(env(su=True), subjects, queue.day, queue.moment)
        refused |= found
    if refused:
        _block(env.cr, queue, refused)
    judged = {subject.key for subject in _subjects(visible)}
    allowed_ids = [
        row["id"] for row in visible if row["id"] in judged and row["id"] not in refused
    ]
    hidden = [row["id"] for row in rows if row["case_id"] not in seen]
    return next(iter(allowed_ids), None), hidden


def _subjects(rows):
    """Return the subjects of rows, one for a debtor.

    The gates count a subject as a contact for those behind it; as one is handed out,
    a second event of the same debtor is left for another time.
    """
    first = {row["debtor_id"]: row for row in reversed(rows)}
    return [
        Subject(
            row["id"],
            row["case_id"],
            "phone",
            row["demand"] is not False,
            row["amount_from"] or 0,
            row["amount_to"] or 0,
            bool(row["settlement_plan_id"]),
        )
        for row in rows
        if row is first[row["debtor_id"]]
    ]


def _block(cr, queue, refused):
    """Note why events are not handed out now, and until when."""
    items = refused.items()
    cr.execute(
        SQL(
            """UPDATE debt_event e
                  SET blocked_code = found.code, blocked_params = found.params::jsonb,
                      blocked_until = found.until
                 FROM unnest(%s, %s, %s, %s::timestamp[])
                      AS found (id, code, params, until)
                WHERE e.id = found.id""",
            [event_id for event_id, _refusal in items],
            [refusal.code for _id, refusal in items],
            [json.dumps(refusal.params) for _id, refusal in items],
            [next_look(refusal, queue.day) for _id, refusal in items],
        )
    )


def _lease(cr, queue, event_id):
    """Give the event to the user and take from him any other that he holds."""
    cr.execute(
        SQL(
            """UPDATE debt_event SET held_by_id = NULL, held_until = NULL
                WHERE held_by_id = %s AND id IS DISTINCT FROM %s""",
            queue.user_id,
            event_id,
        )
    )
    if event_id:
        cr.execute(
            SQL(
                """UPDATE debt_event
                      SET held_by_id = %s, held_until = %s, blocked_code = NULL,
                          blocked_params = NULL, blocked_until = NULL
                    WHERE id = %s""",
                queue.user_id,
                queue.moment + LEASE,
                event_id,
            )
        )
