"""Making a checked template ready for the engine and for many letters at once."""

from copy import deepcopy

from lxml import etree

from .elements import (
    INSTRUCTION_PREFIX,
    body_of,
    code_elements,
    expression_of,
    first_block,
    is_instruction,
    paragraph_of,
)
from .markup import (
    BOOKMARKS,
    FIELD,
    HREF,
    NAME,
    OFFICE,
    PARAGRAPHS,
    ROW_TAG,
    SOFT_BREAK,
    STYLE,
    TABLE,
    TABLE_TAG,
    TEXT,
    XML,
    A,
)

# A bookmark of this name at the start of a letter tells its first page.
MARK = "DebtLetter"
_START_STYLE = "DebtLetterStart"
_END_STYLE = "DebtLetterEnd"
_ID = f"{{{XML}}}id"
_DECLARATIONS = {
    f"{{{OFFICE}}}forms",
    f"{{{TEXT}}}sequence-decls",
    f"{{{TEXT}}}user-field-decls",
    f"{{{TEXT}}}variable-decls",
}


def prepare(package):
    """Return content.xml that prints every letter of ``letters`` on a new page.

    :param package: Package of a checked template; it is not changed
    :return: bytes of XML for the engine
    """
    root = deepcopy(package.root("content.xml"))
    etree.strip_elements(root, SOFT_BREAK, with_tail=False)
    for element in code_elements(root):
        _simplify(element)
    for element in root.iter(etree.Element):
        # Copies of an element must not share its id.
        element.attrib.pop(_ID, None)
    _mark_start(root)
    _begin_on_new_page(root, _first_master_page(package))
    _repeat(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _simplify(element):
    """Leave only what the engine needs: a field's name, an instruction's link."""
    if element.tag == FIELD:
        name = element.get(NAME)
        element.attrib.clear()
        element.set(NAME, name)
        return
    paragraph = paragraph_of(element)
    code = expression_of(element)
    tail = paragraph.tail
    paragraph.clear()
    paragraph.tag = PARAGRAPHS[0]
    paragraph.tail = tail
    paragraph.append(_link(code))


def _link(code):
    link = etree.Element(A)
    link.set(HREF, f"{INSTRUCTION_PREFIX}{code}")
    link.text = code
    return link


def _repeat(root):
    """Put the whole text into a loop over letters."""
    body = body_of(root)
    blocks = [child for child in body if child.tag not in _DECLARATIONS]
    body.insert(body.index(blocks[0]), _instruction('for="letter in letters"'))
    body.append(_instruction("/for"))
    body.append(_end(root))


def _instruction(code):
    paragraph = etree.Element(PARAGRAPHS[0])
    paragraph.append(_link(code))
    return paragraph


def _end(root):
    """Return a hidden last paragraph.

    Writer puts one of usual height after a table that ends the text: enough to
    begin another page after a letter that fills its own.
    """
    style = etree.SubElement(_automatic_styles(root), f"{{{STYLE}}}style")
    style.set(f"{{{STYLE}}}name", _END_STYLE)
    style.set(f"{{{STYLE}}}family", "paragraph")
    properties = etree.SubElement(style, f"{{{STYLE}}}text-properties")
    properties.set(f"{{{TEXT}}}display", "none")
    paragraph = etree.Element(PARAGRAPHS[0])
    paragraph.set(f"{{{TEXT}}}style-name", _END_STYLE)
    return paragraph


def _automatic_styles(root):
    """Return the element of automatic styles, which may be missing."""
    tag = f"{{{OFFICE}}}automatic-styles"
    styles = root.find(tag)
    if styles is None:
        styles = etree.Element(tag)
        root.insert(len(root) - 1, styles)
    return styles


def _mark_start(root):
    """Put a mark where a letter begins, and see that no other one looks like it.

    A table that may begin with any of its rows gets none.
    """
    for bookmark in list(root.iter(*BOOKMARKS)):
        if bookmark.get(NAME, "").startswith(MARK):
            bookmark.set(NAME, f"_{bookmark.get(NAME)}")
    block = first_block(root)
    if block.tag == TABLE_TAG:
        block = next(next(block.iter(ROW_TAG)).iter(*PARAGRAPHS), None)
        if block is None or any(is_instruction(child) for child in block):
            return
    mark = etree.Element(BOOKMARKS[0])
    mark.set(NAME, MARK)
    mark.tail, block.text = block.text, None
    block.insert(0, mark)


def _begin_on_new_page(root, master_page):
    """Let the first paragraph or table start a page, numbered from 1."""
    block = first_block(root)
    is_table = block.tag == TABLE_TAG
    family = "table" if is_table else "paragraph"
    attribute = f"{{{TABLE if is_table else TEXT}}}style-name"
    style = _derived_style(_automatic_styles(root), family, block.get(attribute))
    if not style.get(f"{{{STYLE}}}master-page-name"):
        style.set(f"{{{STYLE}}}master-page-name", master_page)
    tag = f"{{{STYLE}}}{family}-properties"
    properties = style.find(tag)
    if properties is None:
        properties = etree.Element(tag)
        style.insert(0, properties)
    properties.set(f"{{{STYLE}}}page-number", "1")
    block.set(attribute, _START_STYLE)


def _derived_style(styles, family, name):
    """Return a new automatic style that looks like another style of the family."""
    own = f"{{{STYLE}}}name"
    for style in styles.iterchildren(f"{{{STYLE}}}style"):
        if style.get(own) == name and style.get(f"{{{STYLE}}}family") == family:
            copy = deepcopy(style)
            break
    else:
        copy = etree.Element(f"{{{STYLE}}}style")
        copy.set(f"{{{STYLE}}}family", family)
        if name:
            copy.set(f"{{{STYLE}}}parent-style-name", name)
    copy.set(own, _START_STYLE)
    styles.append(copy)
    return copy


def _first_master_page(package):
    pages = package.root("styles.xml").iter(f"{{{STYLE}}}master-page")
    page = next(pages, None)
    return page.get(f"{{{STYLE}}}name") if page is not None else "Standard"
