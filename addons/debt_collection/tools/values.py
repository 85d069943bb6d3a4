"""Amounts, dates, addresses and phones as people write them in files.

Every function takes what a cell holds (text, number, date) and returns a clean value
or raises ValueFault with a reason that a translation can find. What can be read in
two ways is a fault: a wrong guess about money is worse than a question.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

import phonenumbers

from .texts import Told, _

# What every fault says, with the remedy.
FAULTS = {
    "empty": _("the cell is empty: fill it in"),
    "formula": _("%(value)s is a formula: put its result into the cell"),
    "bad_amount": _("%(value)s is no amount: write it in digits, like 1128,44"),
    "negative_amount": _(
        "%(value)s is below zero: claims are above zero; book a correction as a payment"
    ),
    "ambiguous_amount": _("%(value)s can be read in two ways: write 1234,00 or 1,23"),
    "too_many_decimals": _("%(value)s has parts of a grosz: round it to two decimals"),
    "amount_too_large": _("%(value)s is too large: check the amount"),
    "foreign_currency": _("%(value)s is not in zlotys: convert it"),
    "bad_date": _("%(value)s is no date: write 31.12.2025 or 2025-12-31"),
    "impossible_date": _("the day %(value)s does not exist: correct it"),
    "two_digit_year": _("%(value)s has a year of two digits: write all four"),
    "implausible_date": _("%(value)s is outside 1950-2099: correct the year"),
    "bad_postal_code": _("%(value)s is no postal code: write it like 25-534"),
    "bad_phone": _("%(value)s is no phone number: write it like +48 600 100 200"),
}

GROSZ = Decimal("0.01")
# Sums of binary fractions miss whole grosze by less than this.
DUST = Decimal("0.000001")
LARGEST_AMOUNT = Decimal(10) ** 12
EXCEL_EPOCH = date(1899, 12, 30)
PLAUSIBLE_YEARS = range(1950, 2100)

_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
_ZLOTY = r"(?:PLN|Z[ŁL](?:OT(?:Y|E|YCH))?\.?)"
_CURRENCY = re.compile(rf"^{_ZLOTY}|{_ZLOTY}$", re.IGNORECASE)
_OTHER_CURRENCY = re.compile(r"EUR|USD|GBP|CHF|CZK|[€$£]", re.IGNORECASE)
# Groups of three with one separator, or bare digits; then perhaps decimals.
_AMOUNT = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<group>[ .,'’])[0-9]{3}(?:(?P=group)[0-9]{3})*"
    r"|[0-9]+)(?:(?P<point>[.,])(?P<decimals>[0-9]*))?"
)
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_MONTHS = (
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
    "października listopada grudnia"
).split()
_TIME = re.compile(r"(?:T|\s+)\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:Z|\+00:00)?$")
_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})")
_WORDS = re.compile(rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_POSTAL_CODE = re.compile(r"(\d{2})-?(\d{3})")


class ValueFault(Told, ValueError):
    """A cell holds something that cannot be taken.

    :ivar reason: a code of FAULTS
    :ivar value: what the cell holds
    """

    def __init__(self, reason, value):
        """Say the reason, the value and the remedy."""
        super().__init__(FAULTS[reason], value=repr(value))
        self.reason, self.value = reason, value


@dataclass(frozen=True)
class Address:
    """A Polish address in parts; what is not there is empty.

    :ivar street: without "ul.", but with "al.", "os.", "pl."
    :ivar house: number of the house, ``flat``: of the flat in it
    """

    street: str = ""
    house: str = ""
    flat: str = ""
    postal_code: str = ""
    city: str = ""


# === Text === #


def parse_text(value):
    """Return a text with single spaces; refuse a formula, allow an empty cell."""
    if value is None or value is False:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _SPACES.sub(" ", str(value)).strip()
    if text.startswith("="):
        raise ValueFault("formula", value)
    return text


def _filled_text(value):
    """Return a text with single spaces; refuse an empty cell as well."""
    text = parse_text(value)
    if not text:
        raise ValueFault("empty", value)
    return text


# === Amounts === #


def parse_amount(value, allow_negative=False):
    """Return an amount in zlotys with two decimals.

    Taken: 1128.44, "1 128,44 zł" with any spaces, "1.128,44", "1,128.44", "-5,00",
    "5,00-", "(5,00)". A text like "1.234" or "1,234" is refused as ambiguous;
    "1.234.567", "0.500" and "1128.440" are not ambiguous.

    :raise ValueFault: bad_amount, negative_amount, ambiguous_amount, formula, empty,
        too_many_decimals, amount_too_large, foreign_currency
    """
    if isinstance(value, bool):
        raise ValueFault("bad_amount", value)
    if isinstance(value, int | float | Decimal):
        amount = _exact(value)
    else:
        amount = _amount_of_text(_filled_text(value), value)
    amount = _to_grosze(amount, value)
    if amount < 0 and not allow_negative:
        raise ValueFault("negative_amount", value)
    return amount


def _exact(number):
    """Return a number as the Decimal of its shortest spelling."""
    if isinstance(number, float) and not math.isfinite(number):
        raise ValueFault("bad_amount", number)
    try:
        amount = Decimal(repr(number) if isinstance(number, float) else number)
    except InvalidOperation:
        raise ValueFault("bad_amount", number) from None
    if not amount.is_finite():
        raise ValueFault("bad_amount", number)
    return amount


def _to_grosze(amount, value):
    """Return an amount with two decimals, without the dust of binary fractions."""
    if abs(amount) >= LARGEST_AMOUNT:
        raise ValueFault("amount_too_large", value)
    rounded = amount.quantize(GROSZ, ROUND_HALF_UP)
    if abs(rounded - amount) >= DUST:
        raise ValueFault("too_many_decimals", value)
    return rounded


def _amount_of_text(text, value):
    """Return the signed Decimal of a text."""
    if _OTHER_CURRENCY.search(text):
        raise ValueFault("foreign_currency", value)
    sign, bare = _split_sign(_CURRENCY.sub("", text).strip())
    bare = _CURRENCY.sub("", bare).strip()
    if _AMBIGUOUS.fullmatch(bare):
        raise ValueFault("ambiguous_amount", value)
    match = _AMOUNT.fullmatch(bare)
    if not match or (match["point"] and match["point"] == match["group"]):
        raise ValueFault("bad_amount", value)
    whole = re.sub(r"\D", "", match["whole"])
    return sign * Decimal(f"{whole}.{match['decimals'] or 0}")


def _split_sign(text):
    """Return (1 or -1, the text without its sign)."""
    text = text.replace("\u2212", "-").replace("\u2013", "-")
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    if text.startswith("-"):
        return -1, text[1:].strip()
    if text.endswith("-"):
        return -1, text[:-1].strip()
    return 1, text.removeprefix("+").strip()


# === Dates === #


def parse_date(value):
    """Return a date.

    Taken: dates and datetimes, days counted by Excel (46022), "31.12.2025",
    "31-12-2025", "31/12/2025", "2025-12-31", "20251231", "31 grudnia 2025"; a time of
    day and a final "r." are dropped. The day always stands before the month.

    :raise ValueFault: bad_date, impossible_date, two_digit_year, implausible_date,
        formula, empty
    """
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    else:
        day = _date_of_text(_filled_text(value), value)
    if day.year not in PLAUSIBLE_YEARS:
        raise ValueFault("implausible_date", value)
    return day


def _date_of_text(text, value):
    """Return the date of a text, or of a number written as text."""
    text = _TIME.sub("", text).lower().removesuffix("r.").strip()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return EXCEL_EPOCH + timedelta(days=int(text[:5]))
    if match := _YEAR_FIRST.fullmatch(text):
        parts = match[1], match[3], match[4]
    elif match := _DAY_FIRST.fullmatch(text):
        parts = match[4], match[3], match[1]
    elif match := _WORDS.fullmatch(text):
        parts = match[3], 1 + _MONTHS.index(match[2]), match[1]
    elif match := _COMPACT.fullmatch(text):
        parts = match.groups()
    else:
        raise ValueFault("bad_date", value)
    return _day(*parts, value)


def _day(year, month, day, value):
    """Return a date of its parts, or the fault of one that does not exist."""
    if len(year) == 2:
        raise ValueFault("two_digit_year", value)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueFault("impossible_date", value) from None


# === Addresses and phones === #


def parse_postal_code(value):
    """Return a postal code as NN-NNN.

    A number that lost its leading zero in a spreadsheet gets it back. 00-000 is
    refused: it fills gaps and belongs to no place.
    """
    text = _filled_text(value).upper().removeprefix("PL-").replace(" ", "")
    if not isinstance(value, str):
        text = text.zfill(5)
    match = _POSTAL_CODE.fullmatch(text) if text.isascii() else None
    if not match or text.strip("0-") == "":
        raise ValueFault("bad_postal_code", value)
    return f"{match[1]}-{match[2]}"


_CITY = re.compile(r"(\d{2}-\d{3})\s+(.+)")
_HOUSE = r"\d+\s?[a-z]?(?:[-/]\d+\s?[a-z]?)?"
_FLAT = r"\d+\s?[a-z]?"
_STREET_FORMS = (
    re.compile(rf"(.*?)\s*\b({_HOUSE})\s*(?:m|lok|nr lok)\b\.?\s*({_FLAT})", re.I),
    re.compile(rf"(.*?)\s*\b({_HOUSE})\s*/\s*({_FLAT})", re.I),
    re.compile(r"(.*?)\s*\b(\d+\s?[a-z]?)\s*/\s*(\d+\s?[a-z]?)", re.I),
    re.compile(r"(.*?)\s*\b(\d+\s?[a-z]?(?:-\d+\s?[a-z]?)?)", re.I),
)


def split_address(value):
    """Return the Address of one line.

    Taken: "ul. Dojazdowa 160b/3", "Owocowa 22, 25-534 Bełchatów" and the same with
    the city first. What cannot be told apart stays in the street.
    """
    street, postal_code, city = [], "", ""
    for part in filter(None, (p.strip() for p in parse_text(value).split(","))):
        match = _CITY.fullmatch(part)
        if match and not city:
            postal_code, city = match.groups()
        else:
            street.append(part)
    return Address(*_split_street(", ".join(street)), postal_code, city)


def _split_street(text):
    """Return (street, house, flat) of the street line."""
    text = re.sub(r"^(?:ul\.\s*|ulica\s+|ul\s+)", "", text, flags=re.IGNORECASE)
    for form in _STREET_FORMS:
        if match := form.fullmatch(text):
            street, house, flat = (*match.groups(), "")[:3]
            return street, house.replace(" ", ""), flat.replace(" ", "")
    return text, "", ""


def normalise_phone(value):
    """Return a phone number as +48600100200; one without a country is Polish.

    :raise ValueFault: bad_phone, formula, empty
    """
    text = _filled_text(value)
    phone = _phone(text)
    if phone is None:
        raise ValueFault("bad_phone", value)
    return phone


@lru_cache(maxsize=2**16)
def _phone(text):
    """Return a phone number in the international form, or None."""
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, "PL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
