"""Interest by file: published rows, payments of each kind, faults by row and column."""

import io
from decimal import Decimal

import pytest

from odoo.addons.debt_collection.tools.interest_csv import (
    interest_of_file,
    interest_of_row,
)
from odoo.addons.debt_collection.tools.limitation_csv import RowFault

from .common import VECTORS, law_table, row_id, vectors

EXAMPLES = "interest_worked_examples.csv"
TABLE = law_table()


def claim(**columns):
    """Return a row: 10000 zł, 2024, all of it at 11.25 percent."""
    usual = {
        "id": "X1",
        "kind": "delay_481",
        "principal": "10000",
        "interest_from": "2024-01-01",
        "as_of": "2024-12-30",
    }
    return usual | columns


def amount(**columns):
    return interest_of_row(claim(**columns), TABLE)


@pytest.mark.parametrize("row", vectors(EXAMPLES), ids=row_id)
def test_published_row(row):
    assert interest_of_row(row, TABLE) == Decimal(row["expected_interest"])


@pytest.mark.parametrize("row", vectors(EXAMPLES), ids=row_id)
def test_published_row_with_the_total_rounded(row):
    expected = row["expected_total_rounded"] or row["expected_interest"]
    assert interest_of_row(row | {"rounding": "total"}, TABLE) == Decimal(expected)


@pytest.mark.parametrize("row", vectors(EXAMPLES), ids=row_id)
def test_published_row_needs_no_computed_column(row):
    computed = ("interest_from", "due_date_shifted", "days", "expected_interest")
    kept = computed if row["due_date"] else ("expected_interest",)
    asked = {column: text for column, text in row.items() if column not in kept}
    assert interest_of_row(asked, TABLE) == Decimal(row["expected_interest"])


# === DAYS === #


def test_usual_claim():
    assert amount() == Decimal("1125.00")


@pytest.mark.parametrize(
    "columns",
    [
        {"interest_from": "", "due_date": "2023-12-31", "shift_rule": "none"},
        {"interest_from": "", "due_date_shifted": "2023-12-31"},
        {"due_date": "2020-02-02"},
        {"as_of": "", "days": "365"},
        {"interest_from": "", "days": "365"},
        {"interest_from": None, "as_of": "2024-12-30 ", "days": "365"},
        {"principal": "10 000,00"},
        {"days": "1"},
    ],
    ids=str,
)
def test_same_span_said_otherwise(columns):
    assert amount(**columns) == amount()


def test_due_date_is_moved_unless_the_row_says_none():
    moved = amount(interest_from="", due_date="2023-12-31")
    assert moved == amount(interest_from="2024-01-03")
    assert moved == amount(interest_from="", due_date="2023-12-31", shift_rule="art115")


def test_interest_ends_where_it_has_not_begun():
    assert amount(as_of="2023-12-31") == 0


@pytest.mark.parametrize(
    "stated",
    [
        {"rate": "14"},
        {"percent": "14,00 %"},
        {"rate_percent": "14.0"},
        {"tests": "44 days at 14 percent"},
        {"note": "at 14%; or 14.0 percent"},
        {"kind": "contractual: 14"},
        {"kind": "contractual", "rate": "14"},
    ],
    ids=str,
)
def test_days_without_dates_use_the_stated_rate(stated):
    row = {"id": "X", "kind": "commercial_delay", "principal": "12400", "days": "44"}
    assert interest_of_row(row | stated, TABLE) == Decimal("209.27")


# === AGREED RATES === #


@pytest.mark.parametrize(
    "stated",
    [
        {"rate": "20"},
        {"kind": "contractual 20%"},
        {"note": "agreed rate of 20 percent, below the cap of 22.5 percent"},
    ],
    ids=str,
)
def test_agreed_rate(stated):
    assert amount(**{"kind": "contractual"} | stated) == Decimal("2000.00")


def test_agreed_rate_is_cut_to_the_cap():
    assert amount(kind="contractual", rate="30") == amount(kind="max_delay_481")


def test_rate_of_a_statutory_kind_is_ignored():
    assert amount(rate="30") == amount()


def test_kind_none_bears_nothing():
    assert amount(kind="none") == 0
    assert amount(kind="none", interest_from="", as_of="", days="9") == 0


# === PAYMENTS === #


def test_principal_paid_lowers_the_base_from_the_next_day():
    expected = amount(as_of="2024-01-31") + amount(
        principal="4000", interest_from="2024-02-01"
    )
    assert amount(payments="2024-01-31:6000:principal") == expected


@pytest.mark.parametrize(
    "payments",
    [
        "2024-03-31:1000:principal;2024-01-31:2000:principal",
        "2024-01-31:2000:principal | 2024-03-31:1000,00:Principal;",
    ],
)
def test_several_payments_in_any_order(payments):
    expected = (
        amount(as_of="2024-01-31", rounding="total")
        + amount(principal="8000", interest_from="2024-02-01", as_of="2024-03-31")
        + amount(principal="7000", interest_from="2024-04-01")
    )
    assert amount(payments=payments) == expected


def test_interest_paid_changes_no_principal():
    assert amount(payments="2024-01-31:5000:interest") == amount()
    assert amount(payments="2024-01-31:5000:cost") == amount()


def test_payment_without_kind_pays_interest_first():
    owed = amount(as_of="2024-01-31")
    assert amount(payments=f"2024-01-31:{owed}") == amount()
    paid = amount(payments=f"2024-01-31:{owed + 6000}")
    assert paid == amount(payments="2024-01-31:6000:principal")


def test_interest_already_paid_is_not_paid_again():
    owed = amount(as_of="2024-01-31")
    paid = amount(payments=f"2024-01-31:{owed}:interest;2024-01-31:6000:")
    assert paid == amount(payments="2024-01-31:6000:principal")


def test_payment_before_the_first_day_only_lowers_principal():
    for kind in ("", ":principal"):
        assert amount(payments=f"2023-12-01:6000{kind}") == amount(principal="4000")


def test_payment_on_the_first_day_leaves_that_day_its_interest():
    paid = amount(payments="2024-01-01:10000:principal")
    assert paid == amount(as_of="2024-01-01") == Decimal("3.08")


def test_payment_on_or_after_the_last_day_changes_nothing():
    assert amount(payments="2024-12-30:6000:principal") == amount()
    assert amount(payments="2025-12-30:6000:principal") == amount()


def test_overpaid_principal_bears_nothing():
    paid = amount(payments="2024-01-31:20000:principal")
    assert paid == amount(as_of="2024-01-31")


# === PRACTICE === #


def test_rounding_and_divisor_of_the_row():
    assert amount(as_of="2024-01-31") == Decimal("95.55")
    assert amount(as_of="2024-01-31", rounding="full_zloty") == Decimal("96.00")
    assert amount(as_of="2024-12-31", divisor="actual") == Decimal("1125.00")


# === FAULTS === #


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "delay"}, "kind"),
        ({"kind": "delay_481", "interest_from": "1990-01-01"}, "kind"),
        ({"kind": "contractual"}, "rate"),
        ({"kind": "contractual", "note": "12 percent or 13 percent"}, "rate"),
        ({"kind": "contractual", "rate": "much"}, "rate"),
        ({"principal": ""}, "principal"),
        ({"principal": "-1"}, "principal"),
        ({"principal": "NaN"}, "principal"),
        ({"principal": "1.001"}, "principal"),
        ({"principal": "1e400"}, "principal"),
        ({"kind": "contractual", "rate": "9.1234567"}, "rate"),
        ({"interest_from": "", "due_date": "9999-12-31"}, "due_date"),
        ({"interest_from": "01.02.2024"}, "interest_from"),
        ({"interest_from": ""}, "due_date"),
        ({"interest_from": "", "due_date": "2024-02-30"}, "due_date"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": "today"}, "as_of"),
        ({"as_of": "", "days": "3.5"}, "days"),
        ({"as_of": "", "days": "9999999"}, "days"),
        ({"interest_from": "", "as_of": "", "days": "5"}, "rate"),
        ({"shift_rule": "forward"}, "shift_rule"),
        ({"rounding": "down"}, "rounding"),
        ({"divisor": "360"}, "divisor"),
        ({"payments": "2024-01-31"}, "payments"),
        ({"payments": "2024-01-31:x"}, "payments"),
        ({"payments": "31.01.2024:5"}, "payments"),
        ({"payments": "2024-01-31:-5"}, "payments"),
        ({"payments": "2024-01-31:5:tip"}, "payments"),
        ({"payments": "2024-01-31:5:interest:x"}, "payments"),
        (
            {"interest_from": "", "as_of": "", "days": "5", "payments": "2024-01-31:5"},
            "payments",
        ),
    ],
    ids=str,
)
def test_fault_names_row_and_column(columns, field):
    with pytest.raises(RowFault) as error:
        amount(**columns)
    assert error.value.field == field
    assert str(error.value).startswith(f"Row X1, column {field}: ")


def test_file_goes_on_after_a_faulty_row():
    file = io.StringIO(
        "id;kind;principal;interest_from;as_of\n"
        "A;delay_481;100;2024-01-01;2024-12-30\n"
        "B;delay_481;a lot;2024-01-01;2024-12-30\n"
        "C;delay_481;200;2024-01-01;2024-12-30\n"
    )
    answers = list(interest_of_file(file, TABLE))
    assert [(name, value) for name, value, _fault in answers] == [
        ("A", Decimal("11.25")),
        ("B", None),
        ("C", Decimal("22.50")),
    ]
    assert [fault and fault.field for *_, fault in answers] == [None, "principal", None]


def test_file_of_examples():
    with (VECTORS / EXAMPLES).open(encoding="utf-8", newline="") as file:
        answers = {name: value for name, value, _fault in interest_of_file(file, TABLE)}
    assert answers == {
        row["id"]: Decimal(row["expected_interest"]) for row in vectors(EXAMPLES)
    }
