"""Reading ODS (LibreOffice Calc): its content is streamed once into rows.

Repeated blank cells and rows, which pad every sheet to its far end, are counted and
never built.
"""

import datetime
import functools

from ..texts import _
from . import markup
from .faults import FileFault, Place
from .table import Grid, RawRow, cell_fault, clean, has_content

CONTENT = "content.xml"
_NUMBERS = ("float", "currency", "percentage")


def open_ods(archive, wanted, limits):
    """Grid of one sheet of an ODS file.

    :param archive: the file as a checked ``Archive``
    :param wanted: sheet name, or None for the first sheet with content
    :raises FileFault: damaged, too large, encrypted, or no such sheet
    """
    manifest = "META-INF/manifest.xml"
    if manifest in archive.names and b"encryption-data" in archive.content(manifest):
        raise FileFault("protected")
    archive.verify()
    names = _sheet_names(archive)
    if wanted and wanted not in names:
        raise FileFault("no_sheet", wanted=wanted, sheets=", ".join(names))
    for name in [wanted] if wanted else names:
        read = functools.partial(_rows, archive, name, limits)
        if any(has_content(raw.values) for raw in read()):
            return Grid(read, "ods", name, names)
    raise FileFault("empty", Place(sheet=wanted or ""))


def _sheet_names(archive):
    """Names of the sheets in their order."""
    names = []

    def start(name, attributes):
        if name == "table:table":
            names.append(attributes.get("table:name", ""))

    markup.parse(archive.chunks(CONTENT), start=start)
    return tuple(names)


def _rows(archive, sheet, limits):
    """Iterate over the rows of a sheet with content, as ``RawRow``."""
    builder = _RowBuilder(sheet, limits)
    steps = markup.parse_stepwise(
        archive.chunks(CONTENT), builder.start, builder.end, builder.text
    )
    for _step in steps:
        yield from builder.take()


class _RowBuilder:
    """Collects the rows of one sheet from the events of the XML parser."""

    def __init__(self, sheet, limits):
        """Begin before the first sheet."""
        self._sheet, self._limits = sheet, limits
        self._inside = self._muted = False
        self._done, self._number, self._cells_built = [], 0, 0
        self._cells, self._faults, self._row = [], {}, {}
        self._cell, self._text = None, []

    def take(self):
        """Hand over the rows finished so far."""
        done, self._done = self._done, []
        return done

    def start(self, name, attributes):
        """Handle the beginning of an element."""
        if name == "table:table":
            self._inside = attributes.get("table:name", "") == self._sheet
        elif name == "table:table-row":
            self._row, self._cells, self._faults = attributes, [], {}
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = attributes, []
        elif name == "text:p" and self._text:
            self._text.append("\n")
        elif name in ("text:s", "text:tab"):
            self._text.append(" " * min(_count(attributes, "text:c"), 100))
        elif name == "office:annotation":
            self._muted = True

    def end(self, name):
        """Handle the end of an element."""
        if not self._inside:
            return
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell(self._cell or {})
            self._cell = None
        elif name == "office:annotation":
            self._muted = False
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table":
            self._inside = False

    def text(self, piece):
        """Handle a piece of text."""
        if self._inside and self._cell is not None and not self._muted:
            self._text.append(piece)

    def _end_cell(self, attributes):
        """Append a cell as often as it is repeated."""
        value = clean(_value(attributes, "".join(self._text)))
        fault = "formula" if "table:formula" in attributes else None
        fault = fault or cell_fault(value, self._limits)
        repeated = _count(attributes, "table:number-columns-repeated")
        if len(self._cells) + repeated > self._limits.columns:
            if value is not None:
                limit = self._limits.columns
                raise FileFault("too_wide", Place(sheet=self._sheet), limit=limit)
            repeated = max(self._limits.columns - len(self._cells), 0)
        if fault:
            first = len(self._cells)
            self._faults |= dict.fromkeys(range(first, first + repeated), fault)
        self._cells += [value] * repeated

    def _end_row(self):
        """Append a row as often as it is repeated; blank ones are only counted."""
        repeated = _count(self._row, "table:number-rows-repeated")
        if has_content(self._cells):
            self._cells_built += repeated * len(self._cells)
            if self._cells_built > self._limits.cells:
                limit = self._limits.cells
                raise FileFault("too_large", Place(sheet=self._sheet), limit=limit)
            self._done += [
                RawRow(self._number + 1 + again, self._cells, self._faults)
                for again in range(repeated)
            ]
        self._number += repeated


def _count(attributes, name):
    """A repetition attribute as a number of at least one."""
    try:
        return max(int(attributes.get(name, "1")), 1)
    except ValueError:
        raise FileFault("damaged", detail=_("its counts are broken")) from None


def _value(attributes, text):
    """Python value of a cell from its attributes, or else its text."""
    kind = attributes.get("office:value-type")
    try:
        if kind in _NUMBERS:
            return float(attributes["office:value"])
        if kind == "date":
            day = attributes["office:date-value"][:10]
            return datetime.date.fromisoformat(day)
    except (KeyError, ValueError):
        return text
    return text
