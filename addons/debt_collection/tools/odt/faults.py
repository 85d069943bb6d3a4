"""What can be wrong with a template, where, why and what to do."""

from dataclasses import dataclass, field

from ..texts import _

# code: (reason, remedy)
REASONS = {
    "not_odt": (
        _("The file is not a text document."),
        _("Save it in LibreOffice Writer as an ODF Text Document (.odt)."),
    ),
    "foreign": (
        _("The document was not written by LibreOffice Writer."),
        _("Open it in LibreOffice Writer and save it again."),
    ),
    "encrypted": (
        _("The document is protected by a password."),
        _("Save it without a password."),
    ),
    "too_large": (
        _("The document is too large."),
        _("Use smaller pictures: a letter may have 20 MB in all, 5 MB of text."),
    ),
    "unknown_part": (
        _(
            "The document holds a macro, an embedded object, font or other foreign "
            "part."
        ),
        _("Remove it and save again."),
    ),
    "bad_picture": (
        _("The picture is neither PNG nor JPEG."),
        _("Replace it by a PNG or JPEG picture."),
    ),
    "bad_xml": (
        _("The document is damaged."),
        _("Open it in LibreOffice Writer, check it and save it again."),
    ),
    "doctype": (
        _("The document declares XML entities."),
        _("Open it in LibreOffice Writer and save it again."),
    ),
    "code": (
        _("The document holds program code."),
        _("Remove it: templates may hold only fields, for and if."),
    ),
    "dollar": (
        _("A dollar sign before text would be run as code."),
        _("Remove it; print values by user fields, write amounts as USD."),
    ),
    "object": (
        _("A letter cannot hold an object of this kind."),
        _("Remove it; text, tables, shapes, PNG and JPEG pictures are welcome."),
    ),
    "tracked_changes": (
        _("The document holds recorded changes."),
        _("Accept or reject all changes (Edit > Track Changes) and save again."),
    ),
    "external": (
        _("The document refers to something outside itself."),
        _(
            "Insert pictures instead of linking them; link only web and e-mail "
            "addresses."
        ),
    ),
    "page_anchor": (
        _("A frame or picture anchored to a page would not repeat in every letter."),
        _("Anchor it to a paragraph."),
    ),
    "field_in_header": (
        _("Page headers and footers are the same for all letters."),
        _("Move the field into the text."),
    ),
    "not_a_name": (
        _("This is not the plain name of a field."),
        _("Use one of the allowed names; calls, brackets and formulas are refused."),
    ),
    "unknown_name": (
        _("There is no such field here."),
        _("Use one of the allowed names; rows have theirs only inside their for."),
    ),
    "is_a_list": (
        _("These are several rows, not one text."),
        _('Repeat them by for="row in ..." and print the fields of the row.'),
    ),
    "not_a_list": (
        _("This is not a list of rows."),
        _("Repeat one of the allowed lists."),
    ),
    "name_taken": (
        _("The name of the row already means something else."),
        _("Choose another name, of small letters."),
    ),
    "not_an_instruction": (
        _("This is not an instruction."),
        _('Use for="row in ...", /for, if="...", if="not ..." or /if.'),
    ),
    "input_field": (
        _("Instructions cannot be input fields or names of frames."),
        _("Use a hyperlink."),
    ),
    "text_differs": (
        _("The hyperlink shows something else than it does."),
        _("Make its text and its address the same."),
    ),
    "not_alone": (
        _("An instruction must stand alone in its paragraph, or in its table row."),
        _("Move everything else to other paragraphs or rows."),
    ),
    "not_opened": (
        _("This ends something that did not begin."),
        _("Put the matching for or if before it, or remove it."),
    ),
    "not_closed": (
        _("This begins something that does not end."),
        _("Put the matching /for or /if after it."),
    ),
    "not_side_by_side": (
        _("Beginning and end are in different parts of the text or table."),
        _("Put both between paragraphs of the same text, or into rows of one table."),
    ),
    "no_start": (
        _("A letter must begin with a paragraph or table that is always printed."),
        _("Put a line of text, even an empty one, before the first instruction."),
    ),
}


# What parts of a document are called.
PARTS = {"text": _("text"), "header": _("page header or footer"), "file": _("file")}


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

    def told(self, translate=str):
        """Return the place as text; ``translate`` as in :mod:`..texts`."""
        if not self.paragraph:
            return translate(PARTS[self.part]) if self.part in PARTS else self.part
        return translate(_("paragraph %(number)s (%(near)s)")) % {
            "number": self.paragraph,
            "near": self.near or translate(_("empty")),
        }

    def __str__(self):
        return self.told()


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

    def told(self, translate=str):
        """Return place, reason and remedy; ``translate`` as in :mod:`..texts`."""
        shown = f": {self.expression!r}" if self.expression else ""
        sentences = [translate(self.reason), translate(self.remedy)]
        if self.allowed:
            names = ", ".join(self.allowed)
            sentences.append(translate(_("Allowed: %(names)s.")) % {"names": names})
        return f"{self.place.told(translate)}{shown}: {' '.join(sentences)}"

    def __str__(self):
        return self.told()
