"""Polish addresses taken apart: street, house and flat."""

import re
from dataclasses import dataclass

POSTCODE = re.compile(r"\d{2}-\d{3}")

_HOUSE = r"\d+(?:\s?[A-Za-z])?(?:[-–]\d+[A-Za-z]?)?"
_FLAT = r"\d+\s?[A-Za-z]?"
_STREET = r"^(?P<street>.*?)[\s,]*(?:(?<=[\s,])nr\.?\s*)?(?<![\w/])"
# The word for a flat tells it from the second half of a house number like 7/9.
_WITH_WORD = re.compile(
    rf"{_STREET}(?P<house>{_HOUSE}(?:/\d+[A-Za-z]?)?)"
    rf"[\s,/]*(?:mieszk\w*|lokal|lok|m|apt)\b\.?\s*(?P<flat>{_FLAT})$",
    re.IGNORECASE,
)
_WITH_SLASH = re.compile(rf"{_STREET}(?P<house>{_HOUSE})\s*/\s*(?P<flat>{_FLAT})$")
_HOUSE_ONLY = re.compile(rf"{_STREET}(?P<house>{_HOUSE})$")
_FORMS = (_WITH_WORD, _WITH_SLASH, _HOUSE_ONLY)
_UL = re.compile(r"^(?:ul(?:ica)?\b\.?\s*)", re.IGNORECASE)
_LAST_LINE = re.compile(r"^(?P<postcode>\d{2}\s?-?\s?\d{3})\s+(?P<city>.+)$")


@dataclass(frozen=True)
class Address:
    """Where an item goes. ``rest`` holds what is neither street nor town."""

    street: str = ""
    house: str = ""
    flat: str = ""
    postcode: str = ""
    city: str = ""
    rest: str = ""

    def line(self):
        """Return street, house and flat as people write them.

        >>> Address(street="Długa", house="5A", flat="3").line()
        'Długa 5A/3'
        """
        number = "/".join(part for part in (self.house, self.flat) if part)
        return " ".join(part for part in (self.street, number) if part)


def split_street(text):
    """Return (street, house, flat); house is empty when there is none.

    >>> split_street("ul. Źródlana 15/8")
    ('Źródlana', '15', '8')
    >>> split_street("os. Piastów 12 m. 4")
    ('os. Piastów', '12', '4')
    >>> split_street("al. 3 Maja 10A lok. 2")
    ('al. 3 Maja', '10A', '2')
    >>> split_street("ul. 1 Maja")
    ('1 Maja', '', '')
    """
    text = " ".join((text or "").split()).strip(" ,")
    for form in _FORMS:
        found = form.match(text)
        if found:
            parts = found.groupdict(default="")
            return (
                _UL.sub("", parts["street"]).strip(" ,"),
                parts["house"].replace(" ", ""),
                parts.get("flat", "").replace(" ", ""),
            )
    return _UL.sub("", text), "", ""


def read_address(lines):
    """Return the Address written in lines, as on a letter.

    The last line holds postal code and town. A village without streets repeats the
    town before the number: the street is then left empty.

    :param lines: texts without the name of the addressee
    """
    lines = [" ".join(line.split()) for line in lines if line and line.strip()]
    postcode, city = _town(lines.pop()) if lines else ("", "")
    street, house, flat = split_street(" ".join(lines))
    rest = ""
    if not house and len(lines) > 1:
        street, house, flat = split_street(lines[0])
        rest = " ".join(lines[1:])
    if city and street.casefold() == city.casefold():
        street = ""
    return Address(street, house, flat, postcode, city, rest)


def _town(line):
    found = _LAST_LINE.match(line)
    if not found:
        return "", line
    digits = re.sub(r"\D", "", found["postcode"])
    return f"{digits[:2]}-{digits[2:]}", found["city"]
