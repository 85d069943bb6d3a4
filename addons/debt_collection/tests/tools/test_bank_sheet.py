"""Files of rows read by a profile: amounts, signs, dates, balances, faults."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from odoo.addons.debt_collection.tools.bank import BankFault
from odoo.addons.debt_collection.tools.bank.sheet import Profile, read_sheet

COLUMNS = {"date": ("Data",), "amount": ("Kwota",), "title": ("Tytuł", "Opis")}
PLAIN = Profile(COLUMNS, "%d.%m.%Y")


def read(text, profile=PLAIN, encoding="cp1250"):
    """Return the statement of a text file."""
    [found] = read_sheet(text.encode(encoding), profile)
    return found


def rows(*lines):
    """Return a text with the usual header."""
    return "\n".join(["Data;Kwota;Tytuł;Opis", *lines]) + "\n"


def profile(columns=(), **changes):
    """Return the plain profile with some changes."""
    return Profile({**COLUMNS, **dict(columns)}, "%d.%m.%Y", **changes)


def test_columns_are_joined():
    found = read(rows("02.03.2026;1,50;Spłata;rata"))
    [entry] = found.entries
    assert (entry.title, entry.amount) == ("Spłata rata", Decimal("1.50"))
    assert entry.date == date(2026, 3, 2)
    assert (entry.line, found.whole) == (2, False)


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        ("1 234,50 zł", {}, "1234.50"),
        ("1.234,50", {"thousands": "."}, "1234.50"),
        ("1,234.50", {"thousands": ",", "decimal": "."}, "1234.50"),
        ("12345", {"decimal": ""}, "123.45"),
        ("10,00-", {}, "-10.00"),
        ("+10", {}, "10.00"),
        ("10,00", {"inverse": True}, "-10.00"),
    ],
)
def test_amounts(text, changes, expected):
    entry = read(rows(f"02.03.2026;{text};a;"), profile(**changes)).entries[0]
    assert entry.amount == Decimal(expected)


@pytest.mark.parametrize("text", ["dziesiec", "1,234", "1,2,3", "--5", ""])
def test_what_is_no_amount_is_told_with_its_row(text):
    with pytest.raises(BankFault) as caught:
        read(rows("02.03.2026;1;a;b", f"02.03.2026;{text};a;b"))
    assert caught.value.line == 3
    assert "Kwota" in caught.value.told()


def test_side_tells_the_sign():
    strict = profile({"side": ("Opis",)}, sign="side", debit="W", credit="U")
    found = read(rows("02.03.2026;5;a;W", "02.03.2026;6;a;U"), strict)
    assert [entry.amount for entry in found.entries] == [-5, 6]
    with pytest.raises(BankFault, match="neither"):
        read(rows("02.03.2026;5;a;X"), strict)


def test_two_columns_for_money_in_and_out():
    two = profile({"in": ("Kwota",), "out": ("Opis",)}, sign="two")
    found = read(rows("02.03.2026;5;a;", "02.03.2026;;a;7"), two)
    assert [entry.amount for entry in found.entries] == [5, -7]


def test_only_rows_of_one_kind_and_no_footer():
    some = profile(only=("Opis", "02"), skip_bottom=1)
    found = read(rows("02.03.2026;5;a;01", "02.03.2026;6;b;02", "Razem;11;;"), some)
    assert [entry.amount for entry in found.entries] == [6]


def test_positions_where_there_is_no_header():
    bare = Profile({"date": ("0",), "amount": ("2",)}, "%Y%m%d", header=False, skip=0)
    found = read("20260302;x;5,00\n20260303;y;6,00\n", bare)
    assert [entry.amount for entry in found.entries] == [5, 6]


@pytest.mark.parametrize("turned", [False, True])
def test_balances_of_rows_are_those_of_the_statement(turned):
    with_balance = profile({"balance": ("Opis",)})
    lines = ["02.03.2026;5;a;105", "03.03.2026;-7;b;98"]
    found = read(rows(*(lines[::-1] if turned else lines)), with_balance)
    assert (found.opening, found.closing, found.whole) == (100, 98, True)
    assert [entry.amount for entry in found.entries] == [5, -7]


def test_a_missing_row_breaks_the_balances():
    with_balance = profile({"balance": ("Opis",)})
    lines = ["02.03.2026;5;a;105", "03.03.2026;-7;b;98", "03.03.2026;1;b;100"]
    with pytest.raises(BankFault) as caught:
        read(rows(*lines), with_balance)
    assert (caught.value.reason, caught.value.line) == ("row_balance", 4)


def test_unknown_column_names_those_there_are():
    with pytest.raises(BankFault, match=r"Nadawca.*Kwota"):
        read(rows("02.03.2026;5;a;b"), profile({"payer": ("Nadawca",)}))


def test_currency_other_than_the_journals_is_refused():
    with pytest.raises(BankFault, match="EUR"):
        read(rows("02.03.2026;5;a;EUR"), profile({"currency": ("Opis",)}))


def test_spreadsheets_have_dates_and_numbers():
    book = openpyxl.Workbook()
    book.active.append(["Data", "Kwota", "Tytuł", "Opis"])
    book.active.append([date(2026, 3, 2), 0.1 + 0.2, "a", None])
    packed = io.BytesIO()
    book.save(packed)
    [found] = read_sheet(packed.getvalue(), PLAIN)
    assert found.entries[0].amount == Decimal("0.30")
    assert found.entries[0].date == date(2026, 3, 2)


def test_operation_number_makes_the_key():
    numbered = profile({"unique": ("Opis",)})
    first = read(rows("02.03.2026;5;a;T1"), numbered).entries[0]
    again = read(rows("02.03.2026;5;other;T1"), numbered).entries[0]
    assert first.key == again.key == "20260302/5.00/T1"
