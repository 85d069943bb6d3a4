"""The QR code of a Polish transfer: its text, and a picture that can be read."""

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from odoo.addons.debt_collection.tools.transfer_qr import (
    BORDER,
    DOTS,
    qr_png,
    transfer_text,
)

ACCOUNT = "12 1600 1462 1234 0000 0000 0001"


def test_the_fields_of_a_transfer():
    text = transfer_text(
        ACCOUNT,
        "Windykator Sp. z o.o.",
        "W/2026/000123",
        Decimal("123.45"),
        "5252525252",
    )
    assert text == (
        "5252525252|PL|12160014621234000000000001|012345"
        "|Windykator Sp. z o.o|W/2026/000123|||"
    )


@pytest.mark.parametrize("amount", [None, Decimal(0), Decimal("10000.00")])
def test_an_amount_that_has_no_place_is_left_to_the_payer(amount):
    assert "|000000|" in transfer_text(ACCOUNT, "A", "B", amount)


def test_the_largest_amount_has_a_place():
    assert "|999999|" in transfer_text(ACCOUNT, "A", "B", Decimal("9999.99"))


@pytest.mark.parametrize("account", ["", None, "DE89370400440532013000", "123"])
def test_only_a_polish_account_has_a_code(account):
    assert transfer_text(account, "A", "B", Decimal(1)) == ""


def test_an_iban_is_a_polish_account_too():
    assert "|12160014621234000000000001|" in transfer_text(f"PL{ACCOUNT}", "A", "B")


@given(st.text(), st.text(), st.decimals(0, 99999, places=2), st.text())
def test_the_shape_holds_for_any_text(name, title, amount, nip):
    """Nine fields, each no longer than allowed: nothing moves into another field."""
    text = transfer_text(ACCOUNT, name, title, amount, nip)
    fields = text.split("|")
    assert len(fields) == 9
    assert len(text) <= 160
    assert len(fields[0]) in (0, 10)
    assert len(fields[3]) == 6
    assert len(fields[4]) <= 20 and len(fields[5]) <= 32
    assert "\n" not in text


def test_the_picture_is_black_and_white_with_its_margin():
    image = Image.open(io.BytesIO(qr_png(transfer_text(ACCOUNT, "A", "B"))))
    width, height = image.size
    assert width == height and image.mode == "1"
    # Finder patterns stand in three corners, just inside the margin.
    first, last = BORDER * DOTS, width - BORDER * DOTS - 1
    assert image.getpixel((first - 1, first)) == 255
    corners = [(first, first), (last, first), (first, last)]
    assert [image.getpixel(corner) for corner in corners] == [0, 0, 0]


def test_the_same_text_is_drawn_once():
    assert qr_png("abc") is qr_png("abc")
