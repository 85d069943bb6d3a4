"""The Elixir report of PKO BP: one line an operation, no balances."""

import re
from dataclasses import replace

from ..nrb import is_nrb
from .faults import BankFault
from .lines import csv_fields, filled, is_ended
from .numbers import bare_account, grosze_amount, iban, to_date
from .statement import Entry, Statement, dated_key, finished
from .subfields import join_lines

FIRST_LINE = re.compile(r'"?\d{3}"?,"?\d{8}"?,"?\d+"?,')
_FIELDS = range(14, 21)


def read_elixir(text):
    """Return the Statements of a report, one for each own account.

    :raises BankFault: naming the line
    """
    lines = filled(text)
    if not lines:
        raise BankFault("no_statement")
    rows = [(number, _fields(number, line)) for number, line in lines]
    own = _own_account(rows)
    accounts = {}
    for number, fields in rows:
        account, entry = _entry(number, fields, own)
        accounts.setdefault(account, []).append(entry)
    # A cut line may still look whole: its operation number may have lost its end.
    if not is_ended(text) and not lines[-1][1].rstrip().endswith('"'):
        raise BankFault("cut_off", lines[-1][0])
    return [
        finished(
            Statement(
                format="Elixir",
                account=account,
                currency="PLN",
                entries=tuple(entries),
                whole=False,
                line=entries[0].line,
            )
        )
        for account, entries in accounts.items()
    ]


def _fields(number, line):
    """Return the fields of a line."""
    fields = csv_fields(number, line)
    if len(fields) not in _FIELDS:
        expected = f"{_FIELDS.start}-{_FIELDS.stop - 1}"
        raise BankFault("bad_fields", number, found=len(fields), expected=expected)
    return fields


def _own_account(rows):
    """Return the account that stands in every line, "" when that is not one."""
    common = set.intersection(
        *({bare_account(f) for f in fields[5:7]} for _number, fields in rows)
    )
    return common.pop() if len(common) == 1 else ""


def _entry(number, fields, common):
    """Return (own account, entry) of the fields of a line."""
    kind, day, amount = fields[:3]
    if not (len(kind) == 3 and kind.isascii() and kind.isdigit()):
        raise BankFault("unknown", number, found=kind)
    receiver = bare_account(fields[6])
    own, other = (6, 5) if receiver == common or not common else (5, 6)
    if not (common or is_nrb(receiver)):
        own, other = 5, 6
    account = bare_account(fields[own])
    if not is_nrb(account):
        raise BankFault("no_account", number, expected="26 digits")
    money = grosze_amount(amount, number)
    payer, address = _name_and_address(fields[other + 2])
    entry = Entry(
        date=to_date(day, "YYYYMMDD", number),
        amount=-money if kind.startswith("2") else money,
        line=number,
        code=kind,
        reference=fields[13],
        payer=payer,
        payer_address=address,
        payer_account=iban(fields[other]),
        title=_title(fields[11]),
        raw=",".join(fields),
    )
    if not entry.reference:
        raise BankFault("no_field", number, found="14")
    return account, replace(entry, unique=dated_key(entry, entry.reference))


def _name_and_address(text):
    """Return the name and the address of four lines with bars between them."""
    name, _bar, address = text.partition("|")
    return name.strip(), " ".join(address.replace("|", " ").split())


def _title(text):
    """Return the title of four lines of 35 with bars between them."""
    return join_lines(text.split("|"))
