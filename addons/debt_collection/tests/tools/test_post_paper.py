"""Posting book, envelopes, labels and merged PDFs."""

import io
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from PyPDF2 import PdfReader

from odoo.addons.debt_collection.tools.post import Address, PostItem
from odoo.addons.debt_collection.tools.post.book import (
    book_pages,
    book_rows,
    split_money,
    write_xlsx,
)
from odoo.addons.debt_collection.tools.post.envelopes import (
    SIZES,
    Parties,
    Sheet,
    draw_envelopes,
    draw_labels,
)
from odoo.addons.debt_collection.tools.post.merge import (
    CHUNK,
    DocumentUnreadable,
    merge,
)
from odoo.addons.debt_collection.tools.post.outside import revealing_words
from odoo.addons.debt_collection.tools.post.returns import (
    ADDRESS_WRONG,
    EPO_CODES,
    REASONS,
    SERVED,
)

HOME = Address("Źródlana", "15", "8", "47-720", "Płońsk")
FEE = Decimal("8.50")


def items(count, fee=FEE):
    return [
        PostItem(f"L{n}", f"=Jan {n}", HOME, fee=fee, grams=1020) for n in range(count)
    ]


# === BOOK === #


def test_pages_carry_their_sums():
    pages = book_pages(book_rows(items(30)), 14)
    assert [len(page.rows) for page in pages] == [14, 14, 2]
    assert [page.carried_in for page in pages] == [0, 14 * FEE, 28 * FEE]
    assert pages[-1].carried_out() == 30 * FEE
    assert [row.position for row in pages[1].rows][:2] == [15, 16]


def test_an_empty_book_has_a_page():
    assert len(book_pages([])) == 1


def test_unknown_fee_counts_as_nothing():
    (page,) = book_pages(book_rows(items(2, fee=None)))
    assert page.total == 0
    assert split_money(page.rows[0].fee) == ("", "")


def test_weight_and_place():
    (row,) = book_rows(items(1))
    assert row.kilograms() == ("1", "020")
    assert row.place == "Źródlana 15/8, 47-720 Płońsk"
    village = PostItem("L", "Jan", Address("", "5", "", "05-822", "Kąty"))
    assert book_rows([village])[0].place == "Kąty 5, 05-822 Kąty"


def test_workbook_is_read_back():
    content = write_xlsx(book_rows(items(2)), "Alfa, Polna 3", "1.06.2026")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.cell(1, 1).value == "Książka nadawcza: 1.06.2026"
    assert [cell.value for cell in sheet[4]][:2] == [
        "Lp.",
        "Adresat (imię i nazwisko lub nazwa)",
    ]
    assert sheet.cell(5, 2).value == "=Jan 0"
    assert sheet.cell(5, 2).data_type == "s"  # no formula
    assert sheet.cell(7, 8).value == 17.0


# === ENVELOPES === #

SENDER = ("Alfa sp. z o.o.", "ul. Polna 3", "00-950 Warszawa")
ADDRESSEE = ("Żaneta Łącka", "ul. Źródlana 15/8", "47-720 Płońsk")


def texts(content):
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@pytest.mark.parametrize("size", SIZES)
def test_envelope_says_sender_and_addressee_only(size):
    content = draw_envelopes([Parties(SENDER, ADDRESSEE)] * 2, size)
    pages = texts(content)
    assert len(pages) == 2
    for page in pages:
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert sorted(lines) == sorted((*SENDER, *ADDRESSEE))
    box = PdfReader(io.BytesIO(content)).pages[0].mediabox
    width, height = SIZES[size]
    assert round(float(box.width) / 72 * 25.4) == width
    assert round(float(box.height) / 72 * 25.4) == height


def test_labels_begin_where_the_sheet_does():
    pages = texts(draw_labels([ADDRESSEE] * 25, Sheet(start=24)))
    assert [page.count("Żaneta") for page in pages] == [1, 24]
    pages = texts(draw_labels([ADDRESSEE] * 24, Sheet()))
    assert [page.count("Żaneta") for page in pages] == [24]


def test_long_names_stay_on_the_label():
    name = "Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe " * 3
    (page,) = texts(draw_labels([(name, *ADDRESSEE)], Sheet()))
    assert "47-720" in page


def test_offsets_move_the_labels():
    places = Sheet(offset_x=2, offset_y=-1, start=2).places()
    assert next(places) == (False, 72, -1)


def test_words_that_tell():
    assert revealing_words("Alfa Windykacja Sp. z o.o.") == ["Windykacja"]
    assert revealing_words("Debt Collection Ltd") == ["Debt", "Collection"]
    assert revealing_words("Kancelaria Długosz, ul. Długa 5, Długołęka") == []
    assert revealing_words("Fundusz Wierzytelności") == ["Wierzytelności"]


# === MERGE === #


def document(pages, width=200):
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page(page_size=(width, 300))
        pdf.save(stream)
    return stream.getvalue()


def widths(path):
    with pikepdf.open(path) as pdf:
        return [int(page.mediabox[2]) for page in pdf.pages]


def test_merged_in_order_over_chunks(tmp_path):
    count = 2 * CHUNK + 3
    documents = ((str(n), document(1, 100 + n)) for n in range(count))
    target = tmp_path / "all.pdf"
    assert merge(documents, target) == count
    assert widths(target) == [100 + n for n in range(count)]


def test_duplex_begins_each_letter_on_a_sheet(tmp_path):
    target = tmp_path / "all.pdf"
    documents = [("a", document(1)), ("b", document(2)), ("c", document(3, 400))]
    assert merge(documents, target, duplex=True) == 8
    assert widths(target) == [200] * 4 + [400] * 4


def test_broken_document_is_named(tmp_path):
    with pytest.raises(DocumentUnreadable, match="W/2026/000007"):
        merge([("W/2026/000007", b"%PDF-1.4 broken")], tmp_path / "all.pdf")


# === RETURNS === #


def test_every_reason_of_the_post_has_a_meaning():
    assert set(EPO_CODES.values()) == set(REASONS)
    assert SERVED | ADDRESS_WRONG <= set(REASONS)
    assert not SERVED & ADDRESS_WRONG
    assert EPO_CODES["ADRESAT_NIE_PODJAL"] in SERVED
