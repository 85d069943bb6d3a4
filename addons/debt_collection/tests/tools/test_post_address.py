"""Polish addresses taken apart."""

import pytest

from odoo.addons.debt_collection.tools.post import read_address, split_street

STREETS = [
    ("ul. Źródlana 15/8", ("Źródlana", "15", "8")),
    ("os. Piastów 12 m. 4", ("os. Piastów", "12", "4")),
    ("Kąty 5", ("Kąty", "5", "")),
    ("al. 3 Maja 10A lok. 2", ("al. 3 Maja", "10A", "2")),
    ("ul. 11 Listopada 7", ("11 Listopada", "7", "")),
    ("Plac 3 Maja 1", ("Plac 3 Maja", "1", "")),
    ("ul. Jana Pawła II 22/3", ("Jana Pawła II", "22", "3")),
    ("ul. Długa 5 A / 7", ("Długa", "5A", "7")),
    ("ul. Długa 12-14 m 3", ("Długa", "12-14", "3")),
    ("ul.Krótka 7 mieszkanie 3", ("Krótka", "7", "3")),
    ("ul. Polna 7/9 m. 3", ("Polna", "7/9", "3")),
    ("ulica Nowa 4a/12b", ("Nowa", "4a", "12b")),
    ("Kąty nr 5", ("Kąty", "5", "")),
    ("ul. Lipowa 3, lok. 14", ("Lipowa", "3", "14")),
    ("Rynek 1", ("Rynek", "1", "")),
    ("15", ("", "15", "")),
    ("15/3", ("", "15", "3")),
    ("Ułańska 5", ("Ułańska", "5", "")),
]


@pytest.mark.parametrize(("text", "parts"), STREETS, ids=lambda part: str(part))
def test_street(text, parts):
    assert split_street(text) == parts


@pytest.mark.parametrize("text", ["ul. 1 Maja", "os. Tysiąclecia", "Kąty", "", None])
def test_no_house_number(text):
    assert split_street(text)[1:] == ("", "")


def test_a_number_inside_a_word_is_no_house():
    assert split_street("ul. A4b")[1] == ""


def test_lines_of_a_letter():
    address = read_address(["ul. Źródlana 15/8", "47-720 Płońsk"])
    assert (address.street, address.house, address.flat) == ("Źródlana", "15", "8")
    assert (address.postcode, address.city) == ("47-720", "Płońsk")
    assert address.line() == "Źródlana 15/8"


def test_flat_in_a_line_of_its_own():
    address = read_address(["os. Piastów 12", "m. 4", "25-001 Kielce"])
    assert (address.house, address.flat, address.rest) == ("12", "4", "")


def test_what_is_no_street_is_kept():
    address = read_address(["ul. Polna 3", "Biurowiec Zachód", "00-950 Warszawa"])
    assert (address.street, address.house) == ("Polna", "3")
    assert address.rest == "Biurowiec Zachód"


def test_village_without_streets():
    address = read_address(["Kąty 5", "05-822 Kąty"])
    assert (address.street, address.house, address.city) == ("", "5", "Kąty")


def test_postal_code_as_people_type_it():
    assert read_address(["Kąty 5", "05822 Kąty"]).postcode == "05-822"
    assert read_address(["Kąty 5", "05 - 822 Kąty"]).postcode == "05-822"
    assert read_address(["Kąty 5", "5-822 Kąty"]).postcode == ""
    assert read_address([]).city == ""
