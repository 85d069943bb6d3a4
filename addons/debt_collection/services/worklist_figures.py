"""How much work waits: for the systray, and why a queue is empty."""

from odoo import fields
from odoo.tools import SQL

from .worklist import closed_until, open_queue

# Nobody reads larger numbers, and counting them takes time.
MOST = 1_000


def work_due(env):
    """Return the due work of the user by channel, counted up to a limit.

    :return: dict of kinds [{channel, due, overdue}], due, overdue, team_calls, most
    """
    env["debt.event"].check_access("read")
    today = env["debt.balance"]._today()
    rows = env.execute_query_dict(
        SQL(
            """SELECT channel, COUNT(*) AS due,
                      COUNT(*) FILTER (
                          WHERE COALESCE(deadline, date) < %(today)s) AS overdue
                 FROM (SELECT channel, date, deadline FROM debt_event
                        WHERE state = 'planned' AND user_id = %(user)s
                          AND date <= %(today)s AND company_id = ANY(%(companies)s)
                        LIMIT %(limit)s) due
             GROUP BY channel ORDER BY channel""",
            today=today,
            user=env.uid,
            companies=env.companies.ids,
            limit=MOST + 1,
        )
    )
    labels = dict(env["debt.event"]._fields["channel"]._description_selection(env))
    return {
        "kinds": [row | {"label": labels.get(row["channel"], "")} for row in rows],
        "due": sum(row["due"] for row in rows),
        "overdue": sum(row["overdue"] for row in rows),
        "team_calls": _team_calls(env),
        "most": MOST,
    }


def _team_calls(env):
    """Return how many calls wait in the queues of the user's teams, up to a limit."""
    queue = open_queue(env, "phone")
    [(count,)] = env.execute_query(
        SQL(
            """SELECT COUNT(*) FROM (
                 SELECT 1 FROM debt_event
                  WHERE state = 'planned' AND user_id IS NULL AND channel = 'phone'
                    AND team_id = ANY(%s) AND date <= %s LIMIT %s) waiting""",
            queue.team_ids,
            queue.day,
            MOST + 1,
        )
    )
    return count


def why_empty(env, channel):
    """Return why nothing is handed out: hours, reasons with counts, what comes later.

    :return: dict of teams (names), reasons [{label, count, until}], later, most
    """
    queue = open_queue(env, channel)
    teams = env["debt.team"].browse(queue.team_ids)
    closed = closed_until(env, channel, env.companies, queue.moment)
    counts = _counts(env, queue)
    later = next((row for row in counts if row["code"] == "later"), {})
    return {
        "teams": teams.mapped("name"),
        "closed": [
            {
                "company": env["res.company"].browse(company_id).name,
                "until": until and fields.Datetime.to_string(until),
            }
            for company_id, until in closed.items()
        ],
        "reasons": [_reason(env, row) for row in counts if row["code"] != "later"],
        "later": later.get("count", 0),
        "later_on": fields.Date.to_string(later.get("first")),
        "most": MOST,
    }


def _reason(env, row):
    labels = {
        "held": env._("Being called by somebody now"),
        "ready": env._("Waiting"),
    }
    code, until = row["code"], row["until"]
    return {
        "code": code,
        "label": labels.get(code) or env["debt.refusal"]._label(code),
        "count": row["count"],
        "until": until and fields.Datetime.to_string(until),
    }


def _counts(env, queue):
    """Return [{code, count, until, first}] of planned work, read up to a limit."""
    part = SQL(
        """SELECT e.date, e.blocked_code, e.blocked_until, e.held_by_id, e.held_until
             FROM debt_event e
            WHERE e.state = 'planned' AND e.channel = %s AND e.company_id = ANY(%s)""",
        queue.channel,
        env.companies.ids,
    )
    return env.execute_query_dict(
        SQL(
            """SELECT CASE WHEN date > %(day)s THEN 'later'
                           WHEN blocked_until > %(moment)s THEN blocked_code
                           WHEN held_until > %(moment)s THEN 'held'
                           ELSE 'ready' END AS code,
                      COUNT(*) AS count,
                      MIN(blocked_until) FILTER (
                          WHERE blocked_until > %(moment)s) AS until,
                      MIN(date) AS first
                 FROM ((%(part)s AND e.user_id = %(user)s LIMIT %(limit)s)
                       UNION ALL
                       (%(part)s AND e.user_id IS NULL AND e.team_id = ANY(%(teams)s)
                        LIMIT %(limit)s)) work
             GROUP BY 1 ORDER BY 2 DESC""",
            day=queue.day,
            moment=queue.moment,
            part=part,
            user=queue.user_id,
            teams=queue.team_ids,
            limit=MOST,
        )
    )
