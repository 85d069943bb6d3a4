"""Envelopes and label sheets as PDF: sender and addressee, nothing else.

Nobody may learn from the outside that a letter concerns a debt, so nothing but names
and addresses is ever drawn: no case number, no kind of letter, no bar code of ours.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ..texts import Told, _

# Width and height in millimetres, the flap up.
SIZES = {"dl": (220, 110), "c6": (162, 114), "c5": (229, 162), "c4": (324, 229)}
A4 = (210, 297)
# Where Odoo's usual systems keep fonts with Polish letters.
FONTS = (
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
FONT = "DebtEnvelope"
LEADING = 1.25
SMALLEST = 6


class FontMissing(Told):
    """The computer has no font with Polish letters."""


@dataclass(frozen=True)
class Parties:
    """What stands on one envelope: lines of the sender and of the addressee."""

    sender: tuple
    addressee: tuple


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels on A4; offsets correct the printer, in millimetres."""

    columns: int = 3
    rows: int = 8
    offset_x: float = 0
    offset_y: float = 0
    start: int = 1

    def size(self):
        """Return width and height of a label."""
        return A4[0] / self.columns, A4[1] / self.rows

    def places(self):
        """Yield (new page, left, top) of the labels, from the start position on."""
        width, height = self.size()
        place, first = self.start - 1, True
        while True:
            row, column = divmod(place, self.columns)
            left = column * width + self.offset_x
            yield place == 0 and not first, left, row * height + self.offset_y
            first = False
            place = (place + 1) % (self.columns * self.rows)


def draw_envelopes(parties, size):
    """Return a PDF with an envelope per page.

    The sender stands at the top left, the addressee at the lower right; the strip of
    15 mm at the lower edge is left to the sorting machines.

    :param parties: iterable of Parties
    :param size: key of SIZES
    """
    width, height = SIZES[size]
    stream = BytesIO()
    canvas = _canvas(stream, width, height)
    for pair in parties:
        _draw(canvas, height, pair.sender, 10, 10, width * 0.42, 9)
        lines, left = pair.addressee, width * 0.52
        _draw(canvas, height, lines, left, height * 0.5, width - left - 10, 12)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def draw_labels(addressees, sheet):
    """Return a PDF of label sheets.

    :param addressees: iterable of tuples of lines
    :param sheet: Sheet
    """
    stream = BytesIO()
    canvas = _canvas(stream, *A4)
    width, height = sheet.size()
    for lines, (new_page, left, top) in zip(addressees, sheet.places(), strict=False):
        if new_page:
            canvas.showPage()
            canvas.setFont(FONT, 10)
        _draw(canvas, A4[1], lines, left + 5, top + 6, width - 9, 10, height - 10)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _canvas(stream, width, height):
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, _font_file()))
    # Neither title nor author: they would show in the printer's queue.
    return Canvas(stream, pagesize=(width * mm, height * mm), pageCompression=1)


def _font_file():
    for path in FONTS:
        if Path(path).exists():
            return path
    raise FontMissing(
        _("There is no font with Polish letters: install the package fonts-liberation.")
    )


def _draw(canvas, page_height, lines, left, top, width, points, height=None):
    """Draw lines below each other, smaller and wrapped where they do not fit."""
    wrapped, points = _fitted(lines, width, points, height)
    canvas.setFont(FONT, points)
    step = points * LEADING
    y = (page_height - top) * mm - points
    for line in wrapped:
        canvas.drawString(left * mm, y, line)
        y -= step


def _fitted(lines, width, points, height):
    while True:
        wrapped = [part for line in lines for part in _wrap(line, width * mm, points)]
        room = height is None or len(wrapped) * points * LEADING <= height * mm
        if room or points <= SMALLEST:
            return wrapped, points
        points -= 0.5


def _wrap(line, width, points):
    words, current = line.split(), ""
    for word in words:
        longer = f"{current} {word}".strip()
        if current and pdfmetrics.stringWidth(longer, FONT, points) > width:
            yield current
            longer = word
        current = longer
    if current:
        yield current
