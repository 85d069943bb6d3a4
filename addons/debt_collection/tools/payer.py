"""Names and account numbers of payers, as banks write them."""

import re
from itertools import permutations

PLAIN = str.maketrans("ĄĆĘŁŃÓŚŹŻÄÖÜ", "ACELNOSZZAOU")
NOT_IN_NAME = re.compile(r"[^A-Z0-9]+")
MOST_PERMUTED = 3
FEWEST_ACCOUNT_DIGITS = 10


def name_key(name):
    """Return a name in capitals without Polish signs and punctuation.

    >>> name_key("Łucja Żak-Nowak ")
    'LUCJA ZAK NOWAK'
    """
    return NOT_IN_NAME.sub(" ", name.upper().translate(PLAIN)).strip()


def name_keys(text):
    """Return the keys of names that the payer's field of a bank file may hold.

    Banks put the address behind the name, and the surname first or last.

    >>> sorted(name_keys("Kowalski Jan"))
    ['JAN KOWALSKI', 'KOWALSKI JAN']
    """
    words = name_key(text).split()
    keys = {" ".join(words)} if words else set()
    for length in range(2, MOST_PERMUTED + 1):
        if len(words) >= length:
            keys |= {" ".join(chosen) for chosen in permutations(words[:length])}
    return frozenset(keys)


def account_key(number):
    """Return the digits of an account number, or an empty text if they are too few.

    >>> account_key("PL61 1090 1014 0000 0712 1981 2874")
    '61109010140000071219812874'
    """
    digits = re.sub(r"\D", "", number or "")
    return digits if len(digits) >= FEWEST_ACCOUNT_DIGITS else ""
