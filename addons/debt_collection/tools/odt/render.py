"""Filling a checked template with the values of many letters."""

import io
import re
import zipfile
from functools import lru_cache
from itertools import count, islice
from types import SimpleNamespace
from xml.sax.saxutils import escape

from genshi.core import Markup
from genshi.output import XMLSerializer, encode
from py3o.template.main import GENSHI_URI, Template

from ..letter_fields import CODES, LETTER_FIELDS
from ..texts import Told, _
from .check import TemplateRefused, accept
from .faults import Fault, Place
from .markup import code_of_attribute, code_of_element, code_of_text
from .names import NAME, ROW, tree_of
from .package import write_package
from .pictures import Pictures
from .prepare import MARK, prepare

CHUNK = 500

# Characters that XML cannot hold at all.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?|\n")
_SPECIAL = re.compile("[^ -~\u00a0-\ud7ff]")
_LOOP = re.compile(rf"[a-z][a-z0-9_]* in ({NAME.pattern})")
_CONDITION = re.compile(rf"(not )?({NAME.pattern})")
_COMPILED = {"strip": re.compile("True"), "content": NAME, "for": _LOOP}
_COMPILED["if"] = _CONDITION
_MARK_ELEMENT = re.compile(rf'(<text:bookmark text:name="{MARK})("/>)'.encode())


class LetterFault(Told, ValueError):
    """The values of a letter do not fit the template; says which and where."""


def render_batch(template, letters, allowed=LETTER_FIELDS):
    """Return one ODT with all letters, each from a new page numbered from 1.

    All of it is in memory, some 70 kB a letter; see :func:`render_chunks`.

    :param template: bytes of an ODT template
    :param letters: list of dicts in the shape of LETTER_FIELDS["letter"]
    :return: bytes of an ODT
    :raise TemplateRefused: when the template holds anything not allowed
    :raise LetterFault: when a value is missing or is no text
    """
    checked, content = _ready(template, allowed)
    return _fill(checked, content, letters, allowed)


def fields_used(template, allowed=LETTER_FIELDS):
    """Return the names of the fields of a letter that a template uses.

    :param template: bytes of an ODT template
    :raise TemplateRefused: when the template holds anything not allowed
    """
    return frozenset(tree_of(_ready(template, allowed)[0].used).get("letter", ()))


def render_chunks(template, letters, size=CHUNK, allowed=LETTER_FIELDS):
    """Yield ODTs of at most `size` letters each, reading letters as they are needed.

    :param letters: any iterable of the dicts that :func:`render_batch` takes
    :raise TemplateRefused, LetterFault: as :func:`render_batch`
    """
    checked, content = _ready(template, allowed)
    letters = iter(letters)
    start = 1
    while chunk := list(islice(letters, size)):
        yield _fill(checked, content, chunk, allowed, start)
        start += len(chunk)


def _ready(template, allowed):
    """Return a template that was found good, and its text for many letters."""
    if allowed is LETTER_FIELDS:
        return _ready_letter(template)
    checked = accept(template, allowed)
    return checked, prepare(checked.package)


@lru_cache(maxsize=8)
def _ready_letter(template):
    checked = accept(template, LETTER_FIELDS)
    return checked, prepare(checked.package)


def _fill(checked, content, letters, allowed, start=1):
    if not letters:
        raise LetterFault(_("There are no letters to print: choose at least one."))
    used = tree_of(checked.used).get("letter", {})
    values = [
        _values(used, allowed["letter"], letter, f"letter {number}")
        for number, letter in enumerate(letters, start)
    ]
    pictures = Pictures()
    for letter in values:
        for name in used.keys() & CODES:
            setattr(letter, name, pictures.code(getattr(letter, name)))
    filled = _numbered(_Engine(content).run(values))
    return write_package(filled, checked.package, pictures.files)


def _numbered(content):
    """Give every mark the number of its letter in this document, from 0.

    No text can look like a mark: the engine writes its quotes or brackets otherwise.
    """
    numbers = count()
    return _MARK_ELEMENT.sub(
        lambda mark: mark[1] + str(next(numbers)).encode() + mark[2], content
    )


def _values(used, fields, source, where):
    """Return the used values of a letter, or of a row, as an object.

    :param used: tree of the names in use
    :param fields: what they are, in the shape of LETTER_FIELDS
    """
    values = SimpleNamespace()
    for name, inside in used.items():
        value = source.get(name)
        if isinstance(fields[name], list):
            value = _rows(inside.get(ROW, {}), fields[name][0], value, where, name)
        elif isinstance(value, str):
            value = _printable(value)
        else:
            text = _("%(where)s: %(name)s must be a text, not %(value)s.")
            raise LetterFault(text, where=where, name=name, value=repr(value))
        setattr(values, name, value)
    return values


def _rows(used, fields, rows, where, name):
    if not isinstance(rows, list):
        text = _("%(where)s: %(name)s must be a list of rows, not %(value)s.")
        raise LetterFault(text, where=where, name=name, value=repr(rows))
    return [
        _values(used, fields, row, f"{where}, {name} {number}")
        for number, row in enumerate(rows, 1)
    ]


def _printable(text):
    """Return a text as the document can hold it; lines stay lines.

    A subclass of str, such as markup, loses its privileges here.
    """
    text = str.__str__(text)
    if not _SPECIAL.search(text):
        return text
    first, *more = lines = _LINE_END.split(_IMPOSSIBLE.sub("", text))
    if not more:
        return first
    return Markup("<text:line-break/>".join(map(escape, lines)))


class _Engine(Template):
    """py3o's engine on one XML part in memory, without its helper functions."""

    templated_files = ("content.xml",)

    def __init__(self, content):
        """Compile nothing yet.

        :param content: bytes of a prepared content.xml
        """
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("content.xml", content)
        super().__init__(buffer, None)

    def run(self, letters):
        """Return the bytes of content.xml filled with letters."""
        self.render_tree({"letters": letters})
        ((_name, stream),) = self.output_streams
        serializer = XMLSerializer(strip_whitespace=False)
        return encode(serializer(stream), encoding="utf-8")

    def add_base_data_to_template(self):
        """Offer no functions to the template, and see what it was made into.

        The engine calls this when it has put its own code into the document and
        before it runs any: the last moment to see that nothing else is there.
        """
        for element in self.content_trees[0].iter():
            if not all(_is_expected(element)):
                raise TemplateRefused([Fault("code", Place("text"), str(element.tag))])
        return {}


def _is_expected(element):
    """Yield whether every part of a compiled element is one of the known kinds."""
    yield element.tag == "span" or not code_of_element(element)
    yield not code_of_text(element.text)
    yield not code_of_text(element.tail)
    for name, value in element.attrib.items():
        uri, _, local = name[1:].rpartition("}")
        if uri == GENSHI_URI:
            yield local in _COMPILED and bool(_COMPILED[local].fullmatch(value))
        else:
            yield not code_of_attribute(name, value)
