"""What a due step becomes: a row of the dispatch ledger or an item of a worklist."""

from odoo.tools import SQL

from .. import bulk
from .places import advance

LEDGER = ("letter", "email", "sms")


def carry_out(env, outcome, day):
    """Queue the effect of each step that may be done, once for each occurrence."""
    ids = [item.course_id for item in outcome.acted]
    if not ids:
        return
    _enter_phases(env, ids)
    _dispatch(env, ids)
    _plan(env, ids, day)
    _check_payments(env, ids, day)
    env.cr.execute(
        SQL(
            """UPDATE debt_course SET state = 'waiting', skip_code = NULL,
                      skip_params = NULL, skip_date = NULL
                WHERE id = ANY(%s) AND state = 'running'
                  AND step_id NOT IN (
                      SELECT id FROM debt_procedure_step
                       WHERE kind = 'payment_check' AND automatic)""",
            ids,
        )
    )
    env["debt.course"].invalidate_model()


def effect_key():
    """Return SQL of the unique key of a step's effect: case, step, occurrence."""
    return SQL("'step:' || c.case_id || ':' || c.step_id || ':' || c.occurrence")


def _dispatch(env, ids):
    """Write automatic letters, e-mails and SMS into the ledger."""
    bulk.insert(
        env["debt.dispatch"],
        {
            "key": effect_key(),
            "case_id": SQL("c.case_id"),
            "company_id": SQL("c.company_id"),
            "partner_id": SQL("k.debtor_id"),
            "channel": SQL("s.kind"),
            "step_id": SQL("s.id"),
            "event_type_id": SQL("s.event_type_id"),
            "letter_template_id": SQL("s.letter_template_id"),
            "mail_template_id": SQL("s.mail_template_id"),
            "text": SQL("s.text->>'en_US'"),
            "demand": SQL("s.demand"),
            "state": SQL("'queued'"),
        },
        SQL(
            """FROM debt_course c
               JOIN debt_procedure_step s ON s.id = c.step_id
               JOIN debt_case k ON k.id = c.case_id
              WHERE c.id = ANY(%s) AND s.automatic AND s.kind = ANY(%s)
           ORDER BY c.id""",
            ids,
            list(LEDGER),
        ),
        once=True,
    )


def _plan(env, ids, day):
    """Put steps that a person does on the worklist."""
    events = bulk.insert(
        env["debt.event"],
        {
            **planned_event(),
            "date": SQL("c.date_due"),
            "deadline": SQL("c.date_latest"),
            "priority": SQL("COALESCE(%s, 0)", _priority()),
        },
        SQL(
            """FROM debt_course c
               JOIN debt_procedure_step s ON s.id = c.step_id
               JOIN debt_event_type t ON t.id = s.event_type_id
               JOIN debt_case k ON k.id = c.case_id
              WHERE c.id = ANY(%s) AND NOT s.automatic
           ORDER BY c.id""",
            ids,
        ),
        once=True,
    )
    visits = env["debt.event"].search([("id", "in", events), ("channel", "=", "visit")])
    # Only visits have more that is stored: where they lead.
    bulk.recompute(visits, {"area", "visit_address"})


def planned_event():
    """Return the columns of an event made of a step, over the tables of a plan."""
    return {
        "case_id": SQL("c.case_id"),
        "company_id": SQL("c.company_id"),
        "partner_id": SQL("k.debtor_id"),
        "type_id": SQL("t.id"),
        "channel": SQL("t.channel"),
        "department": SQL("'collection'"),
        "state": SQL("'planned'"),
        "user_id": SQL("k.user_id"),
        "team_id": SQL("k.team_id"),
        "step_id": SQL("s.id"),
        "effect_key": effect_key(),
    }


def _priority():
    """Return SQL of the rank of a case in its queue: the larger debt first."""
    return SQL("FLOOR(10 * LN(1 + GREATEST(k.opening_debt, 0)))::integer")


def _enter_phases(env, ids):
    """Let cases enter the phase that their step belongs to."""
    env.cr.execute(
        SQL(
            """UPDATE debt_case k SET phase = s.phase
                 FROM debt_course c JOIN debt_procedure_step s ON s.id = c.step_id
                WHERE c.id = ANY(%s) AND k.id = c.case_id
                  AND s.phase IS NOT NULL AND s.phase != k.phase""",
            ids,
        )
    )
    env["debt.case"].invalidate_model(["phase"])


def _check_payments(env, ids, day):
    """Do automatic checks of payment: whoever still owes goes on at once.

    Cases that owe nothing were refused before, so what comes here is unpaid.
    """
    rows = env.execute_query(
        SQL(
            """SELECT c.id FROM debt_course c
                 JOIN debt_procedure_step s ON s.id = c.step_id
                WHERE c.id = ANY(%s) AND s.automatic AND s.kind = 'payment_check'""",
            ids,
        )
    )
    checked = [course_id for (course_id,) in rows]
    if not checked:
        return
    bulk.insert(
        env["debt.event"],
        {
            **planned_event(),
            "state": SQL("'done'"),
            "date": SQL("%s::date", day),
            "done_at": SQL("%s", env.cr.now()),
        },
        SQL(
            """FROM debt_course c
               JOIN debt_procedure_step s ON s.id = c.step_id
               JOIN debt_event_type t ON t.id = s.event_type_id
               JOIN debt_case k ON k.id = c.case_id
              WHERE c.id = ANY(%s)""",
            checked,
        ),
        once=True,
    )
    advance(env, checked, day)
