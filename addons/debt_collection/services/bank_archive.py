"""Several bank files in one zip archive."""

from pathlib import PurePosixPath

from odoo.exceptions import UserError

from ..tools.tabular import FileFault, Limits
from ..tools.tabular.archive import Archive
from ..tools.tabular.limits import MEGABYTE

_ZIP = b"PK\3\4"
_SHEETS = ("mimetype", "[Content_Types].xml")
LIMITS = Limits(unpacked_bytes=200 * MEGABYTE, members=500)


def unpacked(env, name, data):
    """Return the files of an archive as a list of (name, bytes), in order of names.

    Any other file, spreadsheets included, comes back alone.

    :raises UserError: the archive is damaged, locked or too large
    """
    if not data.startswith(_ZIP):
        return [(name, data)]
    try:
        archive = Archive(data, LIMITS)
        if any(member in archive.names for member in _SHEETS):
            return [(name, data)]
        members = sorted(m for m in archive.names if not m.endswith("/"))
        return [(PurePosixPath(m).name, archive.content(m)) for m in members]
    except FileFault as fault:
        text = f"{name}: {fault.told(env._)}"
        raise UserError(text) from fault
