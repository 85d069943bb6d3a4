"""ODT templates and letters for tests."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from odoo.addons.debt_collection.tools import odt
from odoo.addons.debt_collection.tools.letter_fields import LETTER_FIELDS
from odoo.addons.debt_collection.tools.money import format_pln, in_words

DEMAND = Path(__file__).parents[2] / "data" / "letter" / "demand_pl.odt"
FIRST = "<text:p>First line</text:p>"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
    ' xmlns:py="http://genshi.edgewall.org/"'
    ' xmlns:xi="http://www.w3.org/2001/XInclude"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink">'
    "<office:automatic-styles/><office:body><office:text>"
)
_TAIL = "</office:text></office:body></office:document-content>"


def codes(data):
    """Codes of the faults; a template that has some is not rendered either."""
    faults = odt.check_template(data)
    if faults:
        with pytest.raises(odt.TemplateRefused) as refused:
            odt.render_batch(data, [letter()])
        assert refused.value.faults == faults
    return [fault.code for fault in faults]


def read_parts(document):
    """Return the parts of an ODT as a dict of bytes."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(parts):
    """Return an ODT of parts, given as bytes or text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def template(body, first=FIRST, more=None):
    """Return a template with a first line and then some XML.

    :param more: dict of other parts, or of other contents of parts
    """
    content = {"content.xml": f"{_HEAD}{first}{body}{_TAIL}"}
    return write_parts(read_parts(DEMAND.read_bytes()) | content | (more or {}))


def change(name, old, new):
    """Return the shipped template with something else in one of its parts."""
    parts = read_parts(DEMAND.read_bytes())
    assert old in parts[name].decode()
    parts[name] = parts[name].decode().replace(old, new, 1)
    return write_parts(parts)


def paragraph(inside):
    """Return a paragraph of XML."""
    return f"<text:p>{inside}</text:p>"


def field(name):
    """Return a paragraph that prints a field."""
    get = f'<text:user-field-get text:name="py3o.{name}">x</text:user-field-get>'
    return paragraph(get)


def link(code, shown=None):
    """Return an instruction as Writer stores it."""
    shown = (shown or code).replace("&", "&amp;").replace("<", "&lt;")
    href = code.replace('"', "%22").replace(" ", "%20")
    href = href.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text:a xlink:type="simple" xlink:href="py3o://{href}">{shown}</text:a>'


def instruction(code):
    """Return an instruction in a paragraph of its own."""
    return paragraph(link(code))


def row(*cells):
    """Return a row of a table; the cells are XML."""
    inside = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{inside}</table:table-row>"


def table(*rows):
    """Return a table of rows."""
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


def letter(number=1, count=2, **values):
    """Return the values of a letter: every field says its name where it may.

    :param count: number of claims, of 100, 200 ... PLN with 1 % of interest
    """
    rows = [_claim(position) for position in range(1, count + 1)]
    total = Decimal(101) * count * (count + 1) / 2
    every = {k: "" if isinstance(v, str) else [] for k, v in _FIELDS.items()}
    return every | {
        "case_number": f"W/2026/{number:05d}",
        "debtor_name": "Zażółć Gęślą Jaźń",
        "debtor_address": "ul. Świętokrzyska 5 m. 7\n00-123 Warszawa",
        "payment_days": "7",
        "total": format_pln(total),
        "total_words": in_words(total),
        "claims": rows,
        **values,
    }


_FIELDS = LETTER_FIELDS["letter"]


def _claim(position):
    amount = Decimal(100) * position
    return dict.fromkeys(_FIELDS["claims"][0], "") | {
        "position": str(position),
        "document": f"FV/{position}",
        "principal": format_pln(amount),
        "interest": format_pln(amount / 100),
        "total": format_pln(amount + amount / 100),
    }
