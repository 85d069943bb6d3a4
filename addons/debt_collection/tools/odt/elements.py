"""Finding fields, instructions and paragraphs in the text of a template."""

from urllib.parse import unquote

from .markup import FIELD, HREF, NAME, OFFICE, PARAGRAPHS, TABLE_TAG, A
from .names import plain

INSTRUCTION_PREFIX = "py3o://"
FIELD_PREFIX = "py3o."


def is_instruction(element):
    """Tell whether an element is a hyperlink that the engine would obey."""
    return element.tag == A and element.get(HREF, "").startswith(INSTRUCTION_PREFIX)


def is_field(element):
    """Tell whether an element is a user field that the engine would print."""
    return element.tag == FIELD and element.get(NAME, "").startswith(FIELD_PREFIX)


def code_elements(root):
    """Return the fields and instructions of a text, in its order."""
    found = root.iter(A, FIELD)
    return [e for e in found if is_instruction(e) or is_field(e)]


def expression_of(element):
    """Return what a field or instruction says, without its prefix."""
    if element.tag == FIELD:
        return element.get(NAME).removeprefix(FIELD_PREFIX)
    return plain(unquote(element.get(HREF).removeprefix(INSTRUCTION_PREFIX)))


def text_of(element):
    """Return the text inside an element, in single spaces."""
    return plain("".join(element.itertext()))


def paragraph_of(element):
    """Return the paragraph an element is in (or is), None outside of any."""
    if element.tag in PARAGRAPHS:
        return element
    return next(element.iterancestors(*PARAGRAPHS), None)


def body_of(root):
    """Return the element that holds the text, None when there is none."""
    return root.find(f".//{{{OFFICE}}}text")


def first_block(root):
    """Return the first paragraph or table of a text, None when it is empty."""
    body = body_of(root)
    if body is None:
        return None
    return next(body.iter(*PARAGRAPHS, TABLE_TAG), None)
