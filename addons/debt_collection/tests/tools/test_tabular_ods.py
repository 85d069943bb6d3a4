"""Tables of LibreOffice Calc are read as the user sees them."""

import datetime

from odoo.addons.debt_collection.tools import tabular

from . import workbooks as wb


def _values(data):
    return [row.values for row in tabular.open_table("plik", data).rows()]


def test_ods():
    rows = (
        wb.ods_row(("Nr", "Nazwa", "Termin", "Kwota"))
        + wb.ods_row((None,) * 4, repeated=3)
        + '<table:table-row><table:table-cell office:value-type="string"><text:p>F/1'
        "</text:p></table:table-cell><table:table-cell><office:annotation><text:p>uwaga"
        "</text:p></office:annotation><text:p>Łąka<text:s text:c='2'/>x</text:p>"
        "<text:p>y</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2025-03-14">'
        "<text:p>14.03.25</text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="7.5" '
        'table:formula="of:=1"><text:p>7,5</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
        + wb.ods_row((None,), repeated=1_048_570)
    )
    table = tabular.open_table("plik", wb.ods(rows))
    assert (table.kind, table.header) == ("ods", wb.HEADER)
    assert list(table.rows()) == [
        (
            5,
            1,
            ("F/1", "Łąka  x y", datetime.date(2025, 3, 14), 7.5),
            {3: "formula"},
        )
    ]


def test_ods_repeated_rows_and_cells_are_unrolled():
    twice = '<table:table-cell table:number-columns-repeated="2"><text:p>q</text:p>'
    rows = (
        wb.ods_row(("a", "b", "c"))
        + f'<table:table-row table:number-rows-repeated="2">{twice}</table:table-cell>'
        "</table:table-row>"
    )
    assert _values(wb.ods(rows)) == [("q", "q", None)] * 2
