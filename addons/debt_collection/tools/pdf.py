"""Taking PDFs of many letters apart, and putting PDFs together for the printer."""

import io
import re
from hashlib import sha256
from itertools import pairwise

import pikepdf

from .texts import Told, _

# A picture, by its name in the resources, is drawn.
_DRAWN = re.compile(rb"(/\S+)\s+Do\b")


class Unsplittable(Told, ValueError):
    """A PDF does not tell where each of its letters begins."""

    def __init__(self):
        super().__init__(
            _("The PDF does not tell where each letter begins; letters are made alone.")
        )


def split(pdf, marks):
    """Return a PDF for each mark: the pages from it to the next.

    The first mark must stand on the first page and every other on a later page than
    the one before, or nothing is split: pages of letters are never guessed.

    :param pdf: bytes of a PDF
    :param marks: names of destinations, in the order of the pages
    :return: list of bytes
    :raise Unsplittable: when a mark is missing or not where it must be
    """
    with pikepdf.open(io.BytesIO(pdf)) as source:
        starts = _starts(source, marks)
        ends = [*starts[1:], len(source.pages)]
        return [
            _pages(source, first, end) for first, end in zip(starts, ends, strict=True)
        ]


def _starts(source, marks):
    """Return the number of the page, from 0, of each mark."""
    numbers = {page.objgen: number for number, page in enumerate(source.pages)}
    destinations = source.Root.get("/Dests", {})
    found = [destinations.get(f"/{mark}") for mark in marks]
    if not found or any(destination is None for destination in found):
        raise Unsplittable
    starts = [numbers[destination[0].objgen] for destination in found]
    if starts[0] != 0 or any(one >= next_one for one, next_one in pairwise(starts)):
        raise Unsplittable
    return starts


def _pages(source, first, end):
    with pikepdf.new() as part:
        for page in source.pages[first:end]:
            _keep_own_pictures(page)
            part.pages.append(page)
        return _saved(part)


def _keep_own_pictures(page):
    """Let a page refer only to the pictures on it.

    Writer gives all pages one list of pictures: each letter would take along those of
    all the others.
    """
    resources = page.obj.get("/Resources", {})
    pictures = resources.get("/XObject", {})
    if len(pictures) < 2:
        return
    drawn = set(_DRAWN.findall(page.obj.Contents.read_bytes()))
    kept = {
        name: picture for name, picture in pictures.items() if name.encode() in drawn
    }
    page.obj.Resources = pikepdf.Dictionary(resources)
    page.obj.Resources.XObject = pikepdf.Dictionary(kept)


def merge(pdfs):
    """Return one PDF of all pages; fonts and pictures that are equal are kept once.

    :param pdfs: iterable of bytes
    """
    streams = {}
    with pikepdf.new() as whole:
        for pdf in pdfs:
            with pikepdf.open(io.BytesIO(pdf)) as source:
                start = len(whole.pages)
                whole.pages.extend(source.pages)
                for page in list(whole.pages)[start:]:
                    _share_streams(page.obj.get("/Resources"), streams)
        return _saved(whole)


def _share_streams(resources, streams):
    for font in (resources or {}).get("/Font", {}).values():
        descriptor = font.get("/FontDescriptor", {})
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in descriptor:
                descriptor[key] = _first_equal(descriptor[key], streams)


def _first_equal(stream, streams):
    return streams.setdefault(sha256(stream.read_raw_bytes()).digest(), stream)


def _saved(pdf):
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()
