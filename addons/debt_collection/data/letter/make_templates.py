"""Writes the letter templates from their texts in ``source``.

Run it again after a change there: ``python make_templates.py``. The look (named styles,
footer with page numbers) is that of ``demand_pl.odt``, which is edited in Writer.

A source has one paragraph a line. ``# `` begins a title (``#- `` a long one), ``## ``
a heading, ``### `` an annex; ``[Style] `` another style. ``{letter.total}`` is a field,
``**bold**`` strong, ``^small^`` a small grey part, ``\\t`` a tab. ``@if letter.x``,
``@if not letter.x`` and ``@for row in letter.rows`` hold until ``@end``; ``@include
part`` takes ``_part.txt``; ``@grid 85 80 h45`` puts blocks side by side, at least 45 mm
high, parted by ``@next``, until ``@endgrid``. ``@table 30 20>`` begins a table of
columns in mm, right-aligned with ``>``; its rows begin with ``|``, the first is the
head, ``|+`` a sum whose first cell is wide. A file whose first line is ``@page 220 110
25 20`` is no A4 letter: width, height, left and top margin in mm.
"""

import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).parent
SOURCE = HERE / "source"
LOOK = HERE / "demand_pl.odt"

_NAMESPACES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
}
_INLINE = re.compile(
    r"\{(?P<field>[a-z_.]+)\}|\*\*(?P<strong>.+?)\*\*|\^(?P<part>.+?)\^|(?P<tab>\\t)"
)
# Polish typography: a word of one letter does not end a line.
_LONELY = re.compile(r"(?<=[\s(])([aiouwzAIOUWZ]) ")
_TITLES = {
    "#": ("Heading 1", 1),
    "#-": ("Long title", 1),
    "##": ("Heading 2", 2),
    "###": ("Annex", 2),
}
_LINE = "0.35pt solid #b8c2cc"
_EDGE = "0.75pt solid #1f3a5f"
_CELLS = {
    "grid": 'fo:padding="0mm" fo:border="none"',
    "code": 'fo:padding="0mm" fo:border="none"',
    "head": f'style:vertical-align="bottom" fo:background-color="#eef2f6"'
    f' fo:padding="0.8mm" fo:border-top="{_EDGE}" fo:border-bottom="{_EDGE}"',
    "row": f'fo:padding="0.8mm" fo:border-bottom="{_LINE}"',
    "sum": f'fo:padding="0.8mm" fo:border-top="{_EDGE}" fo:border-bottom="{_EDGE}"',
}


def style_name(name):
    """Return how ODF writes the name of a style."""
    return name.replace(" ", "_20_")


def inline(text):
    """Return the XML of the text of a paragraph."""
    text = _LONELY.sub("\\1\u00a0", text)
    parts, end = [], 0
    for match in _INLINE.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(_piece(match.lastgroup, match[match.lastgroup]))
        end = match.end()
    return "".join(parts) + escape(text[end:])


def _piece(kind, text):
    if kind == "tab":
        return "<text:tab/>"
    if kind == "field":
        name = quoteattr(f"py3o.{text}")
        return f"<text:user-field-get text:name={name}>{text}</text:user-field-get>"
    style = "Strong_20_Emphasis" if kind == "strong" else "Label_20_part"
    return f'<text:span text:style-name="{style}">{inline(text)}</text:span>'


def paragraph(text, style="Text body"):
    """Return the XML of a paragraph."""
    name = style_name(style)
    return f'<text:p text:style-name="{name}">{inline(text)}</text:p>'


def instruction(code):
    """Return the XML of a paragraph that holds ``for``, ``if`` or their end."""
    link = code.replace('"', "%22").replace(" ", "%20")
    return (
        f'<text:p text:style-name="Instruction"><text:a xlink:type="simple"'
        f' xlink:href="py3o://{link}">{escape(code)}</text:a></text:p>'
    )


class Letter:
    """The text of a template, made line by line.

    :ivar page: (width, height, left, top) in mm of what is no A4 letter
    """

    def __init__(self):
        self.page = None
        self._body, self._styles = [], []
        self._opened = []
        self._columns, self._tables = None, 0

    def read(self, name):
        """Add the paragraphs of a source."""
        lines = (SOURCE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        for line in filter(None, map(str.strip, lines)):
            self._line(line)
        return self

    def content(self):
        """Return content.xml."""
        assert not self._opened, self._opened
        spaces = " ".join(
            f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for prefix, name in _NAMESPACES.items()
        )
        body = "".join(self._body)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f"<office:document-content {spaces}"
            ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
            f"<office:automatic-styles>{''.join(self._styles)}"
            "</office:automatic-styles><office:body><office:text>"
            f"{_declared(body)}{body}</office:text></office:body>"
            "</office:document-content>"
        )

    def _line(self, line):
        mark, _, rest = line.partition(" ")
        if mark.startswith("@"):
            getattr(self, f"_do_{mark[1:]}")(rest)
        elif mark.startswith("|"):
            self._row(mark, rest)
        elif mark in _TITLES:
            style, level = _TITLES[mark]
            self._body.append(
                f'<text:h text:style-name="{style_name(style)}"'
                f' text:outline-level="{level}">{_title(mark, rest)}</text:h>'
            )
        elif line.startswith("["):
            style, _, rest = line[1:].partition("] ")
            self._body.append(paragraph(rest, style.rstrip("]")))
        else:
            self._body.append(paragraph(line))

    def _do_page(self, rest):
        self.page = tuple(map(int, rest.split()))

    def _do_include(self, rest):
        self.read(f"_{rest}")

    def _do_if(self, rest):
        self._open("if", rest)

    def _do_for(self, rest):
        self._open("for", rest)

    def _open(self, word, rest):
        self._opened.append(word)
        self._instruct(f'{word}="{rest}"')

    def _do_end(self, _rest):
        self._instruct(f"/{self._opened.pop()}")

    def _instruct(self, code):
        if self._columns is None:
            self._body.append(instruction(code))
            return
        empty = [paragraph("", "Instruction")] * (len(self._columns) - 1)
        self._cells("code", [instruction(code), *empty])

    def _do_grid(self, rest):
        widths, _, height = rest.partition(" h")
        self._begin([int(width) for width in widths.split()], "grid", height)
        self._body.append(self._row_start() + self._cell_start("grid"))

    def _do_next(self, _rest):
        self._body.append("</table:table-cell>" + self._cell_start("grid"))

    def _do_endgrid(self, _rest):
        self._body.append("</table:table-cell></table:table-row></table:table>")

    def _do_table(self, rest):
        columns = rest.split()
        self._begin([int(width.rstrip(">")) for width in columns], "table")
        self._columns = [width.endswith(">") for width in columns]

    def _do_endtable(self, _rest):
        self._columns = None
        self._body.append("</table:table>")

    def _begin(self, widths, kind, height=""):
        self._tables += 1
        table = f"Table{self._tables}"
        space = ' fo:margin-top="1mm" fo:margin-bottom="2mm"' if kind == "table" else ""
        least = f' style:min-row-height="{height}mm"' if height else ""
        self._style(
            table,
            "table",
            f'style:width="{sum(widths)}mm" table:align="left"{space}'
            ' table:border-model="collapsing"',
        )
        self._style(f"{table}.1", "table-row", f'fo:keep-together="always"{least}')
        for name, properties in _CELLS.items():
            self._style(f"{table}.{name}", "table-cell", properties)
        columns = ""
        for number, width in enumerate(widths):
            column = f"{table}.C{number}"
            self._style(column, "table-column", f'style:column-width="{width}mm"')
            columns += f'<table:table-column table:style-name="{column}"/>'
        self._body.append(
            f'<table:table table:name="{table}" table:style-name="{table}">{columns}'
        )

    def _style(self, name, family, properties):
        self._styles.append(
            f'<style:style style:name="{name}" style:family="{family}">'
            f"<style:{family}-properties {properties}/></style:style>"
        )

    def _row_start(self):
        return f'<table:table-row table:style-name="Table{self._tables}.1">'

    def _cell_start(self, kind, more=""):
        return (
            f'<table:table-cell table:style-name="Table{self._tables}.{kind}"{more}'
            ' office:value-type="string">'
        )

    def _row(self, mark, rest):
        texts = [text.strip() for text in rest.strip("|").split("|")]
        if mark == "|+":
            self._sum(texts)
        elif "<table:table-row" in self._body[-1]:
            styles = [("Cell number" if right else "Cell") for right in self._columns]
            self._cells("row", map(paragraph, texts, styles))
        else:
            styles = [
                ("Cell head number" if right else "Cell head")
                for right in self._columns
            ]
            self._body.append("<table:table-header-rows>")
            self._cells("head", map(paragraph, texts, styles))
            self._body[-1] += "</table:table-header-rows>"

    def _sum(self, texts):
        wide = len(self._columns) - len(texts) + 1
        more = f' table:number-columns-spanned="{wide}"' if wide > 1 else ""
        first, *rest = texts
        cells = self._cell_start("sum", more) + paragraph(f"**{first}**", "Cell")
        cells += "</table:table-cell>" + "<table:covered-table-cell/>" * (wide - 1)
        for text in rest:
            strong = paragraph(f"**{text}**" if text else "", "Cell number")
            cells += f"{self._cell_start('sum')}{strong}</table:table-cell>"
        self._body.append(f"{self._row_start()}{cells}</table:table-row>")

    def _cells(self, kind, cells):
        start = self._cell_start(kind)
        inside = "".join(f"{start}{cell}</table:table-cell>" for cell in cells)
        self._body.append(f"{self._row_start()}{inside}</table:table-row>")


def _title(mark, text):
    """Return the XML of a title; the main one carries the number of the case."""
    if mark.startswith("##"):
        return inline(text)
    span = '<text:span text:style-name="Subtitle_20_part">'
    number = _piece("field", "letter.case_number")
    return f"{inline(text)}{span} · sprawa nr {number}</text:span>"


def _declared(body):
    """Return the declarations of the fields in use; Writer lists them by these."""
    names = sorted(set(re.findall(r'text:name="(py3o\.[^"]+)"', body)))
    fields = "".join(
        f'<text:user-field-decl office:value-type="string"'
        f' office:string-value="{name.removeprefix("py3o.")}" text:name="{name}"/>'
        for name in names
    )
    return f"<text:user-field-decls>{fields}</text:user-field-decls>"


def _more_styles():
    """Return the styles that the demand does not have."""
    text = (SOURCE / "_styles.xml").read_text(encoding="utf-8")
    inside = re.search(r"<office:styles[^>]*>(.*)</office:styles>", text, re.DOTALL)[1]
    return re.sub(r">\s+<", "><", inside.strip())


def styles_of(look, page):
    """Return styles.xml: the look of the demand, on another page when one is given."""
    before, found, after = look.partition("<text:outline-style")
    styles = f"{before}{_more_styles()}{found}{after}"
    if not page:
        return styles
    width, height, left, top = page
    styles = re.sub(r"<style:footer>.*?</style:footer>", "", styles)
    sizes = {
        "fo:page-width": width,
        "fo:page-height": height,
        "fo:margin-left": left,
        "fo:margin-top": top,
        "fo:margin-right": 5,
        "fo:margin-bottom": 5,
    }
    start, opening, rest = styles.partition("<style:page-layout-properties ")
    properties, closing, end = rest.partition(">")
    for name, size in sizes.items():
        properties = re.sub(rf'{name}="[^"]*"', f'{name}="{size}mm"', properties)
    direction = "landscape" if width > height else "portrait"
    properties = properties.replace(
        'print-orientation="portrait"', f'print-orientation="{direction}"'
    )
    end = re.sub(r"<style:footer-style>.*?</style:footer-style>", "", end)
    return f"{start}{opening}{properties}{closing}{end}"


def template(name):
    """Return a template as the bytes of an ODT, made of its source."""
    with zipfile.ZipFile(LOOK) as look:
        styles, settings = look.read("styles.xml"), look.read("settings.xml")
    letter = Letter().read(name)
    written = {
        "content.xml": letter.content(),
        "styles.xml": styles_of(styles.decode(), letter.page),
        "settings.xml": settings,
        "META-INF/manifest.xml": _manifest(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.text"
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        for part, data in written.items():
            # Without the time of writing, the same source gives the same file.
            info = zipfile.ZipInfo(part)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def _manifest():
    uri = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    kinds = {"/": "application/vnd.oasis.opendocument.text"}
    kinds |= dict.fromkeys(("content.xml", "styles.xml", "settings.xml"), "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}"'
        f' manifest:media-type="{kind}"/>'
        for path, kind in kinds.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{uri}" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )


def names():
    """Return the names of the templates that have a source."""
    return sorted(p.stem for p in SOURCE.glob("*.txt") if p.stem[0] != "_")


if __name__ == "__main__":
    for each in names():
        (HERE / f"{each}.odt").write_bytes(template(each))
