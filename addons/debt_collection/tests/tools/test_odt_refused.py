"""Templates come from users: whatever could run code or reach out is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import odt
from odoo.addons.debt_collection.tools.letter_fields import LETTER_FIELDS
from odoo.addons.debt_collection.tools.odt.render import _Engine

from .odt_samples import (
    change,
    codes,
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

LOOP = 'for="claim in letter.claims"'


# === Code === #


def test_a_loop_that_opens_a_shell_is_refused(tmp_path):
    marker = tmp_path / "ran"
    code = f"r in [dict(nr=__import__('os').popen('touch {marker}').read())]"
    body = instruction(f'for="{code}"') + field("r.nr") + instruction("/for")
    data = template(paragraph("Dear Sir") + body)
    fault = odt.check_template(data)[0]
    assert fault.code == "not_a_name"
    assert fault.place.paragraph == 3
    assert fault.place.near.startswith('for="r in [dict(')
    assert "letter.claims" in fault.allowed
    assert "os" in fault.expression
    assert str(fault).startswith("paragraph 3 (for=")
    with pytest.raises(odt.TemplateRefused, match="popen"):
        odt.render_batch(data, [letter()])
    assert not marker.exists()


@pytest.mark.parametrize(
    "text",
    [
        "{code}",
        "<text:span>{code}</text:span>",
        "a<text:line-break/>{code}",
        "<!-- -->{code}",
        "$<!-- -->{{{bare}}}",
        "$<text:soft-page-break/>{{{bare}}}",
        "$<text:span>{{{bare}}}</text:span>",
        "<![CDATA[{code}]]>",
        "$<![CDATA[{{{bare}}}]]>",
        "&#36;&#123;{bare}&#125;",
        "$letter.total",
        "$$letter.total",
        "$_",
        '<text:span text:style-name="{code}">x</text:span>',
        '<text:span text:style-name="$letter">x</text:span>',
    ],
)
def test_code_in_plain_text_is_refused(text, tmp_path):
    marker = tmp_path / "ran"
    bare = f"__import__('os').system('touch {marker}')"
    body = paragraph(text.format(code=f"${{{bare}}}", bare=bare))
    assert set(codes(template(body))) == {"dollar"}
    assert not marker.exists()


def test_code_in_a_cell_is_refused():
    cell = table(row(paragraph("${__import__('os').getpid()}")))
    assert codes(template(cell)) == ["dollar"]
    formula = '<table:table-cell table:formula="${letter.total}"/>'
    table_row = f"<table:table-row>{formula}</table:table-row>"
    assert codes(template(table(table_row))) == ["dollar"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<text:p py:content=\"__import__('os').getpid()\"/>", "code"),
        ("<text:p py:attrs=\"__import__('os')\"/>", "code"),
        ('<py:for each="x in [1]"><text:p/></py:for>', "object"),
        ("<?python import os ?><text:p/>", "code"),
        ('<xi:include href="/etc/passwd"/>', "object"),
        ("<text:p><text:execute-macro/></text:p>", "code"),
        ("<text:p><text:script>x</text:script></text:p>", "code"),
        ("<office:script/>", "code"),
        ("<office:event-listeners/>", "code"),
        ("<script:event-listener/>", "code"),
        ("<form:form/>", "object"),
        ("<text:tracked-changes/>", "tracked_changes"),
        (
            '<text:section><text:section-source xlink:href="/a"/></text:section>',
            "object",
        ),
        ("<text:p><text:database-display/></text:p>", "object"),
        ("<text:p><text:dde-connection/></text:p>", "object"),
        ("<text:p><draw:object/></text:p>", "object"),
        ("<text:p><draw:plugin/></text:p>", "object"),
        ("<text:p><draw:floating-frame/></text:p>", "object"),
        ('<text:p><draw:frame text:anchor-type="page"/></text:p>', "page_anchor"),
        ('<text:p><draw:frame draw:name="py3o.image(x)"/></text:p>', "input_field"),
        (
            '<text:p><text:text-input text:description="py3o://x"/></text:p>',
            "input_field",
        ),
        ('<text:p><draw:image xlink:href="http://x/y.png"/></text:p>', "external"),
        ('<text:p><draw:image xlink:href="Pictures/none.png"/></text:p>', "external"),
        ('<text:p><draw:image xlink:href="../../etc/passwd"/></text:p>', "external"),
        ('<text:p xml:base="http://x/"/>', "external"),
        (
            '<text:p><text:a xlink:href="file:///etc/passwd">x</text:a></text:p>',
            "external",
        ),
        ('<text:p><text:a xlink:href="javascript:x">x</text:a></text:p>', "external"),
        (
            '<text:p><text:a xlink:href="vnd.sun.star.script:x">x</text:a></text:p>',
            "external",
        ),
        ('<text:p><text:a xlink:href="PY3O://for">x</text:a></text:p>', "external"),
    ],
)
def test_what_has_no_place_in_a_letter_is_refused(xml, code):
    assert code in codes(template(xml))


def test_web_and_mail_addresses_may_be_linked():
    targets = (
        "https://example.org/a?b=c",
        "mailto:a@example.org",
        "tel:+48123",
        "#top",
    )
    links = (paragraph(f'<text:a xlink:href="{t}">x</text:a>') for t in targets)
    assert codes(template("".join(links))) == []


def test_the_engine_looks_once_more_before_it_runs(tmp_path):
    marker = tmp_path / "ran"
    bare = f"__import__('os').system('touch {marker}')"
    call = f'function="{bare}"'
    for evil in (
        instruction(f'if="{bare}"') + instruction("/if"),
        field(bare),
        paragraph(f"${{{bare}}}"),
        f'<text:p py:content="{bare}"/>',
        f'<py:if test="{bare}"/>',
        f"<?python {bare} ?>",
        f'<text:p text:style-name="x">{link(call)}</text:p>',
        f'<text:p><draw:frame draw:name="py3o.image({bare})"/></text:p>',
    ):
        content = read_parts(template(evil))["content.xml"]
        with pytest.raises(odt.TemplateRefused):
            _Engine(content).run([])
        assert not marker.exists()


# === Names === #


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("letter.total()", "not_a_name"),
        ("letter['total']", "not_a_name"),
        ("letter.total + 1", "not_a_name"),
        ("letter.__class__", "not_a_name"),
        ("letter._total", "not_a_name"),
        ("letter.total\n", "not_a_name"),
        ("", "not_a_name"),
        ("1", "not_a_name"),
        ("łetter.total", "not_a_name"),
        ("letter.items", "unknown_name"),
        ("letter.total.real", "unknown_name"),
        ("letters", "unknown_name"),
        ("decimal", "unknown_name"),
        ("format_date", "unknown_name"),
        ("claim.total", "unknown_name"),
        ("letter.claims.total", "unknown_name"),
        ("letter", "is_a_list"),
        ("letter.claims", "is_a_list"),
    ],
)
def test_fields_are_plain_names_from_the_list(name, code):
    name = name.replace("\n", "&#10;").replace("'", "&apos;")
    assert codes(template(field(name))) == [code]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"])))
def test_any_other_name_is_refused(name):
    if name in {f"letter.{known}" for known in LETTER_FIELDS["letter"]}:
        return
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    assert odt.check_template(template(field(escaped)))


def test_a_mistyped_name_is_answered_with_the_likely_ones():
    (fault,) = odt.check_template(template(field("letter.debtor_nam")))
    assert fault.allowed[0] == "letter.debtor_name"
    assert "letter.case_number" in fault.allowed
    assert "claim.total" not in fault.allowed
    assert "letter.debtor_name, " in str(fault)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('for="claim in letter.total"', "not_a_list"),
        ('for="claim in letter.debts"', "unknown_name"),
        ('for="claim in letter.claims[:2]"', "not_a_name"),
        ('for="claim in sorted(letter.claims)"', "not_a_name"),
        ('for="a, b in letter.claims"', "not_a_name"),
        ('for="letter in letter.claims"', "name_taken"),
        ('for="not in letter.claims"', "name_taken"),
        ('for="claim in letter.claims if claim"', "not_a_name"),
        ("for='claim in letter.claims'", "not_a_name"),
        ('for="claim in letter.claims""', "not_a_name"),
    ],
)
def test_loops_are_over_lists_of_the_letter(code, expected):
    assert codes(template(instruction(code) + instruction("/for"))) == [expected]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('if="letter.total == 5"', "not_a_name"),
        ('if="letter.total and letter.costs"', "not_a_name"),
        ('if="not not letter.total"', "not_a_name"),
        ('if="exit()"', "not_a_name"),
        ('if="letter"', "not_a_name"),
        ('if="letter.nothing"', "unknown_name"),
        ('if="claim.total"', "unknown_name"),
        ('with="x=1"', "not_an_instruction"),
        ('function="exit()"', "not_an_instruction"),
        ('match="."', "not_an_instruction"),
        ("nonsense", "not_an_instruction"),
    ],
)
def test_conditions_ask_for_a_name(code, expected):
    assert codes(template(instruction(code) + instruction("/if")))[0] == expected


def test_a_row_is_known_only_inside_its_loop():
    loop = instruction(LOOP) + field("claim.total") + instruction("/for")
    assert codes(template(loop)) == []
    assert codes(template(loop + field("claim.total"))) == ["unknown_name"]
    twice = loop.replace(instruction("/for"), loop + instruction("/for"))
    assert codes(template(twice)) == ["name_taken"]


# === Places === #


def test_faults_come_in_the_order_of_the_text_with_their_places():
    body = field("letter.x") + paragraph("Good text") + paragraph("Bad ${text}")
    faults = odt.check_template(template(body))
    assert [str(fault.place) for fault in faults] == [
        "paragraph 2 (x)",
        "paragraph 4 (Bad ${text})",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (instruction(LOOP), ["not_closed"]),
        (instruction("/for"), ["not_opened"]),
        (instruction(LOOP) + instruction("/if"), ["not_opened"]),
        (paragraph(f"{link(LOOP)} text") + instruction("/for"), ["not_alone"]),
        (paragraph(link(LOOP) + link("/for")), ["not_alone", "not_alone"]),
        (paragraph(link(LOOP, "for all")) + instruction("/for"), ["text_differs"]),
        (
            instruction(LOOP) + table(row(instruction("/for"))),
            ["not_side_by_side"],
        ),
        (
            table(row(instruction(LOOP), instruction("/for"))),
            ["not_side_by_side"],
        ),
        (
            table(row(instruction(LOOP), paragraph("x")), row(instruction("/for"))),
            ["not_alone"],
        ),
        (
            table(row(instruction(LOOP))) + table(row(instruction("/for"))),
            ["not_side_by_side"],
        ),
    ],
)
def test_instructions_stand_alone_and_end_where_they_begin(body, expected):
    assert codes(template(body)) == expected


def test_a_letter_must_begin_with_what_is_always_printed():
    loop = instruction(LOOP) + instruction("/for")
    assert codes(template(paragraph("x"), first=loop)) == ["no_start"]
    assert codes(template("", first="")) == ["no_start"]


def test_fields_in_page_footers_are_refused():
    footer = (
        '<text:user-field-get text:name="py3o.letter.total">x</text:user-field-get>'
    )
    (fault,) = odt.check_template(change("styles.xml", "<text:tab/>", footer))
    assert (fault.code, fault.place.part) == ("field_in_header", "header")


def test_linked_pictures_in_page_footers_are_refused():
    picture = (
        '<draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//x/y"/>'
    )
    assert codes(change("styles.xml", "<text:tab/>", picture)) == ["external"]
