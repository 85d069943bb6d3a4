"""Other ways to make letters, for the benchmark ``mass_letters``; all one by one."""

import io
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ODT = Path(__file__).parents[1] / "addons/debt_collection/data/letter/demand_pl.odt"
WORDS = (
    "Mimo upływu terminu płatności nie odnotowaliśmy zapłaty należności wymienionych w "
    "poniższym zestawieniu. Prosimy o niezwłoczne uregulowanie zadłużenia na wskazany "
    "rachunek bankowy. Zażółć gęślą jaźń – „cudzysłów”. Jeżeli należność została już "
    "uregulowana, prosimy o przesłanie potwierdzenia wpłaty. "
)
COLUMNS = ("position", "document", "due_on", "principal", "interest")
HTML = """<t t-name="debt_benchmark.letter"><t t-call="web.html_container">
<t t-foreach="docs" t-as="doc"><t t-call="web.external_layout"><div class="page">
<t t-set="letter" t-value="doc.values"/><h2 t-out="letter['case_number']"/>
<p t-out="letter['debtor_name']"/><p>%s</p><table class="table">
<tr t-foreach="letter['claims']" t-as="row">%s</tr></table>
<p t-out="letter['total_words']"/><p>%s</p></div></t></t></t></t>"""


def plain_template():
    """Return an ODT of some 200 words and a table of the claims."""

    def paragraph(inside):
        return f"<text:p>{inside}</text:p>"

    def value(name):
        inside = f'<text:user-field-get text:name="py3o.{name}">x</text:user-field-get>'
        return paragraph(inside)

    def row(*cells):
        inside = (f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{''.join(inside)}</table:table-row>"

    def code(text):
        link = text.replace('"', "%22").replace(" ", "%20")
        return paragraph(f'<text:a xlink:href="py3o://{link}">{escape(text)}</text:a>')

    loop, end = code('for="claim in letter.claims"'), code("/for")
    filler = [paragraph("")] * (len(COLUMNS) - 1)
    rows = [row(loop, *filler), row(*(value(f"claim.{name}") for name in COLUMNS))]
    body = [
        *(value(f"letter.{name}") for name in ("sender_name", "date", "case_number")),
        *(value(f"letter.{name}") for name in ("debtor_name", "debtor_address")),
        *[paragraph(escape(WORDS))] * 3,
        '<table:table table:name="Claims"><table:table-column'
        f' table:number-columns-repeated="5"/>{"".join(rows)}{row(end, *filler)}'
        "</table:table>",
        *(value(f"letter.{name}") for name in ("total", "total_words", "bank_account")),
        paragraph(escape(WORDS)),
    ]
    return _with_body("".join(body))


def _with_body(body):
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(ODT) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "content.xml":
                text = data.decode()
                start = text.index(">", text.index("<office:text")) + 1
                end = text.index("</office:text>")
                data = (text[:start] + body + text[end:]).encode()
            target.writestr(name, data)
    return buffer.getvalue()


def rivals(env, letters):
    """Yield (name, letters a second) of each way.

    :param letters: some debt.letter records of one page
    """
    yield "py3o and soffice, one by one", _rate(_soffice(letters[:4]), 4)
    yield "QWeb and wkhtmltopdf, one by one", _rate(_qweb(env, letters[:6]), 6)
    yield "reportlab, one by one", _rate(_reportlab(letters), len(letters))
    name = "account_credit_control, one by one"
    yield name, _rate(_credit_control(env), 6)


def _rate(work, count):
    """Return how many letters a second some work makes."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def _soffice(letters):
    from odoo.addons.debt_collection.tools.odt import render_batch
    from odoo.addons.debt_collection.tools.soffice import Office

    def work():
        office = Office(uno=False)
        for letter in letters:
            office.convert(render_batch(letter.template_id._odt(), [letter.values]))

    return work


def _qweb(env, letters):
    cells = "".join(f"""<td t-out="row['{name}']"/>""" for name in COLUMNS)
    env["ir.ui.view"].create(
        {
            "type": "qweb",
            "key": "debt_benchmark.letter",
            "name": "debt_benchmark.letter",
            "arch": HTML % (WORDS * 2, cells, WORDS),
        }
    )
    report = env["ir.actions.report"].create(
        {
            "name": "Benchmark",
            "model": "debt.letter",
            "report_name": "debt_benchmark.letter",
            "report_type": "qweb-pdf",
        }
    )
    return lambda: [_print(env, report, letter.id) for letter in letters]


def _print(env, report, record_id):
    content, kind = (
        env["ir.actions.report"]
        .with_context(force_report_rendering=True)
        ._render_qweb_pdf(report.id, [record_id])
    )
    assert kind == "pdf" and content.startswith(b"%PDF")


def _reportlab(letters):
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    folder = Path("/usr/share/fonts/truetype/dejavu")
    pdfmetrics.registerFont(TTFont("Letter", folder / "DejaVuSerif.ttf"))
    style = ParagraphStyle("letter", fontName="Letter", fontSize=9.5, leading=12)

    def work():
        for letter in letters:
            values = letter.values
            rows = [[row[name] for name in COLUMNS] for row in values["claims"]]
            texts = (values["case_number"], values["debtor_name"], WORDS * 2)
            story = [Paragraph(text, style) for text in texts]
            story.append(Table(rows, style=[("FONTNAME", (0, 0), (-1, -1), "Letter")]))
            story += [Paragraph(text, style) for text in (values["total_words"], WORDS)]
            SimpleDocTemplate(io.BytesIO()).build(story)

    return work


def _credit_control(env):
    """Return the work of OCA's addon: communications of lines, then its report."""
    env.cr.commit()
    module = env["ir.module.module"].search([("name", "=", "account_credit_control")])
    module.button_immediate_install()
    env = env(user=env.uid, context={"tracking_disable": True})
    env["account.chart.template"].try_loading("generic_coa", env.company)
    level = env.ref("account_credit_control.3_time_1")
    partners = env["res.partner"].create([{"name": f"Dłużnik {n}"} for n in range(6)])
    invoices = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-01-10",
                "invoice_line_ids": [(0, 0, {"name": "x", "price_unit": 100})],
            }
            for partner in partners
        ]
    )
    invoices.action_post()
    lines = env["credit.control.line"].create(
        [
            {
                "date": "2026-11-23",
                "date_due": move.invoice_date_due,
                "channel": "letter",
                "partner_id": move.partner_id.id,
                "invoice_id": move.id,
                "move_line_id": move.line_ids.filtered("date_maturity")[:1].id,
                "amount_due": 100,
                "balance_due": 100,
                "policy_level_id": level.id,
            }
            for move in invoices
        ]
    )

    def work():
        made = env["credit.control.communication"]._generate_comm_from_credit_lines(
            lines
        )
        report = env["ir.actions.report"]._get_report_from_name(
            "account_credit_control.report_credit_control_summary"
        )
        for communication in made:
            _print(env, report, communication.id)

    return work
