"""A table with one row of column names, whatever file it came from."""

import datetime
import itertools
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .faults import FileFault, Place

HEADER_SEARCH_ROWS = 30
# A double keeps 15 decimal digits for sure; longer whole numbers were rounded.
SAFE_INTEGER = 10**15

_DATA_LIKE = re.compile(
    r"""[-+−]?[\d\s.,]*\d[\d\s.,]*(%|zł|zl|pln|eur|usd)?  # number or amount
    | \d{1,4}[-./]\d{1,2}[-./]\d{1,4}(\s.*)?              # date
    | \S+@\S+""",
    re.VERBOSE | re.IGNORECASE,
)
_SPACES = dict.fromkeys(map(ord, "\t\n\r\v\f\xa0\u2007\u2009\u202f\u2028\u2029"), " ")
_INVISIBLE = dict.fromkeys(
    [*range(9), *range(14, 32), *range(127, 160), 0xAD, 0x200B, 0x2060, 0xFEFF]
)
_TIDY = _INVISIBLE | _SPACES


class RawRow(NamedTuple):
    """One row as the reader of a file kind hands it over.

    :param number: row number as the user sees it, the first row is 1
    :param values: list of cleaned values, see ``clean``
    :param faults: ``{column index or None: key of ROW_FAULTS}``
    """

    number: int
    values: list
    faults: dict


class Row(NamedTuple):
    """One row of data.

    :param number: row number as the user sees it in the file, the first row is 1
    :param record: running number of the record without header and blank rows
    :param values: one value per column: str, int, float, bool, date or None
    :param faults: ``{column index or None for the row: key of ROW_FAULTS}``
    """

    number: int
    record: int
    values: tuple
    faults: dict


@dataclass(frozen=True)
class Grid:
    """Raw rows of one sheet, readable as often as wanted, and what is known of it."""

    read: callable  # () -> iterator of RawRow; blank rows may be left out
    kind: str
    sheet: str = ""
    sheets: tuple = ()
    encoding: str = ""
    separator: str = ""
    warnings: tuple = ()
    strict_width: bool = False  # a surplus field is a fault, not a remark beside
    last_row: int = 0  # number of the last row, for progress; 0 when unknown


@dataclass(frozen=True)
class Table:
    """An opened file: column names and, by ``rows()``, the rows below them.

    :param header: unique column names; unnamed ones are called "Column C"
    :param header_row: row number of the names in the file
    :param warnings: tuple of (code, params): ``duplicate_name``, ``unnamed_column``,
        ``no_final_newline``
    """

    name: str
    header: tuple
    header_row: int
    grid: Grid = field(repr=False)
    warnings: tuple = ()

    @property
    def kind(self):
        """What the content is: "csv", "xls", "xlsx" or "ods"."""
        return self.grid.kind

    @property
    def sheet(self):
        """Name of the sheet that is read; empty for CSV."""
        return self.grid.sheet

    @property
    def sheets(self):
        """Names of all sheets of the file; empty for CSV."""
        return self.grid.sheets

    @property
    def encoding(self):
        """Python's name of the text encoding; empty for spreadsheets."""
        return self.grid.encoding

    @property
    def separator(self):
        """Field separator; empty for spreadsheets."""
        return self.grid.separator

    @property
    def length(self):
        """Rows below the names, blank ones included; 0 when unknown."""
        return max(self.grid.last_row - self.header_row, 0)

    def rows(self):
        """Iterate over the rows that are not blank, from the first, as ``Row``.

        :raises FileFault: when the file turns out broken further down
        """
        width = len(self.header)
        record = 0
        try:
            for raw in self.grid.read():
                if raw.number <= self.header_row or not has_content(raw.values):
                    continue
                record += 1
                yield self._framed(raw, width, record)
        except FileFault as fault:
            raise fault.at(file=self.name, sheet=self.sheet) from None

    def _framed(self, raw, width, record):
        """Cut or pad a raw row to the width of the header."""
        values, faults = raw.values, raw.faults
        if len(values) > width:
            if self.grid.strict_width and has_content(values[width:]):
                faults = {**faults, None: "long_row"}
            values = values[:width]
        elif len(values) < width:
            if self.grid.strict_width:
                faults = {**faults, None: "short_row"}
            values = values + [None] * (width - len(values))
        return Row(raw.number, record, tuple(values), faults)

    def sample(self, count=50):
        """The first ``count`` rows as a list, for previews and mapping."""
        return list(itertools.islice(self.rows(), count))


def has_content(values):
    """Whether any of the values is more than nothing."""
    return any(value is not None for value in values)


def clean(value):
    """Normalise one cell: no invisible characters, whole floats as int, days as date.

    Text is stripped, every kind of space becomes a plain one; nothing left is None.
    """
    if value.__class__ is str:
        if not value.isprintable():
            value = value.replace("\r\n", "\n").translate(_TIDY)
        return value.strip() or None
    if value.__class__ is float:
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return str(value)
    return value


def cell_fault(value, limits):
    """Key of ROW_FAULTS for a cleaned value that cannot be relied on, else None."""
    kind = value.__class__
    if kind is str:
        return "too_long" if len(value) > limits.cell_chars else None
    if kind is int or kind is float:
        return "rounded_number" if abs(value) >= SAFE_INTEGER else None
    return None


def frame(name, grid):
    """Find the column names of a grid and make a ``Table`` of it.

    :raises FileFault: no names, one column only, or nothing below the names
    """
    probe = _probe(grid)
    if not probe:
        raise FileFault("empty", Place(name, grid.sheet))
    header_row, names = _find_header(probe, Place(name, grid.sheet))
    most = len(names) if grid.strict_width else None
    below = [raw.values[:most] for raw in probe if raw.number > header_row]
    header, warnings = _column_names(names, below)
    table = Table(name, header, header_row, grid, grid.warnings + warnings)
    if next(table.rows(), None) is None:
        raise FileFault("no_rows", Place(name, grid.sheet, header_row))
    return table


def _probe(grid):
    """The first rows with content, enough to find the names and a sample below."""
    filled = (raw for raw in grid.read() if has_content(raw.values))
    return list(itertools.islice(filled, 2 * HEADER_SEARCH_ROWS))


def _find_header(probe, place):
    """Row number and values of the first row that looks like column names."""
    width = max(_filled(raw.values) for raw in probe)
    if width < 2:
        raise FileFault("one_column", place._replace(row=probe[0].number))
    needed = max(min(3, width), width // 2)
    for raw in probe[:HEADER_SEARCH_ROWS]:
        if is_header(raw.values, needed):
            return raw.number, raw.values
    row = probe[0].number
    raise FileFault("no_header", place._replace(row=row), rows=HEADER_SEARCH_ROWS)


def is_header(values, needed):
    """Whether a row holds at least ``needed`` names and nothing that looks like data.

    A number, an amount, a date or an e-mail address looks like data.
    """
    given = [value for value in values if value is not None]
    return len(given) >= needed and all(map(_is_label, given))


def _is_label(value):
    """Whether a cell may be the name of a column."""
    if value.__class__ is not str or len(value) > 200:
        return False
    return _DATA_LIKE.fullmatch(value) is None and any(map(str.isalpha, value))


def _filled(values):
    """How many of the values are given."""
    return sum(value is not None for value in values)


def _column_names(names, below):
    """Unique column names up to the last used column, and warnings about them."""
    width = max(map(_used_width, [names, *below]))
    names = names[:width] + [None] * (width - len(names))
    header, warnings = [], []
    for index, name in enumerate(names):
        if name is None:
            name = f"Column {column_letter(index)}"
            warnings.append(("unnamed_column", {"column": name}))
        unique = _unique(" ".join(name.split()), header)
        if unique != name and name in header:
            warnings.append(("duplicate_name", {"column": unique}))
        header.append(unique)
    return tuple(header), tuple(warnings)


def _used_width(values):
    """Number of columns up to the last one with content."""
    width = len(values)
    while width and values[width - 1] is None:
        width -= 1
    return width


def _unique(name, taken):
    """The name itself, or with " (2)", " (3)" ... when it is taken."""
    names = (f"{name} ({count})" if count > 1 else name for count in itertools.count(1))
    return next(candidate for candidate in names if candidate not in taken)


def column_letter(index):
    """Spreadsheet letters of a 0-based column index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
