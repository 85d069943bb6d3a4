"""Descriptions (:86:) split into numbered subfields, as most Polish banks write them.

The first character after the code of the operation separates the subfields of a file;
each begins with a number of two digits that tells its meaning. Banks differ in what
some numbers mean: ``ROLES`` is the usual meaning, and a bank's module changes it.
"""

import re
from dataclasses import dataclass, replace

from .numbers import bare_account, iban, nrb_of

_START = re.compile(r"\s*(\d{3,4})\s*([?<>~^])(?=\d\d)")
_KNOWN = frozenset(
    ["00", "10", *map(str, range(20, 35)), "38", *map(str, range(50, 66))]
)
# Lengths of lines that banks fill up, so that the next one goes on in the same word.
FULL = (27, 35)


@dataclass(frozen=True)
class Roles:
    """Which subfields hold what."""

    title: tuple = ("20", "21", "22", "23", "24", "25", "26")
    name: tuple = ("32", "33", "34")
    # The address, or the name as well where the fields of the name are empty.
    address: tuple = ("27", "28", "29", "60")
    account: tuple = ("38", "31")
    virtual: tuple = ()


ROLES = Roles()


def describe(entry, _rest, texts, roles=ROLES):
    """Return the entry with what the subfields of its descriptions tell.

    :param texts: list of the lines of each description
    """
    texts = [line for lines in texts for line in lines]
    parts = split(texts)
    if parts is None:
        title = join_lines(text.strip() for text in texts)
        return replace(entry, title=title)
    name, address = _name_and_address(parts, roles)
    return replace(
        entry,
        code=parts["code"],
        title=join_lines(parts.get(code, "") for code in roles.title)
        or parts.get("00", ""),
        payer=name,
        payer_address=address,
        payer_account=account_of(parts, roles),
        virtual=bare_account(first_of(parts, roles.virtual)),
    )


def _name_and_address(parts, roles):
    """Return the name, which goes on where its line is full, and the address."""
    lines = [parts[c] for c in (*roles.name, *roles.address) if parts.get(c)]
    count = next((i for i, line in enumerate(lines) if len(line) not in FULL), 0) + 1
    return join_lines(lines[:count]), join_lines(lines[count:])


def split(texts):
    """Return ``{number: text}`` of a description, with the operation's ``code``.

    :return: None when it is not made of subfields
    """
    whole = "".join(text.rstrip("\r\n") for text in texts)
    start = _START.match(whole)
    if not start:
        return None
    parts = {"code": start[1]}
    current = None
    for piece in whole[start.end() :].split(start[2]):
        number = piece[:2]
        if number in _KNOWN and number not in parts:
            current = number
            parts[current] = piece[2:]
        elif current:
            # The separator stood in the text.
            parts[current] += start[2] + piece
    return {number: text.strip(" ") for number, text in parts.items()}


def join_lines(lines):
    """Return lines of a text joined, with a space where a line was not full."""
    joined, glue = "", ""
    for line in filter(None, lines):
        joined += glue + line
        glue = "" if len(line) in FULL else " "
    return " ".join(joined.split())


def account_of(parts, roles):
    """Return the counterparty's account, made of the sort code where it must be."""
    for code in roles.account:
        text = re.sub(r"\s", "", parts.get(code, ""))
        if len(text) >= 26 or (text and code == "38"):
            return iban(text)
        if text:
            return iban(nrb_of(parts.get("30", ""), text) or text)
    return ""


def first_of(parts, codes):
    """Return the first filled one of some subfields."""
    return next((parts[code] for code in codes if parts.get(code)), "")
