"""Numbers of Polish bank accounts (NRB): 26 digits, of which two check the others.

Behind the check digits stand 8 digits of the bank's branch (sort code) and 16 of the
account. A PL before the NRB makes an IBAN of it.
"""

LENGTH = 26
# "PL" in digits, as the check counts it, and room for the check digits.
_COUNTRY = "252100"


def check_digits(rest):
    """Return the two check digits of the 24 digits that follow them (ISO 7064)."""
    return f"{98 - int(rest + _COUNTRY) % 97:02d}"


def is_digits(text):
    """Tell whether a text is nothing but the digits 0 to 9."""
    return text.isascii() and text.isdigit()


def is_nrb(text):
    """Tell whether a text has the form of an NRB, whatever its check digits."""
    return len(text) == LENGTH and is_digits(text)


def is_number(text):
    """Tell whether a text is an NRB with the right check digits."""
    return is_nrb(text) and check_digits(text[2:]) == text[:2]


def grouped(number):
    """Return an account number as it is printed: 12 3456 … in groups of four."""
    number = number.removeprefix("PL")
    groups = [number[:2], *(number[i : i + 4] for i in range(2, len(number), 4))]
    return " ".join(group for group in groups if group)
