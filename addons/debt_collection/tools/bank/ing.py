"""ING Bank Śląski: the account stands in 29, the mass payment's id in the entry."""

import re
from dataclasses import replace

from . import subfields

ROLES = subfields.Roles(
    title=("20", "21", "22", "23", "24", "25", "26", "27", "28"),
    address=("62", "63"),
    account=("38", "29", "31"),
)
# SIMP and MARS tell the virtual account by digits; other operations have letters.
_DETAILS = re.compile(r"~[23]\d")
_VIRTUAL = re.compile(r"\d{4,26}")


def describe(entry, rest, texts):
    """Return the entry with its subfields and its virtual account.

    Two descriptions belong to an entry: the kind of operation, then its details.
    """
    details = [lines for lines in texts if _DETAILS.search("".join(lines))]
    entry = subfields.describe(entry, rest, details or texts, ROLES)
    number = rest.partition("//")[2].strip()
    virtual = number if _VIRTUAL.fullmatch(number) else ""
    return replace(entry, virtual=virtual)
