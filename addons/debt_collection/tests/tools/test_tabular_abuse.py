"""Files that are broken, locked, dangerous or something else are refused clearly."""

import contextlib
import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from odoo.addons.debt_collection.tools import tabular
from odoo.addons.debt_collection.tools.tabular.faults import FAULTS, ROW_FAULTS

from . import workbooks as wb

SAMPLES = Path(__file__).parents[1] / "samples"
XLSX, XLS, CSV = (
    (SAMPLES / name).read_bytes()
    for name in ("energia.xlsx", "b2b.xls", "telekom_cp1250.csv")
)


def fault(data, **options):
    """The fault that opening and reading the file whole raises."""
    with pytest.raises(tabular.FileFault) as caught:
        for _row in tabular.open_table("plik.dat", data, **options).rows():
            pass
    assert caught.value.place.file == "plik.dat"
    assert "plik.dat" in str(caught.value)
    return caught.value


def reason(data, **options):
    """Why the file is refused."""
    return fault(data, **options).reason


# === What is not a table === #


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\r\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_table"),
        (b"\x1f\x8b\x08\x00....", "not_a_table"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "markup"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><Workbook/>', "markup"),
        (wb.zipped({"faktury.csv": "a;b;c"}), "not_a_table"),
        (wb.zipped({"xl/workbook.bin": "x"}), "old_format"),
        (wb.zipped({}), "not_a_table"),
        (b"a;b;c\r\n1;\0;3\r\n", "binary"),
        (bytes(random.Random(1).randbytes(5000)), "binary"),
        (b"jedna\r\ndruga\r\ntrzecia\r\n", "one_column"),
        (b"a;b;c\r\n", "no_rows"),
        (b"a;b;c\r\n;;\r\n", "no_rows"),
    ],
)
def test_refused(data, expected):
    assert reason(data) == expected


def test_every_reason_has_a_sentence_and_a_remedy():
    for message, remedy in (FAULTS | ROW_FAULTS).values():
        assert message[0].isupper()
        assert remedy.endswith(".")


def test_the_name_of_a_file_does_not_matter():
    for name, data, kind in (
        ("a.csv", XLSX, "xlsx"),
        ("a.xlsx", XLS, "xls"),
        ("a.xls", CSV, "csv"),
        ("a", wb.ods(wb.ods_row(("a", "b", "c")) + wb.ods_row((1, 2, 3))), "ods"),
    ):
        assert tabular.open_table(name, data).kind == kind


def test_too_big_by_bytes_or_path(tmp_path):
    limits = tabular.Limits(file_bytes=100)
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    assert reason(CSV, limits=limits) == reason(path, limits=limits) == "too_big"


def test_no_header():
    rows = wb.csv_bytes(rows=wb.ROWS)
    caught = fault(rows)
    assert (caught.reason, caught.place.row) == ("no_header", 1)


# === Cut off === #


def test_csv_cut_inside_quotes():
    caught = fault(b'a;b;c\r\n1;2;3\r\n4;"5;6\r\n7;8;9\r\n')
    assert (caught.reason, caught.place.row) == ("open_quote", 3)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.77, 0.95])
def test_csv_cut_in_a_row(share):
    rows = CSV.splitlines(keepends=True)
    length = sum(map(len, rows[: int(len(rows) * share)]))
    for cut in range(length + 20, length + 60):
        assert reason(CSV[:cut]) == "cut_off"


@pytest.mark.parametrize("row", [b"F/7;Mglisty;20.03.2025;5,5", b"F/7;Mglisty;20.03"])
def test_csv_cut_in_the_last_field_or_before(row):
    caught = fault(wb.csv_bytes("cp1250") + row)
    assert (caught.reason, caught.place.row) == ("cut_off", 8)


def test_csv_whole_last_row_without_a_line_end_is_warned_of():
    table = tabular.open_table("a", wb.csv_bytes() + b"F/7;Mglisty;20.03.2025;5,50")
    assert [row.record for row in table.rows()][-1] == 7
    assert table.warnings == (("no_final_newline", {}),)


def test_small_csv_without_a_line_end_is_read():
    rows = list(tabular.open_table("a", b"a;b;c\n1;2;3").rows())
    assert rows == [(2, 1, ("1", "2", "3"), {})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_cut_inside_a_letter(encoding):
    data = wb.csv_bytes(encoding)
    cut = data[: data.rindex("ę".encode(encoding)[-2:]) + 1]
    assert reason(cut) == "cut_off"


@pytest.mark.parametrize("data", [XLSX, XLS], ids=["xlsx", "xls"])
def test_spreadsheet_cut_anywhere_is_refused(data):
    for cut in range(8, len(data), len(data) // 150):
        assert reason(data[:cut]) in ("damaged", "cut_off", "binary", "encoding")


def test_spreadsheet_with_flipped_bytes_never_crashes():
    """A changed byte is either noticed or does no harm; nothing else is raised."""
    rng = random.Random(7)
    for data in (XLSX, XLS):
        for _again in range(60):
            spoiled = bytearray(data)
            for _byte in range(rng.choice((1, 1, 20))):
                spoiled[rng.randrange(8, len(data))] = rng.randrange(256)
            with contextlib.suppress(tabular.FileFault):
                list(tabular.open_table("a", spoiled).rows())


def test_xlsx_members_with_wrong_checksums_are_refused():
    spoiled = bytearray(XLSX)
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    spoiled[sheet.header_offset + 500] ^= 0xFF
    assert reason(spoiled) == "damaged"


@pytest.mark.parametrize(
    "rows",
    [
        wb.row(2, (1, 2)) + wb.row(1, ("a", "b")),
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="x"><c r="A1"><v>1</v></c></row>',
        '<row r="9999999"><c r="A9999999"><v>1</v></c></row>',
        '<row r="1"><c r="ABCD1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
)
def test_xlsx_with_impossible_cells(rows):
    assert reason(wb.xlsx(rows)) == "damaged"


@pytest.mark.parametrize(
    "member", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels"]
)
def test_xlsx_with_a_missing_part(member):
    members = wb.xlsx_members({"dane": wb.plain_sheet()})
    del members[member]
    assert reason(wb.zipped(members)) == "damaged"


# === Dangerous === #


def test_zip_bomb_by_its_directory():
    members = wb.xlsx_members({"dane": wb.plain_sheet()})
    members["xl/media/x.bin"] = bytes(64 << 20)
    data = wb.zipped(members)
    assert len(data) < 1 << 20
    assert reason(data) == "zip_bomb"


def test_zip_with_endlessly_many_members():
    members = {f"xl/{n}": "" for n in range(300)}
    assert reason(wb.zipped(members), limits=tabular.Limits(members=200)) == "zip_bomb"


def test_zip_whose_directory_lies_about_the_size():
    """The directory says 1000 bytes, with the right checksum of these, for 50 MB."""
    content = bytes(50 << 20)
    data = bytearray(wb.zipped({"xl/big.xml": content}))
    checksum = zlib.crc32(content[:1000])
    for mark, crc_at, size_at in ((b"PK\3\4", 14, 22), (b"PK\1\2", 16, 24)):
        place = data.index(mark)
        struct.pack_into("<I", data, place + crc_at, checksum)
        struct.pack_into("<I", data, place + size_at, 1000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.read("xl/big.xml")) == 1000
    assert reason(bytes(data)) == "zip_bomb"


def test_one_cell_in_the_last_corner_does_not_fill_the_memory():
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert reason(wb.xlsx(wb.plain_sheet() + corner)) == "too_wide"
    below = '<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row>'
    assert reason(wb.xlsx(wb.plain_sheet() + below)) == "too_large"


@pytest.mark.parametrize(
    "corner",
    [
        '<x:row xmlns:x="{0}" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c>'
        "</x:row>",
        '<row s="&gt;" r="1048576"><c s=">" r="XFD1048576" ><v>1</v></c></row>',
        "<row r='1048576'><c\nr = 'xfd1048576'><foo/><v>1</v></c></row>",
        '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>',
    ],
)
def test_the_corner_cannot_be_hidden_by_spelling(corner):
    rows = wb.plain_sheet() + corner.format(wb.MAIN)
    assert reason(wb.xlsx(rows)) == "too_wide"


def test_blank_styled_cells_far_away_do_no_harm():
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    rows = list(tabular.open_table("a", wb.xlsx(wb.plain_sheet() + far)).rows())
    assert len(rows) == len(wb.ROWS)


def test_ods_repeated_to_the_last_corner():
    bomb = (
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="700"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    assert reason(wb.ods(wb.ods_row(("a", "b", "c")) + bomb)) == "too_large"
    wide = bomb.replace('"700"', '"16384"')
    assert reason(wb.ods(wb.ods_row(("a", "b", "c")) + wide)) == "too_wide"


@pytest.mark.parametrize(
    "member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]
)
def test_declared_entities_are_refused(member):
    members = wb.xlsx_members({"dane": wb.plain_sheet()})
    bomb = '<!DOCTYPE z [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    members[member] = bomb + members.get(member, "<sst/>")
    assert reason(wb.zipped(members)) == "damaged"


def test_outside_files_are_not_fetched():
    members = wb.xlsx_members({"dane": wb.row(1, ("a", "&x;", "c"))})
    sheet = "xl/worksheets/sheet1.xml"
    outside = '<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    members[sheet] = outside + members[sheet]
    assert reason(wb.zipped(members)) == "damaged"


def test_huge_table_of_shared_texts():
    members = wb.xlsx_members({"dane": wb.plain_sheet()})
    members["xl/sharedStrings.xml"] = "<sst>" + "<si/>" * 100_000 + "</sst>"
    limits = tabular.Limits(shared_bytes=1000)
    assert reason(wb.zipped(members), limits=limits) == "too_large"


def test_very_long_cells_refuse_their_row_only():
    long = "x" * 40_000
    for data in (
        f"a;b;c\r\n1;{long};3\r\n4;5;6\r\n".encode(),
        wb.xlsx(wb.row(1, "abc") + wb.row(2, ("1", long, "3")) + wb.row(3, "456")),
    ):
        first, second = tabular.open_table("a", data).rows()
        assert (first.faults, second.faults) == ({1: "too_long"}, {})


def test_too_many_columns():
    header = ";".join(f"k{n}" for n in range(50))
    data = wb.xlsx(wb.row(1, [f"k{n}" for n in range(20)]))
    assert reason(data, limits=tabular.Limits(columns=10)) == "too_wide"
    line = ";".join("1" * 50)
    many = f"{header}\r\n{line}\r\n".encode()
    assert reason(many, limits=tabular.Limits(columns=10)) == "too_wide"


# === Locked === #


def locked_xlsx(password):
    """The energy sample, encrypted."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(XLSX)).encrypt(password, target)
    return target.getvalue()


@pytest.fixture(scope="module")
def locked():
    return locked_xlsx("Zażółć")


def test_locked_workbook_asks_for_its_password(locked):
    assert reason(locked) == "protected"


def test_wrong_password(locked):
    assert reason(locked, password="zazolc") == "wrong_password"


def test_right_password(locked):
    table = tabular.open_table("a", locked, password="Zażółć")
    assert len(list(table.rows())) == 200


def test_public_password_of_write_protection_needs_no_asking():
    table = tabular.open_table("a", locked_xlsx("VelvetSweatshop"))
    assert table.kind == "xlsx"


def test_password_for_an_open_file_does_no_harm():
    assert tabular.open_table("a", XLSX, password="x").kind == "xlsx"


def test_endless_hashing_is_refused(locked):
    spoiled = locked.replace(b'spinCount="100000"', b'spinCount="9999999999"')
    assert spoiled != locked
    assert reason(spoiled, password="x") in ("unknown_protection", "damaged")


def test_locked_zip():
    data = bytearray(wb.xlsx(wb.plain_sheet()))
    for mark, flags_at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(mark)
        data[place + flags_at] |= 1
    assert reason(bytes(data)) == "protected"


def test_locked_xls_is_known_as_such():
    stream_mark = b"\x09\x08\x10\x00\x00\x06\x05\x00"
    place = XLS.index(stream_mark) + 4 + 16
    filepass = struct.pack("<HHH", 0x2F, 54, 1) + bytes(52)
    spoiled = XLS[:place] + filepass + XLS[place + len(filepass) :]
    assert msoffcrypto.OfficeFile(io.BytesIO(spoiled)).is_encrypted()
    assert reason(spoiled) in ("protected", "unknown_protection", "damaged")


# === Encodings that are none === #


def test_utf8_with_pieces_of_another_encoding():
    data = wb.csv_bytes() + "F/9;Źle;1.1.2025;5,00\r\n".encode("cp1250")
    assert reason(data) == "encoding"


def test_utf8_mark_above_another_encoding():
    assert reason(b"\xef\xbb\xbf" + wb.csv_bytes("cp1250")) == "encoding"
