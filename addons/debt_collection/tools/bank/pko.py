"""PKO BP: operation numbers that stand in MT940 and in the Elixir report alike."""

from dataclasses import replace

from . import subfields
from .statement import dated_key

# 63 names the mass payment's account (SWRK).
ROLES = subfields.Roles(
    title=("20", "21", "22", "23", "24", "25"),
    address=("27", "28", "29"),
    virtual=("63",),
)
_NUMBER_LENGTH = 16


def describe(entry, rest, texts):
    """Return the entry with its subfields and the number of the operation."""
    number = operation_number(rest)
    entry = subfields.describe(entry, rest, texts, ROLES)
    unique = dated_key(entry, number) if number else ""
    return replace(entry, reference=number or entry.reference, unique=unique)


def operation_number(rest):
    """Return the number at the end of an entry's first line, "" when there is none."""
    number = rest.partition("//")[2].strip() or rest[-_NUMBER_LENGTH:].strip()
    return number if any(c.isdigit() for c in number) else ""
