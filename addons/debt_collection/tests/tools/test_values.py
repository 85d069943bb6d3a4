"""Cells of files: amounts, dates, addresses and phones, and what is refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import values

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


def fault(parse, value):
    """Return the reason for which a value is refused."""
    with pytest.raises(values.ValueFault) as refused:
        parse(value)
    return refused.value.reason


# === Amounts === #


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1 128,44", "1128.44"),
        (f"1{NBSP}128,44", "1128.44"),
        (f"1{NARROW}234{NARROW}567,89{NBSP}zł", "1234567.89"),
        (f" 1{THIN}128,4 ", "1128.40"),
        ("1.128,44", "1128.44"),
        ("1,128.44", "1128.44"),
        ("1'128.44", "1128.44"),
        ("1128.44 zł", "1128.44"),
        ("1128,44PLN", "1128.44"),
        ("PLN 1128,44", "1128.44"),
        ("100 złotych", "100"),
        ("12 zl.", "12"),
        ("+12", "12"),
        ("0", "0"),
        ("5,", "5"),
        ("1 128", "1128"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.80"),
        # three decimals that cannot be a group of thousands
        ("0.500", "0.50"),
        ("1128.440", "1128.44"),
        # dust of binary fractions, as number or as text
        (0.1 + 0.2, "0.30"),
        ("1128.4400000000001", "1128.44"),
        (2706.24, "2706.24"),
        (1e9 + 0.07, "1000000000.07"),
        (0, "0"),
        (7, "7"),
        (Decimal("182.070"), "182.07"),
    ],
)
def test_amount(text, amount):
    found = values.parse_amount(text)
    assert found == Decimal(amount)
    assert found.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sto złotych", "bad_amount"),
        ("12 34", "bad_amount"),
        ("1 1,2", "bad_amount"),
        ("1,2,3", "bad_amount"),
        ("1.128.44", "bad_amount"),
        ("1 234.567 890", "bad_amount"),
        ("1e3", "bad_amount"),
        ("--5", "bad_amount"),
        ("(5,00", "bad_amount"),
        ("5,00)", "bad_amount"),
        ("zł", "bad_amount"),
        ("#N/A", "bad_amount"),
        ("١٢", "bad_amount"),
        (float("nan"), "bad_amount"),
        (float("-inf"), "bad_amount"),
        (Decimal("NaN"), "bad_amount"),
        (True, "bad_amount"),
        ("1.234", "ambiguous_amount"),
        ("12,345", "ambiguous_amount"),
        ("-999.999", "ambiguous_amount"),
        ("1.1234", "too_many_decimals"),
        ("12.345,678", "too_many_decimals"),
        (0.005, "too_many_decimals"),
        ("-957,80", "negative_amount"),
        (f"-5{NBSP}193,45", "negative_amount"),
        ("\u2212 5 zł", "negative_amount"),
        ("5,00-", "negative_amount"),
        ("(5,00)", "negative_amount"),
        (-82.43, "negative_amount"),
        (Decimal("-0.01"), "negative_amount"),
        (1e20, "amount_too_large"),
        ("1000000000000", "amount_too_large"),
        ("5 EUR", "foreign_currency"),
        ("€5", "foreign_currency"),
        ("=A1*2", "formula"),
        ("", "empty"),
        (None, "empty"),
        (f" {NBSP}", "empty"),
    ],
)
def test_amount_refused(text, reason):
    assert fault(values.parse_amount, text) == reason


def test_negative_amount_on_demand():
    assert values.parse_amount("-1 925,33", allow_negative=True) == Decimal("-1925.33")
    assert values.parse_amount("(5,00)", allow_negative=True) == Decimal(-5)
    assert values.parse_amount(-82.43, allow_negative=True) == Decimal("-82.43")


AMOUNTS = st.decimals(Decimal(0), Decimal("99999999999.99"), places=2)


@given(AMOUNTS, st.sampled_from([" ", NBSP, THIN, NARROW, ".", "'"]))
def test_polish_writing_of_any_amount(amount, group):
    text = f"{amount:,.2f}".replace(".", "p").replace(",", group).replace("p", ",")
    assert values.parse_amount(text) == amount
    assert values.parse_amount(text + " zł") == amount
    assert values.parse_amount("-" + text, allow_negative=True) == -amount


@given(AMOUNTS)
def test_other_writings_of_any_amount(amount):
    assert values.parse_amount(str(amount)) == amount
    assert values.parse_amount(float(amount)) == amount
    assert values.parse_amount(f"{amount:,.2f}") == amount
    assert values.parse_amount(amount) == amount


@given(st.text(max_size=12) | st.floats() | st.integers())
def test_any_cell_gives_an_amount_or_a_fault(cell):
    try:
        amount = values.parse_amount(cell)
    except values.ValueFault as refused:
        assert refused.reason in values.FAULTS
        assert str(refused)
    else:
        assert amount >= 0


# === Dates === #


@pytest.mark.parametrize(
    "value",
    [
        "31.12.2025",
        "31-12-2025",
        "31/12/2025",
        "2025-12-31",
        "2025/12/31",
        "2025.12.31",
        "20251231",
        20251231,
        20251231.0,
        "31.12.2025 r.",
        "31.12.2025r.",
        "31 grudnia 2025 r.",
        "31 GRUDNIA 2025",
        "2025-12-31 00:00:00",
        "2025-12-31T12:30:00Z",
        f"31.12.2025{NBSP}8:15",
        46022,
        46022.75,
        "46022",
        date(2025, 12, 31),
        datetime(2025, 12, 31, 23, 59),
    ],
)
def test_date(value):
    found = values.parse_date(value)
    assert found == date(2025, 12, 31)
    assert type(found) is date


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("31.02.2025", "impossible_date"),
        ("29.02.2023", "impossible_date"),
        ("12/31/2025", "impossible_date"),
        ("0000-00-00", "impossible_date"),
        ("20251301", "impossible_date"),
        ("31.12.25", "two_digit_year"),
        ("0205-01-01", "implausible_date"),
        ("31.12.2205", "implausible_date"),
        ("99999", "implausible_date"),
        (date(1899, 12, 31), "implausible_date"),
        ("jutro", "bad_date"),
        ("31.12-2025", "bad_date"),
        ("2025-12", "bad_date"),
        ("1.2.3.2025", "bad_date"),
        (5, "bad_date"),
        (True, "bad_date"),
        ("=TODAY()", "formula"),
        ("", "empty"),
        (None, "empty"),
    ],
)
def test_date_refused(value, reason):
    assert fault(values.parse_date, value) == reason


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_writings_of_any_date(day):
    forms = ("%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")
    assert {values.parse_date(day.strftime(form)) for form in forms} == {day}
    assert values.parse_date(f"{day.day}.{day.month}.{day.year}") == day


@given(st.dates(date(1954, 1, 1), date(2099, 12, 31)), st.floats(0, 0.999))
def test_days_counted_by_excel(day, part):
    serial = (day - (date(1900, 3, 1) - timedelta(61))).days
    assert values.parse_date(serial) == day
    assert values.parse_date(round(serial + part, 6)) == day


@given(st.text(max_size=12) | st.floats() | st.integers())
def test_any_cell_gives_a_date_or_a_fault(cell):
    try:
        day = values.parse_date(cell)
    except values.ValueFault as refused:
        assert refused.reason in values.FAULTS
    else:
        assert day.year in values.PLAUSIBLE_YEARS


# === Addresses and phones === #


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("25-534", "25-534"),
        ("25534", "25-534"),
        (" 25 534 ", "25-534"),
        ("PL-25-534", "25-534"),
        ("00-001", "00-001"),
        (20625, "20-625"),
        (20625.0, "20-625"),
        # a number loses its leading zero
        (1234, "01-234"),
    ],
)
def test_postal_code(value, code):
    assert values.parse_postal_code(value) == code


@pytest.mark.parametrize(
    "value",
    ["00000", "00-000", 0, "2553", "1234", "255344", "A5-534", "25-53A", "٢٥-٥٣٤"],
)
def test_postal_code_refused(value):
    assert fault(values.parse_postal_code, value) == "bad_postal_code"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("ul. Dojazdowa 160b/3", ("Dojazdowa", "160b", "3", "", "")),
        ("Owocowa 22, 25-534 Bełchatów", ("Owocowa", "22", "", "25-534", "Bełchatów")),
        ("25-534 Bełchatów, Owocowa 22", ("Owocowa", "22", "", "25-534", "Bełchatów")),
        ("ul. Stefana Batorego 178/54", ("Stefana Batorego", "178", "54", "", "")),
        (
            "Jana III Sobieskiego 82A, 27-652 Piekary Śląskie",
            ("Jana III Sobieskiego", "82A", "", "27-652", "Piekary Śląskie"),
        ),
        ("al. 3 Maja 5 m. 7", ("al. 3 Maja", "5", "7", "", "")),
        ("1 Maja 3", ("1 Maja", "3", "", "", "")),
        ("os. 1000-lecia 12/14/5", ("os. 1000-lecia", "12/14", "5", "", "")),
        ("Armii Krajowej 12-14 lok. 5a", ("Armii Krajowej", "12-14", "5a", "", "")),
        ("Mariacka 5 A / 7", ("Mariacka", "5A", "7", "", "")),
        ("Ulica Długa 1", ("Długa", "1", "", "", "")),
        ("Nowa Wieś 12", ("Nowa Wieś", "12", "", "", "")),
        ("Plac 3 Maja", ("Plac 3 Maja", "", "", "", "")),
        ("12/3", ("", "12", "3", "", "")),
        ("", ("", "", "", "", "")),
        ("budynek biurowy, wejście B", ("budynek biurowy, wejście B", "", "", "", "")),
    ],
)
def test_split_address(line, parts):
    assert values.split_address(line) == values.Address(*parts)


@given(
    st.sampled_from(["Kręta", "3 Maja", "Jana Pawła II"]),
    st.integers(1, 999),
    st.data(),
)
def test_split_address_of_any_numbers(street, house, data):
    letter = data.draw(st.sampled_from(["", "a", "B"]))
    flat = data.draw(st.integers(1, 999))
    line = f"ul. {street} {house}{letter}/{flat}, 00-950 Warszawa"
    assert values.split_address(line) == values.Address(
        street, f"{house}{letter}", str(flat), "00-950", "Warszawa"
    )


@pytest.mark.parametrize(
    ("value", "phone"),
    [
        ("48667670480", "+48667670480"),
        ("0048 797306958", "+48797306958"),
        ("+48 796331974", "+48796331974"),
        ("512994314", "+48512994314"),
        ("512-994-314", "+48512994314"),
        (512994314, "+48512994314"),
        (48667670480.0, "+48667670480"),
        ("(22) 123 45 67", "+48221234567"),
        ("tel. 600 100 200", "+48600100200"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_phone(value, phone):
    assert values.normalise_phone(value) == phone


@pytest.mark.parametrize("value", ["123", "brak", "000000000", "+48 12", "5129943145"])
def test_phone_refused(value):
    assert fault(values.normalise_phone, value) == "bad_phone"


# === Text === #


def test_text():
    assert values.parse_text(f"  Jan{NBSP}{NBSP}Nowak\n") == "Jan Nowak"
    assert values.parse_text(None) == values.parse_text(False) == ""
    assert values.parse_text(199589912.0) == "199589912"
    assert fault(values.parse_text, "=1+1") == "formula"


@pytest.mark.parametrize("reason", values.FAULTS)
def test_every_fault_names_the_value_and_a_remedy(reason):
    text = str(values.ValueFault(reason, "x y"))
    assert ":" in text
    assert "'x y'" in text or reason == "empty"
