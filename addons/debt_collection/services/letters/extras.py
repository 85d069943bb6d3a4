"""What letters say beside the demand: the account, instalments, personal data.

Cases come with the day of the balance in their context. Only what the template uses
is looked up.
"""

from decimal import Decimal

from ...tools.instalments import Instalment, monthly_instalments
from ...tools.money import format_pln, from_float, in_english_words, in_words
from ...tools.polish import day_text
from .text import address_line, joined, money_text, nip_text

ZERO = Decimal(0)
# Purposes of letters that ask for no money, whatever the case owes.
ASKS_NOTHING = ("balance", "assignment", "gdpr", "envelope", "label")
DEMANDS = ("demand", "final_demand")


def amount_asked(case, template, figures):
    """Return what a letter of this purpose asks to be paid.

    A note asks for interest alone; a reminder before the due date for what will fall
    due.
    """
    sums = figures.sums(case)
    if template.purpose in ASKS_NOTHING:
        return ZERO
    if template.purpose == "interest_note":
        return sums.interest
    if template.purpose == "reminder" and sums.total <= 0:
        return sum(map(_principal_to_come, upcoming_claims(case)), ZERO)
    return sums.total


def fits(case, template):
    """Tell whether a letter can tell of the case: only bought claims were assigned."""
    return template.purpose != "assignment" or case.agreement_id.kind == "assignment"


def extras(case, template, figures):
    """Return the values of a letter beside those of the demand itself.

    :param figures: the :class:`.figures.Figures` of a set of cases with this one
    """
    sums = figures.sums(case)
    values = {
        "total_words_en": in_english_words(sums.total),
        "interest_words": in_words(sums.interest),
        "threatened_costs": template.threatened_costs or "",
        **_plan(case, template, sums.total),
        **figures.once(_seller, case.agreement_id),
        **figures.once(
            _personal_data, case.company_id, case.creditor_id, case.agreement_id
        ),
    }
    for names, make in LOOKED_UP.items():
        if any(map(figures.uses, names)):
            values |= make(case, template, figures)
    return values


def upcoming_claims(case):
    """Return the claims of a case that fall due after the day of the balance."""
    as_of = case.env["debt.balance"]._as_of()
    claims = case.claim_ids.filtered(
        lambda claim: (
            claim.state in ("active", "restructured")
            and claim.due_date > as_of
            and _principal_to_come(claim) > 0
        )
    )
    return claims.sorted("due_date")


def _principal_to_come(claim):
    """Return what is to be paid of a claim that is not due yet.

    The balance knows a claim from its issue; one without a date of issue, only from its
    due date.
    """
    if claim.issue_date:
        return from_float(claim.principal_due)
    as_of = claim.env["debt.balance"]._as_of()
    credited = claim.allocation_ids.filtered(
        lambda part: part.kind == "principal" and part.date <= as_of
    )
    return from_float(claim.principal) - _sum(credited, "amount")


def account_claims(case, purpose):
    """Return the claims of the debtor's account: all issued, also paid or disputed.

    Nobody may be led to confirm what is time-barred against a consumer (art. 117
    par. 2(1) of the Civil Code); a notice of assignment names it all the same.
    """
    as_of = case.env["debt.balance"]._as_of()
    claims = case.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
    if purpose != "assignment":
        claims = claims.filtered(
            lambda claim: (
                (claim.issue_date or claim.due_date) <= as_of and not _is_barred(claim)
            )
        )
    return claims.sorted("due_date")


def _is_barred(claim):
    as_of = claim.env["debt.balance"]._as_of()
    consumer = claim.debtor_id.debt_legal_status == "consumer"
    return consumer and claim.limitation_date and claim.limitation_date < as_of


def _interest(case, template, figures):
    claims = figures.demandable(case)
    accrued = _sum(claims, "interest_accrued")
    paid = accrued - sum((figures.owed(claim).interest for claim in claims), ZERO)
    return {
        "interest_accrued": format_pln(accrued),
        "interest_paid": format_pln(paid) if paid > 0 else "",
    }


def _upcoming(case, template, figures):
    claims = upcoming_claims(case)
    total = sum(map(_principal_to_come, claims), ZERO)
    return {
        "upcoming": [
            _claim(number, claim) | _not_late(claim)
            for number, claim in enumerate(claims, 1)
        ],
        "upcoming_total": format_pln(total) if claims else "",
        "upcoming_total_words": in_words(total) if claims else "",
    }


def _not_late(claim):
    owed = format_pln(_principal_to_come(claim))
    nothing = format_pln(ZERO)
    return {
        "days_late": "0",
        "interest_name": "",
        "principal": owed,
        "interest": nothing,
        "total": owed,
    }


def _account(case, template, figures):
    claims = account_claims(case, template.purpose)
    owed = _sum(claims, "principal_due") + _sum(claims, "interest_due")
    total = owed + from_float(case.costs_due) if claims else ZERO
    return {
        "account_claims": [
            _claim(number, claim)
            | {"paid": money_text(claim.paid_before + claim.paid_total)}
            for number, claim in enumerate(claims, 1)
        ],
        "account_claims_total": format_pln(owed),
        "account_total": format_pln(total),
        "account_total_words": in_words(total),
        "overpaid": money_text(case.overpaid) if case.overpaid > 0 else "",
    }


def _claim(position, claim):
    return {
        "position": str(position),
        "document": claim.number or claim.name,
        "kind": claim.kind_id.name,
        "issued_on": day_text(claim.issue_date),
        "due_on": day_text(claim.due_date),
        "amount": money_text(claim.amount),
        "principal": money_text(claim.principal_due),
        "interest": money_text(claim.interest_due),
        "total": money_text(claim.principal_due + claim.interest_due),
    }


def _seller(agreement):
    seller = agreement.party_id if agreement.kind == "assignment" else None
    return {
        "acquired_from_address": address_line(seller) if seller else "",
        "acquired_from_identifier": nip_text(seller) if seller else "",
    }


def _personal_data(company, creditor, agreement):
    """Return who is the controller, and what the company says of personal data.

    Under a mandate the creditor is the controller and we process on his behalf
    (art. 28 GDPR); of bought and own claims we are the controller.
    """
    mandate = agreement.kind == "mandate"
    controller = creditor if mandate else company.partner_id
    source = creditor if agreement.kind == "own" else agreement.party_id
    return {
        "controller_name": controller.name,
        "controller_address": address_line(controller),
        "controller_contact": joined(controller.phone, controller.email),
        "processor_name": company.name if mandate else "",
        "data_officer": company.debt_gdpr_officer or "",
        "data_source": joined(source.name, address_line(source)),
        "data_recipients": company.debt_gdpr_recipients or "",
        "data_retention": company.debt_gdpr_retention or "",
    }


def _demanded_on(case, template, figures):
    """Return the day of the last demand that may have reached the debtor."""
    days = [
        letter.date
        for letter in case.letter_ids
        if letter.template_id.purpose in DEMANDS
        and letter.state not in ("cancelled", "returned")
    ]
    return {"demanded_on": day_text(max(days, default=None))}


def _plan(case, template, total):
    """Return what a letter says of the plan offered, or running, in a case.

    Without one it proposes as many monthly instalments as its template says.
    """
    plan = template.purpose == "settlement" and _plan_told(case)
    if plan:
        return _granted(plan)
    company = case.company_id
    today = case.env["debt.balance"]._today()
    return {
        "instalments": _instalments(
            monthly_instalments(total, template.instalment_count, today)
        ),
        "plan_number": "",
        "plan_total": format_pln(total),
        "plan_total_words": in_words(total),
        "plan_discount": "",
        "plan_interest_ahead": "",
        "plan_interest_stops": "",
        "plan_days_of_grace": str(company.debt_plan_grace_days),
        "plan_valid_until": "",
    }


def _plan_told(case):
    """Return the plan that a letter tells of: the offer, else the running one."""
    told = case.settlement_plan_ids.filtered(
        lambda p: p.state in ("proposed", "active")
    )
    return told.sorted(lambda plan: plan.state == "active")[:1]


def _granted(plan):
    """Return what a letter says of a plan that was granted."""
    agreed = from_float(plan.total)
    ahead = agreed - from_float(plan.first_total)
    return {
        "instalments": _instalments(
            Instalment(part.date_due, from_float(part.amount))
            for part in plan.instalment_ids.sorted("date_due")
        ),
        "plan_number": plan.name,
        "plan_total": format_pln(agreed),
        "plan_total_words": in_words(agreed),
        "plan_discount": money_text(plan.discount) if plan.discount > 0 else "",
        "plan_interest_ahead": format_pln(ahead) if ahead > 0 else "",
        "plan_interest_stops": plan.name if plan.interest == "stopped" else "",
        "plan_days_of_grace": str(plan.tolerance_days),
        "plan_valid_until": day_text(plan.valid_until),
    }


def _instalments(parts):
    return [
        {
            "position": str(number),
            "due_on": day_text(part.due_date),
            "amount": format_pln(part.amount),
        }
        for number, part in enumerate(parts, 1)
    ]


def _sum(claims, name):
    return sum((from_float(claim[name]) for claim in claims), ZERO)


# Fields of a letter -> what looks them up.
LOOKED_UP = {
    ("interest_accrued", "interest_paid"): _interest,
    ("upcoming", "upcoming_total", "upcoming_total_words"): _upcoming,
    (
        "account_claims",
        "account_claims_total",
        "account_total",
        "account_total_words",
        "overpaid",
    ): _account,
    ("demanded_on",): _demanded_on,
}
