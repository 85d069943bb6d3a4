"""Case numbers with one mistake: a wrong, missing, extra or swapped digit."""

import re

from .reference import SEPARATORS

LOOSE = (
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}){separators}"
    r"(?P<serial>[0-9]{{{low},{high}}})(?![0-9])"
)
DIGITS = "0123456789"


def near_numbers(text, numbering):
    """Return the numbers of cases that are one mistake away from one in the text.

    The letters before the number may be missing or wrong; the year has to be right.
    The number itself is not among them, nor anything if it stands in the text.

    >>> from .reference import Numbering
    >>> "W/2026/000123" in near_numbers("wplata W/2026/000132", Numbering())
    True
    """
    if "%(year)s" not in numbering.template:
        return frozenset()
    found = set()
    for match in _loose(numbering.padding).finditer(text.upper()):
        serial = match["serial"]
        for near in _one_mistake(serial, numbering.padding):
            if int(near):
                found.add(numbering.number(match["year"], near))
        if len(serial) == numbering.padding and not _has_letters(
            text, match, numbering
        ):
            found.add(numbering.number(match["year"], serial))
    return frozenset(found)


def _loose(padding):
    pattern = LOOSE.format(separators=SEPARATORS, low=padding - 1, high=padding + 1)
    return re.compile(pattern)


def _has_letters(text, match, numbering):
    before = re.sub(r"[^A-Z0-9]", "", text[: match.start()].upper())
    return before.endswith(numbering.letters)


def _one_mistake(serial, padding):
    """Yield serials of the right length that one mistake could have turned into it."""
    if len(serial) == padding:
        yield from _swapped(serial)
        for place, digit in enumerate(serial):
            for other in DIGITS:
                if other != digit:
                    yield serial[:place] + other + serial[place + 1 :]
    elif len(serial) == padding + 1:
        for place in range(len(serial)):
            yield serial[:place] + serial[place + 1 :]
    else:
        for place in range(len(serial) + 1):
            for digit in DIGITS:
                yield serial[:place] + digit + serial[place:]


def _swapped(serial):
    for place in range(len(serial) - 1):
        first, second = serial[place], serial[place + 1]
        if first != second:
            yield serial[:place] + second + first + serial[place + 2 :]
