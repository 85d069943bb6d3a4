"""Names of ODF elements, and which of them a letter may hold."""

import re

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{ODF}office:1.0"
TEXT = f"{ODF}text:1.0"
TABLE = f"{ODF}table:1.0"
STYLE = f"{ODF}style:1.0"
DRAW = f"{ODF}drawing:1.0"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
SVG = f"{ODF}svg-compatible:1.0"

# The engine finds elements by these prefixes of the root element.
PREFIXES = {
    "office": OFFICE,
    "text": TEXT,
    "table": TABLE,
    "style": STYLE,
    "draw": DRAW,
    "xlink": XLINK,
}

A = f"{{{TEXT}}}a"
BOOKMARKS = tuple(f"{{{TEXT}}}bookmark{part}" for part in ("", "-start", "-end"))
CELL = f"{{{TABLE}}}table-cell"
FIELD = f"{{{TEXT}}}user-field-get"
FRAME = f"{{{DRAW}}}frame"
HREF = f"{{{XLINK}}}href"
INPUT = f"{{{TEXT}}}text-input"
NAME = f"{{{TEXT}}}name"
PARAGRAPHS = (f"{{{TEXT}}}p", f"{{{TEXT}}}h")
ROW_TAG = f"{{{TABLE}}}table-row"
SOFT_BREAK = f"{{{TEXT}}}soft-page-break"
TABLE_TAG = f"{{{TABLE}}}table"
TRACKED = f"{{{TEXT}}}tracked-changes"

_ELEMENT_NAMESPACES = {
    OFFICE,
    TEXT,
    TABLE,
    STYLE,
    DRAW,
    SVG,
    f"{ODF}config:1.0",
    f"{ODF}datastyle:1.0",
    f"{ODF}meta:1.0",
    "http://purl.org/dc/elements/1.1/",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
}
_ATTRIBUTE_NAMESPACES = re.compile(
    r"urn:oasis:names:tc:opendocument:xmlns:.*"
    r"|urn:org:documentfoundation:names:.*"
    r"|urn:openoffice:names:.*"
    r"|http://openoffice\.org/.*"
    r"|http://docs\.oasis-open\.org/.*"
    r"|http://purl\.org/dc/.*"
    r"|http://www\.w3\.org/(1999/xlink|1999/xhtml|XML/1998/namespace|TR/css3-text/)"
)
_REFUSED_ATTRIBUTES = {f"{{{XML}}}base"}
_CODE = {
    f"{{{OFFICE}}}script",
    f"{{{OFFICE}}}event-listeners",
    f"{{{TEXT}}}execute-macro",
    f"{{{TEXT}}}script",
}
_OBJECTS = {
    f"{{{OFFICE}}}binary-data",
    f"{{{OFFICE}}}dde-source",
    f"{{{TEXT}}}section-source",
    f"{{{TEXT}}}dde-connection",
    f"{{{TEXT}}}dde-connection-decl",
    f"{{{TEXT}}}database-display",
    f"{{{TEXT}}}database-name",
    f"{{{TEXT}}}database-next",
    f"{{{TEXT}}}database-row-number",
    f"{{{TEXT}}}database-row-select",
    f"{{{TABLE}}}table-source",
    f"{{{TABLE}}}cell-range-source",
    f"{{{TABLE}}}dde-link",
    f"{{{DRAW}}}a",
    f"{{{DRAW}}}applet",
    f"{{{DRAW}}}control",
    f"{{{DRAW}}}floating-frame",
    f"{{{DRAW}}}object",
    f"{{{DRAW}}}object-ole",
    f"{{{DRAW}}}plugin",
}
_SCRIPT = f"{{{ODF}script:1.0}}"
_PICTURE_HOLDERS = {
    f"{{{DRAW}}}image",
    f"{{{DRAW}}}fill-image",
    f"{{{STYLE}}}background-image",
}
_WEB = re.compile(r"(https?://|mailto:|tel:)[^\s\\]*|#.*", re.IGNORECASE)
# What is not followed by a figure, a space or a mark would be taken for code;
# at the end of a text, something may be joined to it.
_DOLLAR = re.compile(r"\$(?![\d\s.,;:)])")


def code_of_element(element):
    """Return the code of why an element is refused, or None."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _CODE or tag.startswith(_SCRIPT):
        return "code"
    if tag == TRACKED:
        return "tracked_changes"
    if tag in _OBJECTS or _namespace(tag) not in _ELEMENT_NAMESPACES:
        return "object"
    return None


def code_of_attribute(name, value):
    """Return the code of why an attribute is refused, or None."""
    namespace = _namespace(name)
    if name in _REFUSED_ATTRIBUTES:
        return "external"
    if namespace and not _ATTRIBUTE_NAMESPACES.fullmatch(namespace):
        return "code"
    return "dollar" if _DOLLAR.search(value) else None


def code_of_text(text):
    """Return the code of why a text is refused, or None."""
    return "dollar" if text and _DOLLAR.search(text) else None


def code_of_link(element, pictures):
    """Return the code of why the target of an element is refused, or None.

    :param pictures: names of the pictures inside the document
    """
    target = element.get(HREF)
    if target is None:
        return None
    if element.tag in _PICTURE_HOLDERS:
        return None if target in pictures else "external"
    inside = element.tag == A and _WEB.fullmatch(target)
    return None if inside else "external"


def _namespace(name):
    return name[1:].partition("}")[0] if name.startswith("{") else ""
