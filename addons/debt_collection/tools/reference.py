"""References to our cases and documents in the title of a bank transfer.

Payers write freely and banks cut titles into lines anywhere, so case numbers are
found with other separators, in lower case, broken by spaces, with the letter O for
a zero, and without their leading zeros. Only a number written in full is proof of
the case; a short one is a hint.

We ask payers to write a check digit behind the number (``W/2026/000123-7``). Who leaves
it out loses nothing; one that does not fit tells that a digit is wrong.
"""

import re
from dataclasses import dataclass

SEPARATORS = r"[^0-9A-Za-z]{0,3}"
# The letter O is a zero unless a word goes on: 000001OPŁATA.
DIGIT = r"(?:[0-9]|O(?![^\W\dO_]))"
YEAR = rf"(?P<year>{DIGIT}(?:\s?{DIGIT}){{3}})"
NUMBER = rf"(?P<number>{DIGIT}(?:\s?{DIGIT})*)"
CHECK = r"(?:\s?-\s?(?P<check>[0-9])(?![0-9]))?"
TOKEN_BREAK = re.compile(r"[\s,;:()|]+")
NOT_IN_KEY = re.compile(r"[^0-9A-Za-z]")
WINDOW = 4
SHORTEST_KEY, LONGEST_KEY, FEWEST_DIGITS = 4, 40, 3


@dataclass(frozen=True)
class Numbering:
    """How cases are numbered: ``W/%(year)s/`` and six digits."""

    template: str = "W/%(year)s/"
    padding: int = 6

    @property
    def letters(self):
        """Return the letters the number begins with, or an empty text."""
        return re.match(r"[A-Z]*", self.template.upper()).group()

    def number(self, year, serial):
        """Return the number of a case as it is stored."""
        prefix = self.template.replace("%(year)s", year)
        return f"{prefix}{int(serial):0{self.padding}d}"


@dataclass(frozen=True)
class CaseReference:
    """A case number read from a title; ``full`` if it was written in full."""

    number: str
    full: bool


def find_case_references(text, numbering=Numbering()):
    """Return the case numbers a title may mean, in the order of the text.

    A number that can be read in two ways, such as ``W/2026/12 3456``, yields both.

    >>> find_case_references("wplata w-2026-0OO012 Jan")
    (CaseReference(number='W/2026/000012', full=True),)
    """
    if not numbering.letters or "%(year)s" not in numbering.template:
        return ()
    found = {}
    for match in _pattern(numbering).finditer(text.upper()):
        year = _digits(match["year"])
        for serial, full in _readings(match, numbering.padding):
            number = numbering.number(year, serial)
            wrong = match["check"] and match["check"] != check_digit(number)
            found[number] = found.get(number, False) or (full and not wrong)
    return tuple(CaseReference(number, full) for number, full in found.items())


def check_digit(number):
    """Return the check digit of the digits of a number (ISO/IEC 7064, MOD 11,10).

    It tells each wrong digit, and nearly all swapped neighbours.

    >>> check_digit("W/2026/000123")
    '7'
    """
    product = 10
    for digit in re.sub(r"[^0-9]", "", number):
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return str((11 - product) % 10)


def with_check_digit(number):
    """Return a case number as payers are asked to write it.

    >>> with_check_digit("W/2026/000123")
    'W/2026/000123-7'
    """
    return f"{number}-{check_digit(number)}"


def check_digits(text):
    """Return the digits that stand in a text where check digits do.

    >>> sorted(check_digits("W/2026/000132-7 rata 2"))
    ['7']
    """
    return frozenset(re.findall(r"[0-9O]\s?-\s?([0-9])(?![0-9])", text.upper()))


def document_key(number):
    """Return what stays of a document number when writing habits are taken away.

    >>> document_key("FV/2026/o1")
    'FV202601'
    """
    return NOT_IN_KEY.sub("", number).upper().replace("O", "0")


def document_keys(text):
    """Return the keys of everything in a title that may be a document number.

    Words and up to four words in a row, since spaces stand anywhere; each has at
    least three digits.
    """
    words = [word for word in TOKEN_BREAK.split(text) if word]
    keys = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + WINDOW, len(words)) + 1):
            keys.add(document_key("".join(words[start:end])))
    return frozenset(key for key in keys if _telling(key))


def _pattern(numbering):
    return re.compile(
        rf"(?P<glued>[^\W_])?{numbering.letters}{SEPARATORS}{YEAR}{SEPARATORS}"
        rf"{NUMBER}{CHECK}"
    )


def _digits(text):
    return re.sub(r"\s", "", text).replace("O", "0")


def _readings(match, padding):
    """Yield (serial, full) for the ways to read the digits of a case number.

    Digits may be parted by a space that belongs to them or that ends the number.
    Letters stuck to the front make it doubtful: it may be another document.
    """
    doubtful = match["glued"] is not None
    serial = ""
    for chunk in match["number"].split():
        serial += _digits(chunk)
        if len(serial) >= padding:
            break
        if int(serial) and not doubtful:
            yield serial, False
    if len(serial) == padding and int(serial):
        yield serial, not doubtful
    elif len(serial) > padding and serial == _digits(match["number"].split()[0]):
        yield from _overlong(serial, padding, doubtful)


def _overlong(serial, padding, doubtful):
    """Yield readings of more digits in a row than cases usually have."""
    if serial[0] != "0":
        yield serial, not doubtful
    elif int(serial[:padding]):
        yield serial[:padding], False


def _telling(key):
    digits = sum(character.isdigit() for character in key)
    return SHORTEST_KEY <= len(key) <= LONGEST_KEY and digits >= FEWEST_DIGITS
