"""Settling accounts in the demonstration: schemes, remittances, commissions."""

from datetime import timedelta

from odoo.fields import Command

ENERGY_TIERS = ((0, 14), (1000, 11), (5000, 8))


def settle_accounts(agency, packages, today):
    """Settle with the creditors and the collectors up to the last months.

    One remittance is paid for, one waits for a manager, and one is a draft.
    """
    energy = packages["ENERGIA-1"].agreement_id
    telecom = packages["TELEKOM-1"].agreement_id
    _agree(agency, energy, telecom)
    last = today.replace(day=1) - timedelta(days=1)
    before = last.replace(day=1) - timedelta(days=1)
    paid = _remit(energy, energy.date_from, before)
    paid.action_confirm()
    paid.action_approve()
    paid.action_book()
    _remit(energy, last.replace(day=1), last)
    _remit(telecom, telecom.date_from, last).action_confirm()
    closings = agency.env["debt.commission.period"]
    first = before.replace(day=1)
    closings.create({"date_from": first, "date_to": before}).action_confirm()
    closings.create({"date_from": last.replace(day=1), "date_to": last})


def _agree(agency, energy, telecom):
    """Enter what was agreed with both creditors and with collectors."""
    env = agency.env
    collectors = _scheme(env, "Windykatorzy 2026", "collector", _collector_rules(env))
    energy.write(
        {
            "commission_scheme_id": _scheme(
                env, "Energia: progi w sprawie", "creditor", _energy_rules()
            ).id,
            "collector_scheme_id": collectors.id,
            "remittance_days": 5,
        }
    )
    telecom.write(
        {
            "commission_scheme_id": _scheme(
                env, "TeleFala: wiek długu", "creditor", _telecom_rules(env)
            ).id,
            "collector_scheme_id": collectors.id,
            "costs_borne_by": "creditor",
            "remittance_minimum": 100,
        }
    )
    costs = [("case_id.agreement_id", "=", telecom.id)]
    env["debt.cost"].search(costs, order="id", limit=6).borne_by = "creditor"
    (energy | telecom).party_id.bank_ids.allow_out_payment = True
    _offer_elixir(agency)


def _scheme(env, name, side, rules):
    return env["debt.commission.scheme"].create(
        {
            "name": name,
            "side": side,
            "company_id": env.company.id,
            "rule_ids": [
                Command.create({"sequence": number, **rule})
                for number, rule in enumerate(rules)
            ],
        }
    )


def _energy_rules():
    return [
        {"name": "Egzekucja", "phase": "enforcement", "percent": 20},
        {
            "name": "Progi od sumy w sprawie",
            "scope": "case",
            "progressive": True,
            "tier_ids": [
                Command.create({"amount_from": start, "percent": percent})
                for start, percent in ENERGY_TIERS
            ],
        },
    ]


def _telecom_rules(env):
    visit = env.ref("debt_collection.event_type_visit")
    return [
        {"name": "Do 180 dni", "age_to": 180, "percent": 12},
        {"name": "Starsze długi", "age_from": 181, "percent": 18},
        {
            "name": "Wizyta terenowa",
            "basis": "act",
            "event_type_id": visit.id,
            "fixed_amount": 60,
        },
    ]


def _collector_rules(env):
    call = env.ref("debt_collection.event_type_call")
    return [
        {"name": "Kapitał", "kind": "principal", "percent": 2},
        {"name": "Odsetki", "kind": "interest", "percent": 3},
        {
            "name": "Rozmowa",
            "basis": "act",
            "event_type_id": call.id,
            "fixed_amount": 0.5,
        },
    ]


def _remit(agreement, first, last):
    return agreement.env["debt.remittance"].create(
        {"agreement_id": agreement.id, "date_from": first, "date_to": last}
    )


def _offer_elixir(agency):
    """Let payment orders of the client account become Elixir-O files."""
    method = agency.env.ref("debt_collection.payment_method_elixir_o")
    agency.env["account.payment.method.line"].create(
        {
            "name": "Elixir-O (110)",
            "payment_method_id": method.id,
            "journal_id": agency.client_journal.id,
            "company_id": agency.company.id,
            "selectable": True,
        }
    )
