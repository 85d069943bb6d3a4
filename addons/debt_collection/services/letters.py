"""What a letter says: the values of its fields, taken from the case.

The names are those of :mod:`..tools.letter_fields`. Letters are in Polish, whatever
the language of the user.
"""

from datetime import timedelta
from decimal import Decimal

from odoo.exceptions import UserError

from ..tools.money import format_pln, from_float, in_words
from .letter_extras import amount_asked, extras
from .letter_text import address_line, day_text, joined, money_text, nip_text

ZERO = Decimal(0)


def letter_values(case, template, as_of):
    """Return (amount asked, values) of a letter on a case.

    Claims that are suspended, paid, or time-barred against a consumer are left out:
    the last may not be demanded (art. 117 par. 2(1) of the Civil Code). A letter that
    demands no money can be written on any case, its amounts may be zero.

    :param case: one debt.case
    :param template: the debt.letter.template
    :param as_of: day of the balance
    :raises UserError: nothing is left to demand
    """
    case = case.with_context(debt_as_of=as_of, lang="pl_PL")
    claims = demandable_claims(case, as_of)
    sums = _sums(case, claims)
    asked = amount_asked(case, template, sums)
    if template.demands_money and asked <= 0:
        raise UserError(
            case.env._(
                "Case %(case)s owes nothing that may be demanded on %(day)s: "
                "its claims are paid, suspended, withdrawn or time-barred.",
                case=case.name,
                day=day_text(as_of),
            )
        )
    values = {
        **_heading(case, template, as_of),
        **_sender(case),
        **_creditor(case),
        **_debtor(case),
        **_amounts(case, claims, sums, as_of),
        **_payment(case),
        **extras(case, template, claims, sums),
        "claims": [_claim(n, claim) for n, claim in enumerate(claims, 1)],
        "costs": [_cost(cost) for cost in _open_costs(case, as_of)],
        "interest_periods": [
            _period(claim, period)
            for claim in claims
            for period in claim._interest_periods(as_of)
        ],
    }
    return float(asked), values


def demandable_claims(case, as_of):
    """Return the claims of a case that a letter may demand, oldest due first."""
    consumer = case.debtor_id.debt_legal_status == "consumer"

    def demandable(claim):
        barred = claim.limitation_date and claim.limitation_date < as_of
        return (
            claim.state in ("active", "restructured")
            and claim.due_date <= as_of
            and not (barred and consumer)
            and claim.total_due > 0
        )

    return case.claim_ids.filtered(demandable).sorted("due_date")


def _sums(case, claims):
    principal = sum((from_float(c.principal_due) for c in claims), ZERO)
    interest = sum((from_float(c.interest_due) for c in claims), ZERO)
    costs = from_float(case.costs_due)
    return {
        "principal": principal,
        "interest": interest,
        "costs": costs,
        "total": principal + interest + costs if claims else ZERO,
    }


def _heading(case, template, as_of):
    return {
        "date": day_text(case.env["debt.balance"]._today()),
        "place": case.company_id.city or "",
        "case_number": case.name,
        "as_of": day_text(as_of),
        "agreement_name": case.agreement_id.name,
        "payment_days": str(template.payment_days),
        "payment_deadline": "",
    }


def _sender(case):
    company, user = case.company_id, case.user_id or case.env.user
    partner = company.partner_id
    contact = joined(user.name, partner.phone, company.email)
    return {
        "sender_name": company.name,
        "sender_address": address_line(partner),
        "sender_contact": joined(partner.phone, company.email, company.website),
        "sender_registry": joined(
            nip_text(partner),
            partner.regon and f"REGON {partner.regon}",
            partner.krs and f"KRS {partner.krs}",
        ),
        "signatory": user.name,
        "signatory_role": user.partner_id.function or "",
        "contact": contact,
        "complaints": company.debt_complaints
        or joined(company.email, address_line(partner)),
        "gdpr_notice": company.debt_gdpr_notice or "",
    }


def _creditor(case):
    creditor, agreement = case.creditor_id, case.agreement_id
    mandate = agreement.kind == "mandate"
    bought = agreement.kind == "assignment"
    return {
        "creditor_name": creditor.name,
        "creditor_address": address_line(creditor),
        "creditor_identifier": nip_text(creditor),
        "on_behalf": creditor.name if mandate else "",
        "acquired_from": agreement.party_id.name if bought else "",
        "acquired_on": day_text(agreement.date_signed) if bought else "",
    }


def _debtor(case):
    debtor = case.debtor_id
    lines = [debtor.street, debtor.street2, joined(debtor.zip, debtor.city, sep=" ")]
    business = debtor.debt_legal_status != "consumer"
    return {
        "debtor_name": debtor.name,
        "debtor_address": "\n".join(line for line in lines if line),
        "debtor_identifier": nip_text(debtor) if business else "",
    }


def _amounts(case, claims, sums, as_of):
    return {
        "claims_count": str(len(claims)),
        "principal": format_pln(sums["principal"]),
        "interest": format_pln(sums["interest"]),
        "claims_total": format_pln(sums["principal"] + sums["interest"]),
        "costs_total": format_pln(sums["costs"]) if sums["costs"] else "",
        "payments": money_text(case.paid_total) if case.paid_total else "",
        "total": format_pln(sums["total"]),
        "total_words": in_words(sums["total"]),
        "interest_per_day": _interest_per_day(claims, as_of),
        "interest_name": _unique(_interest_kinds(claims), "name"),
        "legal_basis": _unique(_interest_kinds(claims), "legal_basis"),
    }


def _interest_per_day(claims, as_of):
    tomorrow = claims.with_context(debt_as_of=as_of + timedelta(days=1))
    more = sum(tomorrow.mapped("interest_due")) - sum(claims.mapped("interest_due"))
    return money_text(more) if more > 0 else ""


def _interest_kinds(claims):
    kinds = claims.env["debt.interest.kind"]
    for claim in claims.filtered("kind_id.bears_interest"):
        kinds |= claim._effective_interest_kind()
    return kinds.filtered(lambda kind: kind.code != "none")


def _payment(case):
    account = case.agreement_id.payment_bank_id
    return {
        "payee_name": account.acc_holder_name or account.partner_id.name or "",
        "bank_account": _grouped_account(account.sanitized_acc_number or ""),
        "bank_name": account.bank_id.name or "",
        "transfer_title": case.name,
    }


def _claim(position, claim):
    bears = claim.kind_id.bears_interest
    return {
        "position": str(position),
        "document": claim.number or claim.name,
        "kind": claim.kind_id.name,
        "issued_on": day_text(claim.issue_date),
        "due_on": day_text(claim.due_date),
        "days_late": str(claim.days_late),
        "amount": money_text(claim.amount),
        "principal": money_text(claim.principal_due),
        "interest": money_text(claim.interest_due),
        "interest_name": claim._effective_interest_kind().name if bears else "",
        "total": money_text(claim.principal_due + claim.interest_due),
    }


def _open_costs(case, as_of):
    """Yield (cost, amount still owed) of the costs not paid in full by a day."""
    for cost in case.cost_ids.sorted("date"):
        if not cost.charged or cost.state != "booked" or cost.date > as_of:
            continue
        credited = case.allocation_ids.filtered(
            lambda part, cost=cost: part.cost_id == cost and part.date <= as_of
        )
        owed = from_float(cost.amount) - from_float(sum(credited.mapped("amount")))
        if owed > 0:
            yield cost, owed


def _cost(item):
    cost, owed = item
    return {
        "name": cost.name,
        "date": day_text(cost.date),
        "amount": format_pln(owed),
        "legal_basis": cost.legal_basis or cost.kind_id.legal_basis or "",
    }


def _period(claim, period):
    return {
        "document": claim.number or claim.name,
        "date_from": day_text(period.date_from),
        "date_to": day_text(period.date_to),
        "days": str(period.days),
        "principal": format_pln(period.principal),
        "percent": f"{period.percent.normalize():f}".replace(".", ",") + " %",
        "interest": format_pln(period.interest),
    }


def _unique(records, name):
    texts = [record[name] for record in records if record[name]]
    return ", ".join(dict.fromkeys(texts))


def _grouped_account(number):
    """Return an account number as it is printed: PL12 3456 … in groups of four."""
    number = number.removeprefix("PL")
    groups = [number[:2], *(number[i : i + 4] for i in range(2, len(number), 4))]
    return " ".join(group for group in groups if group)
