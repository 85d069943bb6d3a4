"""Files for Elektroniczny Nadawca: what is written is read back; faults name all."""

from datetime import datetime
from io import BytesIO

import pytest
import xlrd
import xlwt
from lxml import etree

from odoo.addons.debt_collection.tools.post import (
    Address,
    PostItem,
    Sender,
    check_items,
    ekn_xml,
    enadawca_xls,
)
from odoo.addons.debt_collection.tools.post.item import ItemsRefused

HOME = Address("Źródlana", "15", "8", "47-720", "Płońsk")
LETTER = PostItem(
    "L7", "Żaneta Łącka", HOME, "registered_receipt", number="00106141411234567897"
)
PLAIN = PostItem("L8", "Jan Kąt", Address("", "5", "", "05-822", "Kąty"))
SENDER = Sender(
    "Śląska Kancelaria sp. z o.o.",
    Address("Polna", "3", "", "00-950", "Warszawa"),
    "5260250274",
    "{AAAAAAAA-0000-5000-8000-000000000001}",
)
SET = ekn_xml.Collection(
    "2026-06-01\\1",
    datetime(2026, 6, 1, 10, 5),
    "{AAAAAAAA-0000-5000-8000-000000000002}",
)


def xls_rows(content):
    book = xlrd.open_workbook(file_contents=content)
    assert book.sheet_names() == ["Arkusz1"]
    sheet = book.sheet_by_index(0)
    head = sheet.row_values(0)
    rows = [sheet.row_values(line) for line in range(1, sheet.nrows)]
    return head, [dict(zip(head, row, strict=True)) for row in rows]


def test_header_of_the_template():
    """The positions the reference gives for single columns."""
    header = enadawca_xls.HEADER
    assert len(header) == len(set(header)) == 139
    for position, name in (
        (1, "NumerNadania"),
        (9, "AdresatKraj"),
        (15, "AdresatNIP"),
        (16, "Gabaryt"),
        (30, "ElektronicznePotwierdzenieOdbioru"),
        (31, "OdbiorWPunkcie"),
        (40, "DoreczenieNazwa"),
        (48, "Platnik"),
        (56, "PlatnikNIP"),
        (57, "RodzajPalety"),
        (68, "DataZaladunku"),
        (87, "DeklaracjaWaluta"),
        (131, "DeklaracjaKrajPochodzenia5"),
        (132, "MPK"),
        (139, "numerPrzesylkiKlienta"),
    ):
        assert header[position - 1] == name


def test_xls_is_read_back():
    head, rows = xls_rows(enadawca_xls.write([LETTER, PLAIN]))
    assert tuple(head) == enadawca_xls.HEADER
    first, second = rows
    assert first["NumerNadania"] == "00106141411234567897"
    assert first["AdresatNazwa"] == "Żaneta Łącka"
    assert (first["AdresatUlica"], first["AdresatNumerDomu"]) == ("Źródlana", "15")
    assert (first["AdresatNumerLokalu"], first["AdresatKodPocztowy"]) == ("8", "47-720")
    assert (first["Masa"], first["Gabaryt"]) == (0.02, "S")
    assert first["KategoriaLubGwarancjaTerminu"] == "E"
    assert (first["PotwierdzenieOdbioru"], second["PotwierdzenieOdbioru"]) == ("T", "N")
    assert first["numerPrzesylkiKlienta"] == "L7"
    assert (second["AdresatUlica"], second["AdresatMiejscowosc"]) == ("", "Kąty")


def test_ordinary_letters_are_not_in_the_xls():
    ordinary = PostItem("L9", "Ewa Kos", HOME, "ordinary")
    rows = xls_rows(enadawca_xls.write([LETTER, ordinary]))[1]
    assert [row["numerPrzesylkiKlienta"] for row in rows] == ["L7"]


def test_newer_template_keeps_its_header():
    newer = ("Nowa", *reversed(enadawca_xls.HEADER))
    book = xlwt.Workbook()
    sheet = book.add_sheet("Szablon")
    for column, name in enumerate(newer):
        sheet.write(0, column, name)
    stream = BytesIO()
    book.save(stream)
    header = enadawca_xls.read_header(stream.getvalue())
    head, rows = xls_rows(enadawca_xls.write([LETTER], header))
    assert tuple(head) == newer
    assert rows[0]["AdresatUlica"] == "Źródlana"


def test_templates_that_cannot_be_used():
    with pytest.raises(enadawca_xls.TemplateUnknown):
        enadawca_xls.read_header(b"no workbook")
    with pytest.raises(enadawca_xls.TemplateUnknown, match="AdresatNazwa"):
        enadawca_xls.write([LETTER], ("NumerNadania", "Masa"))


def ekn(items=(LETTER, PLAIN), sender=SENDER, **options):
    content = ekn_xml.write(sender, SET, list(items), **options)
    assert content.startswith(b"<?xml version='1.0' encoding='ISO-8859-2'?>")
    return content, etree.fromstring(content)


def attributes(node, kind=""):
    found = node.findall(f"Atrybut[@Typ='{kind}']")
    return {attribute.get("Nazwa"): attribute.text or "" for attribute in found}


def test_ekn_is_read_back():
    content, root = ekn()
    assert "Śląska".encode("iso-8859-2") in content
    assert root.tag == "Nadawca"
    assert root.get("Struktura") == "1.6"
    assert root.get("NazwaSkrocona") == "SLASKAKANC"
    assert (root.get("Kod"), root.get("NIP")) == ("00950", "5260250274")
    (group,) = root
    assert (group.get("Nazwa"), group.get("IloscPrzesylek")) == ("2026-06-01\\1", "2")
    assert group.get("DataUtworzenia") == "2026-06-01T10:05:00"
    first, second = group.findall("Przesylka")
    own = attributes(first)
    assert (own["Symbol"], own["Uslugi"], own["IloscPotwOdb"]) == ("845", "RO", "1")
    assert (own["NrNadania"], own["Masa"]) == ("00106141411234567897", "20")
    assert (own["Strefa"], own["Kategoria"]) == ("A", "E")
    to = attributes(first, "Adresat")
    assert to == {
        "Nazwa": "Żaneta Łącka",
        "Ulica": "Źródlana",
        "Dom": "15",
        "Lokal": "8",
        "Miejscowosc": "Płońsk",
        "Kod": "47720",
        "Kraj": "Polska",
    }
    assert attributes(second)["Uslugi"] == "R"
    assert "NrNadania" not in attributes(second)


def test_sizes_of_today_on_request():
    large = PostItem("L9", "Jan Kąt", HOME, format="L")
    assert attributes(ekn([large])[1][0][0])["Strefa"] == "B"
    today = ekn([large], zones=ekn_xml.SIZES)[1]
    assert attributes(today[0][0])["Strefa"] == "L"


def test_names_that_latin2_lacks_stay_readable():
    strange = PostItem("L9", "Firma „Ж” – Nowa", HOME)
    root = ekn([strange])[1]
    assert attributes(root[0][0], "Adresat")["Nazwa"] == "Firma „Ж” – Nowa"


def test_long_names_are_cut_between_words():
    name = "Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe Żółta Łódź spółka jawna"
    first, second = PostItem("L9", name, HOME).names()
    assert len(first) <= 60
    assert f"{first} {second}" == name


def test_file_name():
    name = ekn_xml.file_name(SENDER, datetime(2026, 6, 1, 10, 5, 7))
    assert name == "260601_100507_SLASKAKANC.xml"


BROKEN = PostItem("L3", "", Address("Polna", "", "", "5-822", ""))


@pytest.mark.parametrize(
    "write",
    [lambda items: enadawca_xls.write(items), lambda items: ekn(items)],
    ids=["xls", "ekn"],
)
def test_nothing_is_half_written(write):
    """Every letter, field and remedy is named at once."""
    with pytest.raises(ItemsRefused) as refused:
        write([LETTER, BROKEN])
    faults = refused.value.faults
    assert {fault.field for fault in faults} == {"name", "house", "postcode", "city"}
    assert all(fault.reference == "L3" for fault in faults)
    lines = [fault.told() for fault in faults]
    assert any("Polna has no house number" in line for line in lines)
    assert any("25-534" in line for line in lines)


def test_foreign_and_too_long():
    abroad = PostItem("L4", "Hans", Address(city="Berlin"), country="Niemcy")
    assert [fault.key for fault in check_items([abroad])] == ["foreign"]
    long = PostItem("L5", "Jan", Address("x" * 31, "123456", "", "00-001", "Łódź"))
    keys = [fault.field for fault in check_items([long], ekn_xml.LIMITS)]
    assert keys == ["street", "house"]
    heavy = PostItem("L6", "Jan", HOME, grams=0)
    assert [fault.key for fault in check_items([heavy])] == ["bad_grams"]


def test_sender_must_be_complete():
    with pytest.raises(ItemsRefused) as refused:
        ekn(sender=Sender("Alfa", Address()))
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["house", "postcode", "city", "nip"]
