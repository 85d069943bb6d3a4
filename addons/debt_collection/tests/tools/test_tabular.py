"""Tables are read from every kind of file as the user sees them."""

import csv
import datetime
import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from odoo.addons.debt_collection.tools import tabular

from . import workbooks as wb

SAMPLES = Path(__file__).parents[1] / "samples"


def opened(data, **options):
    return tabular.open_table("plik", data, **options)


def values(data, **options):
    return [row.values for row in opened(data, **options).rows()]


# === Samples === #


@pytest.mark.parametrize(
    ("file", "kind", "rows", "columns"),
    [
        ("energia.xlsx", "xlsx", 200, 19),
        ("telekom_cp1250.csv", "csv", 150, 13),
        ("b2b.xls", "xls", 60, 9),
    ],
)
def test_samples(file, kind, rows, columns):
    table = tabular.open_table(file, SAMPLES / file)
    read = list(table.rows())
    assert (table.kind, len(read), len(table.header)) == (kind, rows, columns)
    assert [row.record for row in read] == list(range(1, rows + 1))
    assert [row.number for row in read] == list(range(2, rows + 2))
    assert not any(row.faults for row in read)
    assert table.warnings == ()


def test_planted_faults_stand_where_the_list_says():
    with (SAMPLES / "faults.csv").open() as listed:
        lines = list(csv.reader(listed))
    planted = {(file, int(record)): kind for file, record, kind in lines}
    spoiled = {
        (file, row.record)
        for file in ("energia.xlsx", "telekom_cp1250.csv", "b2b.xls")
        for row in tabular.open_table(file, SAMPLES / file).rows()
        if {"31.02.2025", "sto złotych", "00000"} & set(row.values)
    }
    visible = {k for k, kind in planted.items() if kind in ("date", "amount", "zip")}
    assert spoiled == {k for k in visible if k[0] != "b2b.xls" or planted[k] != "zip"}


def test_spreadsheet_values_keep_their_types():
    row = next(tabular.open_table("b2b.xls", SAMPLES / "b2b.xls").rows())
    *_, number, issued, due, amount, _currency, _email = row.values
    assert isinstance(number, str)
    assert type(issued) is type(due) is datetime.date
    assert isinstance(amount, float)


def test_a_table_can_be_read_twice_and_partly():
    table = opened(wb.csv_bytes())
    assert list(table.rows()) == list(table.rows())
    assert table.sample(2) == list(table.rows())[:2]


def test_a_path_is_read_like_bytes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(wb.csv_bytes())
    assert values(path) == values(str(path)) == values(wb.csv_bytes())


# === CSV === #


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows((wb.HEADER, *wb.ROWS))
    table = opened(text.getvalue().encode())
    assert table.separator == separator
    assert [row.values for row in table.rows()] == list(wb.ROWS)


def test_separator_declared_for_spreadsheets():
    table = opened(("sep=^\r\n" + wb.csv_text("^")).encode())
    assert (table.separator, table.header_row) == ("^", 2)
    assert next(table.rows()).number == 3


def test_decimal_commas_do_not_win_over_semicolons():
    rows = [("Nr", "Kwota", "Wpłacono"), *[("F/1", "1,50", "0,50")] * 9]
    assert opened(wb.csv_bytes(rows=rows)).separator == ";"


@pytest.mark.parametrize(
    ("encoding", "detected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "cp1250"),
        ("iso8859-2", "iso8859-2"),
        ("cp852", "cp852"),
    ],
)
def test_encodings(encoding, detected):
    table = opened(wb.csv_bytes(encoding))
    assert table.encoding == detected
    assert [row.values for row in table.rows()] == list(wb.ROWS)


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "cp852"])
@pytest.mark.parametrize("name", ["Łoś", "ŁÓDŹ", "Żółw Ąę", "mąż", "Śląsk"])
def test_one_polish_word_tells_the_encoding(encoding, name):
    data = wb.csv_bytes(encoding, rows=[("a", "b"), ("x1", name), ("x2", "n")])
    assert values(data)[0][1] == name


def test_quotation_marks_and_dashes_of_windows():
    data = wb.csv_bytes("cp1250", rows=[("a", "b"), ("„Żuk” – §", "x")])
    assert values(data)[0][0] == "„Żuk” – §"


def test_quotes_hold_separators_breaks_and_quotes():
    data = 'a;b;c\r\n1;"x; ""y""\r\nz";3\r\n4;"A" Sp. z o.o.;6\r\n7;Firma "Q";9\r\n'
    table = opened(data.encode())
    assert [row.values for row in table.rows()] == [
        ("1", 'x; "y" z', "3"),
        ("4", "A Sp. z o.o.", "6"),
        ("7", 'Firma "Q"', "9"),
    ]
    assert [row.number for row in table.rows()] == [2, 3, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    assert values(wb.csv_bytes(end=end)) == list(wb.ROWS)


def test_blank_rows_are_skipped_but_counted():
    data = b"\r\na;b;c\r\n;;\r\n1;2;3\r\n\r\n   ; ;\r\n4;5;6\r\n;;\r\n"
    rows = list(opened(data).rows())
    assert [(row.number, row.record) for row in rows] == [(4, 1), (7, 2)]


def test_end_mark_of_dos_is_dropped():
    assert values(wb.csv_bytes("cp852") + b"\x1a") == list(wb.ROWS)


def test_rows_of_another_width_are_marked():
    data = b"a;b;c\r\n1;2\r\n1;2;3\r\n1;2;3;;\r\n1;2;3;4\r\n"
    rows = list(opened(data).rows())
    assert [row.faults for row in rows] == [
        {None: "short_row"},
        {},
        {},
        {None: "long_row"},
    ]
    assert {len(row.values) for row in rows} == {3}


def test_spaces_and_invisible_characters_are_tidied():
    data = "a;b;c\r\n\ufeff 1\u00a0272,06 ;\u200bx\u00ad\ty;\x07\r\n".encode()
    assert values(data) == [("1 272,06", "x y", None)]


# === Header === #


def test_title_rows_above_the_header_are_passed_over():
    rows = [
        ("Zestawienie wierzytelności", "", "", ""),
        ("na dzień 31.12.2025", "", "", ""),
        ("", "", "", ""),
        wb.HEADER,
        *wb.ROWS,
    ]
    table = opened(wb.csv_bytes(rows=rows))
    assert (table.header, table.header_row) == (wb.HEADER, 4)
    assert next(table.rows())[:2] == (5, 1)


def test_equal_and_empty_names_become_unique():
    data = b"Tel;;Tel;tel;Tel;\r\n1;2;3;4;5;\r\n"
    table = opened(data)
    assert table.header == ("Tel", "Column B", "Tel (2)", "tel", "Tel (3)")
    assert table.warnings == (
        ("unnamed_column", {"column": "Column B"}),
        ("duplicate_name", {"column": "Tel (2)"}),
        ("duplicate_name", {"column": "Tel (3)"}),
    )


def test_name_like_a_made_up_one_stays_unique():
    table = opened(b"Tel (2);Tel;Tel;x\r\n1;2;3;4\r\n")
    assert table.header == ("Tel (2)", "Tel", "Tel (3)", "x")


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA")])
def test_column_letters(index, letters):
    assert tabular.table.column_letter(index) == letters


# === XLSX === #


def test_xlsx_by_hand_with_and_without_prefixes():
    for prefix in ("", "x"):
        table = opened(wb.xlsx(wb.plain_sheet(prefix), prefix=prefix))
        assert (table.header, table.sheet, table.sheets) == (
            wb.HEADER,
            "dane",
            ("dane",),
        )
        assert [row.values for row in table.rows()] == list(wb.ROWS)


def test_xlsx_cells_without_references():
    rows = "".join(
        "<row>" + "".join(f"<c><v>{n}</v></c>" for n in line) + "</row>"
        for line in ((1, 2, 3), (4, 5, 6))
    )
    head = wb.row(1, ("a", "b", "c"))
    assert values(wb.xlsx(head + rows)) == [(1, 2, 3), (4, 5, 6)]


def test_xlsx_blank_rows_and_columns_before_the_table():
    cells = [wb.cell(f"{c}5", c) for c in "CDE"], [wb.cell(f"{c}7", 1) for c in "CDE"]
    rows = f'<row r="5">{"".join(cells[0])}</row><row r="7">{"".join(cells[1])}</row>'
    table = opened(wb.xlsx(rows))
    assert table.header == ("Column A", "Column B", "C", "D", "E")
    assert next(table.rows()) == (7, 1, (None, None, 1, 1, 1), {})


def test_xlsx_formulas_errors_and_rounded_numbers_are_marked():
    rows = (
        wb.row(1, ("a", "b", "c", "d"))
        + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><v>#N/A</v></c>'
        '<c r="C2"><v>590322420112345678</v></c><c r="D2" t="str"><f>B2</f></c></row>'
        + wb.row(3, (1, 2, 3, 4))
    )
    first, second = opened(wb.xlsx(rows)).rows()
    assert first.faults == {
        0: "formula",
        1: "error_cell",
        2: "rounded_number",
        3: "formula",
    }
    assert (second.values, second.faults) == ((1, 2, 3, 4), {})


def test_xlsx_formula_only_in_cells_counts():
    rows = wb.plain_sheet()
    data = wb.xlsx_members({"dane": rows})
    sheet = "xl/worksheets/sheet1.xml"
    data[sheet] = data[sheet].replace(
        "</sheetData>",
        '</sheetData><extLst><ext xmlns:m="m"><m:f>A1</m:f></ext></extLst>',
    )
    assert not any(row.faults for row in opened(wb.zipped(data)).rows())


def test_xlsx_of_openpyxl_with_types():
    book = openpyxl.Workbook()
    book.active.append(["Data", "Kwota", "Cały", "Tak"])
    moment = datetime.datetime(2025, 3, 14, 12, 30)
    book.active.append([moment, 12.5, 7, True])
    book.active.append([moment.date(), "=B2*2", 1e3, None])
    target = io.BytesIO()
    book.save(target)
    first, second = opened(target.getvalue()).rows()
    assert first.values == (datetime.date(2025, 3, 14), 12.5, 7, True)
    assert second.values[0] == datetime.date(2025, 3, 14)
    assert second.faults == {1: "formula"}


def test_xlsx_1904_calendar():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("a", "b", "c"))
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 0, datetime.date(2025, 3, 14), style)
        sheet.write_row(1, 1, ("x", "y"))
    assert values(target.getvalue())[0][0] == datetime.date(2025, 3, 14)


def test_xlsx_shared_and_rich_texts():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("a", "b", "c"))
        bold = book.add_format({"bold": True})
        sheet.write_rich_string(1, 0, "Źdź", bold, "bło")
        sheet.write_row(1, 1, ("x", "x"))
    assert values(target.getvalue()) == [("Źdźbło", "x", "x")]


def two_sheets():
    blank = wb.row(1, (None,))
    return wb.zipped(
        wb.xlsx_members({"pusty": blank, "pierwszy": wb.plain_sheet(), "inny": OTHER})
    )


OTHER = wb.row(1, ("x", "y", "z")) + wb.row(2, (1, 2, 3))


def test_first_sheet_with_content_is_taken():
    table = opened(two_sheets())
    assert table.sheet == "pierwszy"
    assert table.sheets == ("pusty", "pierwszy", "inny")


def test_a_sheet_can_be_chosen():
    assert values(two_sheets(), sheet="inny") == [(1, 2, 3)]


def test_unknown_sheet_is_named_with_the_known_ones():
    with pytest.raises(tabular.FileFault, match="pusty, pierwszy, inny") as caught:
        opened(two_sheets(), sheet="nie ma")
    assert caught.value.reason == "no_sheet"


# === XLS === #


def xls(rows, sheet="dane"):
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    for number, cells in enumerate(rows):
        for column, value in enumerate(cells):
            page.write(number, column, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_xls_formulas_are_marked():
    rows = [("a", "b", "c"), (1, 2, xlwt.Formula("A2+B2")), (3, 4, 5)]
    first, second = opened(xls(rows)).rows()
    assert first.faults == {2: "formula"}
    assert (second.values, second.faults) == ((3, 4, 5), {})


def test_xls_sheet_can_be_chosen():
    data = xls([("a", "b"), (1, 2)])
    assert opened(data, sheet="dane").sheets == ("dane",)
    with pytest.raises(tabular.FileFault) as caught:
        opened(data, sheet="inny")
    assert caught.value.reason == "no_sheet"
