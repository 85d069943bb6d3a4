"""Letters with the QR code of their transfer."""

import io
import re

import pikepdf
import pytest

from odoo.addons.debt_collection.tools import letter_pdf, odt, soffice
from odoo.addons.debt_collection.tools.letter_sample import sample_values
from odoo.addons.debt_collection.tools.transfer_qr import qr_png

from .odt_samples import DEMAND, read_parts
from .test_letter_templates import DAY
from .test_soffice import needs_office

SAMPLE = sample_values("demand", DAY)


def letter(code):
    return SAMPLE | {"payment_qr": code}


def rendered(*codes):
    return read_parts(odt.render_batch(DEMAND.read_bytes(), list(map(letter, codes))))


def test_each_letter_has_its_own_code():
    parts = rendered("one", "two")
    pictures = [name for name in parts if name.startswith("Pictures/")]
    assert {parts[name] for name in pictures} == {qr_png("one"), qr_png("two")}
    used = re.findall(rb'xlink:href="(Pictures/[^"]+)"', parts["content.xml"])
    assert [parts[name.decode()] for name in used] == [qr_png("one"), qr_png("two")]
    assert all(name.encode() in parts["META-INF/manifest.xml"] for name in pictures)


def test_letters_of_the_same_code_share_a_picture():
    parts = rendered("one", "one", "one")
    assert len([name for name in parts if name.startswith("Pictures/")]) == 1


def test_a_letter_without_a_code_has_no_picture_and_no_word_of_it():
    parts = rendered("")
    assert not [name for name in parts if name.startswith("Pictures/")]
    assert "Kod QR" not in parts["content.xml"].decode()


def test_the_text_of_a_code_never_becomes_markup():
    parts = rendered('"/><script>')
    assert b"<script" not in parts["content.xml"]


@needs_office
def test_a_letter_takes_along_only_its_own_code():
    """Writer lists all pictures of the document with every page."""
    letters = [letter(f"code {number}") for number in range(12)]
    with soffice.Office() as office:
        made = letter_pdf.render_letters(DEMAND.read_bytes(), letters, office)
    assert len(made) == 12
    for content in made:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            images = [image for page in pdf.pages for image in page.images]
        assert len(images) == 1


@pytest.mark.parametrize("purpose", ["demand", "reminder", "settlement"])
def test_the_sample_letter_shows_a_code(purpose):
    assert sample_values(purpose, DAY)["payment_qr"].count("|") == 8
