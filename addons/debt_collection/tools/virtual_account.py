"""Numbers of virtual accounts: Polish NRB that a bank lets us hand out.

An NRB has 26 digits: two check digits, the sort code of the bank (8 digits) and 16
digits of the account. Of those the bank gives us a prefix; the rest is our own
sequence. A PL before the NRB makes an IBAN of it.
"""

ACCOUNT_DIGITS = 16
SORT_CODE_DIGITS = 8
# "PL" in digits, as the check counts it, and room for the check digits.
_COUNTRY = "252100"


def own_digits(prefix):
    """Return how many digits of a number are ours to count with."""
    return ACCOUNT_DIGITS - len(prefix)


def capacity(prefix):
    """Return how many numbers a prefix has room for."""
    return 10 ** own_digits(prefix)


def check_digits(rest):
    """Return the two check digits of the 24 digits that follow them (ISO 7064)."""
    return f"{98 - int(rest + _COUNTRY) % 97:02d}"


def make_number(sort_code, prefix, sequence):
    """Return the 26 digits of the number at a place of the sequence, from 0.

    :raises ValueError: a part is not made of digits or has a wrong length, or the
        prefix has no room for the place
    """
    if not _are_digits(sort_code) or len(sort_code) != SORT_CODE_DIGITS:
        raise ValueError(f"A sort code has 8 digits, not {sort_code!r}.")
    if (prefix and not _are_digits(prefix)) or own_digits(prefix) < 1:
        raise ValueError(f"A prefix has at most 15 digits, not {prefix!r}.")
    if not 0 <= sequence < capacity(prefix):
        raise ValueError(f"Prefix {prefix!r} has no room for number {sequence}.")
    rest = f"{sort_code}{prefix}{sequence:0{own_digits(prefix)}d}"
    return check_digits(rest) + rest


def is_number(number):
    """Tell whether a text is an NRB with the right check digits."""
    if not _are_digits(number) or len(number) != 26:
        return False
    return check_digits(number[2:]) == number[:2]


def grouped(number):
    """Return an account number as it is printed: 12 3456 … in groups of four."""
    number = number.removeprefix("PL")
    groups = [number[:2], *(number[i : i + 4] for i in range(2, len(number), 4))]
    return " ".join(group for group in groups if group)


def _are_digits(text):
    return text.isascii() and text.isdigit()
