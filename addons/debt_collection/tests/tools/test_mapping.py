"""Columns are matched with fields by their names and by what stands in them."""

import datetime
from pathlib import Path

import pytest

from odoo.addons.debt_collection.tools import mapping, tabular

SAMPLES = Path(__file__).parents[1] / "samples"
DAY = datetime.date(2025, 3, 14)

# A value of each shape, for headers that are given without any rows.
VALUES = {
    "payer_number": "004512887",
    "ppe": "590322420112345678",
    "name": "Brzeźniak i Spółka",
    "last_name": "Brzeźniak",
    "first_name": "Jagna",
    "pesel": "44051401359",
    "nip": "5260001246",
    "regon": "000331501",
    "krs": "0000028860",
    "street": "Mglista",
    "house": "12A",
    "flat": "7",
    "zip": "07-323",
    "city": "Mżawka",
    "address": "ul. Mglista 12A/7, 07-323 Mżawka",
    "phone": "+48 501 502 503",
    "phone2": "22 501 50 30",
    "email": "jagna@example.com",
    "partner_kind": "osoba fizyczna",
    "external_id": "99871",
    "number": "FV/2025/03/17",
    "kind": "faktura",
    "title": "energia za marzec",
    "issue_date": "14.03.2025",
    "due_date": DAY,
    "amount": "1 128,44",
    "remaining": 293.39,
    "paid": 0,
    "currency": "PLN",
    "interest_kind": "ustawowe",
    "interest_rate": "11,25%",
    "limitation_kind": "2 lata",
    "note": "brak",
    "creditor_name": "Świetlik S.A.",
    "creditor_nip": "5260001246",
    "case_reference": "SP/17/2025",
}


def proposed(**columns):
    """Propose for columns given as field=name, with a fitting value below each."""
    fields = list(columns)
    return mapping.propose(
        tuple(columns.values()), [tuple(VALUES[field] for field in fields)] * 3
    )


HEADERS = [
    # Polish, spelled out
    {
        "payer_number": "Nr klienta",
        "name": "Imię i nazwisko / Nazwa",
        "pesel": "Nr PESEL",
        "nip": "NIP klienta",
        "street": "Ulica",
        "house": "Numer domu",
        "flat": "Numer mieszkania",
        "zip": "Kod pocztowy",
        "city": "Miejscowość",
        "phone": "Telefon kontaktowy",
        "email": "Adres e-mail",
        "number": "Nr faktury VAT",
        "issue_date": "Data wystawienia faktury",
        "due_date": "Data wymagalności",
        "amount": "Należność główna",
        "remaining": "Pozostało do zapłaty",
    },
    # capitals and underscores, as databases export
    {
        "payer_number": "KOD_KONTRAHENTA",
        "last_name": "NAZWISKO",
        "first_name": "IMIE",
        "pesel": "PESEL",
        "address": "ADRES_ZAMIESZKANIA",
        "number": "NR_DOK",
        "kind": "TYP_DOK",
        "issue_date": "DT_WYST",
        "due_date": "DT_PLATN",
        "amount": "KWOTA_BRUTTO",
        "paid": "KWOTA_WPLAT",
        "currency": "WALUTA",
    },
    # written together
    {
        "payer_number": "idKlienta",
        "name": "NazwaDłużnika",
        "zip": "KodPocztowy",
        "number": "NumerFaktury",
        "due_date": "TerminPłatności",
        "issue_date": "DataWystawienia",
        "amount": "KwotaFaktury",
        "remaining": "DoZapłaty",
    },
    # abbreviations with full stops
    {
        "payer_number": "Nr ewid. odbiorcy",
        "name": "Odbiorca",
        "house": "Nr bud.",
        "flat": "Nr lok.",
        "number": "Nr f-ry",
        "issue_date": "Data wyst.",
        "due_date": "Term. płatn.",
        "amount": "Wart. brutto",
        "paid": "Zapłacono",
        "phone": "Tel. kom.",
    },
    # English
    {
        "payer_number": "Customer ID",
        "name": "Customer name",
        "nip": "Tax ID",
        "address": "Full address",
        "phone": "Phone",
        "email": "E-mail address",
        "number": "Invoice No.",
        "issue_date": "Issue date",
        "due_date": "Due date",
        "amount": "Gross amount",
        "remaining": "Outstanding amount",
        "currency": "Currency",
    },
    {
        "payer_number": "debtor_no",
        "first_name": "First name",
        "last_name": "Last name",
        "zip": "ZIP",
        "city": "Town",
        "street": "Street",
        "house": "House no",
        "external_id": "claim_id",
        "number": "invoice_number",
        "due_date": "payment_due",
        "amount": "amount",
        "paid": "amount paid",
    },
    # a debt buyer's list
    {
        "external_id": "ID wierzytelności",
        "creditor_name": "Wierzyciel pierwotny",
        "creditor_nip": "NIP wierzyciela",
        "name": "Dłużnik",
        "pesel": "PESEL dłużnika",
        "number": "Dokument",
        "title": "Tytuł",
        "due_date": "Termin zapłaty",
        "remaining": "Kwota zadłużenia",
        "interest_rate": "Stopa odsetek",
        "case_reference": "Nr umowy",
        "note": "Uwagi",
    },
    # a landlord
    {
        "name": "Najemca",
        "nip": "NIP",
        "regon": "REGON",
        "krs": "Nr KRS",
        "partner_kind": "Forma prawna",
        "phone": "Telefon 1",
        "phone2": "Telefon 2",
        "number": "Rachunek",
        "title": "Opis",
        "issue_date": "Data dokumentu",
        "due_date": "Płatne do",
        "amount": "Kwota",
        "remaining": "Saldo",
        "interest_kind": "Rodzaj odsetek",
        "limitation_kind": "Okres przedawnienia",
    },
    # an energy seller's other system
    {
        "ppe": "Kod PPE",
        "payer_number": "Nr płatnika",
        "last_name": "Nazwisko lub nazwa",
        "first_name": "Imię odbiorcy",
        "number": "Nr noty",
        "kind": "Rodzaj należności",
        "issue_date": "Wystawiono",
        "due_date": "Wymagalność",
        "amount": "Wartość nominalna",
        "paid": "Suma wpłat",
    },
]


@pytest.mark.parametrize("columns", HEADERS)
def test_invented_headers(columns):
    assert proposed(**columns) == columns


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (
            "energia.xlsx",
            "payer_number ppe last_name first_name pesel nip street house flat zip "
            "city phone email number kind issue_date due_date amount paid",
        ),
        (
            "telekom_cp1250.csv",
            "payer_number name pesel nip zip city address phone number issue_date "
            "due_date amount remaining",
        ),
        (
            "b2b.xls",
            "name nip address email number issue_date due_date amount currency",
        ),
    ],
)
def test_samples_are_mapped_whole(file, expected):
    table = tabular.open_table(file, SAMPLES / file)
    found = mapping.propose(table.header, [row.values for row in table.sample()])
    assert set(found) == set(expected.split())
    assert set(found.values()) == set(table.header)
    assert not mapping.missing(found)


def test_names_alone_are_enough_without_rows():
    columns = {
        "payer_number": "Nr klienta",
        "name": "Nazwa",
        "number": "Nr faktury",
        "due_date": "Termin płatności",
        "amount": "Kwota",
    }
    assert mapping.propose(tuple(columns.values()), []) == columns


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pesel", "44051401359"),
        ("nip", "526-000-12-46"),
        ("zip", "07-323"),
        ("email", "a@example.com"),
        ("currency", "EUR"),
        ("ppe", "590322420112345678"),
    ],
)
def test_telling_values_need_no_name(field, value):
    assert mapping.propose(("Pole 7", "X"), [(value, "?")] * 5) == {field: "Pole 7"}


def test_pesel_that_lost_its_zero_is_recognised():
    assert mapping.propose(("Kolumna",), [(2070803628,)] * 3) == {"pesel": "Kolumna"}


def test_values_forbid_what_a_name_promises():
    header = ("Termin", "Kwota", "Kod")
    rows = [("pilne", "dużo", "ABC")] * 4
    assert mapping.propose(header, rows) == {}


def test_kod_is_a_postal_code_only_with_such_values():
    header = ("Kod", "Kod klienta")
    assert mapping.propose(header, [("07-323", "K-1")]) == {
        "payer_number": "Kod klienta",
        "zip": "Kod",
    }


def test_net_vat_and_interest_are_not_the_amount():
    header = ("Kwota netto", "Kwota VAT", "Kwota odsetek", "Kwota brutto")
    found = mapping.propose(header, [(100, 23, 4.5, 123)] * 3)
    assert found == {"amount": "Kwota brutto"}


def test_dates_of_payment_and_birth_are_not_taken():
    header = ("Data urodzenia", "Data wpłaty", "Data ostatniej wpłaty")
    assert mapping.propose(header, [(DAY, DAY, DAY)]) == {}


def test_address_for_letters_does_not_replace_the_address():
    header = ("Adres korespondencyjny", "Adres")
    found = mapping.propose(header, [("Mglista 1, 07-323 Mżawka",) * 2])
    assert found == {"address": "Adres"}


def test_a_column_fills_one_field_only():
    found = mapping.propose(("Kwota do zapłaty",), [("12,50",)])
    assert found == {"remaining": "Kwota do zapłaty"}


def test_faulty_values_among_good_ones_do_not_matter():
    amounts = [("sto złotych",), (12.5,), (13,), ("1 128,44 zł",), (-4,)]
    assert mapping.propose(("Kwota",), amounts) == {"amount": "Kwota"}


def test_a_column_called_pesel_is_one_even_if_all_are_wrong():
    rows = [("44051401358", "123", "?")] * 3
    assert mapping.propose(("PESEL", "NIP", "E-mail"), rows) == {
        "pesel": "PESEL",
        "nip": "NIP",
        "email": "E-mail",
    }


def test_missing_names_the_alternatives():
    assert mapping.missing({"name": "A", "number": "B"}) == (
        ("due_date",),
        ("amount", "remaining"),
    )


def test_profile_survives_spelling_and_order():
    profile = {"due_date": "Termin płatności", "amount": "Kwota"}
    header = ("KWOTA", "uwagi", "TERMIN_PLATNOSCI")
    assert mapping.same_columns(header, profile)
    assert mapping.reuse(header, profile) == {
        "due_date": "TERMIN_PLATNOSCI",
        "amount": "KWOTA",
    }
    assert not mapping.same_columns(("Kwota", "Termin"), profile)
    assert mapping.reuse(("Kwota",), profile) == {"amount": "Kwota"}


def test_field_codes_are_unique_and_shapes_exist():
    from odoo.addons.debt_collection.tools.mapping.samples import SHAPES

    assert len(mapping.BY_CODE) == len(mapping.FIELDS)
    assert {field.shape for field in mapping.FIELDS} - {""} <= SHAPES.keys()
    assert set(VALUES) == set(mapping.BY_CODE)
