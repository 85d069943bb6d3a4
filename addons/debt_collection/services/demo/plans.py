"""Instalment plans of the demonstration: one or two in every state."""

from datetime import timedelta

DAY = timedelta(days=1)
SMALLEST, LARGEST = 400, 15000
# The oldest plan was agreed so long ago.
LONGEST = 90 * DAY


def make_plans(agency, today):
    """Grant plans on cases without payments, and let time pass for some of them."""
    env = agency.env
    cases = _suitable(env, agency.company)
    old = cases.filtered(lambda case: case.date_opened <= today - LONGEST)[:4]
    _running(agency, iter(old), today)
    _offers(iter(cases - old))
    env["debt.settlement.plan"]._watch(agency.company)


def _suitable(env, company):
    """Return open cases of collectors that were never paid and await nothing else."""
    cases = env["debt.case"].search(
        [
            ("company_id", "=", company.id),
            ("state", "=", "open"),
            ("phase", "=", "amicable"),
            ("user_id", "!=", False),
            ("payment_ids", "=", False),
            ("course_ids", "=", False),
            ("hold_ids", "=", False),
            ("claim_ids.state", "not in", ("suspended", "withdrawn")),
        ],
        order="id",
    )
    return cases.filtered(
        lambda case: not case.time_barred and SMALLEST < case.total_due < LARGEST
    )


def _offers(cases):
    """Leave a draft, what waits for approval, and offers the debtors think about."""
    _grant(next(cases), submit=False)
    _grant(next(cases), count=24)
    _grant(next(cases), interest="stopped", discount_interest=50, count=2)
    _grant(next(cases), count=6)
    _grant(next(cases), count=3, down_payment=100)
    _grant(next(cases), count=4).action_cancel()


def _running(agency, cases, today):
    """Let plans run: on time, late, kept with a discount, broken."""
    leader = agency.users["manager"]
    on_time = _begun(next(cases), today - 75 * DAY, count=6)
    _pay(on_time, 2)
    late = _begun(next(cases), today - 65 * DAY, count=5, tolerance_days=14)
    _pay(late, 1)
    kept = _begun(
        next(cases),
        today - 80 * DAY,
        user=leader,
        count=2,
        interest="stopped",
        discount_interest=100,
        discount_principal=10,
    )
    _pay(kept, 2)
    broken = _begun(next(cases), today - LONGEST, count=6)
    _pay(broken, 1)


def _begun(case, day, user=None, **terms):
    """Return a plan that was agreed and signed on a day."""
    first = day + timedelta(days=30)
    plan = _grant(case, user=user, agreed_on=day, first_date=first, **terms)
    plan._accept("signed", day)
    return plan.with_env(case.env)


def _grant(case, user=None, submit=True, **terms):
    """Return a plan that the collector of a case granted."""
    plans = case.env["debt.settlement.plan"].with_user(user or case.user_id)
    plan = plans.create({"case_id": case.id, **terms})
    if submit:
        plan.action_submit()
    return plan


def _pay(plan, count):
    """Report the first instalments of a plan as paid on their days."""
    parts = plan.instalment_ids.sorted("date_due")[:count]
    plan.env["debt.payment"].create(
        [
            {
                "name": f"Zest. {plan.name}",
                "case_id": plan.case_id.id,
                "date": part.date_due,
                "amount": part.amount,
                "source": "creditor",
            }
            for part in parts
        ]
    )
