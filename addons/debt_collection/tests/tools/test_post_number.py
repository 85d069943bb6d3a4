"""Posting numbers: published check digits, scanners, warnings."""

import pytest

from odoo.addons.debt_collection.tools.post import check_number, normalise


@pytest.mark.parametrize(
    "number",
    [
        "00106141411234567897",  # GS1's published SSCC, padded to 20 digits
        "RR473124829GB",  # example of the S10 article
        "RR123456785PL",
    ],
)
def test_right_numbers(number):
    assert check_number(number) is None


@pytest.mark.parametrize(
    ("number", "warning"),
    [
        ("00106141411234567896", "check"),
        ("00106141411234567987", "check"),  # two digits swapped
        ("RR123456784PL", "check"),
        ("1234567890", "form"),
        ("", "form"),
        ("0010614141123456789X", "form"),
    ],
)
def test_doubtful_numbers(number, warning):
    assert check_number(number) == warning


def test_as_scanned_and_as_typed():
    stored = "00106141411234567897"
    assert normalise("(00)00106141411234567897") == stored
    assert normalise("00 10614 1411 2345 6789 7 ") == stored
    assert normalise("rr 123 456 785 pl") == "RR123456785PL"
    assert normalise(None) == ""
