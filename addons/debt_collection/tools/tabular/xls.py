"""Reading XLS (Excel 97-2003) with xlrd, with an eye on formulas and missing ends."""

import functools
import io
import os
import struct

import olefile
import xlrd

from ..texts import _
from .faults import FileFault, Place
from .table import Grid, RawRow, cell_fault, clean

_RECORD = struct.Struct("<HH")
_CELL = struct.Struct("<HH")
_SHEET_START = struct.Struct("<I")
_BOUNDSHEET, _END_OF_PART = 0x85, 0x0A
_FORMULAS = frozenset((0x06, 0x206, 0x406))


def open_xls(data, wanted, limits):
    """Grid of one sheet of an XLS file.

    :param data: the bytes of the file
    :param wanted: sheet name, or None for the first sheet with content
    :raises FileFault: damaged, cut off, or no such sheet
    """
    stream = workbook_stream(data)
    try:
        book = _open_book(data)
        sheet = _choose(book, wanted)
        formulas = find_formulas(stream, book.sheet_names().index(sheet.name))
    except (struct.error, IndexError):
        raise FileFault("damaged", detail=_("its records are broken")) from None
    read = functools.partial(_rows, sheet, book.datemode, formulas, limits)
    names = tuple(book.sheet_names())
    return Grid(read, "xls", sheet.name, names, last_row=sheet.nrows)


def workbook_stream(data):
    """The bytes of the workbook inside the OLE container.

    :raises FileFault: the container is damaged, or holds something else
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data), olefile.DEFECT_INCORRECT) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    return container.openstream(name).read()
    except Exception:
        # Whatever goes wrong in a damaged container, it is damaged.
        raise FileFault("damaged", detail=_("its container is broken")) from None
    raise FileFault("not_a_table", what=_("another Office document"))


def _open_book(data):
    """The workbook through xlrd, which raises many kinds of errors."""
    try:
        with open(os.devnull, "w") as nowhere:
            return xlrd.open_workbook(
                file_contents=data, logfile=nowhere, ragged_rows=True
            )
    except Exception as error:
        detail = str(error) or type(error).__name__
        raise FileFault("damaged", detail=detail) from None


def _choose(book, wanted):
    """The sheet of that name, or the first visible one with content."""
    if wanted:
        if wanted not in book.sheet_names():
            names = ", ".join(book.sheet_names())
            raise FileFault("no_sheet", wanted=wanted, sheets=names)
        return book.sheet_by_name(wanted)
    for sheet in book.sheets():
        if sheet.nrows and not sheet.visibility:
            return sheet
    raise FileFault("empty", Place())


def find_formulas(stream, index):
    """Cells of the sheet with that index that hold formulas: {row: {column: reason}}.

    :param stream: bytes of the workbook
    :raises FileFault: when the sheet has no end
    """
    found = {}
    for kind, body in _records(stream, _sheet_starts(stream)[index]):
        if kind == _END_OF_PART:
            return found
        if kind in _FORMULAS:
            row, column = _CELL.unpack_from(body)
            found.setdefault(row + 1, {})[column] = "formula"
    raise FileFault("cut_off")


def _sheet_starts(stream):
    """Where the sheets begin in the stream, in the order of the workbook."""
    starts = []
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET:
            starts += _SHEET_START.unpack_from(body)
        elif kind == _END_OF_PART:
            break
    return starts


def _records(stream, position):
    """Iterate over the records (kind, body) of a stream from a position on."""
    view = memoryview(stream)
    while position + _RECORD.size <= len(view):
        kind, length = _RECORD.unpack_from(view, position)
        position += _RECORD.size
        yield kind, view[position : position + length]
        position += length


def _rows(sheet, datemode, formulas, limits):
    """Iterate over all rows of a sheet as ``RawRow``."""
    for index in range(sheet.nrows):
        cells = sheet.row(index)
        values = [clean(_value(cell, datemode)) for cell in cells]
        faults = {
            column: reason
            for column, cell in enumerate(cells)
            if (reason := _cell_fault(cell, values[column], limits))
        }
        yield RawRow(index + 1, values, faults | formulas.get(index + 1, {}))


def _value(cell, datemode):
    """Python value of a cell; an impossible date stays the number it is."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _cell_fault(cell, value, limits):
    """Key of ROW_FAULTS for a cell, or None."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "error_cell"
    return cell_fault(value, limits)
