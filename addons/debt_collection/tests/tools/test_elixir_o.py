"""Elixir-O: what the bank reads is what we ordered, and nothing it refuses."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.bank_out import (
    Account,
    Transfer,
    TransferFault,
    write_elixir_o,
)
from odoo.addons.debt_collection.tools.bank_out.elixir_o import ENCODINGS

OURS = "PL61 1090 1014 0000 0712 1981 2874"
THEIRS = "27114020040000300201355387"
SENDER = Account(OURS, "Agencja Sp. z o.o.", ("ul. Wierzbowa 8", "61-007 Poznań"))
RECEIVER = Account(THEIRS, "Energia Zielona Dolina S.A.")


def order(amount="1234.50", title="Rozliczenie R/2026/0001", **values):
    facts = {"receiver": RECEIVER, "date": date(2026, 5, 4), "reference": "R/1"}
    return Transfer(amount=Decimal(amount), title=title, **facts | values)


def fields(data, encoding="cp852"):
    [line] = data.decode(encoding).split("\r\n")[:-1]
    [row] = csv.reader([line])
    return row


def test_one_order():
    [data] = write_elixir_o(SENDER, [order()])
    assert data.decode("cp852") == (
        "110,20260504,123450,10901014,0,"
        '"61109010140000071219812874","27114020040000300201355387",'
        '"Agencja Sp. z o.o.|ul. Wierzbowa 8|61-007 Poznań",'
        '"Energia Zielona Dolina S.A.",0,11402004,"Rozliczenie R/2026/0001","","",'
        '"51","R/1"\r\n'
    )


def test_without_quotation_marks_no_comma_is_left_in_a_text():
    [data] = write_elixir_o(SENDER, [order(title="a, b")], quoted=False)
    line = data.decode("cp852").rstrip("\r\n").split(",")
    assert len(line) == 16
    assert line[5] == "61109010140000071219812874"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_polish_letters_survive(encoding):
    title = "Zażółć gęślą jaźń"
    [data] = write_elixir_o(SENDER, [order(title=title)], encoding)
    assert fields(data, encoding)[11] == title


def test_what_the_code_page_lacks_loses_its_accent():
    [data] = write_elixir_o(SENDER, [order(title="ñ → „x”")], "iso8859_2")
    assert fields(data, "iso8859_2")[11] == "n x"


def test_long_texts_take_four_lines_of_35():
    [data] = write_elixir_o(SENDER, [order(title="x" * 200)])
    assert fields(data)[11] == "|".join(["x" * 35] * 4)


def test_a_file_has_at_most_5000_orders():
    files = write_elixir_o(SENDER, [order()] * 5001)
    assert [data.count(b"\r\n") for data in files] == [5000, 1]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"receiver": Account("27114020040000300201355388", "X")}, "number"),
        ({"receiver": Account("DE89370400440532013000", "X")}, "number"),
        ({"receiver": Account(OURS, "X")}, "same"),
        ({"receiver": Account(THEIRS, " ")}, "receiver"),
        ({"amount": "0"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"title": " "}, "title"),
    ],
)
def test_refused(values, code):
    with pytest.raises(TransferFault) as caught:
        write_elixir_o(SENDER, [order(**values)])
    assert caught.value.code == code
    assert str(caught.value).startswith("R/1: ")


@given(st.text(min_size=1).filter(lambda t: t.strip()), st.sampled_from(ENCODINGS))
def test_no_text_breaks_the_line(text, encoding):
    [data] = write_elixir_o(SENDER, [order(title=text)], encoding)
    row = fields(data, encoding)
    assert len(row) == 16
    assert row[11].count("|") <= 3
    assert all(len(part) <= 35 for part in row[11].split("|"))
