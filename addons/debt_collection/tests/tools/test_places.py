"""Areas, addresses and the links a phone opens."""

import pytest

from odoo.addons.debt_collection.tools.places import (
    address_line,
    area_name,
    navigation_link,
    phone_link,
)


@pytest.mark.parametrize(
    ("postcode", "town", "area"),
    [
        ("31-147", "Kraków", "31 Kraków"),
        ("31147", "KRAKÓW", "31 Kraków"),
        ("PL 00-238", "warszawa", "00 Warszawa"),
        ("", "Nowy  Sącz", "Nowy Sącz"),
        ("33-300", None, "33"),
        (False, False, ""),
        ("D-10115", "Berlin", "Berlin"),
    ],
)
def test_area(postcode, town, area):
    assert area_name(postcode, town) == area


def test_an_address_leaves_out_what_is_not_known():
    assert address_line("Długa 5", None, "31-147", "Kraków") == "Długa 5, 31-147 Kraków"
    assert address_line(False, False, "", "Kraków") == "Kraków"
    assert address_line(None, None, None, None) == ""


def test_navigation_of_the_phone_by_default():
    link = navigation_link("", "Długa 5, 31-147 Kraków")
    assert link == "geo:0,0?q=D%C5%82uga%205%2C%2031-147%20Krak%C3%B3w"


def test_navigation_knows_the_place():
    link = navigation_link("geo:{lat},{lon}?q={address}", "", 50.06143, 19.93658)
    assert link == "geo:50.06143,19.93658?q=50.06143%2C19.93658"


def test_text_of_an_address_cannot_change_the_link():
    link = navigation_link("https://maps.invalid/?to={address}", "A & B?x=1#y")
    assert link == "https://maps.invalid/?to=A%20%26%20B%3Fx%3D1%23y"


def test_nothing_known_gives_no_link():
    assert navigation_link("geo:{lat},{lon}", "") == ""


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+48 501 213 897", "tel:+48501213897"),
        ("(12) 345-67-89", "tel:123456789"),
        ("brak", ""),
        (None, ""),
    ],
)
def test_call(phone, link):
    assert phone_link(phone) == link
