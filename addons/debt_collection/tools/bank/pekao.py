"""Bank Pekao: titles of four lines, names in 32 to 34, conversion apart."""

from . import subfields

ROLES = subfields.Roles(title=("20", "21", "22", "23"), address=("27", "28", "29"))


def describe(entry, rest, texts):
    """Return the entry with its subfields."""
    return subfields.describe(entry, rest, texts, ROLES)
