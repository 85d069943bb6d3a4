"""What a file is, by its content."""

from ..texts import _
from . import delimited, locked, ods, xls, xlsx
from .archive import Archive
from .faults import FileFault

_ZIP = (b"PK\3\4", b"PK\5\6")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF, _RTF = _("a PDF document"), _("an RTF document")
_PICTURE, _PACKED = _("a picture"), _("a packed archive")
# Constants: the export of texts takes strings in brackets after a mark for texts.
_OTHERS = (
    (b"%PDF", _PDF),
    (b"{\\rtf", _RTF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"7z\xbc\xaf", _PACKED),
    (b"Rar!", _PACKED),
    (b"\x1f\x8b", _PACKED),
)
_MARKUP = (b"<?xml", b"<html", b"<!doctype", b"<table", b"<workbook")


def read_grid(data, sheet, password, limits, separator=None):
    """Grid of the sheet that was asked for.

    :param separator: of the fields of a text file; None finds out
    :raises FileFault: see ``open_table``
    """
    head = data[:64].strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").lower()
    if not head and not data.strip():
        raise FileFault("empty")
    _refuse_others(data, head)
    if is_ole(data):
        data = locked.unlock(data, password)
        if is_ole(data):
            return xls.open_xls(data, sheet, limits)
    if data.startswith(_ZIP):
        return _read_container(data, sheet, limits)
    return delimited.open_delimited(data, limits, separator)


def is_ole(data):
    """Whether a file is an OLE container: an old or an encrypted workbook."""
    return data.startswith(_OLE)


def _refuse_others(data, head):
    """Name the kinds of files that people take for tables."""
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise FileFault("not_a_table", what=what)
    if head.startswith(_MARKUP):
        raise FileFault("markup")


def _read_container(data, sheet, limits):
    """Grid of a spreadsheet in a zip container."""
    archive = Archive(data, limits)
    if "xl/workbook.bin" in archive.names:
        raise FileFault("old_format", what=_("XLSB workbook"))
    if any(name.startswith("xl/") for name in archive.names):
        return xlsx.open_xlsx(data, archive, sheet, limits)
    if ods.CONTENT in archive.names and _is_calc(archive):
        return ods.open_ods(archive, sheet, limits)
    raise FileFault("not_a_table", what=_("a zip archive or another document"))


def _is_calc(archive):
    """Whether an OpenDocument file is a spreadsheet."""
    return "mimetype" in archive.names and b"spreadsheet" in archive.content("mimetype")
