"""Where a visit leads: areas of addresses, and the link that starts navigation."""

import re
from urllib.parse import quote

POSTCODE = re.compile(r"^\s*(?:PL[-\s]?)?(\d{2})\s?-?\s?\d{3}\s*$", re.IGNORECASE)
# Opens the navigation that the phone itself has; nothing is told to a third party.
PHONE_NAVIGATION = "geo:{lat},{lon}?q={address}"


def area_name(postcode, town):
    """Return the area of an address: the first digits of its postcode, and its town.

    >>> area_name("31-147", " kraków ")
    '31 Kraków'
    >>> area_name("", "BIELSKO-BIAŁA")
    'Bielsko-Biała'
    """
    match = POSTCODE.search(postcode or "")
    parts = (match and match[1], " ".join((town or "").split()).title())
    return " ".join(part for part in parts if part)


def address_line(street, street2, postcode, town):
    """Return an address in one line.

    >>> address_line("Długa 5", "", "31-147", "Kraków")
    'Długa 5, 31-147 Kraków'
    """
    place = " ".join(part for part in (postcode, town) if part)
    return ", ".join(part for part in (street, street2, place) if part)


def navigation_link(template, address, latitude=0.0, longitude=0.0):
    """Return the link that leads to an address; empty if nothing is known of it.

    :param template: with ``{lat}``, ``{lon}`` and ``{address}``
    """
    if not (address or latitude or longitude):
        return ""
    target = address or f"{latitude},{longitude}"
    return (
        (template or PHONE_NAVIGATION)
        .replace("{lat}", f"{latitude or 0:.6f}".rstrip("0").rstrip("."))
        .replace("{lon}", f"{longitude or 0:.6f}".rstrip("0").rstrip("."))
        .replace("{address}", quote(target, safe=""))
    )


def phone_link(phone):
    """Return the link that calls a number; empty when there are no digits.

    >>> phone_link("+48 501 213 897")
    'tel:+48501213897'
    """
    digits = re.sub(r"[^\d+]", "", phone or "")
    return f"tel:{digits}" if digits.strip("+") else ""
