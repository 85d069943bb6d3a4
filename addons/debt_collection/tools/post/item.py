"""An item of post as the files for Poczta Polska need it, and what it may lack."""

import re
from dataclasses import dataclass, field

from ..texts import Told, _
from .address import POSTCODE, Address

ORDINARY, REGISTERED, RECEIPT = "ordinary", "registered", "registered_receipt"
KINDS = (ORDINARY, REGISTERED, RECEIPT)
FORMATS = ("S", "M", "L")
NAME_LENGTH = 60
MAX_GRAMS = 2000

FAULTS = {
    "no_name": _("the addressee has no name: enter it on the contact"),
    "no_house": _(
        "%(value)s has no house number: correct the street on the contact, cancel the "
        "letter and make it again"
    ),
    "bad_postcode": _(
        "%(value)s is no postal code like 25-534: correct it on the contact, cancel "
        "the letter and make it again"
    ),
    "no_city": _(
        "there is no town: correct the address on the contact, cancel the letter and "
        "make it again"
    ),
    "foreign": _("the addressee lives in %(value)s: post the letter by hand"),
    "too_long": _("%(value)s has more than %(limit)s characters: shorten it"),
    "bad_grams": _("a weight of %(value)s g is not possible: 1 to 2000"),
    "no_nip": _("the NIP must have 10 digits: correct it on the company"),
}
FIELDS = {
    "name": _("Addressee"),
    "street": _("Street"),
    "house": _("House number"),
    "flat": _("Flat number"),
    "postcode": _("Postal code"),
    "city": _("Town"),
    "country": _("Country"),
    "grams": _("Weight"),
    "nip": _("NIP"),
}


@dataclass(frozen=True)
class PostItem:
    """One letter as the post sees it.

    :ivar reference: our own number of the item, the key to join answers with. The
        post may print it on the outside, so it tells nothing
    :ivar label: what our people call the item in lists of faults
    :ivar grams: weight
    :ivar fee: postage in zlotys as Decimal, None when unknown
    """

    reference: str
    name: str
    address: Address
    kind: str = REGISTERED
    format: str = "S"
    grams: int = 20
    priority: bool = False
    number: str = ""
    country: str = "Polska"
    guid: str = ""
    fee: object = None
    label: str = ""

    def names(self):
        """Return the name in two lines of at most 60 characters, cut between words."""
        whole = " ".join(f"{self.name} {self.address.rest}".split())
        if len(whole) <= NAME_LENGTH:
            return whole, ""
        cut = whole.rfind(" ", 0, NAME_LENGTH + 1)
        cut = cut if cut > 0 else NAME_LENGTH
        return whole[:cut], whole[cut:].strip()


@dataclass(frozen=True)
class Sender:
    """Who posts: name, address, tax number and a stable identifier."""

    name: str
    address: Address
    nip: str = ""
    guid: str = ""

    def short_name(self):
        """Return 6 to 10 capital letters and digits, as the file name needs."""
        plain = re.sub(r"[^A-Z0-9]", "", _ascii(self.name).upper())
        return plain[:10].ljust(6, "X")


@dataclass(frozen=True)
class PostFault:
    """What is wrong with one item, where, and what to do about it."""

    reference: str
    field: str
    key: str
    params: dict = field(default_factory=dict)

    def told(self, translate=str):
        """Return one line: letter, field, remedy."""
        remedy = translate(FAULTS[self.key]) % self.params
        return f"{self.reference}, {translate(FIELDS[self.field])}: {remedy}"


class ItemsRefused(Told):
    """Items that cannot be written; ``faults`` names each."""

    def __init__(self, faults):
        """Keep the faults."""
        super().__init__(_("Some letters lack what the file needs."))
        self.faults = faults


def check_items(items, limits=None):
    """Return the PostFaults of items.

    :param limits: {field of the address: longest length} of a file format
    """
    return [fault for item in items for fault in _faults(item, limits or {})]


def _faults(item, limits):
    address = item.address
    if not item.name.strip():
        yield PostFault(_label(item), "name", "no_name")
    elif len(item.names()[1]) > NAME_LENGTH:
        yield _too_long(item, "name", item.name, 2 * NAME_LENGTH)
    if item.country.casefold() not in ("polska", "poland", ""):
        yield PostFault(_label(item), "country", "foreign", {"value": item.country})
        return
    if not address.house:
        value = address.street or address.city
        yield PostFault(_label(item), "house", "no_house", {"value": value})
    if not POSTCODE.fullmatch(address.postcode):
        value = address.postcode or "–"
        yield PostFault(_label(item), "postcode", "bad_postcode", {"value": value})
    if not address.city:
        yield PostFault(_label(item), "city", "no_city")
    if not 0 < item.grams <= MAX_GRAMS:
        yield PostFault(_label(item), "grams", "bad_grams", {"value": item.grams})
    for name, limit in limits.items():
        if len(getattr(address, name)) > limit:
            yield _too_long(item, name, getattr(address, name), limit)


def _label(item):
    return item.label or item.reference


def _too_long(item, name, value, limit):
    params = {"value": value, "limit": limit}
    return PostFault(_label(item), name, "too_long", params)


def _ascii(text):
    table = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
    return text.translate(table)
