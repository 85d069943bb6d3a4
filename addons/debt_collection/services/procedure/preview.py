"""The dry run of a day: the decisions of a run, taken back at once."""

from datetime import datetime, time

from ...tools.workdays import WARSAW
from ..dispatch.gates import Subject, refusals
from ..strategy.work import work_pending
from .run import CHANNEL_OF_KIND, claim, decide
from .start import start_missing

NOON = time(12)


def preview(env, company, day):
    """Return what a run on a day would do, as values of ``debt.run.line``.

    Dispatches are judged as at noon of the day, so reasons known today (addresses,
    refusals, old statements) show up before.
    """
    savepoint = env.cr.savepoint()
    try:
        while work_pending(env, company, day):
            pass
        while start_missing(env, company, day):
            pass
        due = claim(env, company, day, limit=None)
        outcome = decide(env, due, day)
        late = _at_sending(env, outcome, day)
        return [_line(env, item, outcome, late) for item in outcome.due]
    finally:
        savepoint.close(rollback=True)
        env.invalidate_all()


def _at_sending(env, outcome, day):
    """Return the refusals that would come at the moment of sending."""
    steps = env["debt.procedure.step"].browse({item.step_id for item in outcome.acted})
    subjects = [
        Subject(
            item.course_id,
            item.case_id,
            CHANNEL_OF_KIND.get(steps.browse(item.step_id).kind),
            steps.browse(item.step_id).demand,
        )
        for item in outcome.acted
    ]
    noon = datetime.combine(day, NOON, WARSAW)
    utc = (noon - noon.utcoffset()).replace(tzinfo=None)
    return refusals(env, subjects, day, utc)[0]


def _line(env, item, outcome, late):
    """Return the values of the line of one course."""
    passed = outcome.passed.get(item.course_id)
    refusal = passed or outcome.skipped.get(item.course_id) or late.get(item.course_id)
    step = env["debt.procedure.step"].browse(item.step_id)
    acts = not refusal
    charged = step.cost_policy == "booked"
    return {
        "case_id": item.case_id,
        "step_id": item.step_id,
        "decision": "pass" if passed else "act" if acts else "wait",
        "code": refusal.code if refusal else False,
        "params": refusal.params if refusal else False,
        "amount": outcome.facts[item.case_id].total,
        "cost": step.cost_amount if acts and charged else 0,
    }
