"""Instalments: nothing is lost, months are kept."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.instalments import monthly_instalments


def test_the_last_takes_what_cannot_be_divided():
    parts = monthly_instalments(Decimal("3097.12"), 6, date(2026, 11, 23))
    assert [str(part.amount) for part in parts] == ["516.18"] * 5 + ["516.22"]
    assert [part.due_date.isoformat() for part in parts[:2]] == [
        "2026-12-23",
        "2027-01-23",
    ]


def test_a_day_that_a_month_lacks_is_its_last_and_comes_back():
    parts = monthly_instalments(Decimal(300), 3, date(2026, 12, 31))
    assert [part.due_date for part in parts] == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


@pytest.mark.parametrize(
    ("total", "count", "made"),
    [("0", 3, 0), ("-5", 3, 0), ("10", 0, 0), ("0.02", 6, 2)],
)
def test_no_instalment_is_empty(total, count, made):
    parts = monthly_instalments(Decimal(total), count, date(2026, 1, 1))
    assert len(parts) == made
    assert all(part.amount > 0 for part in parts)


@given(st.decimals("0.01", "1000000", places=2), st.integers(1, 60))
def test_instalments_add_up(total, count):
    parts = monthly_instalments(total, count, date(2026, 1, 31))
    assert sum(part.amount for part in parts) == total
    assert max(p.amount for p in parts) - min(p.amount for p in parts) < count
