"""Reading CSV: text with one record a line and a separator between fields."""

import csv
import functools
import io
import itertools
import math
import re
from collections import Counter, deque

from .encoding import detect_encoding
from .faults import FileFault, Place
from .table import Grid, RawRow, cell_fault, clean, has_content

SEPARATORS = (";", "\t", "|", ",")
SNIFFED_LINES = 100
_END = ["\x1e end of file \x1e"]
_DECLARED = re.compile(r'"?sep=([^\w "]|\t)"?\s*')
# The shapes of the last column's values are compared when the file's last line is
# not ended: "54,6" below a hundred amounts like "54,62" was cut.
_SHAPES_SEEN = 1000
_SHAPES_KNOWN = 20


def open_delimited(data, limits, separator=None):
    """Grid of a CSV file, read through once so that a broken file is refused now.

    :param data: the bytes of the file
    :param separator: between fields; None finds out
    :raises FileFault: undecodable, binary, cut off, or a quotation mark left open
    """
    data = data.rstrip(b"\x1a")
    encoding = detect_encoding(data)
    separator = separator or sniff_separator(_head(data, encoding))
    read = functools.partial(_rows, data, encoding, separator, limits)
    last_row, warnings = _check_end(read, _ended(data, encoding))
    return Grid(
        read,
        "csv",
        encoding=encoding,
        separator=separator,
        warnings=warnings,
        strict_width=True,
        last_row=last_row,
    )


def _lines(data, encoding):
    """Text lines of the file, line ends kept."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    try:
        yield from text
    except UnicodeDecodeError as error:
        cut = error.reason in ("unexpected end of data", "truncated data")
        raise FileFault("cut_off" if cut else "encoding") from None


def _head(data, encoding):
    """The first lines, to guess the separator from."""
    return list(itertools.islice(_lines(data, encoding), SNIFFED_LINES))


def sniff_separator(lines):
    """The separator that cuts most lines into equally many fields.

    A line ``sep=;`` at the top, as written for spreadsheet programs, decides.
    """
    declared = _DECLARED.fullmatch(lines[0]) if lines else None
    if declared:
        return declared[1]
    return max(SEPARATORS, key=lambda separator: _regularity(lines, separator))


def _regularity(lines, separator):
    """Share of lines that have the commonest width, weighed with that width."""
    rows = csv.reader(lines, delimiter=separator)
    widths = Counter(len(row) for row in _until_error(rows) if len(row) > 1)
    if not widths:
        return 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / len(lines) * math.log2(width)


def _until_error(rows):
    """The rows that can be parsed, up to the first that cannot."""
    try:
        yield from rows
    except csv.Error:
        return


def _rows(data, encoding, separator, limits):
    """Iterate over all records, blank ones included, as ``RawRow``."""
    lines = itertools.chain(_lines(data, encoding), _END)
    number = 0
    try:
        for number, fields in enumerate(csv.reader(lines, delimiter=separator), 1):
            if fields == _END:
                return
            if number == 1 and _DECLARED.fullmatch(separator.join(fields)):
                fields = []
            yield _raw_row(number, fields, limits)
    except csv.Error:
        raise FileFault("open_quote", Place(row=number + 1)) from None
    raise FileFault("open_quote", Place(row=max(number, 1)))


def _raw_row(number, fields, limits):
    """Clean the fields of one record and note the doubtful ones."""
    if len(fields) > limits.columns:
        raise FileFault("too_wide", Place(row=number), limit=limits.columns)
    values = [clean(value) for value in fields]
    if max(map(len, fields), default=0) <= limits.cell_chars:
        return RawRow(number, values, {})
    found = ((index, cell_fault(value, limits)) for index, value in enumerate(values))
    return RawRow(number, values, {index: fault for index, fault in found if fault})


def _ended(data, encoding):
    """Whether the last line of the file is ended by a line break."""
    tail = data[-8:] if "16" in encoding or "32" in encoding else data[-1:]
    return any(end in tail.replace(b"\0", b"")[-1:] for end in (b"\n", b"\r"))


def _check_end(read, ended):
    """Read the file through; warn of, or refuse, a last line that is not ended.

    :return: (number of the last row, warnings)
    :raises FileFault: the last line has too few fields or a field was cut
    """
    if ended:
        last = deque(read(), maxlen=1)
        return (last[0].number if last else 0), ()
    widths, shapes, last = Counter(), Counter(), None
    for raw in filter(lambda raw: has_content(raw.values), read()):
        if last is not None and widths.total() < _SHAPES_SEEN:
            widths[len(last.values)] += 1
            shapes[_shape(last.values)] += 1
        last = raw
    if last is not None and _is_cut(last.values, widths, shapes):
        raise FileFault("cut_off", Place(row=last.number))
    return (last.number if last else 0), (("no_final_newline", {}),)


def _is_cut(values, widths, shapes):
    """Whether the last record looks cut, judged by the records before it."""
    if not widths:
        return False
    if len(values) < widths.most_common(1)[0][0]:
        return True
    known = len(shapes) <= _SHAPES_KNOWN and shapes.total() > len(shapes) + 2
    return known and _shape(values) not in shapes


def _shape(values):
    """Pattern of a record's last value: "1 054,62" is "#,99", "abc" is "a"."""
    text = str(values[-1] or "") if values else ""
    text = re.sub(r"[^\W\d_]+", "a", text)
    text = re.sub(r"\d", "9", text)
    return re.sub(r"^[-+]?[9 ]+", "#", text)
