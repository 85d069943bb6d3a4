"""Rounding, Polish figures and words of amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import money

AMOUNTS = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.0049999", "0.00"),
        ("2.675", "2.68"),
        ("2.665", "2.67"),
        ("-2.665", "-2.67"),
        ("7", "7.00"),
    ],
)
def test_half_a_grosz_goes_up(exact, rounded):
    assert str(money.round_grosz(Decimal(exact))) == rounded


@given(AMOUNTS)
def test_rounding_is_near_odd_and_stable(amount):
    rounded = money.round_grosz(amount)
    assert abs(rounded - amount) <= money.GROSZ / 2
    assert money.round_grosz(-amount) == -rounded
    assert money.round_grosz(rounded) == rounded


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0,00 zł"),
        ("999.995", "1 000,00 zł"),
        ("1234.56", "1 234,56 zł"),
        ("-1234567.8", "-1 234 567,80 zł"),
    ],
)
def test_polish_figures(amount, text):
    assert money.format_pln(Decimal(amount)) == text.replace(" ", money.NBSP)


@given(AMOUNTS)
def test_figures_say_the_rounded_amount(amount):
    figures = money.format_pln(amount).removesuffix(money.NBSP + "zł")
    plain = figures.replace(money.NBSP, "").replace(",", ".")
    assert Decimal(plain) == money.round_grosz(amount)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "zero złotych 00/100"),
        ("1", "jeden złoty 00/100"),
        ("2.5", "dwa złote 50/100"),
        ("5", "pięć złotych 00/100"),
        ("12", "dwanaście złotych 00/100"),
        ("21", "dwadzieścia jeden złotych 00/100"),
        ("123.45", "sto dwadzieścia trzy złote 45/100"),
        ("112.01", "sto dwanaście złotych 01/100"),
        ("114", "sto czternaście złotych 00/100"),
        ("1001", "tysiąc jeden złotych 00/100"),
        ("0.999", "jeden złoty 00/100"),
        ("-3.1", "minus trzy złote 10/100"),
    ],
)
def test_amount_in_polish_words(amount, words):
    assert money.in_words(Decimal(amount)) == words
