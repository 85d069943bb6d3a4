"""Cases of the demonstration go along the standard procedure, and today's run is done.

Every third open case takes part; the others are led individually, as their plots tell.
"""

from datetime import timedelta

from ..procedure.places import move
from ..procedure.start import start

# Step at which a quarter of the cases stands -> days since the event before it.
STANDS = (("demand", 1), ("call_1", 6), ("call_2", 15), ("final_demand", 9))


def follow_procedures(env, company, today):
    """Start the procedure of the cases and do the run of the day.

    Letters are left to the workers that render them.
    """
    procedure = env.ref("debt_collection.procedure_standard")
    packages = env["debt.package"].search([("company_id", "=", company.id)])
    packages.procedure_id = procedure
    cases = _taking_part(env, company)
    cases.planned_event_ids.unlink()
    _place(env, cases, procedure.version_id.step_ids, today)
    run = env["debt.run"].create({"company_id": company.id, "day": today})
    run.due_count = run._count_due()
    while run._work():
        pass


def _taking_part(env, company):
    """Return every third open case not at court yet and without a letter of today."""
    own = [
        ("company_id", "=", company.id),
        ("state", "=", "open"),
        ("phase", "in", ("monitoring", "amicable", "pre_court")),
        ("letter_ids", "=", False),
    ]
    return env["debt.case"].search(own, order="id")[::3]


def _place(env, cases, steps, today):
    """Put a quarter of the cases each at another step of the procedure."""
    start(env, cases.ids, today - timedelta(days=1))
    by_code = {step.code: step for step in steps}
    for part, (code, days) in enumerate(STANDS):
        courses = cases[part :: len(STANDS)].course_ids
        target = {steps[0].id: by_code[code].id}
        move(env, courses.ids, today - timedelta(days=days), target)
