"""Files that were made to do harm: they are refused before they are read."""

import struct
import zlib

import pytest

from odoo.addons.debt_collection.tools import odt

from .odt_samples import (
    DEMAND,
    codes,
    field,
    letter,
    paragraph,
    read_parts,
    template,
    write_parts,
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7",
        DEMAND.read_bytes()[:20000],
        DEMAND.read_bytes()[:-30],
        write_parts({"content.xml": "<a/>"}),
        template(
            "", more={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
        ),
    ],
)
def test_what_is_no_odt_is_refused(data):
    assert codes(data) == ["not_odt"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"Basic/Standard/Module1.xml": "<x/>"}, "unknown_part"),
        ({"Scripts/python/evil.py": "x"}, "unknown_part"),
        ({"Object 1/content.xml": "<x/>"}, "unknown_part"),
        ({"Fonts/font.ttf": "x"}, "unknown_part"),
        ({"../../evil.xml": "x"}, "unknown_part"),
        ({"Pictures/../../evil.png": "x"}, "unknown_part"),
        ({"Pictures/a.svg": "<svg/>"}, "bad_picture"),
        ({"Pictures/a.png": "GIF89a"}, "bad_picture"),
        ({"content.xml": "<a><b></a>"}, "bad_xml"),
        ({"content.xml": "<a>ż</a>".encode("utf-16")}, "bad_xml"),
        (
            {"content.xml": b"<?xml version='1.0' encoding='utf-7'?><a>\xff</a>"},
            "bad_xml",
        ),
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "doctype"),
        ({"styles.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}, "doctype"),
        ({"META-INF/manifest.xml": "<manifest:encryption-data/>"}, "encrypted"),
        ({f"Thumbnails/{n}": "" for n in range(600)}, "too_large"),
        ({"settings.xml": "<a>" + " " * (6 * 2**20) + "</a>"}, "too_large"),
        ({f"Thumbnails/{n}": b"\0" * (6 * 2**20) for n in range(4)}, "too_large"),
    ],
)
def test_parts_that_a_letter_cannot_have_are_refused(more, code):
    assert codes(template("", more=more)) == [code]


def test_a_part_that_lies_about_its_size_is_refused():
    data = bytearray(template("", more={"Thumbnails/a": b"\0" * (25 * 2**20)}))
    entry = data.rindex(b"Thumbnails/a") - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert codes(bytes(data)) in (["too_large"], ["not_odt"])


def test_a_prefix_that_means_something_else_is_refused():
    content = read_parts(template(field("letter.total")))["content.xml"].decode()
    fake = content.replace("opendocument:xmlns:text:1.0", "opendocument:xmlns:text:9")
    assert "foreign" in codes(
        write_parts(read_parts(template("")) | {"content.xml": fake})
    )


def test_pictures_inside_the_document_are_kept():
    png = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x")
    picture = paragraph(
        '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    )
    data = template(picture, more={"Pictures/a.png": png})
    assert codes(data) == []
    parts = read_parts(odt.render_batch(data, [letter()]))
    assert parts["Pictures/a.png"] == png
    assert b'full-path="Pictures/a.png" ' in parts["META-INF/manifest.xml"]


def test_nothing_of_a_customised_menu_is_passed_on():
    data = template("", more={"Configurations2/menubar/menu.xml": "x", "meta.xml": "x"})
    assert codes(data) == []
    assert not {"Configurations2/menubar/menu.xml", "meta.xml"} & set(
        read_parts(odt.render_batch(data, [letter()]))
    )
