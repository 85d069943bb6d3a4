"""Numbers of virtual accounts: Polish NRB that a bank lets us hand out.

Of the 16 digits of the account the bank gives us a prefix; the rest is our own
sequence.
"""

from .nrb import check_digits, is_digits

ACCOUNT_DIGITS = 16
SORT_CODE_DIGITS = 8


def own_digits(prefix):
    """Return how many digits of a number are ours to count with."""
    return ACCOUNT_DIGITS - len(prefix)


def capacity(prefix):
    """Return how many numbers a prefix has room for."""
    return 10 ** own_digits(prefix)


def make_number(sort_code, prefix, sequence):
    """Return the 26 digits of the number at a place of the sequence, from 0.

    :raises ValueError: a part is not made of digits or has a wrong length, or the
        prefix has no room for the place
    """
    if not is_digits(sort_code) or len(sort_code) != SORT_CODE_DIGITS:
        raise ValueError(f"A sort code has 8 digits, not {sort_code!r}.")
    if (prefix and not is_digits(prefix)) or own_digits(prefix) < 1:
        raise ValueError(f"A prefix has at most 15 digits, not {prefix!r}.")
    if not 0 <= sequence < capacity(prefix):
        raise ValueError(f"Prefix {prefix!r} has no room for number {sequence}.")
    rest = f"{sort_code}{prefix}{sequence:0{own_digits(prefix)}d}"
    return check_digits(rest) + rest
