"""Identifiers: published numbers, warnings for a digit, refusal of nonsense."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import identifiers

from .common import row_id, vectors

VECTORS = vectors("identifier.csv")


def found(kind, value):
    """Return (status, reason) of a check."""
    verdict = identifiers.check(kind, value)
    return verdict.status, verdict.reason


@pytest.mark.parametrize("line", VECTORS, ids=row_id)
def test_vector(line):
    valid = identifiers.is_valid(line["kind"], line["value"])
    assert valid == (line["expected"] == "valid")


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("PESEL", " 44051401359 ", "44051401359"),
        ("PESEL", 44051401359, "44051401359"),
        ("PESEL", 44051401359.0, "44051401359"),
        ("NIP", "pl 856\u00a0734\u00a062\u00a015", "8567346215"),
        ("NIP", "856–734–62–15", "8567346215"),
        ("REGON", "192598184", "192598184"),
        ("REGON", "123456785-12347", "12345678512347"),
        ("KRS", "0000 123456", "0000123456"),
        ("IBAN", "61109010140000071219812874", "PL61109010140000071219812874"),
        ("IBAN", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("LAND_REGISTER", "ka1s / 00012345 / 6", "KA1S/00012345/6"),
        ("LAND_REGISTER", "KA1S000123456", "KA1S/00012345/6"),
        ("ID_CARD", "aba 300000", "ABA300000"),
        ("PPE", "590 541 365 800 000 017", "590541365800000017"),
    ],
)
def test_right_number_is_kept_clean(kind, value, kept):
    assert identifiers.check(kind, value) == identifiers.Verdict("ok", kept)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("PESEL", "44051401358"),
        ("NIP", "1000000160"),
        ("REGON", "192598183"),
        ("REGON", "12345678412347"),
        ("IBAN", "PL61109010140000071219812875"),
        ("IBAN", "DE89370400440532013001"),
        ("BANK_BRANCH", "10901015"),
        ("LAND_REGISTER", "KA1S/00012345/5"),
        ("ID_CARD", "ABA300001"),
        ("PPE", "590541365800000016"),
    ],
)
def test_wrong_check_digit_warns(kind, value):
    assert found(kind, value) == ("warn", "check_digit")
    assert identifiers.check(kind, value).value == value
    assert not identifiers.is_valid(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("PESEL", "", "empty"),
        ("PESEL", None, "empty"),
        ("PESEL", False, "empty"),
        ("NIP", " - ", "empty"),
        ("PESEL", "4405140135", "bad_length"),
        ("PESEL", "440514013599", "bad_length"),
        ("PESEL", "4405140135A", "bad_characters"),
        ("PESEL", "٤٤٠٥١٤٠١٣٥٩", "bad_characters"),
        ("PESEL", "=A1", "bad_characters"),
        ("PESEL", "03222901230", "impossible_date"),
        ("PESEL", "44133201359", "impossible_date"),
        # written for a birth in 2144
        ("PESEL", "44451401359", "impossible_date"),
        ("PESEL", "00000000000", "only_zeros"),
        ("PESEL", 4222901237, "leading_zeros_missing"),
        ("NIP", "85673462", "bad_length"),
        ("NIP", "0000000000", "only_zeros"),
        ("NIP", "DE8567346215", "bad_characters"),
        ("REGON", "1925981840", "bad_length"),
        ("REGON9", "12345678512347", "bad_length"),
        ("REGON14", "192598184", "bad_length"),
        ("KRS", "123456", "leading_zeros_missing"),
        ("KRS", "00001234567", "bad_length"),
        ("KRS", "0000000000", "only_zeros"),
        ("IBAN", "6110901014000007121981287", "bad_length"),
        ("IBAN", "PL6110901014000007121981287X", "bad_characters"),
        ("IBAN", "GB82/WEST12345698765432", "bad_characters"),
        ("IBAN", "GB82", "bad_length"),
        ("IBAN", "9X46370400440532013000", "unknown_country"),
        ("LAND_REGISTER", "KA1S/12345/6", "leading_zeros_missing"),
        ("LAND_REGISTER", "QA1S/00012345/6", "bad_form"),
        ("LAND_REGISTER", "KAAS/00012345/6", "bad_form"),
        ("ID_CARD", "AB1234567", "bad_form"),
        ("PPE", "59032248602568316", "bad_length"),
        ("PPE", "59032248602568316X", "bad_characters"),
    ],
)
def test_nonsense_is_refused(kind, value, reason):
    assert found(kind, value) == ("refuse", reason)


def test_point_of_another_form_is_warned_of():
    assert found("PPE", "PL_ZEWD_1422000356_03") == ("warn", "old_form")
    assert found("PPE", "PL0037410034560578") == ("warn", "old_form")
    assert found("PPE", "480541365800000011") == ("warn", "not_gs1")


def test_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="LAND_REGISTER"):
        identifiers.check("PASSPORT", "AB1234567")


def test_birth_date():
    assert identifiers.birth_date("44051401359") == date(1944, 5, 14)
    assert identifiers.birth_date("99813100126") == date(1899, 1, 31)
    assert identifiers.birth_date("03222901230") is None
    assert identifiers.birth_date("no number") is None


# === What holds always === #

DIGITS = st.text("0123456789", min_size=1, max_size=28)
WITH_CHECK_DIGIT = ["PESEL", "NIP", "REGON", "IBAN", "BANK_BRANCH", "PPE"]


@given(st.sampled_from(identifiers.KINDS), st.text(max_size=40))
def test_any_text_gets_a_verdict_with_a_known_reason(kind, text):
    verdict = identifiers.check(kind, text)
    assert (verdict.status == "ok") == (verdict.reason is None)
    assert verdict.reason is None or verdict.reason in identifiers.REASONS


@given(st.sampled_from(identifiers.KINDS), st.text(max_size=30) | DIGITS)
def test_what_is_kept_is_judged_the_same_again(kind, text):
    verdict = identifiers.check(kind, text)
    if verdict.status != "refuse":
        assert identifiers.check(kind, verdict.value) == verdict


@pytest.mark.parametrize("kind", WITH_CHECK_DIGIT)
@given(data=st.data())
def test_one_changed_digit_is_noticed(kind, data):
    """No weight shares a factor with its modulus, so no change of a digit hides."""
    right = [v["value"] for v in VECTORS if v["kind"].startswith(kind)]
    right += ["590541365800000017"] if kind == "PPE" else []
    value = data.draw(
        st.sampled_from([v for v in right if identifiers.is_valid(kind, v)])
    )
    value = identifiers.check(kind, value).value
    places = [i for i, c in enumerate(value) if c.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from("0123456789".replace(value[place], "")))
    changed = value[:place] + digit + value[place + 1 :]
    assert not identifiers.is_valid(kind, changed)
