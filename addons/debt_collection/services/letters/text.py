"""How letters write amounts, addresses and numbers."""

from ...tools.money import format_pln, from_float


def money_text(amount):
    """Return a stored amount as ``1 234,56 zł``."""
    return format_pln(from_float(amount))


def joined(*parts, sep=", "):
    """Return the parts that say something, joined."""
    return sep.join(part for part in parts if part)


def address_line(partner):
    """Return the address of a partner in one line."""
    city = joined(partner.zip, partner.city, sep=" ")
    return joined(partner.street, partner.street2, city)


def nip_text(partner):
    """Return ``NIP 525…`` of a partner, nothing when there is none."""
    return f"NIP {partner.vat.removeprefix('PL')}" if partner.vat else ""
