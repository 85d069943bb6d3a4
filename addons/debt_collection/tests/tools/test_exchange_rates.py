"""Pasted average rates and archives of table A."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.debt_collection.tools.exchange_rates import (
    ExchangeRateFault,
    read_exchange_rates,
)

ARCHIVE = """data;1THB;1USD;1EUR;100JPY;nr tabeli;pełny numer tabeli;
;bat (Tajlandia);dolar amerykański;euro;jen (Japonia);;;
20260102;0,1144;3,5901;4,2201;2,2893;1;001/A/NBP/2026;
20260105;0,1150;3,6055;4,2210;2,2901;2;002/A/NBP/2026;
;;;;;;;
kod ISO;THB;USD;EUR;JPY;;;
liczba jednostek;1;1;1;100;;;
"""


def test_lines_of_date_and_rate():
    text = "2026-01-30;4,2345\n\n27.02.2026\t4.2111\r\n20260331; 4,25 "
    assert read_exchange_rates(text) == {
        date(2026, 1, 30): Decimal("4.2345"),
        date(2026, 2, 27): Decimal("4.2111"),
        date(2026, 3, 31): Decimal("4.25"),
    }


def test_an_archive_of_table_a():
    assert read_exchange_rates(ARCHIVE) == {
        date(2026, 1, 2): Decimal("4.2201"),
        date(2026, 1, 5): Decimal("4.2210"),
    }


def test_a_currency_counted_by_the_hundred():
    assert read_exchange_rates(ARCHIVE, "JPY")[date(2026, 1, 2)] == Decimal("0.022893")


def test_the_same_day_twice_with_the_same_rate():
    twice = "2026-01-30;4,2345\n2026-01-30;4.2345"
    assert len(read_exchange_rates(twice)) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-01-30", "date;rate"),
        ("2026-02-30;4,2345", "does not exist"),
        ("2026-01-30;0", "such as 4,2345"),
        ("2026-01-30;-4,2", "such as 4,2345"),
        ("2026-01-30;n.a.", "such as 4,2345"),
        ("date;rate", "is no date"),
    ],
)
def test_every_line_at_fault_is_named(line, why):
    with pytest.raises(ExchangeRateFault) as caught:
        read_exchange_rates(f"2026-01-02;4,1\n{line}\nx;y")
    assert [fault[0] for fault in caught.value.faults] == [2, 3]
    assert why in str(caught.value.faults[0][2])
    assert caught.value.faults[0][1] == line


def test_two_rates_of_one_day():
    with pytest.raises(ExchangeRateFault) as caught:
        read_exchange_rates("2026-01-30;4,2345\n2026-01-30;4,2346")
    [(line, text, why)] = caught.value.faults
    assert (line, text) == (2, "2026-01-30;4,2346")
    assert str(why) == "the day is already in line 1 with another rate"
