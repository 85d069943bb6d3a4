"""Many letters of one template as PDFs of their own."""

from .odt import MARK, TemplateRefused, render_batch
from .pdf import Unsplittable, split
from .soffice import OfficeMissing

# Writer slows down with the length of a document, so long letters share it with fewer
# others. A letter weighs as much as this many rows of its tables.
_LETTER = 12
_DOCUMENT = 4000


def render_letters(template, letters, office):
    """Return the PDF of each letter, or the error that kept it from being made.

    They are converted together and taken apart. When that fails, halves are tried, so
    that a letter that cannot be made is alone in its fault.

    :param template: bytes of an ODT template
    :param letters: list of dicts, as :func:`..odt.render_batch` takes them
    :param office: what converts, see :class:`..soffice.OfficePool`
    :return: list of bytes and exceptions, in the order of the letters
    :raise TemplateRefused: the template is no good for any letter
    :raise OfficeMissing: there is no LibreOffice
    """
    return [
        made
        for document in _documents(letters)
        for made in _render(template, document, office)
    ]


def _documents(letters):
    """Yield lists of letters that are converted together."""
    document, weight = [], 0
    for letter in letters:
        own = _LETTER + sum(len(v) for v in letter.values() if isinstance(v, list))
        if document and weight + own > _DOCUMENT:
            yield document
            document, weight = [], 0
        document.append(letter)
        weight += own
    if document:
        yield document


def _render(template, letters, office):
    try:
        return _together(template, letters, office)
    except (OfficeMissing, TemplateRefused):
        raise
    except Unsplittable:
        parts = [[letter] for letter in letters]
    except Exception as error:
        # Whatever it is, the other letters have nothing to do with it.
        if len(letters) == 1:
            return [error]
        middle = len(letters) // 2
        parts = [letters[:middle], letters[middle:]]
    return [made for part in parts for made in _render(template, part, office)]


def _together(template, letters, office):
    pdf = office.convert(render_batch(template, letters))
    if len(letters) == 1:
        return [pdf]
    return split(pdf, [f"{MARK}{number}" for number in range(len(letters))])
