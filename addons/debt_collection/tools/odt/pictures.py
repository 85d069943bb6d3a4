"""Pictures that differ from letter to letter: the codes of their transfers."""

from genshi.core import Markup

from ..transfer_qr import qr_png

_WIDTH = "28mm"
_FRAME = (
    '<draw:frame xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    f' text:anchor-type="as-char" svg:width="{_WIDTH}" svg:height="{_WIDTH}">'
    '<draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed"'
    ' xlink:actuate="onLoad"/></draw:frame>'
)


class Pictures:
    """The pictures of one document of many letters.

    :ivar files: ``{name in the document: bytes}``; equal ones are there once
    """

    def __init__(self):
        self._names, self.files = {}, {}

    def code(self, text):
        """Return the markup of a QR code of a text; nothing for no text."""
        if not text:
            return ""
        if text not in self._names:
            name = f"Pictures/code{len(self._names)}.png"
            self._names[text] = name
            self.files[name] = qr_png(text)
        return Markup(_FRAME % self._names[text])
