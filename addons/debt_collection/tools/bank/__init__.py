"""Bank files of Polish banks in one form.

``read_bank_file`` looks at the content, not at the name, and gives Statements with
Entries; a file that is not whole and sure is refused with a ``BankFault`` (or the
``FileFault`` of an unreadable text) that names the line, the reason and the remedy.
Nothing here knows Odoo; every dialect is a module with samples as its tests.
"""

import re

from . import camt, elixir, mass, mt940
from .faults import BankFault
from .lines import to_text
from .statement import Entry, Statement, check_balance

__all__ = ["BankFault", "Entry", "Statement", "parse_bank_file", "read_bank_file"]

_MT940 = re.compile(r"\s*(?:\{1:|:20:)")
_HEAD = 2000


def read_bank_file(data):
    """Return the Statements of a bank file, None when it is no known kind.

    :param data: the bytes of the file
    :raises BankFault: a known kind that is damaged, cut off or does not add up
    :raises FileFault: a known kind in an encoding that cannot be told
    """
    statements = parse_bank_file(data)
    for statement in statements or ():
        check_balance(statement)
    return statements


def parse_bank_file(data):
    """Return the Statements of a bank file without adding up their balances.

    Like ``read_bank_file`` otherwise; for looking at a file, never for booking it.
    """
    if camt.is_camt(data):
        return camt.read_camt(data)
    reader = _reader(data)
    return reader(to_text(data)) if reader else None


def _reader(data):
    """Return the function that reads a text file, None for an unknown kind."""
    # Only ASCII matters here, and every encoding in question agrees about that.
    head = data[:_HEAD].decode("ascii", "replace").lstrip("\ufffd\x01\x02 \r\n\t")
    lines = head.splitlines()
    if _MT940.match(head):
        return mt940.read_mt940
    if lines and elixir.FIRST_LINE.match(lines[0]):
        return elixir.read_elixir
    if mass.is_bz_wbk(lines):
        return mass.read_bz_wbk
    if mass.is_bph(lines):
        return mass.read_bph
    return None
