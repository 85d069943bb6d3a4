"""Which encoding a Polish text file is in.

UTF-8 proves itself. The older 8-bit encodings do not, so the bytes above ASCII are
weighed: in the right encoding nearly all of them are Polish letters.
"""

import codecs
from collections import Counter

from .faults import FileFault

CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
EIGHT_BIT = ("cp1250", "iso8859-2", "cp852")
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
_TYPOGRAPHY = frozenset("\xa0„”“‚’–—…§°€«»")
_NEIGHBOURS = frozenset("äöüßÄÖÜéčřšžáíýěôČŘŠŽÁÉ")
_ASCII = bytes(range(128))


def detect_encoding(data):
    """Name of the encoding of a text file's bytes.

    :raises FileFault: encodings mixed, cut inside a letter, or NUL bytes
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    wide = _wide(data[:4000])
    if wide:
        return wide
    if b"\0" in data:
        raise FileFault("binary")
    high = data.translate(None, _ASCII)
    if not high:
        return "utf-8"
    return _unicode(data, len(high)) or _eight_bit(high)


def _wide(head):
    """UTF-16 without a mark: every other byte of plain text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2 or max(even, odd) < half * 0.6 or min(even, odd) > half * 0.1:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _unicode(data, high):
    """Return "utf-8" when the bytes are that, None when they clearly are not.

    :param high: number of bytes above ASCII; two or more make one letter
    """
    bad = _invalid_parts(data)
    if bad == 0:
        return "utf-8"
    if bad == 1 and high > 2 and _cut_inside_letter(data):
        raise FileFault("cut_off")
    if bad * 10 < high / 2:
        raise FileFault("encoding")
    return None


def _invalid_parts(data):
    """How many places of the bytes are not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    original = data.count("\ufffd".encode())
    found = 0
    for start in range(0, len(data), CHUNK):
        final = start + CHUNK >= len(data)
        found += decoder.decode(data[start : start + CHUNK], final).count("\ufffd")
    return found - original


def _cut_inside_letter(data):
    """Whether the last bytes are the beginning of an UTF-8 letter."""
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    decoder.decode(data[-8:])
    return bool(decoder.getstate()[0])


def _eight_bit(high):
    """The 8-bit encoding in which the bytes above ASCII look most Polish."""
    counts = Counter(high)
    return max(EIGHT_BIT, key=lambda name: _score(counts, name))


def _score(counts, encoding):
    """Weight of the counted bytes read in an encoding; higher is more Polish."""
    return sum(
        count * _weight(bytes([byte]).decode(encoding, "replace"))
        for byte, count in counts.items()
    )


def _weight(letter):
    """How much one letter speaks for (positive) or against an encoding."""
    if letter in _POLISH:
        return 5
    if letter in _TYPOGRAPHY:
        return 1
    if letter in _NEIGHBOURS:
        return -1
    if letter == "\ufffd" or not letter.isprintable():
        return -20
    return -5
