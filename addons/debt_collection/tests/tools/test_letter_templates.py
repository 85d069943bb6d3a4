"""The letters that come with the addon: allowed, complete, and as their sources say."""

import importlib.util
import io
import re
from datetime import date

import pytest
from lxml import etree
from PyPDF2 import PdfReader

from odoo.addons.debt_collection.tools import odt
from odoo.addons.debt_collection.tools.letter_fields import LETTER_FIELDS
from odoo.addons.debt_collection.tools.letter_sample import sample_values
from odoo.addons.debt_collection.tools.soffice import (
    Office,
    OfficeMissing,
    find_soffice,
)

from .odt_samples import DEMAND, read_parts, write_parts

FOLDER = DEMAND.parent
FILES = sorted(FOLDER.glob("*.odt"))
DAY = date(2026, 11, 23)
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MONEY = ("reminder", "demand", "final_demand", "interest_note", "settlement")
# What the code of conduct and the law want in every letter that asks for money.
ALWAYS = {
    "letter.case_number",
    "letter.creditor_name",
    "claim.document",
    "claim.due_on",
    "letter.bank_account",
    "letter.transfer_title",
    "letter.contact",
    "letter.complaints",
}
# Size of the page in mm where it is no A4.
PAGES = {
    "envelope_dl_pl": (220, 110),
    "envelope_c5_pl": (229, 162),
    "label_pl": (100, 50),
}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def purpose_of(path):
    return re.sub(r"_(dl|c5|pl|en)\b", "", path.stem.replace("_pl_en", ""))


def maker():
    spec = importlib.util.spec_from_file_location(
        "make_templates", FOLDER / "make_templates.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def values_of(path, **more):
    return sample_values(purpose_of(path), DAY) | more


def printed(path, values):
    """The paragraphs that a letter prints."""
    content = read_parts(odt.render_batch(path.read_bytes(), [values]))["content.xml"]
    root = etree.fromstring(content)
    for space in root.iter(f"{TEXT}tab", f"{TEXT}line-break", f"{TEXT}s"):
        space.text = " "
    paragraphs = root.iter(f"{TEXT}p", f"{TEXT}h")
    return [text for p in paragraphs if (text := "".join(p.itertext()).strip())]


def fields_of(path):
    content = read_parts(path.read_bytes())["content.xml"].decode()
    return set(re.findall(r'user-field-get text:name="py3o\.([a-z_.]+)"', content))


def test_the_standard_set_is_there():
    assert {path.stem for path in FILES} == {
        *("reminder_pl", "demand_pl", "demand_pl_en", "final_demand_pl"),
        *("interest_note_pl", "settlement_pl", "balance_pl", "assignment_pl"),
        *("gdpr_pl", "envelope_dl_pl", "envelope_c5_pl", "label_pl"),
    }


def test_files_are_what_their_sources_say():
    make = maker()
    assert len(make.names()) == len(FILES) - 1
    for name in make.names():
        shipped = read_parts((FOLDER / f"{name}.odt").read_bytes())
        assert read_parts(make.template(name)) == shipped, name


@each_file
def test_a_shipped_template_is_accepted(path):
    assert odt.check_template(path.read_bytes()) == []


@each_file
def test_a_shipped_template_prints_without_leftovers(path):
    whole = "\n".join(printed(path, values_of(path)))
    assert "Żaneta Gęślińska-Przykładowa" in whole
    for leftover in (
        "py3o",
        "letter.c",
        "letter.d",
        "claim.",
        "  ",
        "None",
        "..,",
        " ,",
        "( )",
    ):
        assert leftover not in whole.replace("...", "")


@each_file
def test_a_letter_without_rows_and_options_is_whole(path):
    """Texts that do not apply are left out with all that stands around them."""
    empty = {
        name: "" if isinstance(kind, str) else []
        for name, kind in LETTER_FIELDS["letter"].items()
    }
    kept = ("debtor_name", "sender_name", "creditor_name", "total", "controller_name")
    values = empty | {name: values_of(path)[name] for name in kept}
    whole = "\n".join(printed(path, values))
    assert "Załącznik" not in whole
    assert "Dotychczasowe wpłaty" not in whole
    assert "z dnia ," not in whole


@pytest.mark.parametrize(
    "path", [p for p in FILES if purpose_of(p) in MONEY], ids=lambda path: path.stem
)
def test_a_demand_says_for_whom_for_what_how_to_pay_and_where_to_complain(path):
    assert ALWAYS <= fields_of(path)
    assert {"letter.total_words", "letter.interest_words"} & fields_of(path)
    assert not re.search(r"komornik|egzekucj|BIG|KRD|urząd", _text(path), re.IGNORECASE)


def _text(path):
    return "\n".join(printed(path, values_of(path)))


def test_a_reminder_before_the_due_date_demands_nothing():
    path = FOLDER / "reminder_pl.odt"
    early = "\n".join(printed(path, values_of(path, claims=[], costs=[])))
    assert "zbliżającym się terminie" in early
    assert "nie jest wezwaniem do zapłaty" in early
    assert "trzysta osiemdziesiąt sześć złotych 25/100" in early
    assert "już minął" not in early and "odsetki" not in early.lower()
    late = "\n".join(printed(path, values_of(path, upcoming=[])))
    assert "już minął" in late and "zbliżającym" not in late


@pytest.mark.parametrize("name", ["envelope_dl_pl", "envelope_c5_pl", "label_pl"])
def test_the_outside_does_not_tell_of_a_debt(name):
    assert fields_of(FOLDER / f"{name}.odt") <= {
        *("letter.debtor_name", "letter.debtor_address"),
        *("letter.sender_name", "letter.sender_address"),
    }


def test_the_information_on_personal_data_has_all_that_art_14_asks_for():
    path = FOLDER / "gdpr_pl.odt"
    assert {
        *("letter.controller_name", "letter.controller_contact", "letter.data_officer"),
        *("letter.data_source", "letter.data_recipients", "letter.data_retention"),
    } <= fields_of(path)
    whole = _text(path)
    for part in (
        *("art. 14", "art. 6 ust. 1 lit. f", "prawnie uzasadniony interes"),
        *("Kategorie danych", "Źródło danych", "Odbiorcy danych", "przechowywania"),
        *("dostępu", "sprostowania", "usunięcia", "ograniczenia", "art. 21"),
        *("Prezesa Urzędu Ochrony Danych Osobowych", "zautomatyzowanym"),
        *("Europejskiego Obszaru Gospodarczego", "art. 28 RODO"),
    ):
        assert part in whole, part
    bought = values_of(path, acquired_from="Seller", processor_name="")
    assert "zbywcy wierzytelności" in "\n".join(printed(path, bought))
    assert "art. 28" not in "\n".join(printed(path, bought))


def test_an_interest_note_asks_for_interest_alone():
    path = FOLDER / "interest_note_pl.odt"
    assert "letter.total" not in fields_of(path)
    assert "sto siedemdziesiąt złotych 07/100" in _text(path)
    assert "FV/2026/0154 24.01.2026" not in _text(path)
    assert "304" in printed(path, values_of(path))


@pytest.fixture(scope="module")
def office():
    try:
        find_soffice()
    except OfficeMissing:
        pytest.skip("no LibreOffice")
    with Office() as running:
        yield running


@each_file
def test_pages(path, office):
    """Sizes of paper, page numbers, fonts with Polish letters."""
    document = odt.render_batch(path.read_bytes(), [values_of(path)])
    pages = PdfReader(io.BytesIO(office.convert(document))).pages
    texts = [page.extract_text() for page in pages]
    width, height = PAGES.get(path.stem, (210, 297))
    for page in pages:
        box = page.mediabox
        assert abs(float(box.width) / 72 * 25.4 - width) < 1
        assert abs(float(box.height) / 72 * 25.4 - height) < 1
    assert "Gęślińska" in texts[0]
    if path.stem in PAGES:
        assert len(pages) == 1
        return
    assert len(pages) <= 3
    for number, text in enumerate(texts, 1):
        assert f"strona {number}" in text


@each_file
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("letter.env", "unknown_name"),
        ("letter.account_claims", "is_a_list"),
        ("letter.instalments.amount", "unknown_name"),
        ("letter.debtor_name.__class__", "not_a_name"),
        ("open(1)", "not_a_name"),
    ],
)
def test_a_shipped_template_that_was_tampered_with_is_refused(path, name, code):
    parts = read_parts(path.read_bytes())
    content = parts["content.xml"].decode()
    old = 'user-field-get text:name="py3o.letter.debtor_name"'
    assert old in content
    new = f'user-field-get text:name="py3o.{name}"'
    parts["content.xml"] = content.replace(old, new, 1)
    (fault,) = odt.check_template(write_parts(parts))
    assert (fault.code, fault.expression) == (code, name)
