"""How much a file may ask of the machine before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds; the defaults let a million claims of twenty columns through.

    :param file_bytes: size of the file itself
    :param unpacked_bytes: everything in a zip container, unpacked
    :param shared_bytes: the table of shared texts of an XLSX, unpacked
    :param ratio: unpacked to packed size above ``ratio_from`` bytes
    :param members: files in a zip container
    :param cells: rows times columns of one sheet
    :param columns: columns of one sheet
    :param cell_chars: characters of one cell (what a spreadsheet can hold)
    """

    file_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 1024 * MEGABYTE
    shared_bytes: int = 200 * MEGABYTE
    ratio: int = 250
    ratio_from: int = 32 * MEGABYTE
    members: int = 2000
    cells: int = 20_000_000
    columns: int = 702
    cell_chars: int = 32_767


DEFAULT = Limits()
