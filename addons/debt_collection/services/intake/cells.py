"""Reading single cells: each field has a reader, and readers remember what they read.

A reader takes the value of a cell that is not empty and returns ``(value, code,
severity)``; ``code`` is None when all is well. Portfolios repeat the same addresses,
dates and numbers, so results are kept for the length of a run.
"""

import functools
import re

from ...tools import identifiers, values
from ...tools.values import ValueFault

OK = (None, "")
ERROR, WARNING = "error", "warning"
# What can be longer in a file than anybody writes by hand is taken for a mistake.
LIMITS = {"name": 200, "note": 10_000, "title": 500}
LIMIT = 128
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_RENAMED = {"impossible_date": "birth_date"}
# Check digits of these are often not kept; nothing depends on them.
_TOLERATED = {("PPE", "check_digit")}


class Readers:
    """The readers of all fields, by the code of the field.

    :param dictionaries: ``{field code: {word: id}}`` of kinds known to the database
    """

    def __init__(self, dictionaries):
        """See the class."""
        self._dictionaries = dictionaries
        readers = {code: read for codes, read in READERS for code in codes.split()}
        readers |= {code: self._word_reader(code) for code in dictionaries}
        self._cached = {
            code: functools.lru_cache(maxsize=200_000)(read)
            for code, read in readers.items()
        }

    def value_of(self, field, value):
        """Read a cell of a field: (value, code of a fault or None, severity)."""
        reader = self._cached.get(field)
        if reader is None:
            return read_text(value, LIMITS.get(field, LIMIT))
        return reader(value)

    def _word_reader(self, field):
        """A reader of words that stand for records."""
        known = self._dictionaries[field]
        code = {
            "kind": "unknown_kind",
            "interest_kind": "unknown_interest",
            "limitation_kind": "unknown_limitation",
        }[field]

        def read(value):
            found = known.get(" ".join(str(value).lower().split()))
            return (found, *OK) if found else (None, code, ERROR)

        return read


def read_text(value, limit=LIMIT):
    """A text of at most so many characters; a formula is refused."""
    if value.__class__ is str and value[0] != "=" and "  " not in value:
        # The table has tidied it already; most cells are such.
        return (value, *OK) if len(value) <= limit else (None, "too_long", ERROR)
    try:
        text = values.parse_text(value)
    except ValueFault as fault:
        return None, fault.reason, ERROR
    return (text, *OK) if len(text) <= limit else (None, "too_long", ERROR)


def _read_with(parse):
    """A reader by a parser of ``tools.values``."""

    def read(value):
        try:
            return parse(value), *OK
        except ValueFault as fault:
            return None, fault.reason, ERROR

    return read


def _read_phone(value):
    """A phone in the international form, or as it is written with a warning."""
    try:
        return values.normalise_phone(value), *OK
    except ValueFault as fault:
        severity = ERROR if fault.reason == "formula" else WARNING
        return str(value)[:64], fault.reason, severity


def _read_email(value):
    """A small-letter e-mail address; anything else is left out with a warning."""
    text = str(value).strip().lower()
    if _EMAIL.fullmatch(text):
        return text, *OK
    return None, "bad_email", WARNING


def _read_identifier(kind, length=0, nonsense=ERROR):
    """A reader of a number with check digits.

    :param length: digits to which a number cell that lost its zeros is filled up
    :param nonsense: severity of what cannot be such a number
    """

    def read(value):
        verdict = identifiers.check(kind, value)
        if verdict.reason == "leading_zeros_missing" and isinstance(value, int):
            padded = identifiers.check(kind, verdict.value.zfill(length))
            return padded.value, "leading_zeros_restored", WARNING
        if verdict.status == "refuse":
            code = _RENAMED.get(verdict.reason, verdict.reason)
            return None, code, nonsense
        if verdict.status == "ok" or (kind, verdict.reason) in _TOLERATED:
            return verdict.value, *OK
        return verdict.value, verdict.reason, WARNING

    return read


def _read_rate(value):
    """An interest rate in percent a year, as float."""
    text = str(value).strip().rstrip("% ").replace(",", ".")
    try:
        percent = float(text)
    except ValueError:
        return None, "bad_rate", ERROR
    return (percent, *OK) if 0 <= percent <= 1000 else (None, "bad_rate", ERROR)


def _read_party(value):
    """Whether a word means a company: True, False or None when it says nothing."""
    word = str(value).strip().lower()
    if re.search(r"fizycz|person|konsum|consumer|^[okp]$", word):
        return False, *OK
    if re.search(r"praw|firm|przeds|sp[óo]|company|business|dzia[łl]|^[fb]$", word):
        return True, *OK
    return None, *OK


READERS = (
    ("amount remaining paid", _read_with(values.parse_amount)),
    ("issue_date due_date", _read_with(values.parse_date)),
    ("zip", _read_with(values.parse_postal_code)),
    ("phone phone2", _read_phone),
    ("email", _read_email),
    ("pesel", _read_identifier("PESEL", 11)),
    ("nip creditor_nip", _read_identifier("NIP", 10)),
    ("regon", _read_identifier("REGON", 9, WARNING)),
    ("krs", _read_identifier("KRS", 10, WARNING)),
    ("ppe", _read_identifier("PPE", 18, WARNING)),
    ("interest_rate", _read_rate),
    ("partner_kind", _read_party),
)
