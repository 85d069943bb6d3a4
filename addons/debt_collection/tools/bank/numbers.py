"""Amounts, dates and account numbers as banks write them."""

import re
from datetime import date
from decimal import Decimal

from ..nrb import LENGTH, check_digits, is_nrb
from .faults import BankFault

_COMMA = re.compile(r"\d{1,15},\d{0,2}")
_GROSZE = re.compile(r"\d{1,15}")
_POINTED = re.compile(r"(-?)(\d{1,15})(?:[.,](\d{1,2}))?")
_NOT_DIGITS = re.compile(r"\D")
_DATES = {
    "YYMMDD": (re.compile(r"(\d\d)(\d\d)(\d\d)"), "ymd"),
    "YYYYMMDD": (re.compile(r"(\d{4})(\d\d)(\d\d)"), "ymd"),
    "YYYY-MM-DD": (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), "ymd"),
    "DDMMYYYY": (re.compile(r"(\d\d)(\d\d)(\d{4})"), "dmy"),
}


def comma_amount(text, line):
    """Return the Decimal of an amount of SWIFT, like ``12,5`` or ``000012,``."""
    if not (text.isascii() and _COMMA.fullmatch(text)):
        raise BankFault("bad_amount", line, found=text)
    whole, _comma, decimals = text.partition(",")
    return Decimal(whole + decimals.ljust(2, "0")).scaleb(-2)


def grosze_amount(text, line):
    """Return the Decimal of an amount in whole grosze."""
    if not (text.isascii() and _GROSZE.fullmatch(text)):
        raise BankFault("bad_grosze", line, found=text)
    return Decimal(text).scaleb(-2)


def point_amount(text, line):
    """Return the Decimal of an amount with a point or comma, perhaps below zero."""
    match = text.isascii() and _POINTED.fullmatch(text)
    if not match:
        raise BankFault("bad_amount", line, found=text)
    return Decimal(match[1] + match[2] + (match[3] or "").ljust(2, "0")).scaleb(-2)


def to_date(text, form, line):
    """Return the date of a text.

    :param form: key of _DATES
    """
    pattern, order = _DATES[form]
    match = text.isascii() and pattern.fullmatch(text)
    parts = dict(zip(order, map(int, match.groups()), strict=True)) if match else {}
    try:
        year = parts["y"] + (2000 if parts["y"] < 100 else 0)
        return date(year, parts["m"], parts["d"])
    except (KeyError, ValueError):
        raise BankFault("bad_date", line, found=text, expected=form) from None


def near_date(month_day, day, line):
    """Return the date of MMDD that is nearest to a day, over the turn of a year."""
    found = []
    for year in (day.year, day.year - 1, day.year + 1):
        try:
            found.append(date(year, int(month_day[:2]), int(month_day[2:])))
        except ValueError:
            continue
    if not found:
        raise BankFault("bad_date", line, found=month_day, expected="MMDD")
    return min(found, key=lambda candidate: abs(candidate - day))


def bare_account(text):
    """Return an account without spaces, slashes and the PL of an IBAN."""
    text = re.sub(r"[\s/-]", "", text).upper()
    digits = text.removeprefix("PL")
    return digits if is_nrb(digits) else text


def iban(text):
    """Return an account of a payer: an NRB with PL, any other as it is."""
    account = bare_account(text)
    if not account.strip("0"):
        return ""
    return f"PL{account}" if is_nrb(account) else account


def nrb_of(sort_code, account):
    """Return the NRB of a sort code and 16 digits, check digits made; "" if unfit."""
    digits = _NOT_DIGITS.sub("", sort_code) + _NOT_DIGITS.sub("", account)
    return check_digits(digits) + digits if len(digits) == LENGTH - 2 else ""


def bank_of(account):
    """Return the first four digits of the sort code of an NRB, else ""."""
    return account[2:6] if is_nrb(account) else ""
