"""Cases begin their procedure: the package's, or the one their track chose."""

from odoo.tools import SQL

from .. import bulk
from .places import move

CHUNK = 5_000


def start_missing(env, company, day, limit=CHUNK):
    """Give open cases without a course the one their track or package names.

    New cases of packages that open by themselves are opened first.

    :return: number of cases that were started
    """
    _open_new(env, company, limit)
    env.flush_all()
    ids = [case_id for (case_id,) in env.execute_query(_startable(company, limit))]
    start(env, ids, day)
    return len(ids)


def _procedure():
    """Return SQL of the procedure of a case: of its track, else of its package.

    A track may say that nothing starts by itself unless it names a procedure.
    """
    return SQL(
        """CASE WHEN t.manual_only THEN t.procedure_id
                ELSE COALESCE(t.procedure_id, k.procedure_id) END"""
    )


def _startable(company, limit):
    """Return SQL of open cases without a course that have a procedure.

    They must have been classified: else they might start on the wrong one.
    """
    return SQL(
        """SELECT c.id FROM debt_case c
             JOIN debt_package k ON k.id = c.package_id
        LEFT JOIN debt_track t ON t.id = c.track_id
             JOIN debt_procedure_version v ON v.state = 'active'
              AND v.procedure_id = %s
            WHERE c.state = 'open' AND c.company_id = %s AND c.track_date IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM debt_course o WHERE o.case_id = c.id)
         ORDER BY c.id LIMIT %s FOR UPDATE OF c SKIP LOCKED""",
        _procedure(),
        company.id,
        limit,
    )


def _open_new(env, company, limit):
    """Open new cases of the packages that want it."""
    cases = env["debt.case"].search(
        [
            ("state", "=", "new"),
            ("company_id", "=", company.id),
            ("package_id.opens_cases", "=", True),
            ("claim_ids", "!=", False),
        ],
        limit=limit,
    )
    cases.with_context(tracking_disable=True).action_open()


def start(env, case_ids, day):
    """Put cases at the first step of their procedure.

    :param day: day from which the first step is counted
    """
    if not case_ids:
        return
    env.flush_all()
    courses = bulk.insert(
        env["debt.course"],
        {
            "case_id": SQL("c.id"),
            "company_id": SQL("c.company_id"),
            "version_id": SQL("v.id"),
            "procedure_id": SQL("v.procedure_id"),
            "step_id": SQL("COALESCE(wish.step_id, %s)", _first_step()),
            "preferred_type_id": SQL("wish.event_type_id"),
            "state": SQL("'running'"),
            "occurrence": SQL("1"),
            "started_on": SQL("%s", day),
            "anchor": SQL("%s::date + COALESCE(grace.days, 0)", day),
            "grace_days": SQL("COALESCE(grace.days, 0)"),
        },
        SQL(
            """FROM debt_case c
               JOIN debt_package k ON k.id = c.package_id
          LEFT JOIN debt_track t ON t.id = c.track_id
               JOIN debt_procedure_version v ON v.state = 'active'
                AND v.procedure_id = %s
          LEFT JOIN (%s) grace ON grace.case_id = c.id
          LEFT JOIN LATERAL (%s) wish ON TRUE
              WHERE c.id = ANY(%s)""",
            _procedure(),
            env["debt.track"]._grace_query(),
            _preferred_step(),
            list(case_ids),
        ),
        once=True,
    )
    _place_first(env, courses)


def _first_step():
    """Return SQL of the first step of a version."""
    return SQL(
        """(SELECT s.id FROM debt_procedure_step s WHERE s.version_id = v.id
          ORDER BY s.sequence, s.id LIMIT 1)"""
    )


def _preferred_step():
    """Return SQL of the step to begin with when the track wants the preferred action.

    A notice that has to come before (art. 14 GDPR) is never passed over.
    """
    return SQL(
        """SELECT s.id AS step_id, s.event_type_id FROM debt_procedure_step s
             JOIN debt_debtor_figures f ON f.partner_id = c.debtor_id
              AND f.company_id = c.company_id
              AND f.preferred_type_id = s.event_type_id
            WHERE s.version_id = v.id AND t.preferred_first
              AND NOT EXISTS (
                  SELECT 1 FROM debt_procedure_step n
                   WHERE n.version_id = v.id AND NOT n.demand AND n.automatic
                     AND (n.sequence, n.id) < (s.sequence, s.id))
         ORDER BY s.sequence, s.id LIMIT 1"""
    )


def _place_first(env, course_ids):
    """Count the days of the step at which new courses stand."""
    rows = env.execute_query(
        SQL(
            "SELECT DISTINCT step_id, step_id FROM debt_course WHERE id = ANY(%s)",
            list(course_ids),
        )
    )
    move(env, course_ids, None, dict(rows))
