"""Case and document numbers in titles of transfers, as payers and banks write them."""

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import reference
from odoo.addons.debt_collection.tools.reference import (
    Numbering,
    check_digit,
    document_key,
    document_keys,
    find_case_references,
)


def read(text, numbering=None):
    """Return the references of a text as ``{number: full}``."""
    found = find_case_references(text, numbering or Numbering())
    return {item.number: item.full for item in found}


@pytest.mark.parametrize(
    "text",
    [
        "W/2026/000012",
        "w/2026/000012",
        "W 2026 000012",
        "W-2026-000012",
        "W2026000012",
        "W / 2026 / 000012",
        "Sprawa nr W/2026/000012, rata 3",
        "spr.W/2026/000012/3",
        "W/2026/0000\n12 Jan Testowy",
        "W/20\n26/000012",
        "W\n/2026/000012",
        "W/2026/ 000012",
        "W/2O26/OOOO12",
        "w_2026_000012oplata",
        "W/2026/000012OPŁATA ZA PRĄD",
        "W\\2026\\000012",
        "W/2026/00 00 12 dziękuję",
    ],
)
def test_full_number_however_written(text):
    assert read(text) == {"W/2026/000012": True}


@pytest.mark.parametrize(
    "text", ["W/2026/12", "W 2026 12", "w-2026-012", "W2026/12.", "W202612"]
)
def test_missing_zeros_are_a_hint_only(text):
    assert read(text) == {"W/2026/000012": False}


@pytest.mark.parametrize(
    "text",
    [
        "zapłata za prąd",
        "faktura FV/2026/000012",
        "w 2026 roku",
        "W/2026/000000",
        "W/26/000012",
        "rachunków 2026 12",
        "KW 1234 000012345678901234567890123456",
        "",
    ],
)
def test_what_is_no_case_number(text):
    assert "W/2026/000012" not in read(text)
    assert not any(read(text).values())


def test_number_stuck_to_letters_is_doubtful():
    assert read("FVW/2026/000012") == {"W/2026/000012": False}


def test_two_cases_are_both_read():
    expected = {"W/2026/000012": True, "W/2026/000013": True}
    assert read("W/2026/000012, W/2026/000013") == expected


def test_digits_that_can_be_read_in_two_ways():
    expected = {"W/2026/000012": False, "W/2026/123456": True}
    assert read("W/2026/12 3456") == expected


def test_amount_behind_a_full_number_is_not_part_of_it():
    assert read("W/2026/000012 500 zl") == {"W/2026/000012": True}


def test_seventh_digit_of_a_number_that_has_outgrown_its_zeros():
    assert read("W/2026/1000012") == {"W/2026/1000012": True}


def test_seventh_digit_behind_zeros_is_a_slip():
    assert read("W/2026/0000127") == {"W/2026/000012": False}


def test_another_numbering():
    numbering = Numbering("SPR-%(year)s-", 5)
    assert read("spr 2026 00012", numbering) == {"SPR-2026-00012": True}
    assert read("W/2026/000012", numbering) == {}


def test_numbering_without_letters_is_never_read():
    assert read("2026/000012", Numbering("%(year)s/", 6)) == {}


@given(
    st.integers(2000, 2099),
    st.integers(1, 999_999),
    st.sampled_from(["/", "-", " ", ".", "", " / ", "\n"]),
    st.booleans(),
)
@example(2000, 1, "", True)
def test_every_full_number_is_found_again(year, serial, separator, lower):
    text = separator.join(["W", str(year), f"{serial:06d}"])
    found = read(f"tytulem: {text.lower() if lower else text} dziekuje")
    assert found.get(f"W/{year}/{serial:06d}") is True


@given(st.text(max_size=60))
def test_no_title_breaks_the_reading(text):
    find_case_references(text)
    document_keys(text)


@pytest.mark.parametrize(
    "title",
    [
        "Zapłata za FV/2026/01/0015",
        "fv 2026 01 0015",
        "FV/2026/01/\n0015",
        "faktura fv-2026-01-0015.",
        "faktura:FV/2026/O1/OO15",
        "(FV/2026/01/0015)",
    ],
)
def test_document_number_however_written(title):
    assert document_key("FV/2026/01/0015") in document_keys(title)


def test_short_words_and_words_without_digits_are_no_documents():
    assert document_keys("za prad nr 12 rata") == frozenset()


@given(st.from_regex(r"[A-Z]{1,4}/[0-9]{4}/[0-9]{2,5}", fullmatch=True))
def test_a_document_is_found_in_any_title(number):
    assert document_key(number) in document_keys(f"wpłata za {number} Jan Testowy")


def test_examples_of_the_module():
    assert doctest.testmod(reference).failed == 0


@given(st.integers(2000, 2099), st.integers(1, 999_999), st.data())
def test_check_digit_tells_each_wrong_digit(year, serial, data):
    number = Numbering().number(str(year), serial)
    place = data.draw(st.sampled_from([i for i, c in enumerate(number) if c.isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    wrong = number[:place] + other + number[place + 1 :]
    assert check_digit(wrong) != check_digit(number)


@pytest.mark.parametrize(
    ("title", "full"),
    [
        ("W/2026/000123-7", True),
        ("w 2026 000123 - 7 rata", True),
        ("W/2026/000123", True),
        ("W/2026/000123 8", True),
        ("W/2026/000123-6", False),
        ("W/2026/000123-2026", True),
    ],
)
def test_check_digit_behind_the_number(title, full):
    [reference] = find_case_references(title)
    assert (reference.number, reference.full) == ("W/2026/000123", full)
