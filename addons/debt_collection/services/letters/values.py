"""What one letter says: texts of its fields, from records and figures read before.

The names are those of :mod:`...tools.letter_fields`. Letters are in Polish, whatever
the language of the user.
"""

from ...tools.money import format_pln, in_words
from ...tools.polish import day_text, decimal_text
from .extras import amount_asked, extras
from .text import address_line, joined, money_text, nip_text


def letter_texts(case, template, figures):
    """Return the values of a letter: what its template uses, and all that is cheap.

    :param case: one debt.case that owes something
    :param figures: the :class:`.figures.Figures` of a set of cases with this one
    """
    claims = figures.demandable(case)
    values = {
        **_heading(case, template, figures.as_of),
        **figures.once(_sender, case.company_id, case.user_id or case.env.user),
        **figures.once(_creditor, case.creditor_id, case.agreement_id),
        **_debtor(case),
        **_amounts(case, claims, figures),
        **_payment(case, template, figures),
        **extras(case, template, figures),
        "claims": [_claim(n, c, figures) for n, c in enumerate(claims, 1)],
        "costs": [_cost(cost, owed) for cost, owed in figures.open_costs(case)],
    }
    if figures.uses("interest_per_day"):
        values["interest_per_day"] = _interest_per_day(claims, figures)
    if figures.uses("interest_periods"):
        values["interest_periods"] = [
            _period(claim, period)
            for claim in claims
            for period in figures.periods(claim)
        ]
    return values


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


def _sender(company, user):
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


def _creditor(creditor, agreement):
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


def _amounts(case, claims, figures):
    sums, paid = figures.sums(case), figures.paid(case)
    kinds = figures.kinds(claims)
    return {
        "claims_count": str(len(claims)),
        "principal": format_pln(sums.principal),
        "interest": format_pln(sums.interest),
        "claims_total": format_pln(sums.principal + sums.interest),
        "costs_total": format_pln(sums.costs) if sums.costs else "",
        "payments": format_pln(paid) if paid else "",
        "total": format_pln(sums.total),
        "total_words": in_words(sums.total),
        "interest_name": _unique(kinds, "name"),
        "legal_basis": _unique(kinds, "legal_basis"),
    }


def _interest_per_day(claims, figures):
    more = figures.interest_of_next_day(claims)
    return format_pln(more) if more > 0 else ""


def _payment(case, template, figures):
    details = figures.payment(case)
    values = {
        "payee_name": details.recipient,
        "bank_account": details.account_text,
        "bank_name": details.bank,
        "transfer_title": details.title,
    }
    if figures.uses("payment_qr"):
        # Who pays by instalments, or nothing now, enters the amount himself.
        asked = amount_asked(case, template, figures)
        open_amount = template.purpose == "settlement" or asked <= 0
        values["payment_qr"] = details.qr_text(None if open_amount else asked)
    return values


def _claim(position, claim, figures):
    owed = figures.owed(claim)
    kind = figures.kind(claim)
    return {
        "position": str(position),
        "document": claim.number or claim.name,
        "kind": claim.kind_id.name,
        "issued_on": day_text(claim.issue_date),
        "due_on": day_text(claim.due_date),
        "days_late": str(claim.days_late),
        "amount": money_text(claim.amount),
        "principal": format_pln(owed.principal),
        "interest": format_pln(owed.interest),
        "interest_name": kind.name or "",
        "total": format_pln(owed.principal + owed.interest),
    }


def _cost(cost, owed):
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
        "percent": f"{decimal_text(period.percent)} %",
        "interest": format_pln(period.interest),
    }


def _unique(records, name):
    texts = [record[name] for record in records if record[name]]
    return ", ".join(dict.fromkeys(texts))
