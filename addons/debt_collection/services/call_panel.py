"""What the call panel shows of a case: exactly what the user may read.

Everything is read as the user; fields that his role may not see are left out.
"""

from odoo import fields
from odoo.fields import Domain

CLAIMS = 8
CONTACTS = 6
HOTKEYS = 9

CASE = (
    "name",
    "phase",
    "creditor_id",
    "days_late",
    "total_due",
    "principal_due",
    "interest_due",
    "costs_due",
    "paid_total",
    "opening_debt",
    "interest_label",
    "course_state",
    "limitation_date",
    "payment_account",
    "payment_title",
)
DEBTOR = ("name", "debt_legal_status", "street", "zip", "city", "email")
CLAIM = ("name", "number", "due_date", "principal_due", "total_due", "state")
CONTACT = ("date", "type_id", "outcome_id", "note", "user_id")
PROMISE = ("date", "promise_date", "promise_amount", "promise_state")
EVENT = ("type_id", "date", "deadline", "note", "script", "held_until")


def panel_data(event):
    """Return what the panel shows for a planned event, for JSON."""
    case = event.case_id
    claims = case.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
    return {
        "id": event.id,
        "case_id": case.id,
        "debtor_id": case.debtor_id.id,
        "currency_id": case.currency_id.id,
        "today": fields.Date.to_string(event.env["debt.balance"]._today()),
        "event": permitted(event, EVENT) | {"step": event.step_id.name or ""},
        "case": permitted(case, CASE),
        "debtor": permitted(case.debtor_id, DEBTOR),
        "phones": phones(case),
        "claims": [permitted(c, CLAIM) for c in claims.sorted("due_date")[:CLAIMS]],
        "claim_count": len(claims),
        "contacts": [permitted(done, CONTACT) for done in _contacts(case)],
        "promises": [permitted(promise, PROMISE) for promise in _promises(case)],
        "warnings": warnings(event),
        "outcomes": outcomes(event),
        "plans": _plans(event),
        "needs_next": needs_next(event),
    }


def permitted(record, names):
    """Return ``{name: value to show}`` of the fields that the user may read."""
    return {
        name: _shown(record, name)
        for name in names
        if record._has_field_access(record._fields[name], "read")
    }


def _shown(record, name):
    field, value = record._fields[name], record[name]
    if field.type == "many2one":
        # A partner's display name costs the names of its parents and countries.
        return value[value._rec_name or "display_name"] or ""
    if field.type == "selection":
        labels = dict(field._description_selection(record.env))
        return {"code": value or "", "label": labels.get(value, "")}
    if field.type == "date":
        return fields.Date.to_string(value) or ""
    if field.type == "datetime":
        return fields.Datetime.to_string(value) or ""
    return value or (0 if field.type in ("monetary", "integer") else "")


def phones(case):
    """Return [{number, refused}] of the debtor, refused ones marked."""
    partner = case.debtor_id
    today = case.env["debt.balance"]._today()
    consents = case.env["debt.contact.consent"]
    refused = consents._refusals(partner.ids, case.company_id, today)
    found = {}
    for name in partner._phone_get_number_fields():
        number = permitted(partner, [name]).get(name)
        if number:
            sanitized = (name == "phone" and partner.phone_sanitized) or number
            found[sanitized] = {
                "number": number,
                "tel": sanitized,
                "refused": any(
                    (partner.id, "phone", of) in refused
                    for of in ("", number, sanitized)
                ),
            }
    return list(found.values())


def _contacts(case):
    """Return the last events that were done."""
    done = [("case_id", "=", case.id), ("state", "=", "done")]
    return case.env["debt.event"].search(done, limit=CONTACTS)


def _promises(case):
    """Return the promises that are open, and the last one that was not kept."""
    promised = [("case_id", "=", case.id), ("promise_state", "!=", False)]
    found = case.env["debt.event"].search(promised)
    broken = found.filtered(lambda event: event.promise_state in ("broken", "partly"))
    return found.filtered(lambda event: event.promise_state == "open") | broken[:1]


# === WARNINGS === #
def warnings(event):
    """Return [{level, text}] of what whoever calls must know first."""
    case, _ = event.case_id, event.env._
    found = [("danger", _("Disputed: %(what)s", what=note)) for note in _disputes(case)]
    if case.time_barred:
        found.append(
            (
                "danger",
                _(
                    "A claim is time-barred since %(day)s: do not threaten with court, "
                    "and do not ask for an acknowledgement of the debt.",
                    day=case.limitation_date,
                ),
            )
        )
    found += _plan_warnings(case)
    if _doubtful(case.debtor_id):
        found.append(("warning", _("The address is doubtful: ask for it.")))
    if case.debtor_id.identifier_warning:
        found.append(("warning", case.debtor_id.identifier_warning))
    found.append(
        (
            "info",
            _(
                "Speak of the debt with the debtor only. A third person must not "
                "learn of it: leave your name and number, nothing else."
            ),
        )
    )
    return [{"level": level, "text": text} for level, text in found]


def _plan_warnings(case):
    """Return what the instalment plan of a case lets nobody forget."""
    plan, _ = case.settlement_plan_id, case.env._
    if plan.state == "active" and plan.overdue > 0:
        text = _(
            "Instalment plan %(plan)s runs: %(amount).2f is late since %(day)s. Ask "
            "for that, not for the whole debt.",
            plan=plan.name,
            amount=plan.overdue,
            day=plan.next_due,
        )
        return [("warning", text)]
    if plan.state == "active":
        text = _(
            "Instalment plan %(plan)s runs and is paid on time: demand nothing else.",
            plan=plan.name,
        )
        return [("warning", text)]
    if plan:
        text = _(
            "Instalment plan %(plan)s of %(total).2f was offered, valid until %(day)s.",
            plan=plan.name,
            total=plan.total,
            day=plan.valid_until,
        )
        return [("info", text)]
    return []


def _disputes(case):
    """Return what is disputed: holds on claims, or why the procedure was left."""
    today = case.env["debt.balance"]._today()
    holds = case.env["debt.hold"].search(
        Domain("kind", "in", ("dispute", "complaint"))
        & (Domain("case_id", "=", case.id) | Domain("claim_id.case_id", "=", case.id))
        & Domain(case.env["debt.hold"]._in_force_domain(today))
    )
    found = [
        ", ".join(filter(None, (hold.claim_id.name, hold.note or hold.display_name)))
        for hold in holds
    ]
    course = case.course_id
    if course.state == "individual" and course.left_reason == "dispute":
        found.append(course.left_note or str(course.left_on))
    return found


def _doubtful(partner):
    field = partner._fields.get("debt_address_doubtful")
    return bool(field) and partner[field.name]


# === WHAT CAN BE BOOKED === #
def outcomes(event):
    """Return the outcomes of the event's type, as many as there are keys."""
    leaves = event.env["debt.event.register"]._leaving_outcomes(event.case_id)
    return [
        {
            "id": outcome.id,
            "name": outcome.name,
            "code": outcome.code,
            "promise": outcome.promise,
            "third_person": outcome.third_person,
            "effective": outcome.effective,
            # Outside of the procedure a person says what comes next.
            "leaves": outcome.code in leaves,
        }
        for outcome in event.type_id.outcome_ids.sorted("sequence")[:HOTKEYS]
    ]


def needs_next(event):
    """Tell whether the case would be forgotten once this event is done."""
    case = event.case_id
    if case.course_state != "individual":
        return False
    return not (case.planned_event_ids - event)


def _plans(event):
    types = event.env["debt.event.type"].search([("plannable", "=", True)])
    return [{"id": kind.id, "name": kind.name} for kind in types]
