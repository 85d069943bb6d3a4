"""What is owed on a case or claim on a day, explained down to each rate period.

The figures are those of ``debt.balance``, the lines those of the claims; both are the
same everywhere in the product. Amounts are texts with two decimal places.
"""

from datetime import date
from decimal import Decimal

from ..tools.money import from_float

ZERO = Decimal(0)


class NotFound(LookupError):
    """No case or claim, or more than one, has the wanted number.

    :ivar code: unknown_reference, unknown_case or ambiguous_claim
    :ivar details: mapping with the cases to choose from
    """

    def __init__(self, code, message, **details):
        super().__init__(message)
        self.code, self.details = code, details


def to_day(text):
    """Return the date of an ISO text (YYYY-MM-DD only).

    :raises ValueError: for anything else
    """
    if len(text) != len("YYYY-MM-DD"):
        raise ValueError(text)
    return date.fromisoformat(text)


def find(env, reference, case_number=None, companies=()):
    """Return the case or claim that a number names.

    A case goes by its number, a claim by the creditor's identifier or its document
    number.

    :param case_number: the case of the claim, when others have such a claim too
    :param companies: domain that limits the companies
    :raises NotFound: nothing or more than one record has the number
    """
    reference = reference.strip()
    if case_number:
        case = _one_case(env, case_number, companies)
        if not case:
            problem = f"There is no case {case_number!r}."
            raise NotFound("unknown_case", problem)
        return _one_claim(env, reference, [("case_id", "=", case.id)])
    return _one_case(env, reference, companies) or _one_claim(env, reference, companies)


def _one_case(env, number, companies):
    """Return the case with a number, or an empty one."""
    found = env["debt.case"].search([("name", "=", number), *companies])
    if len(found) > 1:
        names = found.company_id.mapped("name")
        problem = f"Several companies have a case {number!r}: name one by --company."
        raise NotFound("ambiguous_case", problem, companies=names)
    return found


def _one_claim(env, reference, domain):
    """Return the only claim with an identifier or document number."""
    numbered = ["|", ("external_id", "=", reference), ("number", "=", reference)]
    found = env["debt.claim"].search([*numbered, *domain])
    if len(found) == 1:
        return found
    if not found:
        problem = f"There is no case and no claim {reference!r}. Check the number."
        raise NotFound("unknown_reference", problem)
    cases = sorted(set(found.case_id.mapped("name")))
    problem = f"{len(found)} claims have the number {reference!r}"
    remedy = "name the case by --case" if len(cases) > 1 else "ask for the whole case"
    raise NotFound("ambiguous_claim", f"{problem}: {remedy}.", cases=cases)


def explain(record, as_of):
    """Return the balance of one case or claim on a day, for JSON.

    ``interest`` is what is owed of it: ``interest_accrued`` less ``interest_paid``;
    ``payments`` is all money received, ``overpaid`` the part that nothing was owed
    for. A claim that did not exist yet or was withdrawn is owed nothing.

    :param record: one ``debt.case`` or ``debt.claim``
    """
    is_case = record._name == "debt.case"
    claims = record.claim_ids if is_case else record
    owed = claims._balances(as_of)
    figures = (record._balances(as_of) if is_case else owed).get(record.id, {})
    accrued = sum((from_float(row["interest_accrued"]) for row in owed.values()), ZERO)
    return {
        **_name_of(record),
        "as_of": as_of.isoformat(),
        "currency": record.currency_id.name,
        **_amounts(figures, accrued),
        "overpaid": _text(figures.get("overpaid")),
        "claims": [
            _claim(claim, owed[claim.id], as_of) for claim in claims if claim.id in owed
        ],
    }


def _name_of(record):
    """Return what identifies the record."""
    if record._name == "debt.case":
        return {"case": record.name, "debtor": record.debtor_id.name}
    return _claim_name(record) | {"case_of_claim": record.case_id.name}


def _claim_name(claim):
    """Return what identifies a claim."""
    return {
        "claim": claim.external_id or claim.number or claim.name,
        "number": claim.number or None,
        "external_id": claim.external_id or None,
        "due_date": claim.due_date.isoformat(),
    }


def _claim(claim, figures, as_of):
    """Return the balance of one claim with its rate periods."""
    return {
        **_claim_name(claim),
        **_amounts(figures, from_float(figures["interest_accrued"])),
        "periods": [_period(line) for line in claim._interest_periods(as_of)],
    }


def _amounts(figures, accrued):
    """Return the amounts that a case and a claim have in common."""
    interest_due = from_float(figures.get("interest_due") or 0)
    return {
        "principal": _text(figures.get("principal_due")),
        "interest": _text(interest_due),
        "interest_accrued": _text(accrued),
        "interest_paid": _text(accrued - interest_due),
        "costs": _text(figures.get("costs_due")),
        "payments": _text(figures.get("paid_total")),
        "total": _text(figures.get("total_due")),
    }


def _period(line):
    """Return one line of the explanation."""
    return {
        "from": line.date_from.isoformat(),
        "to": line.date_to.isoformat(),
        "days": line.days,
        "rate": f"{line.percent.normalize():f}",
        "principal": _text(line.principal),
        "interest": _text(line.interest),
    }


def _text(amount):
    """Return an amount, a Decimal or float, with two decimal places; None is zero."""
    return str(from_float(amount or 0))
