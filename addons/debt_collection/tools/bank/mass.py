"""Mass-payment text files: BZ WBK (bars) and BPH (``wns*.txt``).

They have no balances and no account of ours, only those the debtors paid to.
"""

import re
from dataclasses import replace

from .faults import BankFault
from .lines import csv_fields, filled
from .numbers import bare_account, grosze_amount, point_amount, to_date
from .statement import Entry, Statement, dated_key, finished

BZ_WBK_RECORD = re.compile(r"[^|\n]*\|\s*\d{8}\s*\|\s*\d+[.,]?\d*\s*\|")
BPH_RECORD = re.compile(r'"?02"?,')
_BPH_OTHER = re.compile(r'"?\d\d"?,')
_BZ_WBK_FIELDS, _BPH_FIELDS = 7, 9
_BZ_WBK_TRAILER = 2


def is_bz_wbk(lines):
    """Tell whether the second line of a file is a record of BZ WBK."""
    return len(lines) > 1 and bool(BZ_WBK_RECORD.match(lines[1]))


def is_bph(lines):
    """Tell whether a file begins with records of BPH."""
    first = [line for line in lines[:2] if BPH_RECORD.match(line)]
    return bool(first) and first[0].count(",") >= _BPH_FIELDS - 1


def read_bz_wbk(text):
    """Return the Statement of a file of BZ WBK: header, records, two trailer lines.

    :raises BankFault: naming the line
    """
    lines = _framed(text)
    records, trailer = lines[1:-_BZ_WBK_TRAILER], lines[-_BZ_WBK_TRAILER:]
    if any(BZ_WBK_RECORD.match(line) for _number, line in trailer):
        raise BankFault("cut_off", lines[-1][0])
    return [_finished("BZ WBK", [_bz_wbk_entry(*record) for record in records])]


def _bz_wbk_entry(number, line):
    fields = [field.strip() for field in line.split("|")]
    if len(fields) < _BZ_WBK_FIELDS:
        raise BankFault(
            "bad_fields", number, found=len(fields), expected=f"{_BZ_WBK_FIELDS}+"
        )
    if not fields[5]:
        raise BankFault("no_field", number, found="6")
    entry = Entry(
        date=to_date(fields[1], "DDMMYYYY", number),
        amount=_received(point_amount(fields[2], number), number, fields[2]),
        line=number,
        reference=fields[0],
        virtual=bare_account(fields[5]),
        payer=" ".join(fields[3].split()),
        title=" ".join(fields[6].split()),
        raw=line.strip(),
    )
    return replace(entry, unique=_unique(entry))


def read_bph(text):
    """Return the Statement of a file of BPH: records of type 02 among others.

    :raises BankFault: naming the line
    """
    lines = _framed(text)
    records = [
        (number, line) for number, line in lines if BPH_RECORD.match(line.lstrip())
    ]
    if not records:
        raise BankFault("no_statement")
    number, last = lines[-1]
    if not _BPH_OTHER.match(last.lstrip()):
        raise BankFault("cut_off", number)
    closed = lines[-1] != records[-1]
    statement = _finished("BPH", [_bph_entry(*record) for record in records])
    return [replace(statement, whole=closed)]


def _bph_entry(number, line):
    fields = csv_fields(number, line)
    if len(fields) < _BPH_FIELDS:
        raise BankFault(
            "bad_fields", number, found=len(fields), expected=f"{_BPH_FIELDS}+"
        )
    for index in (3, 7):
        if not fields[index]:
            raise BankFault("no_field", number, found=index + 1)
    entry = Entry(
        date=to_date(fields[5], "YYYYMMDD", number),
        amount=_received(grosze_amount(fields[4], number), number, fields[4]),
        line=number,
        reference=fields[7],
        virtual=bare_account(fields[3]),
        payer=" ".join(fields[8].split()),
        title=" ".join(fields[6].split()),
        raw=line.strip(),
    )
    return replace(entry, unique=_unique(entry))


def _framed(text):
    """Return the lines that are not empty; at least a header and trailer."""
    lines = filled(text)
    if len(lines) <= _BZ_WBK_TRAILER:
        raise BankFault("cut_off", lines[-1][0] if lines else 0)
    return lines


def _received(amount, number, text):
    """Return an amount that must be above zero."""
    if amount <= 0:
        raise BankFault("bad_amount", number, found=text)
    return amount


def _unique(entry):
    """Return the key of an operation by its number, day, amount and account."""
    return entry.reference and dated_key(entry, f"{entry.virtual}/{entry.reference}")


def _finished(name, entries):
    return finished(
        Statement(format=name, account="", currency="PLN", entries=tuple(entries))
    )
