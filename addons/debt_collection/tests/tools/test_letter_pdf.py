"""Letters made together: each has its own pages; a bad one is alone in its fault."""

import io

import pikepdf
import pytest
from PyPDF2 import PdfReader

from odoo.addons.debt_collection.tools import letter_pdf, odt, pdf, soffice
from odoo.addons.debt_collection.tools.letter_pdf import render_letters

from .odt_samples import (
    DEMAND,
    field,
    instruction,
    letter,
    paragraph,
    read_parts,
    row,
    table,
    template,
)
from .test_soffice import needs_office

PERIOD = (
    "document",
    "date_from",
    "date_to",
    "days",
    "principal",
    "percent",
    "interest",
)


@pytest.fixture(scope="module")
def office():
    with soffice.Office() as shared:
        yield shared


class BrokenOffice:
    """Fails on documents with a word, and counts what it was asked."""

    def __init__(self, office, word):
        self.office, self.word, self.asked = office, word, 0

    def convert(self, document, timeout=None):
        """Return a PDF, or fail."""
        self.asked += 1
        if self.word in odt_text(document):
            raise soffice.OfficeError("broken")
        return self.office.convert(document)


def odt_text(document):
    """Return the XML of a document."""
    return read_parts(document)["content.xml"].decode()


def text_of(content):
    """Return (number of pages, text) of a PDF."""
    pages = PdfReader(io.BytesIO(content)).pages
    return len(pages), "\n".join(page.extract_text() for page in pages)


def numbered(count, rows=lambda number: 0):
    """Return letters, each with a number of rows of explained interest."""
    period = dict.fromkeys(PERIOD, "x")
    return [
        letter(number, interest_periods=[period] * rows(number))
        for number in range(count)
    ]


@needs_office
def test_every_letter_has_its_own_pages_and_no_other(office):
    letters = numbered(60, rows=lambda number: (number % 5) * 30)
    made = render_letters(DEMAND.read_bytes(), letters, office)
    counts = []
    for number, content in enumerate(made):
        count, text = text_of(content)
        counts.append(count)
        found = {n for n in range(60) if f"W/2026/{n:05d}" in text}
        assert found == {number}
    assert counts[0] == 1
    assert len(set(counts)) > 2


@needs_office
def test_made_together_a_letter_is_what_it_is_alone(office):
    letters = numbered(3, rows=lambda number: number * 30)
    together = render_letters(DEMAND.read_bytes(), letters, office)
    alone = [render_letters(DEMAND.read_bytes(), [one], office)[0] for one in letters]
    assert [text_of(one) for one in together] == [text_of(one) for one in alone]


@needs_office
def test_a_letter_that_lacks_a_value_is_alone_in_its_fault(office):
    letters = numbered(9)
    del letters[4]["debtor_name"]
    made = render_letters(DEMAND.read_bytes(), letters, office)
    assert isinstance(made[4], odt.LetterFault)
    good = [number for number in range(9) if number != 4]
    assert all(f"W/2026/{n:05d}" in text_of(made[n])[1] for n in good)


@needs_office
def test_a_letter_that_cannot_be_converted_is_alone_in_its_fault(office):
    letters = numbered(8)
    letters[6]["debtor_name"] = "Unconvertible"
    broken = BrokenOffice(office, "Unconvertible")
    made = render_letters(DEMAND.read_bytes(), letters, broken)
    assert isinstance(made[6], soffice.OfficeError)
    assert sum(isinstance(one, bytes) for one in made) == 7
    # Halves: 8; 4, 4; 2, 2; 1, 1.
    assert broken.asked == 7


def test_without_libreoffice_no_letter_is_at_fault():
    class Missing:
        def convert(self, document):
            raise soffice.OfficeMissing

    with pytest.raises(soffice.OfficeMissing):
        render_letters(DEMAND.read_bytes(), numbered(2), Missing())


@needs_office
@pytest.mark.parametrize(
    "start",
    [
        table(row(field("letter.case_number"))),
        table(row(instruction('if="letter.total"') + field("letter.case_number"))),
    ],
    ids=["table", "table that begins with an instruction"],
)
def test_templates_that_begin_with_a_table(office, start):
    if "if=" in start:
        start = start.replace(
            "</table:table-cell>", f"{instruction('/if')}</table:table-cell>"
        )
    body = paragraph("x") + field("letter.debtor_name")
    document = template(body, first=start)
    assert odt.check_template(document) == []
    made = render_letters(document, numbered(3), office)
    for number, content in enumerate(made):
        assert text_of(content)[0] == 1
        assert f"W/2026/{number:05d}" in text_of(content)[1]


@needs_office
def test_a_bookmark_of_the_template_is_not_taken_for_a_start(office):
    mark = f'<text:bookmark text:name="{odt.MARK}1"/>'
    document = template(
        paragraph(f"{mark}x") + field("letter.case_number"), first=paragraph("First")
    )
    made = render_letters(document, numbered(3), office)
    assert [text_of(one)[0] for one in made] == [1, 1, 1]


def blank(pages):
    """Return an empty PDF without any destinations."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        document.save(buffer)
    return buffer.getvalue()


def test_pages_are_never_guessed():
    with pytest.raises(pdf.Unsplittable):
        pdf.split(blank(2), ["A0", "A1"])


@pytest.mark.parametrize("order", [(0, 0), (1, 0), (1, 2)])
def test_marks_out_of_order_are_refused(order):
    with pikepdf.open(io.BytesIO(blank(3))) as document:
        marks = {
            f"/A{number}": pikepdf.Array([document.pages[page].obj, pikepdf.Name.Fit])
            for number, page in enumerate(order)
        }
        document.Root.Dests = pikepdf.Dictionary(marks)
        buffer = io.BytesIO()
        document.save(buffer)
    with pytest.raises(pdf.Unsplittable):
        pdf.split(buffer.getvalue(), ["A0", "A1"])


@needs_office
def test_printed_together_equal_fonts_are_kept_once(office):
    letters = numbered(20)
    made = render_letters(DEMAND.read_bytes(), letters, office)
    whole = pdf.merge(made)
    assert text_of(whole)[0] == 20
    assert len(whole) < sum(map(len, made)) / 4


def test_fields_used_are_known():
    used = odt.fields_used(DEMAND.read_bytes())
    assert {"claims", "interest_periods", "total_words"} <= used
    assert "agreement_name" not in used


def test_long_letters_share_a_document_with_fewer_others(monkeypatch):
    asked = []
    monkeypatch.setattr(
        letter_pdf,
        "_together",
        lambda _t, letters, _o: asked.append(len(letters)) or letters,
    )
    letters = [*numbered(500), *numbered(100, rows=lambda number: 100)]
    assert render_letters(b"", letters, None) == letters
    assert sum(asked) == 600
    assert asked[0] > 200
    assert asked[-2] < 40
