"""Which step of a procedure comes next, and when: moves courses by sets."""

from odoo.tools import SQL

from ...tools.plan import held_days, planned_days


def move(env, course_ids, anchor, targets):
    """Move courses on to a step and count its days.

    :param course_ids: ids of the courses, which the caller has locked
    :param anchor: day of the event from which the next step is counted; None keeps
        the anchor of each course, as when a step is passed over
    :param targets: ``{id of the step a course stands at: id of the step to go to}``;
        None as target ends the course
    """
    if not course_ids:
        return
    env["debt.course"].flush_model()
    ends = [step for step, target in targets.items() if not target]
    if ends:
        _finish(env, course_ids, ends)
    steps = {step: target for step, target in targets.items() if target}
    if steps:
        _place(env, course_ids, anchor, steps)
    env["debt.course"].invalidate_model()


def advance(env, course_ids, anchor):
    """Move courses past the step they stand at."""
    move(env, course_ids, anchor, following(env, course_ids))


def following(env, course_ids):
    """Return ``{step id: id of the step behind it, or None}`` of the courses."""
    rows = env.execute_query(
        SQL(
            """SELECT at.step_id, (
                   SELECT s.id FROM debt_procedure_step s
                    WHERE s.version_id = here.version_id
                      AND (s.sequence, s.id) > (here.sequence, here.id)
                 ORDER BY s.sequence, s.id LIMIT 1)
                 FROM (SELECT DISTINCT step_id FROM debt_course
                        WHERE id = ANY(%s) AND step_id IS NOT NULL) at
                 JOIN debt_procedure_step here ON here.id = at.step_id""",
            list(course_ids),
        )
    )
    return dict(rows)


def _finish(env, course_ids, steps):
    env.cr.execute(
        SQL(
            """UPDATE debt_course
                  SET state = 'finished', step_id = NULL, date_due = NULL,
                      date_latest = NULL, skip_code = NULL, skip_params = NULL,
                      skip_date = NULL
                WHERE id = ANY(%s) AND step_id = ANY(%s)""",
            list(course_ids),
            steps,
        )
    )


def _place(env, course_ids, anchor, steps):
    """Write step, anchor and days of the courses that go on."""
    bases = _bases(env, course_ids, anchor, steps)
    # A new anchor begins the count anew.
    held = {} if anchor else days_on_hold(env, course_ids)
    rows = _rows(env, bases, held)
    env.cr.execute_values(
        """UPDATE debt_course c
              SET step_id = n.step_id, state = 'running', anchor = n.anchor::date,
                  date_due = n.first::date, date_latest = n.last::date,
                  skip_code = NULL, skip_params = NULL, skip_date = NULL
             FROM (VALUES %s) n (course_id, step_id, anchor, first, last)
            WHERE c.id = n.course_id""",
        rows,
        page_size=5000,
    )


def _bases(env, course_ids, anchor, steps):
    """Return [(course id, target step id, anchor, base day)] of the courses."""
    query = SQL(
        """SELECT c.id, target.id, COALESCE(%(anchor)s::date, c.anchor),
                  CASE WHEN target.counted_from = 'due_date'
                       THEN COALESCE(%(due)s, c.anchor)
                       ELSE COALESCE(%(anchor)s::date, c.anchor) END
             FROM debt_course c
             JOIN unnest(%(origins)s, %(targets)s) AS way (origin, target)
               ON way.origin = c.step_id
             JOIN debt_procedure_step target ON target.id = way.target
            WHERE c.id = ANY(%(ids)s)""",
        anchor=anchor,
        due=_due_date(SQL("c.case_id")),
        origins=list(steps),
        targets=list(steps.values()),
        ids=list(course_ids),
    )
    return env.execute_query(query)


def _due_date(case_id):
    """Return SQL of the oldest due date of the live claims of a case."""
    return SQL(
        """(SELECT MIN(due_date) FROM debt_claim
             WHERE case_id = %s AND state != 'withdrawn')""",
        case_id,
    )


def days_on_hold(env, course_ids):
    """Return ``{course id: days on hold since its anchor}``, where there are any.

    Left out are procedures in which days on hold count.
    """
    today = env["debt.balance"]._today()
    cases = SQL("SELECT case_id FROM debt_course WHERE id = ANY(%s)", list(course_ids))
    query = SQL(
        """SELECT c.id, c.anchor, held.date_from, held.date_to
             FROM (%s) held JOIN debt_course c ON c.case_id = held.case_id
             JOIN debt_procedure p ON p.id = c.procedure_id
            WHERE p.held_days_count IS NOT TRUE
              AND (held.date_to IS NULL OR held.date_to >= c.anchor)""",
        env["debt.case"]._held_query(today.replace(year=1900), today, cases),
    )
    anchors, holds = {}, {}
    for course_id, anchor, date_from, date_to in env.execute_query(query):
        anchors[course_id] = anchor
        holds.setdefault(course_id, []).append((date_from, date_to))
    return {
        course_id: held_days(periods, anchors[course_id], today)
        for course_id, periods in holds.items()
    }


def _rows(env, bases, held):
    """Return the rows (course, step, anchor, first, last) to write.

    Few steps and days make up many courses, so each pair is counted once.
    """
    steps = env["debt.procedure.step"].browse({base[1] for base in bases})
    terms = {
        step.id: (step._interval(), step.procedure_id.free_days == "next")
        for step in steps
    }
    counted, rows = {}, []
    for course_id, step_id, anchor, base in bases:
        key = (step_id, base, held.get(course_id, 0))
        if key not in counted:
            interval, moves = terms[step_id]
            counted[key] = planned_days(interval, base, moves, key[2])
        rows.append((course_id, step_id, anchor, *counted[key]))
    return rows
