"""Reading XML with nothing but elements, texts and attributes: no entities, no DTD."""

from xml.parsers import expat

from ..texts import _
from .faults import FileFault


def parse(chunks, start=None, end=None, text=None):
    """Feed XML through handlers; names come with their prefix, see ``local``.

    :param chunks: iterable of bytes
    :param start: called with (name, attributes) of every element
    :param end: called with the name of every element that ends
    :param text: called with the pieces of text
    :raises FileFault: not well-formed, or with a document type declaration
    """
    for _done in parse_stepwise(chunks, start, end, text):
        pass


def parse_stepwise(chunks, start=None, end=None, text=None):
    """Like ``parse``, but yields after each chunk so that a caller can hand on rows."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, FileFault):
            raise
        raise FileFault("damaged", detail=_("its XML is broken")) from None
    yield


def elements(data):
    """All elements of a small XML part as a list of (name, attributes), no prefixes."""
    found = []

    def start(name, attributes):
        found.append((local(name), {local(k): v for k, v in attributes.items()}))

    parse([data], start=start)
    return found


def local(name):
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_declaration):
    """A document type declaration has no place in a spreadsheet; entities need one."""
    raise FileFault("damaged", detail=_("its XML declares a document type"))
