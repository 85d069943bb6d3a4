"""Polish identifiers of persons, companies, accounts, land and energy points.

A wrong check digit is only warned of: old persons and foreigners hold such numbers.
What cannot be such a number at all (letters, a wrong length, an impossible date of
birth) is refused.
"""

import re
from dataclasses import dataclass
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10
from stdnum.pl import nip, pesel, regon
from stdnum.util import clean

from .texts import _

# What every reason says, with the remedy.
REASONS = {
    "empty": _("the number is empty: fill it in"),
    "bad_characters": _("it has characters that such a number cannot have: correct it"),
    "bad_length": _("it has too few or too many characters: correct it"),
    "bad_form": _("it is not written as such a number: correct it"),
    "leading_zeros_missing": _("leading zeros were lost: write it whole, as text"),
    "impossible_date": _("its date of birth does not exist: correct it"),
    "only_zeros": _(
        "it is a placeholder of zeros: fill in the number or leave it empty"
    ),
    "unknown_country": _("its country is unknown: correct the first two letters"),
    "check_digit": _("the check digit does not fit: compare it with the document"),
    "not_gs1": _("it does not begin with 590: compare it with the bill"),
    "old_form": _("it is a number from before 2023: ask for the new one of 18 digits"),
}

# Letters of a court in a land register number; Q and V are not used.
_LAND_LETTERS = {c: 10 + i for i, c in enumerate("XABCDEFGHIJKLMNOPRSTUWYZ")}
_LAND_REGISTER = re.compile(r"([A-Z]{2}\d[A-Z])/?(\d{1,8})/?(\d)")
_ID_CARD = re.compile(r"[A-Z]{3}\d{6}")
# Until 2023 every grid operator numbered its points in its own way.
_OLD_PPE = re.compile(r"PL_?[A-Z0-9_]{8,31}")
_POLISH_IBAN_LENGTH = 28
_IBAN_LENGTHS = range(15, 35)
# A PESEL can write years to 2299, but nobody was born after this one.
_LAST_BIRTH_YEAR = 2099


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    :ivar status: "ok", "warn" (keep it, but tell) or "refuse"
    :ivar value: the number without spaces and dashes, as it is to be kept
    :ivar reason: a code of REASONS, None when ok
    """

    status: str
    value: str
    reason: str | None = None


def check(kind, value):
    """Check and clean one identifier.

    :param kind: PESEL, NIP, REGON (also REGON9, REGON14), KRS, IBAN, BANK_BRANCH,
        LAND_REGISTER, ID_CARD or PPE
    :param value: text, or a number as a spreadsheet gives it
    :return: Verdict
    :raise ValueError: for a kind nobody knows
    """
    if kind not in _CHECKS:
        raise ValueError(f"Unknown identifier kind {kind!r}: use {', '.join(_CHECKS)}.")
    text = _as_text(value)
    if not text:
        return _refuse(text, "empty")
    return _CHECKS[kind](text)


def is_valid(kind, value):
    """Tell whether an identifier is right, check digit and all."""
    return check(kind, value).status == "ok"


def birth_date(value):
    """Return the date of birth in a PESEL, None if there is none."""
    try:
        return pesel.get_birth_date(value)
    except (ValidationError, ValueError):
        return None


# === Building blocks === #


def _as_text(value):
    """Return the bare characters of a value; a whole float loses its ".0"."""
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value), " -\t\n\r").strip().upper()


def _refuse(text, reason):
    """Return the verdict of nonsense."""
    return Verdict("refuse", text, reason)


def _graded(text, digits_fit):
    """Return ok, or a warning when the check digit does not fit."""
    return Verdict("ok", text) if digits_fit else Verdict("warn", text, "check_digit")


def _flaw_of_digits(text, length):
    """Return why a text is not so many digits, or None."""
    if not (text.isascii() and text.isdigit()):
        return "bad_characters"
    if len(text) != length:
        return "bad_length"
    return None if text.strip("0") else "only_zeros"


def _weighted(values, weights):
    """Return the sum of values times weights."""
    return sum(v * w for v, w in zip(values, weights, strict=True))


def _check_digits(text, length, fits):
    """Check a number of that many digits, whose check digit ``fits`` judges."""
    flaw = _flaw_of_digits(text, length)
    padded = text.zfill(length)
    if flaw == "bad_length" and len(text) < length and fits(padded):
        flaw = "leading_zeros_missing"
    return _refuse(text, flaw) if flaw else _graded(text, fits(text))


# === Kinds === #


def _check_pesel(text):
    """Check a PESEL: 11 digits, date of birth, check digit."""
    verdict = _check_digits(text, 11, lambda t: _born(t) and pesel.is_valid(t))
    if verdict.status != "refuse" and not _born(text):
        return _refuse(text, "impossible_date")
    return verdict


def _born(text):
    """Return the date of birth if somebody can have been born then."""
    born = birth_date(text)
    return born if born and born <= date(_LAST_BIRTH_YEAR, 12, 31) else None


def _check_nip(text):
    """Check a NIP: 10 digits; the EU prefix PL is dropped."""
    return _check_digits(text.removeprefix("PL"), 10, nip.is_valid)


def _check_regon(text, lengths=(9, 14)):
    """Check a REGON of 9 digits or, for a local unit, of 14."""
    length = 14 if len(text) > 9 and 14 in lengths else lengths[0]
    return _check_digits(text, length, regon.is_valid)


def _check_krs(text):
    """Check a KRS number: 10 digits, no check digit."""
    return _check_digits(text, 10, lambda _text: True)


def _check_iban(text):
    """Check an account number: a Polish NRB of 26 digits gets its PL, others IBAN."""
    if text[:2].isdigit():
        text = "PL" + text
    if text.startswith("PL"):
        flaw = _flaw_of_digits(text[2:], _POLISH_IBAN_LENGTH - 2)
        return _refuse(text, flaw) if flaw else _graded(text, _iban_is_valid(text))
    if not (text.isascii() and text.isalnum()):
        return _refuse(text, "bad_characters")
    if len(text) not in _IBAN_LENGTHS:
        return _refuse(text, "bad_length")
    if not text[:2].isalpha():
        return _refuse(text, "unknown_country")
    return _graded(text, _iban_is_valid(text))


def _iban_is_valid(text):
    """Tell whether the check digits of an IBAN are right."""
    return mod_97_10.is_valid(text[4:] + text[:4])


def _check_bank_branch(text):
    """Check the number of a bank's branch: 8 digits."""
    return _check_digits(
        text, 8, lambda t: _weighted(map(int, t), (3, 9, 7, 1, 3, 9, 7, 1)) % 10 == 0
    )


def _check_land_register(text):
    """Check a land register number, XXXX/00000000/C."""
    match = _LAND_REGISTER.fullmatch(text)
    if not match or set(match[1]) & {"Q", "V"}:
        return _refuse(text, "bad_form")
    court, number, digit = match.groups()
    if len(number) < 8:
        return _refuse(text, "leading_zeros_missing")
    values = [_LAND_LETTERS.get(c) or int(c) for c in court + number]
    fits = _weighted(values, (1, 3, 7) * 4) % 10 == int(digit)
    return _graded(f"{court}/{number}/{digit}", fits)


def _check_id_card(text):
    """Check an identity card: 3 letters and 6 digits, the first a check digit."""
    if not _ID_CARD.fullmatch(text):
        return _refuse(text, "bad_form")
    values = [int(c, 36) for c in text]
    return _graded(text, _weighted(values, (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0)


def _check_ppe(text):
    """Check the number of an energy point: 18 digits of GS1 beginning with 590.

    The number of a grid operator from before 2023 is kept with a warning.
    """
    if _OLD_PPE.fullmatch(text):
        return Verdict("warn", text, "old_form")
    verdict = _check_digits(
        text, 18, lambda t: _weighted(map(int, t), (3, 1) * 9) % 10 == 0
    )
    if verdict.status == "ok" and not text.startswith("590"):
        return Verdict("warn", text, "not_gs1")
    return verdict


_CHECKS = {
    "PESEL": _check_pesel,
    "NIP": _check_nip,
    "REGON": _check_regon,
    "REGON9": lambda text: _check_regon(text, (9,)),
    "REGON14": lambda text: _check_regon(text, (14,)),
    "KRS": _check_krs,
    "IBAN": _check_iban,
    "BANK_BRANCH": _check_bank_branch,
    "LAND_REGISTER": _check_land_register,
    "ID_CARD": _check_id_card,
    "PPE": _check_ppe,
}
KINDS = tuple(_CHECKS)
