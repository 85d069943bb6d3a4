"""Many PDFs in one file, in bounded memory.

Documents are joined in chunks written to disk; the chunks are joined last, and qpdf
copies their streams from file to file.
"""

from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from ..texts import Told, _

CHUNK = 200


class DocumentUnreadable(Told):
    """A document is no PDF that can be joined; ``name`` tells which."""

    def __init__(self, name):
        """Name the document."""
        super().__init__(
            _("The PDF of %(name)s cannot be read: make it again."), name=name
        )


def merge(documents, target, duplex=False):
    """Write the documents one after another to a file and return the page count.

    :param documents: iterable of (name, bytes of a PDF), read once
    :param target: path of the file
    :param duplex: add an empty page after documents of an odd number of pages, so
        that each begins on a new sheet
    :raises DocumentUnreadable: one is no PDF
    """
    documents = iter(documents)
    with TemporaryDirectory(prefix="debt_print_") as folder:
        parts = []
        while chunk := list(islice(documents, CHUNK)):
            parts.append(Path(folder) / f"{len(parts)}.pdf")
            _merge_chunk(chunk, parts[-1], duplex)
        return _join(parts, target)


def _merge_chunk(chunk, path, duplex):
    sources = []
    with pikepdf.new() as whole:
        try:
            for name, content in chunk:
                sources.append(_opened(name, content))
                whole.pages.extend(sources[-1].pages)
                if duplex and len(sources[-1].pages) % 2:
                    _add_empty_page(whole)
            whole.save(path)
        finally:
            for source in sources:
                source.close()


def _opened(name, content):
    try:
        document = pikepdf.open(BytesIO(content))
    except pikepdf.PdfError as error:
        raise DocumentUnreadable(name) from error
    if not len(document.pages):
        raise DocumentUnreadable(name)
    return document


def _add_empty_page(whole):
    box = whole.pages[-1].mediabox
    size = (float(box[2] - box[0]), float(box[3] - box[1]))
    whole.add_blank_page(page_size=size)


def _join(parts, target):
    sources = [pikepdf.open(part) for part in parts]
    try:
        with pikepdf.new() as whole:
            for source in sources:
                whole.pages.extend(source.pages)
            whole.save(target)
            return len(whole.pages)
    finally:
        for source in sources:
            source.close()
