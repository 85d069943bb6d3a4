"""A run: looks at the cases that are due and queues what their steps ask for.

Work is taken in chunks that commit one by one. A chunk locks its courses and leaves
those that others hold, so any number of workers may run side by side; whatever stops
a worker, its last chunk is rolled back and taken again by the next.
"""

import logging
from dataclasses import dataclass, field

from psycopg2 import OperationalError
from psycopg2.extras import Json

from odoo.tools import SQL

from ..dispatch.gates import Refusal, Subject, refusals
from . import act
from .places import days_on_hold, following, move

_logger = logging.getLogger(__name__)

CHUNK = 5_000
# A condition that is not met is not a reason to wait: the step is passed over.
PASSED = {"band", "condition"}
CHANNEL_OF_KIND = {
    "call": "phone",
    "letter": "letter",
    "email": "email",
    "sms": "sms",
    "visit": "visit",
}


@dataclass
class Due:
    """A course whose step is due."""

    course_id: int
    case_id: int
    step_id: int


@dataclass
class Outcome:
    """What became of the courses of a chunk.

    :ivar acted: courses whose step was queued or put on a worklist
    :ivar skipped: ``{course id: Refusal}`` of those that wait
    :ivar passed: ``{course id: Refusal}`` of those whose step was passed over
    :ivar facts: ``{case id: CaseFacts}``
    """

    due: list = field(default_factory=list)
    acted: list = field(default_factory=list)
    skipped: dict = field(default_factory=dict)
    passed: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)


def work_chunk(env, company, day, limit=CHUNK):
    """Look at the next due courses of a company; return the Outcome, or None.

    The caller commits. Nothing left to do, or all of it in the hands of others,
    gives None.
    """
    due = claim(env, company, day, limit)
    if not due:
        return None
    try:
        with env.cr.savepoint():
            return _process(env, due, day)
    except OperationalError:
        # Another worker was in the way: the whole piece is done again.
        raise
    except Exception:
        _logger.exception("A chunk of a run failed; its cases are done one by one")
        return _one_by_one(env, due, day)


def _process(env, due, day):
    outcome = decide(env, due, day)
    act.carry_out(env, outcome, day)
    _pass_over(env, outcome)
    _note_skipped(env, outcome.skipped, day)
    return outcome


def _one_by_one(env, due, day):
    """Do each case by itself, so that a bad one does not stop the others."""
    whole = Outcome(due=due)
    for item in due:
        try:
            with env.cr.savepoint():
                outcome = _process(env, [item], day)
        except OperationalError:
            raise
        except Exception as error:
            env.invalidate_all()
            refusal = Refusal("fault", {"error": str(error)})
            outcome = Outcome(skipped={item.course_id: refusal})
            _note_skipped(env, outcome.skipped, day)
        whole.acted += outcome.acted
        whole.skipped |= outcome.skipped
        whole.passed |= outcome.passed
    return whole


def claim(env, company, day, limit):
    """Lock the next due courses of a company and return them.

    A course that was looked at today in vain waits until tomorrow.
    """
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """SELECT id, case_id, step_id FROM debt_course
                WHERE state = 'running' AND company_id = %(company)s
                  AND date_due <= %(day)s
                  AND (skip_date IS NULL OR skip_date < %(day)s)
             ORDER BY date_due, id LIMIT %(limit)s
                  FOR UPDATE SKIP LOCKED""",
            company=company.id,
            day=day,
            limit=limit,
        )
    )
    return [Due(*row) for row in rows]


def decide(env, due, day):
    """Return the Outcome of due courses; nothing is written but moved days.

    :param due: list of Due, locked by the caller
    """
    steps = env["debt.procedure.step"].browse({item.step_id for item in due})
    subjects = [_subject(item, steps.browse(item.step_id)) for item in due]
    refused, facts = refusals(env, subjects, day)
    refused |= _conditions(env, due, steps, refused)
    refused |= _moved_by_holds(env, due, refused, day)
    outcome = Outcome(due=due, facts=facts)
    for item in due:
        refusal = refused.get(item.course_id)
        if not refusal:
            outcome.acted.append(item)
        elif refusal.code in PASSED:
            outcome.passed[item.course_id] = refusal
        else:
            outcome.skipped[item.course_id] = refusal
    return outcome


def _subject(item, step):
    return Subject(
        key=item.course_id,
        case_id=item.case_id,
        channel=CHANNEL_OF_KIND.get(step.kind),
        demand=step.demand,
        amount_from=step.amount_from,
        amount_to=step.amount_to,
    )


def _moved_by_holds(env, due, refused, day):
    """Move on the days of courses that were on hold since their last event.

    :return: ``{course id: Refusal}`` of those that are not due any more
    """
    items = [item for item in due if item.course_id not in refused]
    held = days_on_hold(env, [item.course_id for item in items])
    if not held:
        return {}
    stay = {item.step_id: item.step_id for item in items if item.course_id in held}
    move(env, list(held), None, stay)
    rows = env.execute_query(
        SQL(
            "SELECT id, date_due FROM debt_course WHERE id = ANY(%s) AND date_due > %s",
            list(held),
            day,
        )
    )
    return {
        course_id: Refusal(
            "moved", {"days": held[course_id], "day": due_on.isoformat()}
        )
        for course_id, due_on in rows
    }


def _conditions(env, due, steps, refused):
    """Return ``{course id: Refusal}`` of cases that the domain of a step leaves out."""
    found = {}
    for step in steps.filtered("domain"):
        items = {
            item.case_id: item.course_id
            for item in due
            if item.step_id == step.id and item.course_id not in refused
        }
        wanted = env["debt.case"].search([("id", "in", list(items)), *step._domain()])
        for case_id in items.keys() - set(wanted.ids):
            found[items[case_id]] = Refusal("condition")
    return found


def _pass_over(env, outcome):
    """Move the courses whose step does not apply to the step behind it."""
    ids = list(outcome.passed)
    if ids:
        move(env, ids, None, following(env, ids))


def _note_skipped(env, skipped, day):
    """Write on each course why it waits; a closed case is at its end."""
    rows = [
        (course_id, refusal.code, Json(refusal.params), day)
        for course_id, refusal in skipped.items()
    ]
    if not rows:
        return
    env.cr.execute_values(
        """UPDATE debt_course c
              SET skip_code = n.code, skip_params = n.params::jsonb,
                  skip_date = n.day::date,
                  state = CASE WHEN n.code = 'closed' THEN 'finished' ELSE c.state END
             FROM (VALUES %s) n (id, code, params, day) WHERE c.id = n.id""",
        rows,
        page_size=5000,
    )
    env["debt.course"].invalidate_model()
