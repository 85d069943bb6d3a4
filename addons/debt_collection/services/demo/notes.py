"""Interest notes and unit costs of the demonstration."""

from datetime import timedelta

from .. import interest_notes

# Round figures to try the report with.
UNIT_COSTS = {
    "call": 3.5,
    "incoming_call": 3,
    "letter": 2.2,
    "email": 0.4,
    "sms": 0.2,
    "visit": 45,
    "meeting": 30,
}
PAYMENT_DAYS = 14
LEAST = 20


def set_unit_costs(env):
    """Say what calls, letters and visits cost us."""
    types = env["debt.event.type"].search([("code", "in", list(UNIT_COSTS))])
    for kind in types:
        kind.unit_cost = UNIT_COSTS[kind.code]


def issue_notes(env, company, today):
    """Issue some interest notes: on paper, as claims, a draft, and a cancelled one."""
    cases = env["debt.case"].search(
        [
            ("company_id", "=", company.id),
            ("state", "=", "open"),
            ("agreement_id.kind", "!=", "own"),
            ("payment_ids", "=", False),
        ],
        order="id",
    )
    common = {
        "date": today,
        "as_of": today,
        "due_date": today + timedelta(days=PAYMENT_DAYS),
    }
    chosen = cases[::9][:12]
    paper = interest_notes.draft(chosen[:8], {**common, "way": "document"}, LEAST)
    booked = interest_notes.draft(chosen[8:], {**common, "way": "claim"}, LEAST)
    (paper[:-1] | booked)._issue()
    booked[-1:].action_cancel("Uzgodniono z wierzycielem")
