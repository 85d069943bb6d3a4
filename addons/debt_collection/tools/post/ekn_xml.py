"""The EKN file "przesyłki do nadania" for Elektroniczny Nadawca (Poczta Polska).

Known from implementations of 2012 to 2014. Since 2020 the size is S/M/L; whether the
attribute Strefa takes it is not known: the caller chooses.
"""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from .item import (
    ORDINARY,
    RECEIPT,
    ItemsRefused,
    PostFault,
    PostItem,
    check_items,
)

ENCODING = "ISO-8859-2"
STRUCTURE = "1.6"
LIMITS = {"street": 30, "house": 5, "flat": 5, "city": 30}
SYMBOLS = {ORDINARY: "840"}
REGISTERED_SYMBOL = "845"
# Before S/M/L there were two sizes; S and M both fit into A.
ZONES = {"S": "A", "M": "A", "L": "B"}
SIZES = {"S": "S", "M": "M", "L": "L"}


@dataclass(frozen=True)
class Collection:
    """A set of items posted together."""

    name: str
    created: datetime
    guid: str
    description: str = ""


def write(sender, collection, items, zones=None):
    """Return the bytes of the file.

    :param sender: Sender
    :param collection: Collection
    :param items: PostItems
    :param zones: value of Strefa by format, ZONES when empty
    :raises ItemsRefused: sender or item lacks something; nothing is written
    """
    faults = [*sender_faults(sender), *check_items(items, LIMITS)]
    if faults:
        raise ItemsRefused(faults)
    root = etree.Element("Nadawca", _sender_attributes(sender))
    group = etree.SubElement(
        root,
        "Zbior",
        Nazwa=collection.name,
        DataUtworzenia=collection.created.strftime("%Y-%m-%dT%H:%M:%S"),
        Opis=collection.description,
        IloscPrzesylek=str(len(items)),
        Guid=collection.guid,
    )
    for item in items:
        _add_item(group, item, zones or ZONES)
    return etree.tostring(
        root, encoding=ENCODING, xml_declaration=True, pretty_print=True
    )


def file_name(sender, moment):
    """Return the name the application expects: rrmmdd_hhmmss_NazwaSkrocona.xml."""
    return f"{moment:%y%m%d_%H%M%S}_{sender.short_name()}.xml"


def _sender_attributes(sender):
    address = sender.address
    return {
        "Struktura": STRUCTURE,
        "Nazwa": sender.name[:60],
        "NazwaSkrocona": sender.short_name(),
        "Ulica": address.street,
        "Dom": address.house,
        "Lokal": address.flat,
        "Miejscowosc": address.city,
        "Kod": _digits(address.postcode),
        "Guid": sender.guid,
        "NIP": sender.nip,
        "Zrodlo": "NADAWCA",
    }


def sender_faults(sender):
    """Yield the PostFaults of the sender."""
    as_item = PostItem(sender.name, sender.name, sender.address)
    yield from check_items([as_item], LIMITS)
    if len(sender.nip) != 10 or not sender.nip.isdigit():
        yield PostFault(sender.name, "nip", "no_nip")


def _add_item(group, item, zones):
    node = etree.SubElement(group, "Przesylka", Guid=item.guid)
    for name, value in _attributes(item, zones):
        _add_attribute(node, "", name, value)
    for name, value in _addressee(item):
        _add_attribute(node, "Adresat", name, value)


def _attributes(item, zones):
    receipt = item.kind == RECEIPT
    services = {ORDINARY: "", RECEIPT: "RO"}.get(item.kind, "R")
    yield "Symbol", SYMBOLS.get(item.kind, REGISTERED_SYMBOL)
    if item.number:
        yield "NrNadania", item.number
    yield "Masa", str(item.grams)
    yield "Ilosc", "1"
    yield "Wersja", "1"
    yield "Kategoria", "P" if item.priority else "E"
    yield "PosteRestante", "N"
    yield "EgzBibl", "N"
    yield "DlaOciemn", "N"
    yield "Uslugi", services
    yield "IloscPotwOdb", "1" if receipt else "0"
    yield "Strefa", zones[item.format]
    yield "Sygnatura", item.reference


def _addressee(item):
    name, name_more = item.names()
    address = item.address
    yield "Nazwa", name
    if name_more:
        yield "NazwaII", name_more
    yield "Ulica", address.street
    yield "Dom", address.house
    yield "Lokal", address.flat
    yield "Miejscowosc", address.city
    yield "Kod", _digits(address.postcode)
    yield "Kraj", "Polska"


def _add_attribute(node, kind, name, value):
    etree.SubElement(node, "Atrybut", Typ=kind, Nazwa=name).text = value


def _digits(postcode):
    return postcode.replace("-", "")
