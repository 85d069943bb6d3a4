"""Bytes of a bank file as numbered lines of text."""

import csv
import re

from ..tabular.encoding import detect_encoding
from .faults import BankFault

# PKO writes an empty subfield as 0xFF; 0x01 and 0x03 frame the messages of mBank.
_CONTROL = bytes([0x01, 0x02, 0x03, 0x1A])
_EMPTY_FIELD = b"\xff"
_LINE_END = re.compile(r"\r\n|\n|\r")


def to_text(data, drop=_CONTROL):
    """Return the text of a bank file, whatever Polish encoding it is in.

    :raises FileFault: the encoding cannot be told
    """
    data = data.translate(None, drop)
    encoding = detect_encoding(data)
    if encoding not in ("utf-8", "utf-8-sig"):
        data = data.translate(None, _EMPTY_FIELD)
        encoding = detect_encoding(data)
    # A letter that is none in the encoding spoils a name, never an amount.
    return data.decode(encoding, "replace")


def numbered(text):
    """Return the lines of a text as a list of (number in the file, line)."""
    return list(enumerate(_LINE_END.split(text), 1))


def filled(text):
    """Return the lines of a text that are not empty, like ``numbered``."""
    return [(number, line) for number, line in numbered(text) if line.strip()]


def csv_fields(number, line):
    """Return the fields of a line with commas and quotation marks, bare.

    :raises BankFault: its quotation marks are not closed
    """
    try:
        [fields] = csv.reader([line], strict=True)
    except (csv.Error, ValueError):
        raise BankFault("cut_off", number) from None
    return [field.strip() for field in fields]


def is_ended(text):
    """Tell whether the last line of a file has its end."""
    return text.endswith(("\n", "\r"))
