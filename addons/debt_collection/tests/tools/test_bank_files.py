"""Sample files of the banks: every fact of a payment is where it belongs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from odoo.addons.debt_collection.tests.samples import make_bank_samples as made
from odoo.addons.debt_collection.tools.bank import (
    BankFault,
    parse_bank_file,
    read_bank_file,
)
from odoo.addons.debt_collection.tools.bank.numbering import missing_before
from odoo.addons.debt_collection.tools.bank.numbers import iban, near_date
from odoo.addons.debt_collection.tools.nrb import check_digits

SAMPLES = Path(__file__).parents[1] / "samples" / "bank"
MARCH = date(2026, 3, 2)


def sample(name):
    """Return the bytes of a sample."""
    return (SAMPLES / name).read_bytes()


def statements(name):
    """Return the statements of a sample."""
    return read_bank_file(sample(name))


def payments(name):
    """Return the entries of a sample's statements."""
    return [entry for one in statements(name) for entry in one.entries]


def keys(name):
    """Return the keys of a sample's entries, with their amounts."""
    return {entry.key: entry.amount for entry in payments(name)}


# === mBank === #


def test_collect_tells_account_balances_and_number():
    [found] = statements("mbank_collect_mt940.sta")
    assert (found.format, found.account, found.number) == ("MT940", made.MBANK, "43/1")
    assert found.serial == 43
    assert (found.opening, found.closing) == (Decimal("1000.40"), Decimal("1351.40"))
    assert found.closing_date == MARCH
    assert found.currency == "PLN"


def test_collect_tells_who_paid_what_for():
    first = payments("mbank_collect_mt940.sta")[0]
    assert first.amount == 250
    assert first.virtual == "000000000017"
    assert first.payer == "ŻANETA GĘŚLA"
    assert first.payer_address == "UL. ŁĄKOWA 1 M 2 31-234 KRAKÓW"
    assert first.payer_account == f"PL{made.PAYER}"
    assert first.reference == "MB260302000011"
    assert (first.code, first.line) == ("911", 6)


def test_title_of_collect_may_have_semicolon_and_label():
    assert payments("mbank_collect_mt940.sta")[0].title == "SPŁATA; TYT.: RATA 3"


def test_number_broken_over_a_line_is_one():
    _first, second, third, _out = payments("mbank_collect_mt940.sta")
    assert second.unique == "TNR262061073864192.000001"
    assert third.unique == "TNR262061073864291.000001"


def test_older_collect_has_stamp_and_longer_id():
    third = payments("mbank_collect_mt940.sta")[2]
    assert third.title == "W/2026/000123"
    assert third.virtual == "00000000001901"


def test_account_of_zeros_is_none():
    assert payments("mbank_collect_mt940.sta")[1].payer_account == ""


def test_ordinary_transfer_of_mbank_has_no_virtual_account():
    out = payments("mbank_collect_mt940.sta")[3]
    assert (out.amount, out.code, out.virtual) == (-100, "973", "")
    assert (out.payer, out.title) == ("WIERZYCIEL S.A.", "ZWROT NADPŁATY")


def test_interim_report_gives_the_keys_of_the_statement():
    interim, final = keys("mbank_collect_mt942.sta"), keys("mbank_collect_mt940.sta")
    assert interim.items() <= final.items()
    assert len(interim) == 3


def test_interim_report_has_no_balances():
    [found] = statements("mbank_collect_mt942.sta")
    assert (found.format, found.opening, found.whole) == ("MT942", None, True)


def test_sample_that_does_not_add_up_can_be_read_yet_is_refused():
    [found] = parse_bank_file(sample("mbank_unbalanced.sta"))
    assert found.total == 351
    with pytest.raises(BankFault) as caught:
        read_bank_file(sample("mbank_unbalanced.sta"))
    for figure in ("1000.40", "351.00", "1351.40", "2222.22", "870.82"):
        assert figure in caught.value.told()


# === OTHER DIALECTS === #


def test_pko_has_subfields_and_operation_number():
    first, fee = payments("pko_mt940.txt")
    assert first.title == "SPŁATA ZADŁUŻENIA W/2026/000012"
    assert (first.payer, first.payer_address) == (
        "GRAŻYNA ŻÓŁĆ",
        "UL. WĄSKA 3 00-001 WARSZAWA",
    )
    assert first.payer_account == f"PL{made.PAYER}"
    assert first.virtual == "000000000042"
    assert first.reference == "2603020000000017"
    assert (fee.amount, fee.title, fee.payer) == (-2, "PROWIZJA", "")


def test_elixir_report_gives_the_keys_of_mt940():
    assert keys("pko_elixir.txt") == keys("pko_mt940.txt")
    [found] = statements("pko_elixir.txt")
    assert (found.account, found.whole) == (made.PKO, False)


def test_elixir_report_tells_payer_and_title():
    first = payments("pko_elixir.txt")[0]
    assert (first.payer, first.payer_account) == ("GRAŻYNA ŻÓŁĆ", f"PL{made.PAYER}")
    assert first.title == "SPŁATA ZADŁUŻENIA W/2026/000012"


def test_elixir_report_of_one_line_is_of_the_receiver():
    line = sample("pko_elixir.txt").splitlines(keepends=True)[0]
    [found] = read_bank_file(line)
    assert found.account == made.PKO


def test_ing_skips_the_technical_entry_and_reads_both_descriptions():
    [payment] = payments("ing_mt940.txt")
    assert payment.amount == Decimal("77.70")
    assert payment.virtual == "000000004711"
    assert payment.title == "WPŁATA ZA ENERGIĘ ELEKTRYCZNĄ FV 12/2026"
    assert payment.payer == "ŁUKASZ ĆWIKŁA"
    assert payment.payer_address == "UL. KRÓTKA 8 40-001 KATOWICE"
    assert payment.payer_account == f"PL{made.PAYER}"


def test_pekao_has_times_and_reversals():
    payment, reversal = payments("pekao.mt940")
    assert (payment.date, payment.value_date) == (MARCH, date(2026, 2, 27))
    assert (payment.payer, payment.payer_address) == ("ZBIGNIEW ŚLIWA", "UL. POLNA 4")
    assert (payment.amount, reversal.amount) == (300, -50)


def test_nest_has_names_in_other_subfields():
    [payment] = payments("nest.sta")
    assert (payment.amount, payment.payer) == (Decimal("5.50"), "EWA GROŹNA")
    assert payment.payer_address == "UL. MIŁA 9 50-001 WROCŁAW"


def test_separator_may_stand_in_a_title():
    assert payments("nest.sta")[0].title == "ZA PRĄD, KWOTA <5 ZŁ"


def test_pages_are_one_statement_and_empty_ones_count():
    first, empty = statements("santander.mt940x")
    assert (first.serial, first.opening, first.closing) == (5, 0, 15)
    assert [entry.amount for entry in first.entries] == [20, -5]
    assert first.entries[0].title == "TYTUŁ PŁATNOŚCI"
    assert (empty.serial, empty.entries) == (6, ())


def test_account_is_made_of_sort_code_and_sixteen_digits():
    assert payments("santander.mt940x")[0].payer_account == f"PL{made.PAYER}"


def test_unknown_bank_without_subfields_keeps_its_text():
    data = sample("nest.sta").replace(b":86:051<00UZNANIE<20", b":86:")
    [payment] = read_bank_file(data)[0].entries
    assert payment.title.startswith("ZA PR")


# === MASS PAYMENTS === #


def test_bz_wbk_tells_virtual_accounts():
    [found] = statements("bz_wbk.txt")
    assert (found.account, found.opening) == ("", None)
    assert [entry.amount for entry in found.entries] == [Decimal("123.45"), 10]
    first = found.entries[0]
    assert (first.virtual, first.title) == (made.VIRTUAL, "SPŁATA")
    assert first.payer == "JÓZEF ŹREBIĘ UL. LEŚNA 1"


def test_bph_tells_customers():
    first, second = payments("bph_wns.txt")
    assert (first.virtual, first.amount) == ("000042", Decimal("123.45"))
    assert (first.title, first.payer) == ("SPŁATA, RATA", "JÓZEF ŹREBIĘ")
    assert second.reference == "W2"


# === CAMT === #


@pytest.mark.parametrize("version", ["02", "08"])
def test_camt_splits_batches_and_turns_reversals(version):
    [found] = statements(f"camt053_v{version}.xml")
    assert (found.account, found.number) == (made.OTHER, "61")
    assert [entry.amount for entry in found.entries] == [40, 20, 25, -20]
    first = found.entries[0]
    assert (first.payer, first.title) == ("ŻANETA GĘŚLA", "Rata 3 & 4")
    assert first.virtual == made.VIRTUAL
    assert first.value_date == date(2026, 3, 1)
    assert first.payer_account == f"PL{made.PAYER}"


def test_camt_of_bnp_has_the_account_in_the_second_text():
    third = payments("camt053_v02.xml")[2]
    assert (third.virtual, third.title) == (made.VIRTUAL, "BNP")


@pytest.mark.parametrize("version", ["02", "08"])
def test_notice_gives_the_keys_of_the_statement(version):
    assert keys(f"camt054_v{version}.xml") == keys("camt053_v02.xml")


def test_batch_that_does_not_add_up_is_refused():
    data = sample("camt053_v02.xml").replace(b">60.00<", b">61.00<")
    with pytest.raises(BankFault, match=r"60.00.*61.00") as caught:
        read_bank_file(data)
    assert caught.value.line == 8


def test_entities_are_refused():
    head, _end, body = sample("camt053_v02.xml").partition(b"?>")
    evil = b'?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(BankFault) as caught:
        read_bank_file(head + evil + body.replace(b"Rata 3", b"&x;"))
    assert caught.value.reason == "doctype"


def test_camt_in_two_currencies_is_refused():
    data = sample("camt053_v02.xml").replace(b'Ccy="PLN">25.00', b'Ccy="EUR">25.00')
    with pytest.raises(BankFault) as caught:
        read_bank_file(data)
    assert caught.value.reason == "mixed"


# === KEYS, DATES, NUMBERS === #


def test_equal_payments_of_a_statement_are_two():
    data = sample("nest.sta").decode("cp852")
    entry = data[data.index(":61:") : data.index(":62F:")]
    data = data.replace(entry, entry * 2).replace("PLN15,50", "PLN21,00")
    first, second = read_bank_file(data.encode("cp852"))[0].entries
    assert first.key != second.key
    assert second.key == f"{first.key}#2"


def test_spaces_in_titles_do_not_change_the_key():
    data = sample("nest.sta")
    [first] = read_bank_file(data)[0].entries
    [second] = read_bank_file(data.replace(b"KWOTA <5", b"KWO TA<5"))[0].entries
    assert first.key == second.key


@pytest.mark.parametrize(
    ("month_day", "value", "expected"),
    [
        ("0101", date(2025, 12, 31), date(2026, 1, 1)),
        ("1231", date(2026, 1, 1), date(2025, 12, 31)),
        ("0229", date(2024, 3, 1), date(2024, 2, 29)),
    ],
)
def test_booking_day_is_the_nearest_to_the_value_day(month_day, value, expected):
    assert near_date(month_day, value, 1) == expected


def test_check_digits_of_accounts():
    assert check_digits("114010810000267002001002") == "29"
    assert iban("29 1140 1081 0000 2670 0200 1002") == "PL29114010810000267002001002"
    assert iban("DE89 3704 0044 0532 0130 00") == "DE89370400440532013000"


@pytest.mark.parametrize(
    ("serials", "expected"),
    [
        ([(2026, 5), (2026, 6)], [0, 0]),
        ([(2026, 5), (2026, 8)], [0, 2]),
        ([(2025, 250), (2026, 1)], [0, 0]),
        ([(2025, 250), (2026, 3)], [0, 2]),
        ([(2025, 250), (2026, 251)], [0, 0]),
        ([(2026, 31), (2026, 1)], [0, 0]),
    ],
)
def test_gaps_in_numbers(serials, expected):
    dated = [(date(year, 1, 1), serial) for year, serial in serials]
    assert missing_before(dated) == expected


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", b"Data;Kwota\n2026-01-01;5\n", b"PK\3\4", "Żółć".encode()],
)
def test_other_files_are_left_to_others(data):
    assert read_bank_file(data) is None


def test_fault_tells_line_reason_and_remedy():
    fault = BankFault("bad_amount", 7, found="12.5O")
    assert fault.told() == (
        "Line 7: “12.5O” is no amount; expected digits and a comma, like 12,50. "
        "Fetch the file from the bank once more and import it whole."
    )
    assert replace(payments("nest.sta")[0], title="x").title == "x"
