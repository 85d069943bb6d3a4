"""Tables of data from CSV, XLS, XLSX and ODS files that nobody has to trust.

``open_table`` looks at the content, not at the name, refuses what is broken, locked,
dangerous or too large with a ``FileFault`` that says where and what to do, and gives
the rows as they are, with their row numbers in the file::

    table = open_table("claims.xlsx", data)
    for row in table.rows():
        print(row.number, dict(zip(table.header, row.values)))

Nothing here knows what the columns mean; see ``mapping`` for that.
"""

import pathlib

from .faults import ROW_FAULTS, FileFault, Place
from .kinds import is_ole, read_grid
from .limits import DEFAULT, MEGABYTE, Limits
from .locked import unlock
from .table import Row, Table, frame

__all__ = [
    "DEFAULT",
    "ROW_FAULTS",
    "FileFault",
    "Limits",
    "Place",
    "Row",
    "Table",
    "open_table",
    "unlocked",
]


def open_table(name, data, sheet=None, password=None, limits=DEFAULT):
    """Open a file of rows and columns.

    :param name: name of the file, for messages only
    :param data: its bytes, or the path to read them from
    :param sheet: name of the sheet; None takes the first one with content
    :param password: opens an encrypted workbook
    :param limits: a ``Limits``
    :return: a ``Table``
    :raises FileFault: whenever the file cannot be read whole and for sure
    """
    try:
        content = _content(data, limits)
        return frame(name, read_grid(content, sheet, password, limits))
    except FileFault as fault:
        raise fault.at(file=name) from None


def unlocked(name, data, password):
    """The bytes of a workbook without its encryption; other files as they are.

    :raises FileFault: encrypted and the password is missing or wrong
    """
    try:
        return unlock(data, password) if is_ole(data) else data
    except FileFault as fault:
        raise fault.at(file=name) from None


def _content(data, limits):
    """The bytes of the file, once its size is known to be acceptable."""
    in_memory = isinstance(data, (bytes, bytearray, memoryview))
    size = len(data) if in_memory else pathlib.Path(data).stat().st_size
    if size > limits.file_bytes:
        raise FileFault("too_big", limit=limits.file_bytes // MEGABYTE)
    return bytes(data) if in_memory else pathlib.Path(data).read_bytes()
