"""Refusing templates that hold anything but text, known fields, for and if."""

from dataclasses import dataclass, field
from itertools import chain

from ..letter_fields import LETTER_FIELDS
from . import markup
from .elements import (
    INSTRUCTION_PREFIX,
    code_elements,
    expression_of,
    first_block,
    is_instruction,
    paragraph_of,
    text_of,
)
from .faults import Fault, Place
from .instructions import check_code
from .names import Scope
from .package import Package, Unreadable, open_package


class TemplateRefused(ValueError):
    """A template that must not be used.

    :ivar faults: list of Fault
    """

    def __init__(self, faults):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults

    def told(self, translate=str):
        """Return a line for each fault; ``translate`` as in :mod:`..texts`."""
        return "\n".join(fault.told(translate) for fault in self.faults)


@dataclass
class Checked:
    """A template that was looked at.

    :ivar faults: why it must not be used; empty when it may be
    :ivar used: paths of the fields it prints or asks for, see :class:`Scope`
    """

    package: Package | None = None
    faults: list = field(default_factory=list)
    used: set = field(default_factory=set)


def check_template(data, allowed=LETTER_FIELDS):
    """Return what is wrong with a template, in the order of its text.

    :param data: bytes of an ODT file
    :param allowed: fields in the shape of LETTER_FIELDS
    :return: list of Fault; empty when the template may be used
    """
    return inspect(data, allowed).faults


def accept(data, allowed=LETTER_FIELDS):
    """Return a template that was found good.

    :return: Checked
    :raise TemplateRefused: when anything is wrong with it
    """
    checked = inspect(data, allowed)
    if checked.faults:
        raise TemplateRefused(checked.faults)
    return checked


def inspect(data, allowed):
    """Look at a whole template.

    :return: Checked
    """
    try:
        package = open_package(data)
    except Unreadable as error:
        return Checked(faults=[error.fault])
    scope = Scope(allowed)
    content = _Content(package)
    faults = [*_faults_of_prefixes(content.root), *content.faults(scope)]
    for part in package.trees:
        if part != "content.xml":
            faults += _Header(package, part).faults()
    return Checked(package, faults, scope.used)


def _faults_of_prefixes(root):
    nsmap = root.nsmap
    wrong = [p for p, uri in markup.PREFIXES.items() if nsmap.get(p) != uri]
    return [Fault("foreign", Place("content.xml"), ", ".join(wrong))] if wrong else []


class _Part:
    """One XML part of a document and what is refused in any of them."""

    def __init__(self, package, part):
        self.part = part
        self.root = package.root(part)
        self.pictures = package.pictures

    def place(self, element):
        """Return the Place of an element."""
        return Place(self.part)

    def fault(self, code, element, expression="", allowed=()):
        """Return a Fault at an element."""
        return Fault(code, self.place(element), expression, tuple(allowed))

    def faults_of_element(self, element):
        """Yield the faults of one element, without its children."""
        code = markup.code_of_element(element)
        if code:
            yield self.fault(code, element, _shown(element))
            return
        if not is_instruction(element):
            code = markup.code_of_link(element, self.pictures)
            if code:
                yield self.fault(code, element, element.get(markup.HREF))
        yield from self.faults_of_attributes(element)

    def faults_of_attributes(self, element):
        """Yield the faults of attributes, and of fields written in the wrong way."""
        for name, value in element.attrib.items():
            code = markup.code_of_attribute(name, value)
            if code:
                yield self.fault(code, element, value)
            elif value.startswith(INSTRUCTION_PREFIX) and element.tag != markup.A:
                yield self.fault("input_field", element, value)
        if element.get(f"{{{markup.DRAW}}}name", "").startswith("py3o"):
            yield self.fault("input_field", element, _shown(element))


class _Header(_Part):
    """Styles with page headers and footers, and settings: no fields there."""

    def place(self, element):
        """Return the Place of an element."""
        return Place("header" if self.part == "styles.xml" else self.part)

    def faults(self):
        """Return all faults of the part."""
        every = (self.faults_of_element(e) for e in self.root.iter())
        return [*chain.from_iterable(every), *self._faults_of_fields()]

    def faults_of_attributes(self, element):
        """Yield the faults of attributes; nothing is run here, so dollars may be."""
        for fault in super().faults_of_attributes(element):
            if fault.code != "dollar":
                yield fault

    def _faults_of_fields(self):
        for element in code_elements(self.root):
            yield self.fault("field_in_header", element, expression_of(element))


class _Content(_Part):
    """The text of a template."""

    def __init__(self, package):
        super().__init__(package, "content.xml")
        paragraphs = self.root.iter(*markup.PARAGRAPHS)
        self._numbers = {p: number for number, p in enumerate(paragraphs, 1)}

    def place(self, element):
        """Return the Place of an element: the paragraph it is in."""
        paragraph = paragraph_of(element)
        if paragraph is None:
            return Place("text")
        return Place("text", self._numbers[paragraph], text_of(paragraph)[:60])

    def faults(self, scope):
        """Return all faults of the text, noting in the scope what fields it uses."""
        every = (self._faults_of_node(e) for e in self.root.iter())
        faults = [*chain.from_iterable(every), *self._faults_of_start()]
        for element, code, allowed in check_code(self.root, scope):
            faults.append(self.fault(code, element, expression_of(element), allowed))
        return sorted(faults, key=lambda fault: fault.place.paragraph)

    def _faults_of_node(self, element):
        yield from self.faults_of_element(element)
        texts = (element.text, element.tail)
        for text in texts if isinstance(element.tag, str) else ():
            if markup.code_of_text(text):
                yield self.fault("dollar", element, text.strip())
        anchor = element.get(f"{{{markup.TEXT}}}anchor-type")
        if anchor == "page":
            yield self.fault("page_anchor", element)

    def _faults_of_start(self):
        start = first_block(self.root)
        if start is None or any(is_instruction(a) for a in start.iterchildren()):
            yield Fault("no_start", Place("text"))


def _shown(element):
    name = element.tag if isinstance(element.tag, str) else str(element)
    return name.rpartition("}")[2]
