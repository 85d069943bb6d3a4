"""Posting numbers of registered items and their check digits.

Domestic items carry 20 digits whose last one is reckoned as GS1 does; international
ones the S10 form of the Universal Postal Union. Both rules are general knowledge, not
read from Poczta Polska itself: a wrong digit is a warning, never a refusal.
"""

import re

from ..texts import _

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)

WARNINGS = {
    "form": _("%(number)s is no posting number: 20 digits, or like RR123456785PL"),
    "check": _("%(number)s has a wrong check digit: compare it with the slip"),
}

_NOISE = re.compile(r"[\s()\u00a0.\-]+")
_DOMESTIC = re.compile(r"\d{20}")
_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")


def normalise(text):
    """Return a number as it is stored: no spaces, no brackets, capitals.

    A scanner may put the application identifier 00 of the bar code in front.
    """
    number = _NOISE.sub("", text or "").upper()
    if len(number) == 22 and number.isdigit() and number.startswith("00"):
        return number[2:]
    return number


def check_number(number):
    """Return the key of a warning about a normalised number, or None."""
    if _DOMESTIC.fullmatch(number):
        return None if gs1_digit(number[:-1]) == int(number[-1]) else "check"
    found = _S10.fullmatch(number)
    if not found:
        return "form"
    return None if s10_digit(found[1]) == int(found[2]) else "check"


def gs1_digit(digits):
    """Return the check digit: weights 3, 1, 3, 1 … from the right, modulo 10."""
    weighted = (
        int(digit) * (1 if place % 2 else 3)
        for place, digit in enumerate(reversed(digits))
    )
    return -sum(weighted) % 10


def s10_digit(digits):
    """Return the check digit of eight digits of an S10 number."""
    total = sum(w * int(d) for w, d in zip(S10_WEIGHTS, digits, strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)
