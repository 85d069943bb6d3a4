"""Names, accounts and mistakes as they stand in bank files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...tools.payer import account_key, name_key, name_keys
from ...tools.reference import Numbering
from ...tools.typos import near_numbers


@pytest.mark.parametrize(
    ("debtor", "payer"),
    [
        ("Jan Kowalski", "KOWALSKI JAN"),
        ("Łucja Żak-Nowak", "Zak-Nowak Lucja"),
        ("Jan Kowalski", "JAN KOWALSKI UL. LIPOWA 1 00-001 WARSZAWA"),
        ("Alfa Sp. z o.o.", "ALFA SP. Z O.O."),
    ],
)
def test_the_payer_is_the_debtor(debtor, payer):
    assert name_key(debtor) in name_keys(payer)


def test_another_first_name_is_another_payer():
    assert name_key("Jan Kowalski") not in name_keys("Janina Kowalska")


@given(st.text(max_size=60))
def test_any_text_may_stand_in_the_field(text):
    assert all(key == name_key(key) for key in name_keys(text))


@pytest.mark.parametrize(
    ("number", "key"),
    [
        ("PL61 1090 1014 0000 0712 1981 2874", "61109010140000071219812874"),
        ("61109010140000071219812874", "61109010140000071219812874"),
        ("123", ""),
        (None, ""),
    ],
)
def test_account_is_its_digits(number, key):
    assert account_key(number) == key


@pytest.mark.parametrize(
    "title",
    [
        "W/2026/000132",  # swapped
        "W/2026/000124",  # wrong
        "W/2026/00123",  # missing
        "W/2026/0001233",  # one too many
        "V/2026/000123",  # wrong letter
        "2026/000123",  # no letter
        "sprawa nr W 2026 000128",
    ],
)
def test_one_mistake_is_tolerated(title):
    assert "W/2026/000123" in near_numbers(title, Numbering())


@pytest.mark.parametrize("title", ["W/2026/000145", "W/2025/000123", "2026-05-20", ""])
def test_two_mistakes_or_another_year_are_not(title):
    assert "W/2026/000123" not in near_numbers(title, Numbering())


@given(st.integers(1, 999_999), st.integers(0, 5), st.integers(1, 9))
def test_any_wrong_digit_leads_back(serial, place, step):
    right = f"{serial:06d}"
    digit = str((int(right[place]) + step) % 10)
    wrong = right[:place] + digit + right[place + 1 :]
    assert f"W/2026/{right}" in near_numbers(f"W/2026/{wrong}", Numbering())
