"""Reading XLSX: a fast reader (python-calamine) behind a strict inspection.

The reader builds the whole rectangle of a sheet in memory, drops error values and
takes what a formula once gave. So every sheet is first inspected cell by cell for its
true size, its formulas and its errors.
"""

import functools
import io
import posixpath
from typing import NamedTuple

import python_calamine

from ..texts import _
from . import markup
from .faults import FileFault, Place
from .table import Grid, RawRow, cell_fault, clean, column_letter

_LAST_ROW = 1_048_576
# Each shared text is at least one tag; this many empty ones still fit into memory.
_SHARED_TAGS = 20_000_000
_DISORDER = _("its cells are out of order")


class SheetPart(NamedTuple):
    """A worksheet as the workbook lists it: name, member of the zip, visibility."""

    name: str
    member: str
    visible: bool


def open_xlsx(data, archive, wanted, limits):
    """Grid of one sheet of an XLSX file.

    :param data: the bytes of the file
    :param archive: the same as a checked ``Archive``
    :param wanted: sheet name, or None for the first visible sheet with content
    :raises FileFault: damaged, too large, or no such sheet
    """
    archive.verify()
    _check_shared_texts(archive, limits)
    parts = list_sheets(archive)
    part, scan = _choose(archive, parts, wanted, limits)
    sheet = _load(data, part.name)
    read = functools.partial(_rows, sheet, scan.faults, limits)
    names = tuple(part.name for part in parts)
    return Grid(read, "xlsx", part.name, names, last_row=scan.row)


def list_sheets(archive):
    """The worksheets of a workbook in their order, as ``SheetPart``."""
    book = _main_part(archive)
    folder, file_name = posixpath.split(book)
    targets = _relations(archive, f"{folder}/_rels/{file_name}.rels", folder)
    found = []
    for name, attributes in markup.elements(archive.content(book)):
        if name == "sheet" and attributes.get("id") in targets:
            visible = attributes.get("state", "visible") == "visible"
            member = targets[attributes["id"]]
            found.append(SheetPart(attributes.get("name", ""), member, visible))
    return found


def _main_part(archive):
    """Name of the workbook's member, as the container's relations tell."""
    targets = _relations(archive, "_rels/.rels", "", "/officeDocument")
    return next(iter(targets.values()), "xl/workbook.xml")


def _relations(archive, member, folder, kind="/worksheet"):
    """Targets of one kind of relation by their id."""
    return {
        attributes.get("Id"): posixpath.normpath(
            posixpath.join("/", folder, attributes.get("Target", ""))
        ).lstrip("/")
        for name, attributes in markup.elements(archive.content(member))
        if name == "Relationship" and attributes.get("Type", "").endswith(kind)
    }


def _check_shared_texts(archive, limits):
    """Bound what the table of shared texts takes in memory."""
    member = next((n for n in archive.names if n.endswith("sharedStrings.xml")), None)
    if member is None:
        return
    if archive.size(member) > limits.shared_bytes:
        raise FileFault("too_large", limit=limits.cells)
    if sum(chunk.count(b"<") for chunk in archive.chunks(member)) > _SHARED_TAGS:
        raise FileFault("too_large", limit=limits.cells)


def _choose(archive, parts, wanted, limits):
    """The sheet to read and its inspection."""
    named = [part for part in parts if part.name == wanted]
    if wanted and not named:
        names = ", ".join(part.name for part in parts)
        raise FileFault("no_sheet", wanted=wanted, sheets=names)
    for part in named or [part for part in parts if part.visible]:
        scan = inspect_sheet(archive.chunks(part.member), limits, part.name)
        if scan.columns:
            return part, scan
    raise FileFault("empty", Place(sheet=wanted or ""))


def inspect_sheet(chunks, limits, name=""):
    """Read a sheet's XML through; see ``SheetScan``.

    :raises FileFault: broken, or larger than the limits
    """
    scan = SheetScan()
    markup.parse(chunks, start=scan.start)
    width = max(map(column_index, scan.columns), default=-1) + 1
    if width > limits.columns:
        raise FileFault("too_wide", Place(sheet=name), limit=limits.columns)
    if width * scan.row > limits.cells:
        raise FileFault("too_large", Place(sheet=name), limit=limits.cells)
    return scan


class SheetScan:
    """What is in a sheet: used columns, last row, cells that cannot be relied on.

    ``columns`` is the set of column letters with a value, ``row`` the last row number,
    ``faults`` is ``{row number: {column index: key of ROW_FAULTS}}``.
    """

    def __init__(self):
        """An empty sheet."""
        self.columns, self.row, self.faults = set(), 0, {}
        self._row_text = ""
        self._letters = ""
        self._previous = ""

    def start(self, name, attributes):
        """Take note of one XML element."""
        if ":" in name:
            name = markup.local(name)
        if name == "c":
            self._cell(attributes.get("r"))
            if attributes.get("t") == "e":
                self._fault("error_cell")
        elif name == "v" or name == "is":
            self.columns.add(self._letters)
        elif name == "row":
            self._next_row(attributes.get("r"))
        elif name == "f" and self._previous == "c":
            self._fault("formula")
        self._previous = name

    def _next_row(self, number):
        """Begin a row; numbers must rise, a missing one counts on."""
        row = int(number) if number else self.row + 1
        if not self.row < row <= _LAST_ROW:
            raise FileFault("damaged", detail=_DISORDER)
        self.row, self._row_text, self._letters = row, str(row), ""

    def _cell(self, reference):
        """Begin a cell; without a reference it stands right of the one before."""
        if reference is None:
            before = column_index(self._letters) if self._letters else -1
            self._letters = column_letter(before + 1)
        elif reference.endswith(self._row_text) and self._row_text:
            self._letters = reference[: -len(self._row_text)]
        else:
            raise FileFault("damaged", detail=_DISORDER)

    def _fault(self, reason):
        """Remember a fault of the current cell."""
        index = column_index(self._letters)
        self.faults.setdefault(self.row, {})[index] = reason
        self.columns.add(self._letters)


def column_index(letters):
    """0-based index of a column by its letters: A is 0, AA is 26.

    :raises FileFault: for anything but one to three letters
    """
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise FileFault("damaged", detail=_DISORDER)
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _load(data, name):
    """The sheet's values through the fast reader."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book.get_sheet_by_name(name)
    except Exception as error:
        raise FileFault("damaged", detail=str(error)) from None
    except BaseException as error:
        # A bug in the native reader surfaces as a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise FileFault("damaged", detail=_("its sheet cannot be read")) from None


def _rows(sheet, scanned, limits):
    """Iterate over all rows of a loaded sheet as ``RawRow``.

    The reader gives blank rows above the first cell, but no blank columns before it.
    """
    before = [None] * sheet.start[1] if sheet.start else []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = before + [clean(value) for value in cells]
        faults = scanned.get(number, {})
        doubts = [cell_fault(value, limits) for value in values]
        if any(doubts):
            faults = {i: doubt for i, doubt in enumerate(doubts) if doubt} | faults
        yield RawRow(number, values, faults)
