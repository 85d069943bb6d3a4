"""Fixed compensation of EUR 40, 70 or 100 and the day of its exchange rate."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo.addons.debt_collection.tools import compensation
from odoo.addons.debt_collection.tools.workdays import shift_due_date

from .common import row_id, vectors


@pytest.mark.parametrize("row", vectors("compensation_rate_date.csv"), ids=row_id)
def test_rate_day_as_published(row):
    due = date.fromisoformat(row["due_date"])
    assert compensation.rate_day(due).isoformat() == row["nbp_table_a_date"]


@pytest.mark.parametrize(
    ("value", "due", "eur"),
    [
        ("0.01", date(2026, 3, 10), 40),
        ("5000", date(2026, 3, 10), 40),
        ("5000.01", date(2026, 3, 10), 70),
        ("49999.99", date(2026, 3, 10), 70),
        ("50000", date(2026, 3, 10), 100),
        ("50000", date(2019, 12, 31), 40),
        ("50000", date(2020, 1, 1), 100),
        ("50000", date(2013, 4, 29), 40),
        ("50000", date(2013, 4, 26), 0),
        ("0", date(2026, 3, 10), 0),
        ("-10", date(2026, 3, 10), 0),
    ],
)
def test_amount_follows_value_and_due_date(value, due, eur):
    assert compensation.compensation_eur(Decimal(value), due) == eur


@pytest.mark.parametrize("day", [compensation.INTRODUCED, compensation.GRADED_SINCE])
def test_moving_the_due_date_never_changes_the_amount(day):
    value = Decimal(60000)
    for due in (day + timedelta(days=n) for n in range(-7, 8)):
        plain = compensation.compensation_eur(value, due)
        assert compensation.compensation_eur(value, shift_due_date(due)) == plain


def test_zloty_are_rounded_half_up():
    due, rate = date(2026, 3, 10), Decimal("4.262625")
    assert compensation.compensation_pln(Decimal(100), due, rate) == Decimal("170.51")
