"""Files for the tests of reading tables, made by hand down to their bytes."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = ("Nr", "Nazwa", "Termin", "Kwota")
ROWS = (
    ("F/1", "Źdźbło Sp. j.", "14.03.2025", "1 054,62"),
    ("F/2", "Łąka S.A.", "15.03.2025", "7,10"),
    ("F/3", "Gżegżółka", "16.03.2025", "33,00"),
    ("F/4", "Ćma i Świerszcz", "17.03.2025", "408,95"),
    ("F/5", "Jaźń", "18.03.2025", "12,01"),
    ("F/6", "Pędziwiatr", "19.03.2025", "5,55"),
)


def csv_text(separator=";", rows=(HEADER, *ROWS), end="\r\n"):
    """Lines of CSV, each ended."""
    return "".join(separator.join(row) + end for row in rows)


def csv_bytes(encoding="utf-8", **options):
    """A CSV file in an encoding."""
    return csv_text(**options).encode(encoding)


def zipped(members, compress=zipfile.ZIP_DEFLATED):
    """A zip file of ``{name: text or bytes}``."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compress) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx_members(sheets, prefix=""):
    """Members of an XLSX by ``{sheet name: XML of its rows}``."""
    p = f"{prefix}:" if prefix else ""
    xmlns = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    listed = relations = ""
    members = {}
    for index, (name, rows) in enumerate(sheets.items(), 1):
        listed += f'<{p}sheet name="{name}" sheetId="{index}" r:id="rId{index}"/>'
        relations += (
            f'<Relationship Id="rId{index}" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet{index}.xml"/>'
        )
        members[f"xl/worksheets/sheet{index}.xml"] = (
            f"<{p}worksheet {xmlns}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>"
        )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"/>',
        "_rels/.rels": _relations(
            f'<Relationship Id="r" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": (
            f'<{p}workbook {xmlns} xmlns:r="{OFFICE}">'
            f"<{p}sheets>{listed}</{p}sheets></{p}workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        **members,
    }


def _relations(content):
    """A part of relations."""
    return f'<Relationships xmlns="{PACKAGE}relationships">{content}</Relationships>'


def xlsx(rows, **options):
    """An XLSX with one sheet "dane" of that XML."""
    return zipped(xlsx_members({"dane": rows}, **options))


def cell(reference, value, prefix=""):
    """XML of a cell with a text or a number."""
    p = f"{prefix}:" if prefix else ""
    if isinstance(value, str):
        inline = f"<{p}is><{p}t>{value}</{p}t></{p}is>"
        return f'<{p}c r="{reference}" t="inlineStr">{inline}</{p}c>'
    return f'<{p}c r="{reference}"><{p}v>{value}</{p}v></{p}c>'


def row(number, values, prefix=""):
    """XML of a row of up to 26 cells."""
    p = f"{prefix}:" if prefix else ""
    cells = "".join(
        cell(f"{chr(65 + index)}{number}", value, prefix)
        for index, value in enumerate(values)
        if value is not None
    )
    return f'<{p}row r="{number}">{cells}</{p}row>'


def plain_sheet(prefix=""):
    """XML of the header and the rows above."""
    return "".join(
        row(number, values, prefix) for number, values in enumerate((HEADER, *ROWS), 1)
    )


def ods(rows, extra=""):
    """An ODS with one sheet "dane" of that XML of rows."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest>{extra}</manifest>",
            "content.xml": (
                f'<office:document-content xmlns:office="{names}office:1.0" '
                f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
                '<office:body><office:spreadsheet><table:table table:name="dane">'
                f"{rows}</table:table></office:spreadsheet></office:body>"
                "</office:document-content>"
            ),
        }
    )


def ods_row(values, repeated=1):
    """XML of an ODS row: texts and numbers, None for a blank cell."""
    cells = "".join(map(_ods_cell, values))
    count = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{count}>{cells}</table:table-row>"


def _ods_cell(value):
    """XML of an ODS cell."""
    if value is None:
        return "<table:table-cell/>"
    text = f"<text:p>{value}</text:p>"
    if isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}>{text}</table:table-cell>"
