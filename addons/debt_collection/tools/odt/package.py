"""Reading an ODT file that may have been made to do harm."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from .faults import Fault, Place

MIMETYPE = b"application/vnd.oasis.opendocument.text"
MAX_FILE = 20 * 2**20
MAX_UNPACKED = 20 * 2**20
MAX_XML = 5 * 2**20
MAX_PARTS = 500

XML_PARTS = ("content.xml", "styles.xml", "settings.xml")
_NEEDED = ("mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml")
_PICTURE = re.compile(r"Pictures/[\w.-]+")
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# Writer adds these; letters do without, so they are never read nor passed on.
_DROPPED = re.compile(
    r"meta\.xml|manifest\.rdf|layout-cache|Thumbnails/.*|Configurations2/.*"
    r"|META-INF/manifest\.xml|META-INF/documentsignatures\.xml|Pictures/"
)


class Unreadable(Exception):
    """A file that cannot be taken apart at all.

    :ivar fault: Fault that says why
    """

    def __init__(self, code, part, expression=""):
        super().__init__(code)
        self.fault = Fault(code, Place(part), expression)


@dataclass
class Package:
    """What is kept of a document: XML parts as trees, pictures as bytes."""

    trees: dict
    pictures: dict

    def root(self, part):
        """Return the root element of an XML part."""
        return self.trees[part]


def open_package(data):
    """Take a document apart, trusting nothing it says of itself.

    :param data: bytes of an ODT file
    :return: Package
    :raise Unreadable: when it is no ODT, too large, encrypted, damaged, or holds
        parts that a letter has no use for
    """
    if len(data) > MAX_FILE:
        raise Unreadable("too_large", "file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _read_parts(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise Unreadable("not_odt", "file") from error
    pictures = {name: parts[name] for name in parts if _PICTURE.fullmatch(name)}
    trees = {name: parse_xml(parts[name], name) for name in XML_PARTS if name in parts}
    return Package(trees, pictures)


def _read_parts(archive):
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MAX_PARTS:
        raise Unreadable("too_large", "file")
    if len(set(names)) < len(names):
        raise Unreadable("bad_xml", "file")
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("encrypted", "file")
    if any(name not in names for name in _NEEDED):
        raise Unreadable("not_odt", "file")
    budget = MAX_UNPACKED
    parts = {}
    for info in infos:
        parts[info.filename] = _read_part(archive, info, budget)
        budget -= len(parts[info.filename])
    return _known_parts(parts)


def _read_part(archive, info, budget):
    limit = MAX_XML if info.filename.endswith(".xml") else MAX_UNPACKED
    limit = min(limit, budget)
    with archive.open(info) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable("too_large", info.filename)
    return data


def _known_parts(parts):
    """Return the parts to keep; refuse those that have no place in a letter."""
    if parts["mimetype"].strip() != MIMETYPE:
        raise Unreadable("not_odt", "mimetype")
    if b"encryption-data" in parts["META-INF/manifest.xml"]:
        raise Unreadable("encrypted", "file")
    kept = {}
    for name, data in parts.items():
        if name in XML_PARTS:
            kept[name] = data
        elif _PICTURE.fullmatch(name):
            if not data.startswith(_PICTURE_STARTS):
                raise Unreadable("bad_picture", name)
            kept[name] = data
        elif name != "mimetype" and not _DROPPED.fullmatch(name):
            raise Unreadable("unknown_part", "file", name)
    return kept


def parse_xml(data, part):
    """Return the root of an XML part, without comments; nothing is fetched.

    :raise Unreadable: when it is not UTF-8, malformed or declares a document type
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("bad_xml", part) from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("doctype", part)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("bad_xml", part, str(error)) from error


def write_package(content, package, pictures=None):
    """Return the bytes of an ODT with new content and the other parts of a package.

    :param content: bytes of content.xml
    :param pictures: ``{name: bytes}`` of pictures beside those of the package
    """
    parts = {"content.xml": content}
    for name in package.trees:
        if name != "content.xml":
            parts[name] = etree.tostring(
                package.root(name), encoding="utf-8", xml_declaration=True
            )
    parts |= package.pictures | (pictures or {})
    parts["META-INF/manifest.xml"] = _manifest(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _manifest(parts):
    uri = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    root = etree.Element(f"{{{uri}}}manifest", nsmap={"manifest": uri})
    root.set(f"{{{uri}}}version", "1.3")
    for name in ("/", *parts):
        entry = etree.SubElement(root, f"{{{uri}}}file-entry")
        entry.set(f"{{{uri}}}full-path", name)
        entry.set(f"{{{uri}}}media-type", _media_type(name, parts.get(name, b"")))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _media_type(name, data):
    if name == "/":
        return MIMETYPE.decode()
    if name.endswith(".xml"):
        return "text/xml"
    return "image/png" if data.startswith(_PICTURE_STARTS[0]) else "image/jpeg"
