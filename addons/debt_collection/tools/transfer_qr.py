"""The QR code of a Polish bank transfer, read by the banks' mobile applications.

Fields of the recommendation of the Polish Bank Association on "2D codes" (version 1.0,
December 2013), parted by bars: NIP of the payee (may be empty), country, account (26
digits), amount in grosze (six digits), name of the payee (20 characters), title (32
characters) and three reserved fields; UTF-8, error correction L, 160 characters at
most. We know it from several public programs that agree with each other, not from the
document itself. Least sure is the missing amount: such programs write 000000 for it,
and the application then asks the payer.
"""

import io
import re
from decimal import Decimal
from functools import lru_cache

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_L

from .nrb import is_nrb

NAME_LENGTH = 20
TITLE_LENGTH = 32
LARGEST = Decimal("9999.99")
# Modules of white around the code that readers need, and dots of a module.
BORDER = 4
DOTS = 4
# Scoring all eight masks takes most of the time of making a code; any can be read.
_MASK = 3
_UNWANTED = re.compile(r"[|\s]+")


def transfer_text(account, name, title, amount=None, nip=""):
    """Return what the code says; nothing for an account that is not Polish.

    An amount that six digits cannot hold (above 9,999.99) or that is missing becomes
    000000: the payer enters it.

    :param account: NRB, with or without PL and spaces
    :param amount: Decimal in PLN, or None
    :param nip: NIP of the payee; anything but ten digits is left out
    """
    number = re.sub(r"\s", "", account or "").upper().removeprefix("PL")
    if not is_nrb(number):
        return ""
    digits = re.sub(r"\D", "", nip or "")
    fields = (
        digits if len(digits) == 10 else "",
        "PL",
        number,
        _grosze(amount),
        _cut(name, NAME_LENGTH),
        _cut(title, TITLE_LENGTH),
    )
    return "|".join((*fields, "", "", ""))


@lru_cache(maxsize=2048)
def qr_png(text):
    """Return the bytes of a PNG of the code, black on white with its margin."""
    code = qrcode.QRCode(
        error_correction=ERROR_CORRECT_L, border=BORDER, mask_pattern=_MASK
    )
    code.add_data(text.encode(), optimize=0)
    rows = code.get_matrix()
    # The library draws module by module, which takes longer than all else.
    image = Image.new("1", (len(rows), len(rows)))
    image.putdata([0 if dark else 255 for row in rows for dark in row])
    image = image.resize((len(rows) * DOTS, len(rows) * DOTS), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _grosze(amount):
    """Return an amount as six digits; zeros where it does not fit."""
    fits = amount is not None and 0 < amount <= LARGEST
    return f"{round(amount * 100) if fits else 0:06d}"


def _cut(text, length):
    """Return a text without bars, in single spaces and not too long."""
    return _UNWANTED.sub(" ", text or "").strip()[:length].strip()
