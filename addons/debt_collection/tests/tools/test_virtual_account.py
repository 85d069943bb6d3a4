"""Numbers of virtual accounts: always right, always 26 digits, never twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from odoo.addons.debt_collection.tools.nrb import grouped, is_number
from odoo.addons.debt_collection.tools.virtual_account import capacity, make_number

sort_codes = st.from_regex(r"[0-9]{8}", fullmatch=True)
prefixes = st.from_regex(r"[0-9]{0,15}", fullmatch=True)


def test_a_number_is_check_digits_sort_code_prefix_and_place():
    number = make_number("10101270", "000000000000", 0)
    assert number[2:] == "101012700000000000000000"
    assert is_number(number)


@given(sort_codes, prefixes, st.data())
def test_every_number_is_a_valid_iban(sort_code, prefix, data):
    place = data.draw(st.integers(0, capacity(prefix) - 1))
    number = make_number(sort_code, prefix, place)
    assert len(number) == 26 and number.isdigit()
    assert mod_97_10.is_valid(number[2:] + "2521" + number[:2])
    assert number[2:].startswith(sort_code + prefix)


@given(sort_codes, prefixes, st.data())
def test_two_places_never_have_the_same_number(sort_code, prefix, data):
    places = st.integers(0, capacity(prefix) - 1)
    one, other = data.draw(places), data.draw(places)
    same = make_number(sort_code, prefix, one) == make_number(sort_code, prefix, other)
    assert same == (one == other)


@given(sort_codes, prefixes, st.data())
def test_one_wrong_digit_is_noticed(sort_code, prefix, data):
    number = make_number(sort_code, prefix, 0)
    place = data.draw(st.integers(0, 25))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not is_number(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    ("sort_code", "prefix", "place"),
    [
        ("1010127", "", 0),
        ("1010127x", "", 0),
        ("10101270", "12a", 0),
        ("10101270", "1" * 16, 0),
        ("10101270", "1" * 15, 10),
        ("10101270", "1", -1),
    ],
)
def test_what_cannot_be_a_number_is_refused(sort_code, prefix, place):
    with pytest.raises(ValueError):
        make_number(sort_code, prefix, place)


def test_a_number_is_printed_in_groups_of_four():
    assert grouped("PL12345678901234567890123456") == "12 3456 7890 1234 5678 9012 3456"
    assert grouped("") == ""
