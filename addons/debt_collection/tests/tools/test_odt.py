"""Templates: what works, and that values stay values."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from odoo.addons.debt_collection.tools import odt
from odoo.addons.debt_collection.tools.letter_fields import LETTER_FIELDS

from .odt_samples import (
    DEMAND,
    field,
    instruction,
    letter,
    link,
    paragraph,
    read_parts,
    row,
    table,
    template,
)

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def content_of(document):
    return etree.fromstring(read_parts(document)["content.xml"])


def text_of(document):
    """The printed paragraphs, lines of one parted by a slash; without empty ones."""
    found = []
    for element in content_of(document).iter(f"{TEXT}p", f"{TEXT}h"):
        for name, shown in (("line-break", "/"), ("s", " "), ("tab", ": ")):
            for special in element.iter(f"{TEXT}{name}"):
                special.text = shown
        text = "".join(element.itertext()).strip()
        found += [text] if text else []
    return found


def rendered(body, *letters):
    return text_of(odt.render_batch(template(body), list(letters)))


def test_the_shipped_demand_is_accepted():
    assert odt.check_template(DEMAND.read_bytes()) == []


def test_the_shipped_demand_prints_a_whole_letter():
    values = letter(
        case_number="W/2026/00777",
        bank_account="12 1020 5558 1111 1234 5678 9012",
        transfer_title="W/2026/00777 Gęślą",
        payments="50,00 zł",
        costs=[{"name": "Upomnienie", "date": "01.02.2026", "amount": "12,34 zł"}],
    )
    text = text_of(odt.render_batch(DEMAND.read_bytes(), [values]))
    assert "WEZWANIE DO ZAPŁATY · sprawa nr W/2026/00777" in text
    assert "ul. Świętokrzyska 5 m. 7/00-123 Warszawa" in text
    assert ["1", "FV/1", "100,00\xa0zł", "1,00\xa0zł", "101,00\xa0zł"] == (
        text[text.index("1") : text.index("1") + 5]
    )
    assert "Upomnienie (01.02.2026): 12,34 zł" in text
    assert "słownie: trzysta trzy złote 00/100" in text
    assert "Rachunek: 12 1020 5558 1111 1234 5678 9012" in text
    whole = "\n".join(text)
    assert "Dotychczasowe wpłaty w łącznej kwocie 50,00 zł" in whole
    assert "7 dni od dnia otrzymania" in whole
    assert "Załącznik" not in whole
    assert "py3o" not in whole and "letter." not in whole


def test_a_loop_over_rows_of_a_table():
    body = table(
        row(paragraph("Document"), paragraph("Total")),
        row(instruction('for="claim in letter.claims"'), paragraph("")),
        row(field("claim.document"), field("claim.total")),
        row(instruction("/for"), paragraph("")),
    )
    assert rendered(body, letter(count=2)) == [
        *["First line", "Document", "Total"],
        *["FV/1", "101,00\xa0zł", "FV/2", "202,00\xa0zł"],
    ]


def test_loops_and_conditions_inside_one_another():
    body = (
        instruction('for="claim in letter.claims"')
        + instruction('if="claim.kind"')
        + field("claim.kind")
        + instruction("/if")
        + instruction('if="not claim.kind"')
        + paragraph("no kind")
        + instruction("/if")
        + instruction("/for")
    )
    values = letter(count=2)
    values["claims"][1]["kind"] = "invoice"
    assert rendered(body, values) == ["First line", "no kind", "invoice"]


@pytest.mark.parametrize(("costs", "printed"), [([], False), ([{}], True)])
def test_a_list_may_be_a_condition(costs, printed):
    body = instruction('if="letter.costs"') + paragraph("costs") + instruction("/if")
    assert ("costs" in rendered(body, letter(costs=costs))) is printed


def test_instructions_as_writers_make_them():
    code = 'if="letter.case_number"'
    span = f"<text:span>{link(code)}</text:span>"
    curly = link(code, "if=”letter.case_number”")
    heading = f"<text:h>{link('/if')}</text:h>"
    body = paragraph(span) + paragraph("one") + instruction("/if")
    body += paragraph(curly) + paragraph("two") + heading
    assert rendered(body, letter()) == ["First line", "one", "two"]


def test_text_after_a_soft_page_break_stays_in_its_place():
    body = paragraph("a<text:soft-page-break/>b<text:span>c</text:span>d")
    assert rendered(body, letter()) == ["First line", "abcd"]


def test_dollars_that_mean_money_are_printed():
    assert rendered(paragraph("$ 5, $7 (8 $)"), letter())[1] == "$ 5, $7 (8 $)"


def test_every_letter_begins_a_page_numbered_from_one():
    document = odt.render_batch(template(""), [letter(1), letter(2), letter(3)])
    root = content_of(document)
    starts = [p for p in root.iter(f"{TEXT}p") if "".join(p.itertext()) == "First line"]
    names = {p.get(f"{TEXT}style-name") for p in starts}
    assert len(starts) == 3 and len(names) == 1
    (style,) = [s for s in root.iter(f"{STYLE}style") if s.get(f"{STYLE}name") in names]
    assert style.get(f"{STYLE}master-page-name") == "Standard"
    assert style.find(f"{STYLE}paragraph-properties").get(f"{STYLE}page-number") == "1"


def test_a_letter_may_begin_with_a_table():
    data = template("", first=table(row(paragraph("Cell"))))
    root = content_of(odt.render_batch(data, [letter(1), letter(2)]))
    names = {t.get(f"{TABLE}style-name") for t in root.iter(f"{TABLE}table")}
    assert len(names) == 1 and text_of(odt.render_batch(data, [letter()])) == ["Cell"]
    (style,) = [s for s in root.iter(f"{STYLE}style") if s.get(f"{STYLE}name") in names]
    assert style.find(f"{STYLE}table-properties").get(f"{STYLE}page-number") == "1"


@pytest.mark.parametrize(
    "name",
    [
        "<b>&${x}",
        "${__import__('os').system('false')}",
        "]]></text:p>",
        "&amp; $letter.total",
        "py3o://for",
        Markup("<text:p>bold</text:p>"),
    ],
)
def test_a_value_is_printed_as_it_is(name):
    body = field("letter.debtor_name")
    assert rendered(body, letter(debtor_name=name))[1] == str(name)


def test_lines_and_impossible_characters_of_a_value():
    body = field("letter.debtor_name")
    value = "a<\r\nb\x00\x0b\ud800c\nd"
    assert rendered(body, letter(debtor_name=value))[1] == "a</bc/d"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"])))
def test_any_value_is_printed_as_it_is(value):
    body = paragraph('[<text:user-field-get text:name="py3o.letter.contact"/>]')
    assert rendered(body, letter(contact=value))[1] == f"[{value}]"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"debtor_name": None}, "letter 2: debtor_name must be a text, not None"),
        ({"debtor_name": False}, "letter 2: debtor_name must be a text, not False"),
        ({"debtor_name": 7}, "letter 2: debtor_name must be a text, not 7"),
        ({"claims": "FV/1"}, "letter 2: claims must be a list of rows, not 'FV/1'"),
        (
            {"claims": [{"document": "FV/1"}, {}]},
            "letter 2, claims 2: document must be a text, not None",
        ),
    ],
)
def test_a_wrong_value_is_named(values, message):
    body = (
        field("letter.debtor_name")
        + instruction('for="claim in letter.claims"')
        + field("claim.document")
        + instruction("/for")
    )
    with pytest.raises(odt.LetterFault, match=re.escape(message)):
        rendered(body, letter(1), letter(2, **values))


def test_values_that_the_template_does_not_use_may_be_missing():
    assert rendered(field("letter.total"), {"total": "5"}) == ["First line", "5"]


def test_no_letters_is_an_error():
    with pytest.raises(odt.LetterFault, match="no letters"):
        odt.render_batch(template(""), [])


def test_chunks_take_letters_only_as_they_are_needed():
    taken = []

    def letters():
        for number in range(1, 6):
            taken.append(number)
            yield letter(number)

    chunks = odt.render_chunks(template(field("letter.case_number")), letters(), size=2)
    first = next(chunks)
    assert taken == [1, 2]
    printed = [text_of(chunk)[1::2] for chunk in (first, *chunks)]
    numbers = [f"W/2026/{number:05d}" for number in range(1, 6)]
    assert printed == [numbers[:2], numbers[2:4], numbers[4:]]


def test_a_fault_in_a_later_chunk_names_the_letter():
    letters = [letter(), letter(), letter(total=None)]
    chunks = odt.render_chunks(template(field("letter.total")), letters, size=2)
    next(chunks)
    with pytest.raises(odt.LetterFault, match="letter 3: total"):
        next(chunks)


def test_every_field_has_a_description():
    letter_fields = LETTER_FIELDS["letter"]
    lists = [rows[0] for rows in letter_fields.values() if isinstance(rows, list)]
    assert len(lists) == 6
    for fields in (letter_fields, *lists):
        assert all(isinstance(v, list) or len(v) > 5 for v in fields.values())


def test_only_what_belongs_to_a_letter_is_passed_on():
    document = odt.render_batch(DEMAND.read_bytes(), [letter()])
    assert set(read_parts(document)) == {
        "mimetype",
        "content.xml",
        "styles.xml",
        "settings.xml",
        "META-INF/manifest.xml",
    }
