"""A letter to an invented debtor: every field has a likely value.

Templates are previewed with it; nobody's data are needed for that.
"""

from datetime import date, timedelta
from decimal import Decimal

from .instalments import monthly_instalments
from .letter_fields import LETTER_FIELDS
from .money import format_pln, in_english_words, in_words
from .transfer_qr import transfer_text

_CLAIMS = (
    ("FV/2026/0154", date(2026, 1, 9), date(2026, 1, 23), "1250.40", "79.87"),
    ("FV/2026/0298", date(2026, 2, 6), date(2026, 2, 20), "1250.40", "71.00"),
    ("FV/2026/0467", date(2026, 3, 6), date(2026, 3, 20), "386.25", "19.20"),
)
_RATE = "9,25 %"
_PARTIES = {
    "place": "Warszawa",
    "case_number": "W/2026/000123",
    "sender_name": "Przykładowa Windykacja sp. z o.o.",
    "sender_address": "ul. Przykładowa 1, 00-001 Warszawa",
    "sender_contact": "tel. 22 000 00 00, biuro@przyklad.example",
    "sender_registry": "NIP 0000000000, KRS 0000000000",
    "signatory": "Maria Wzorcowa",
    "signatory_role": "specjalistka ds. należności",
    "creditor_name": "Energia Przykładowa S.A.",
    "creditor_address": "ul. Wzorcowa 10, 30-001 Kraków",
    "creditor_identifier": "NIP 0000000000",
    "on_behalf": "Energia Przykładowa S.A.",
    "acquired_from": "Telefonia Wzorcowa S.A.",
    "acquired_on": "15.05.2026",
    "acquired_from_address": "ul. Źródlana 3, 90-001 Łódź",
    "acquired_from_identifier": "NIP 0000000000",
    "agreement_name": "Energia 2026",
    "debtor_name": "Żaneta Gęślińska-Przykładowa",
    "debtor_address": "ul. Świętokrzyska 5 m. 7\n00-123 Warszawa",
    "debtor_identifier": "",
    "interest_name": "odsetki ustawowe za opóźnienie",
    "legal_basis": "art. 481 § 2 kc",
    "payment_days": "7",
    "payee_name": "Przykładowa Windykacja sp. z o.o.",
    "bank_account": "00 0000 0000 0000 0000 0000 0000",
    "bank_name": "Bank Przykładowy",
    "transfer_title": "W/2026/000123",
    "contact": "Maria Wzorcowa, tel. 22 000 00 00, biuro@przyklad.example",
    "complaints": "reklamacje@przyklad.example, ul. Przykładowa 1, 00-001 Warszawa",
    "gdpr_notice": "",
    "threatened_costs": "",
    "controller_name": "Energia Przykładowa S.A.",
    "controller_address": "ul. Wzorcowa 10, 30-001 Kraków",
    "controller_contact": "kontakt@energia.example",
    "processor_name": "Przykładowa Windykacja sp. z o.o.",
    "data_officer": "Adam Wzorcowy, iod@przyklad.example",
    "data_source": "Energia Przykładowa S.A., ul. Wzorcowa 10, 30-001 Kraków",
}
# The creditor asks us to collect, or has sold the claims: never both.
_BOUGHT = ("acquired_from", "acquired_on")
_MANDATE = ("on_behalf", "processor_name")


def sample_values(purpose, day, instalments=6):
    """Return the values of a letter to an invented debtor.

    :param purpose: purpose of the template; an assignment has bought claims
    :param day: date of the letter
    :param instalments: number of instalments to propose
    """
    left_out = _MANDATE if purpose == "assignment" else _BOUGHT
    every = {
        name: "" if isinstance(meaning, str) else []
        for name, meaning in LETTER_FIELDS["letter"].items()
    }
    values = every | _PARTIES | _money(day, instalments)
    values |= dict.fromkeys(left_out, "")
    values |= {"date": _day(day), "as_of": _day(day)}
    values |= {"demanded_on": _day(day - timedelta(days=30))}
    if purpose == "assignment":
        values |= {
            "creditor_name": values["sender_name"],
            "creditor_address": values["sender_address"],
        }
    return values


def _money(day, instalments):
    principal = sum(Decimal(claim[3]) for claim in _CLAIMS)
    interest = sum(Decimal(claim[4]) for claim in _CLAIMS)
    cost, total = Decimal("40.00"), principal + interest + Decimal("40.00")
    return {
        "claims_count": str(len(_CLAIMS)),
        "principal": format_pln(principal),
        "interest": format_pln(interest),
        "interest_words": in_words(interest),
        "interest_accrued": format_pln(interest),
        "claims_total": format_pln(principal + interest),
        "costs_total": format_pln(cost),
        "payments": format_pln(Decimal(12)),
        "total": format_pln(total),
        "payment_qr": transfer_text(
            _PARTIES["bank_account"],
            _PARTIES["payee_name"],
            _PARTIES["transfer_title"],
            total,
        ),
        "total_words": in_words(total),
        "total_words_en": in_english_words(total),
        "interest_per_day": format_pln(principal * Decimal("0.0925") / 365),
        "upcoming_total": format_pln(Decimal("386.25")),
        "upcoming_total_words": in_words(Decimal("386.25")),
        "account_claims_total": format_pln(principal + interest),
        "account_total": format_pln(total),
        "account_total_words": in_words(total),
        "plan_number": "U/2026/00012",
        "plan_total": format_pln(total),
        "plan_total_words": in_words(total),
        "plan_interest_stops": "U/2026/00012",
        "plan_days_of_grace": "7",
        "plan_valid_until": _day(day + timedelta(days=14)),
        **_rows(day, total, cost, instalments),
    }


def _rows(day, total, cost, instalments):
    claims = [_claim(number, *claim, day) for number, claim in enumerate(_CLAIMS, 1)]
    soon = day + timedelta(days=10)
    upcoming = _claim(1, "FV/2026/0733", day, soon, "386.25", "0", day)
    return {
        "claims": claims,
        "upcoming": [upcoming],
        "account_claims": [
            claim | {"paid": format_pln(Decimal(0))} for claim in claims
        ],
        "costs": [
            {
                "name": "Koszty wezwania",
                "date": _day(day),
                "amount": format_pln(cost),
                "legal_basis": "",
            }
        ],
        "interest_periods": [_period(claim, day) for claim in _CLAIMS],
        "instalments": [
            {
                "position": str(number),
                "due_on": _day(part.due_date),
                "amount": format_pln(part.amount),
            }
            for number, part in enumerate(
                monthly_instalments(total, instalments, day), 1
            )
        ],
    }


def _claim(position, document, issued, due, principal, interest, day):
    principal, interest = Decimal(principal), Decimal(interest)
    return {
        "position": str(position),
        "document": document,
        "kind": "faktura",
        "issued_on": _day(issued),
        "due_on": _day(due),
        "days_late": str(max((day - due).days, 0)),
        "amount": format_pln(principal),
        "principal": format_pln(principal),
        "interest": format_pln(interest),
        "interest_name": "odsetki ustawowe za opóźnienie",
        "total": format_pln(principal + interest),
    }


def _period(claim, day):
    document, _issued, due, principal, interest = claim
    return {
        "document": document,
        "date_from": _day(due + timedelta(days=1)),
        "date_to": _day(day),
        "days": str(max((day - due).days, 0)),
        "principal": format_pln(Decimal(principal)),
        "percent": _RATE,
        "interest": format_pln(Decimal(interest)),
    }


def _day(day):
    return day.strftime("%d.%m.%Y")
