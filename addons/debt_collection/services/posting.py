"""Letters as items of post: who sends, to whom, what it costs."""

from uuid import UUID, uuid5

from odoo.tools import split_every

from ..tools.money import from_float
from ..tools.post import Address, PostItem, Sender, read_address

# Roles that handle the paper of all cases of their companies.
REACH = ("team_leader", "accountant")
POLAND = "Polska"


def post_items(letters):
    """Return the PostItems of letters in their order.

    Name and address are those written on the letter: what is posted must go where
    the letter says, whatever the contact says today.
    """
    fees = postage_of(letters)
    return [_item(letter, fees.get(letter.id)) for letter in letters]


def _item(letter, fee):
    name, lines = addressee(letter)
    address = read_address(lines)
    return PostItem(
        reference=str(letter.id),
        label=f"{letter.case_id.name}, {name}",
        name=name,
        address=address,
        kind=letter.post_kind or "ordinary",
        format=letter.post_format,
        grams=letter.post_grams,
        priority=letter.post_priority,
        number=letter.posting_number or "",
        country=_country(letter.debtor_id),
        guid=stable_guid(letter.env, "debt.letter", letter.id),
        fee=fee,
    )


def addressee(letter):
    """Return (name, lines of the address) as the letter was written."""
    written = letter.values or {}
    debtor = letter.debtor_id
    name = written.get("debtor_name") or debtor.name or ""
    lines = (written.get("debtor_address") or "").splitlines()
    if not lines:
        town = " ".join(part for part in (debtor.zip, debtor.city) if part)
        lines = [debtor.street, debtor.street2, town]
    return name, [line for line in lines if line]


def postage_of(letters):
    """Return {letter id: Decimal}: what was booked, else what the rates say."""
    Rate = letters.env["debt.postage.rate"]
    Cost = letters.env["debt.cost"]
    booked = {}
    for part in split_every(1000, letters.ids, letters.browse):
        keys = [letter._postage_key() for letter in part]
        for cost in Cost.search([("effect_key", "in", keys)]):
            booked[int(cost.effect_key.split(":")[1])] = from_float(cost.amount)
    today = letters.env["debt.balance"]._today()
    rates, fees = {}, {}
    for letter in letters:
        key = letter.company_id, letter.posted_on or today
        if key not in rates:
            rates[key] = Rate._amounts(*key)
        planned = rates[key].get(letter._postage_class())
        fees[letter.id] = booked.get(letter.id) or _decimal(planned)
    return fees


def sender_of(company):
    """Return the Sender of a company, as the post knows it."""
    partner = company.partner_id
    town = " ".join(part for part in (partner.zip, partner.city) if part)
    lines = [partner.street, partner.street2, town]
    address = read_address([line for line in lines if line]) if town else Address()
    vat = "".join(char for char in partner.vat or "" if char.isdigit())
    return Sender(
        name=company.name,
        address=address,
        nip=vat,
        guid=stable_guid(company.env, "res.company", company.id),
    )


def sender_lines(company):
    """Return the lines of the sender that stand on envelopes."""
    if company.debt_envelope_sender:
        lines = company.debt_envelope_sender.splitlines()
    else:
        partner = company.partner_id
        town = " ".join(part for part in (partner.zip, partner.city) if part)
        lines = [company.name, partner.street, partner.street2, town]
    return tuple(line.strip() for line in lines if line and line.strip())


def stable_guid(env, kind, number):
    """Return the same GUID for the same record of this database, each time."""
    parameters = env["ir.config_parameter"].sudo()  # the database's own number
    base = UUID(parameters.get_param("database.uuid"))
    return "{%s}" % str(uuid5(base, f"{kind},{number}")).upper()  # noqa: UP031


def _country(partner):
    country = partner.country_id
    if not country or country.code == "PL":
        return POLAND
    return country.with_context(lang="pl_PL").name


def _decimal(amount):
    return from_float(amount) if amount else None
