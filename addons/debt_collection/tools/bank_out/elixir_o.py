"""Elixir-O: the text file by which Polish banks take orders of transfer (110).

One line per order, 16 fields divided by commas, CR LF at the end. Texts have up to
four lines of 35 characters, divided by a vertical bar.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..identifiers import is_valid
from ..nrb import is_nrb
from ..texts import Told, _

MAX_ORDERS = 5000
WIDTH, LINES = 35, 4
REFERENCE = 16
ENCODINGS = ("cp852", "iso8859_2", "cp1250", "utf_8")
# Of typographic signs, what stands for them in the code pages of banks.
PLAIN = str.maketrans(
    {"„": " ", "”": " ", "“": " ", '"': " ", "|": " ", "–": "-", "—": "-", "’": "'"}
)
FAULTS = {
    "number": _("%(order)s: account %(value)s is not a valid Polish account number."),
    "amount": _("%(order)s: the amount %(value)s is not above zero in whole grosze."),
    "receiver": _("%(order)s: the name of the receiver is missing."),
    "title": _("%(order)s: the title is missing."),
    "same": _("%(order)s: the receiver's account %(value)s is the sender's own."),
}


class TransferFault(Told, ValueError):
    """An order that the bank would refuse.

    :ivar code: one of FAULTS
    """

    def __init__(self, order, code, value=""):
        """Keep what is wrong with which order."""
        super().__init__(FAULTS[code], order=order, value=value)
        self.code = code


@dataclass(frozen=True)
class Account:
    """Owner, address and number (NRB, IBAN, spaces allowed) of an account."""

    number: str
    name: str
    address: tuple = ()

    @property
    def nrb(self):
        """Return the 26 digits."""
        bare = "".join(self.number.split()).replace("-", "").upper()
        return bare.removeprefix("PL")


@dataclass(frozen=True)
class Transfer:
    """One order: what is paid to whom on which day."""

    receiver: Account
    amount: Decimal
    date: date
    title: str
    reference: str = ""


def write_elixir_o(sender, transfers, encoding="cp852", quoted=True):
    """Return the files as a list of bytes, each of at most MAX_ORDERS orders.

    :param sender: Account that pays
    :param encoding: one of ENCODINGS; a letter it lacks loses its accent
    :param quoted: texts stand in quotation marks
    :raises TransferFault: an order that the bank would refuse
    """
    _check_number(sender, sender.name)
    rows = [_row(sender, transfer, encoding, quoted) for transfer in transfers]
    return [
        b"".join(rows[start : start + MAX_ORDERS])
        for start in range(0, len(rows), MAX_ORDERS)
    ]


def _row(sender, transfer, encoding, quoted):
    """Return one order as bytes."""
    _check(sender, transfer)
    receiver = transfer.receiver

    def text(*parts):
        joined = "|".join(_lines(parts, encoding))
        return f'"{joined}"' if quoted else joined.replace(",", " ")

    fields = [
        "110",
        f"{transfer.date:%Y%m%d}",
        str(int(transfer.amount.scaleb(2))),
        sender.nrb[2:10],
        "0",
        _mark(sender.nrb, quoted),
        _mark(receiver.nrb, quoted),
        text(sender.name, *sender.address),
        text(receiver.name, *receiver.address),
        "0",
        receiver.nrb[2:10],
        text(transfer.title),
        _mark("", quoted),
        _mark("", quoted),
        _mark("51", quoted),
        text(transfer.reference[:REFERENCE]),
    ]
    return (",".join(fields) + "\r\n").encode(encoding)


def _mark(value, quoted):
    """Return a field of digits in quotation marks where texts have them."""
    return f'"{value}"' if quoted else value


def _check(sender, transfer):
    """Raise TransferFault for what the bank would refuse."""
    name, amount = transfer.reference or transfer.receiver.name, transfer.amount
    _check_number(transfer.receiver, name)
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise TransferFault(name, "amount", amount)
    if transfer.receiver.nrb == sender.nrb:
        raise TransferFault(name, "same", sender.number)
    if not transfer.receiver.name.strip():
        raise TransferFault(name, "receiver")
    if not transfer.title.strip():
        raise TransferFault(name, "title")


def _check_number(account, name):
    """Raise TransferFault unless the number is a right NRB."""
    nrb = account.nrb
    right = is_nrb(nrb) and is_valid("IBAN", f"PL{nrb}")
    if not right:
        raise TransferFault(name, "number", account.number)


def _lines(parts, encoding):
    """Return the texts as at most four lines of 35 characters the bank can read."""
    lines = []
    for part in parts:
        words = _clean(part, encoding)
        lines += [words[i : i + WIDTH].strip() for i in range(0, len(words), WIDTH)]
    return [line for line in lines if line][:LINES]


def _clean(text, encoding):
    """Return one line of text without what the format forbids."""
    printable = "".join(c if c.isprintable() else " " for c in text.translate(PLAIN))
    known = "".join(_known(sign, encoding) for sign in printable)
    return " ".join(known.split())


def _known(sign, encoding):
    """Return a sign the code page has: itself, without accent, or a space."""
    for form in (sign, unicodedata.normalize("NFKD", sign)[:1]):
        try:
            form.encode(encoding)
        except UnicodeEncodeError:
            continue
        return form
    return " "
