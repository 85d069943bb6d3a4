"""What the values of a column look like: the shapes that mapping relies on."""

import datetime
import re

from .. import identifiers

_NUMBER = (int, float)
_AMOUNT = re.compile(r"[-+(−]?\s*\d[\d\s.,']*\s*-?\)?(\s*(zł|pln))?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?|(19|20)\d{6}")
_WRITTEN_DATE = re.compile(r"\d{1,2} [a-ząęśćźżółń]{3,12} (19|20)\d\d( r\.?)?")
_ZIP = re.compile(r"\d{2}-\d{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+\d][\d\s()/,;-]{6,}")
_CURRENCIES = frozenset("PLN EUR USD GBP CHF CZK ZŁ ZL".split())
_KINDS = re.compile(
    r"faktur|not[ay]\b|odset|rachun|fv|korekt|umow|po[żz]yczk|kredyt|abonament|kara"
    r"|op[łl]at|invoice|note|inn[ey]|other|prowizj|koszt",
    re.IGNORECASE,
)
_PARTIES = re.compile(
    r"osob|fizycz|prawn|firm|przedsi|konsum|sp\.|sp[óo][łl]|person|company|dzia[łl]aln"
    r"|business|consumer|^[fpobk]$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def fitting_share(shape, values):
    """Share of the values, 0 to 1, that look like the shape; values must be given."""
    check = SHAPES[shape]
    return sum(map(bool, map(check, values))) / len(values)


def _is_text(value):
    """A text with letters that is no e-mail address."""
    return isinstance(value, str) and _LETTER.search(value) and "@" not in value


def _is_code(value):
    """A number of a document or of a person: short, with a digit."""
    if isinstance(value, (datetime.date, float)):
        return False
    text = str(value)
    digits = any(map(str.isdigit, text))
    return digits and len(text) <= 60 and not _is_date(value)


def _is_short(value):
    """A number of a house or flat: at most a few characters."""
    return not isinstance(value, datetime.date) and len(str(value)) <= 12


def _is_date(value):
    """A date, or a text written like one; whether the day exists is not asked."""
    if isinstance(value, datetime.date):
        return True
    text = str(value).strip().lower()
    return bool(_DATE.fullmatch(text) or _WRITTEN_DATE.fullmatch(text))


def _is_amount(value):
    """A number, or a text written like an amount."""
    if isinstance(value, _NUMBER) and not isinstance(value, bool):
        return True
    return isinstance(value, str) and bool(_AMOUNT.fullmatch(value.strip()))


def _is_rate(value):
    """A percentage below 100, or the word for the statutory one."""
    if isinstance(value, _NUMBER):
        return 0 <= value < 100
    text = str(value).strip().rstrip("% ").replace(",", ".")
    return bool(re.fullmatch(r"\d{1,2}(\.\d+)?", text)) or text[:5].lower() == "ustaw"


def _is_word(value):
    """A text that is not an amount."""
    return _is_text(value) and not _is_amount(value)


def _is_phone(value):
    """At least seven digits with the usual signs between."""
    return bool(_PHONE.fullmatch(str(value).strip()))


def _identifier(kind, lengths):
    """A check for numbers with check digits; leading zeros may be lost."""

    def check(value):
        text = re.sub(r"[\s-]", "", str(value)).upper().removeprefix("PL")
        if not text.isdigit() or len(text) not in lengths:
            return False
        return identifiers.is_valid(kind, text.zfill(lengths[-1]))

    return check


def _is_ppe(value):
    """18 digits that begin with Poland's 590; the check digit is often wrong."""
    return bool(re.fullmatch(r"590\d{15}|PL_?\w{8,31}", str(value).strip()))


def _matcher(pattern):
    """A check for texts that match a pattern whole."""
    return lambda value: pattern.fullmatch(str(value).strip())


def _searcher(pattern):
    """A check for texts in which a pattern occurs."""
    return lambda value: pattern.search(str(value))


SHAPES = {
    "amount": _is_amount,
    "code": _is_code,
    "currency": lambda value: str(value).strip().upper() in _CURRENCIES,
    "date": _is_date,
    "email": _matcher(_EMAIL),
    "kind": _searcher(_KINDS),
    "krs": _matcher(re.compile(r"\d{4,10}")),
    "nip": _identifier("NIP", (10,)),
    "party": _searcher(_PARTIES),
    "pesel": _identifier("PESEL", (9, 10, 11)),
    "phone": _is_phone,
    "ppe": _is_ppe,
    "rate": _is_rate,
    "regon": _identifier("REGON", (9,)),
    "short": _is_short,
    "text": _is_text,
    "word": _is_word,
    "zip": _matcher(_ZIP),
}
