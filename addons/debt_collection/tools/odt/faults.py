"""What can be wrong with a template, where, why and what to do."""

from dataclasses import dataclass, field

# code: (reason, remedy)
REASONS = {
    "not_odt": (
        "The file is not a text document.",
        "Save it in LibreOffice Writer as an ODF Text Document (.odt).",
    ),
    "foreign": (
        "The document was not written by LibreOffice Writer.",
        "Open it in LibreOffice Writer and save it again.",
    ),
    "encrypted": (
        "The document is protected by a password.",
        "Save it without a password.",
    ),
    "too_large": (
        "The document is too large.",
        "Use smaller pictures: a letter may have 20 MB in all, 5 MB of text.",
    ),
    "unknown_part": (
        "The document holds a macro, an embedded object, font or other foreign part.",
        "Remove it and save again.",
    ),
    "bad_picture": (
        "The picture is neither PNG nor JPEG.",
        "Replace it by a PNG or JPEG picture.",
    ),
    "bad_xml": (
        "The document is damaged.",
        "Open it in LibreOffice Writer, check it and save it again.",
    ),
    "doctype": (
        "The document declares XML entities.",
        "Open it in LibreOffice Writer and save it again.",
    ),
    "code": (
        "The document holds program code.",
        "Remove it: templates may hold only fields, for and if.",
    ),
    "dollar": (
        "A dollar sign before text would be run as code.",
        "Remove it; print values by user fields, write amounts as USD.",
    ),
    "object": (
        "A letter cannot hold an object of this kind.",
        "Remove it; text, tables, shapes, PNG and JPEG pictures are welcome.",
    ),
    "tracked_changes": (
        "The document holds recorded changes.",
        "Accept or reject all changes (Edit > Track Changes) and save again.",
    ),
    "external": (
        "The document refers to something outside itself.",
        "Insert pictures instead of linking them; link only web and e-mail addresses.",
    ),
    "page_anchor": (
        "A frame or picture anchored to a page would not repeat in every letter.",
        "Anchor it to a paragraph.",
    ),
    "field_in_header": (
        "Page headers and footers are the same for all letters.",
        "Move the field into the text.",
    ),
    "not_a_name": (
        "This is not the plain name of a field.",
        "Use one of the allowed names; calls, brackets and formulas are refused.",
    ),
    "unknown_name": (
        "There is no such field here.",
        "Use one of the allowed names; rows have theirs only inside their for.",
    ),
    "is_a_list": (
        "These are several rows, not one text.",
        'Repeat them by for="row in ..." and print the fields of the row.',
    ),
    "not_a_list": (
        "This is not a list of rows.",
        "Repeat one of the allowed lists.",
    ),
    "name_taken": (
        "The name of the row already means something else.",
        "Choose another name, of small letters.",
    ),
    "not_an_instruction": (
        "This is not an instruction.",
        'Use for="row in ...", /for, if="...", if="not ..." or /if.',
    ),
    "input_field": (
        "Instructions cannot be input fields or names of frames.",
        "Use a hyperlink.",
    ),
    "text_differs": (
        "The hyperlink shows something else than it does.",
        "Make its text and its address the same.",
    ),
    "not_alone": (
        "An instruction must stand alone in its paragraph, or in its table row.",
        "Move everything else to other paragraphs or rows.",
    ),
    "not_opened": (
        "This ends something that did not begin.",
        "Put the matching for or if before it, or remove it.",
    ),
    "not_closed": (
        "This begins something that does not end.",
        "Put the matching /for or /if after it.",
    ),
    "not_side_by_side": (
        "Beginning and end are in different parts of the text or table.",
        "Put both between paragraphs of the same text, or into rows of one table.",
    ),
    "no_start": (
        "A letter must begin with a paragraph or table that is always printed.",
        "Put a line of text, even an empty one, before the first instruction.",
    ),
}


@dataclass(frozen=True)
class Place:
    """Where a fault is.

    :ivar part: ``text``, ``header`` (also footers and styles) or a file's name
    :ivar paragraph: number in the text, from 1, tables included; 0 when unknown
    :ivar near: the beginning of that paragraph
    """

    part: str
    paragraph: int = 0
    near: str = ""

    def __str__(self):
        if not self.paragraph:
            return self.part
        return f"paragraph {self.paragraph} ({self.near or 'empty'})"


@dataclass(frozen=True)
class Fault:
    """One thing that keeps a template from being used.

    :ivar code: key of REASONS
    :ivar expression: what the template says there
    :ivar allowed: names that could stand there, the likeliest first
    """

    code: str
    place: Place
    expression: str = ""
    allowed: tuple = field(default=())

    @property
    def reason(self):
        """Return why it is refused."""
        return REASONS[self.code][0]

    @property
    def remedy(self):
        """Return what the author of the template can do."""
        return REASONS[self.code][1]

    def __str__(self):
        allowed = f" Allowed: {', '.join(self.allowed)}." if self.allowed else ""
        shown = f": {self.expression!r}" if self.expression else ""
        return f"{self.place}{shown}: {self.reason} {self.remedy}{allowed}"
