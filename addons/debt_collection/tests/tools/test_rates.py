"""Shipped rates against the formulas of law, and deriving rates from NBP decisions."""

import csv
import io
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from odoo.addons.debt_collection.tools import rates
from odoo.addons.debt_collection.tools.interest import RateMissing, Terms

from .common import law_table, shipped

VERIFIED = date(2026, 10, 8)
COMMERCIAL = ("commercial_delay", "commercial_delay_health")
SINCE_2016 = date(2016, 1, 1)
UNDERIVED = ("set by regulation", "set by the Monetary Policy Council")


@pytest.fixture(scope="module")
def rows():
    return shipped("interest_rate.csv", rates.read_rates)


@pytest.fixture(scope="module")
def kinds():
    return shipped("interest_kind.csv", rates.read_kinds)


@pytest.fixture(scope="module")
def table():
    return law_table()


@pytest.fixture(scope="module")
def by_kind(rows):
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.kind].append(row)
    return grouped


def percent(table, kind, day):
    return table.percent(Terms(kind), day)


def decision(kind, day, value):
    return rates.RateRow(kind, day, None, Decimal(value))


def nbp(rows):
    return [row for row in rows if row.kind.startswith("nbp_")]


def facts(row):
    return row.kind, row.date_from, row.date_to, row.percent, row.formula


def verified_facts(row):
    return *facts(row), row.verified_up_to


def test_every_row_belongs_to_a_kind_and_is_documented(rows, kinds):
    assert {row.kind for row in rows} | {"contractual"} == {k["code"] for k in kinds}
    for row in rows:
        assert row.legal_basis and row.formula and row.source
        assert row.certainty in ("high", "medium", "low")


def test_every_kind_reaches_the_verified_day(by_kind):
    for own in by_kind.values():
        last = max(own, key=lambda row: row.date_from)
        assert last.verified_up_to == VERIFIED
        assert last.date_to is None or last.date_to >= VERIFIED
        assert [row for row in own if row.verified_up_to] == [last]


def test_rates_have_no_hole_and_no_overlap(by_kind):
    for own in by_kind.values():
        own.sort(key=lambda row: row.date_from)
        for row, following in pairwise(own):
            assert row.date_to + timedelta(days=1) == following.date_from


@pytest.mark.parametrize(
    ("kind", "base", "factor", "points"),
    [
        ("delay_481", "nbp_reference", 1, "5.5"),
        ("capital_359", "nbp_reference", 1, "3.5"),
        ("max_delay_481", "delay_481", 2, 0),
        ("max_contractual_359", "capital_359", 2, 0),
    ],
)
def test_rates_since_2016_follow_their_base(table, by_kind, kind, base, factor, points):
    for row in by_kind[kind] + by_kind[base]:
        day = max(row.date_from, SINCE_2016)
        expected = factor * percent(table, base, day) + Decimal(points)
        assert percent(table, kind, day) == expected


def test_caps_before_2016_are_four_times_the_lombard_rate(table, by_kind):
    for row in by_kind["max_contractual_359"]:
        if row.date_from < SINCE_2016:
            assert row.percent == 4 * percent(table, "nbp_lombard", row.date_from)


@pytest.mark.parametrize("kind", COMMERCIAL)
def test_commercial_rates_are_fixed_for_half_years(table, by_kind, kind):
    for row in by_kind[kind]:
        assert (row.date_from.month, row.date_from.day) in ((1, 1), (7, 1))
        raised = kind == "commercial_delay" and row.date_from.year >= 2020
        base = percent(table, "nbp_reference", row.date_from)
        assert row.percent == base + (10 if raised else 8)


def test_tax_rates_follow_the_lombard_rate(table, by_kind):
    for row in by_kind["tax_arrears"] + by_kind["nbp_lombard"]:
        lombard = percent(table, "nbp_lombard", row.date_from)
        expected = 2 * lombard
        if row.date_from >= date(2010, 11, 9):
            expected = max(expected + 2, 8)
        assert percent(table, "tax_arrears", row.date_from) == expected


@pytest.mark.parametrize(
    ("kind", "factor"), [("tax_arrears_reduced", "0.5"), ("tax_arrears_raised", "1.5")]
)
def test_other_tax_rates_are_a_share_of_the_tax_rate(table, by_kind, kind, factor):
    for row in by_kind[kind]:
        tax = percent(table, "tax_arrears", row.date_from)
        assert row.percent == tax * Decimal(factor)


def test_one_statutory_rate_until_2015(by_kind):
    def old(kind):
        return [
            (row.date_from, row.date_to, row.percent)
            for row in by_kind[kind]
            if row.date_from < SINCE_2016
        ]

    assert len(old("delay_481")) == 15
    assert old("delay_481") == old("capital_359")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("nbp_reference", "3.75"),
        ("nbp_lombard", "4.25"),
        ("delay_481", "9.25"),
        ("capital_359", "7.25"),
        ("max_delay_481", "18.5"),
        ("max_contractual_359", "14.5"),
        ("commercial_delay", "13.75"),
        ("commercial_delay_health", "11.75"),
        ("tax_arrears", "10.5"),
    ],
)
def test_rates_of_the_verified_day(table, kind, value):
    assert percent(table, kind, VERIFIED) == Decimal(value)


def test_older_rates_come_from_the_predecessor(table):
    day = date(2015, 12, 31)
    assert percent(table, "max_delay_481", day) == 10
    assert percent(table, "contractual", day) == 10
    for kind in COMMERCIAL:
        assert percent(table, kind, day) == percent(table, "tax_arrears", day) == 8


def test_agreed_rates_have_no_cap_before_2006_02_20(table):
    agreed = Terms("contractual", Decimal(90))
    assert table.percent(agreed, date(2006, 2, 19)) == 90
    assert table.percent(agreed, date(2006, 2, 20)) == 23


def test_commercial_rate_ends_with_the_announced_half_year(table):
    with pytest.raises(RateMissing) as error:
        percent(table, "commercial_delay", date(2027, 1, 1))
    assert error.value.day == date(2027, 1, 1)


def test_derive_gives_the_shipped_rates(rows):
    derived = {verified_facts(row) for row in rates.derive(nbp(rows))}
    assert derived == {
        verified_facts(row) for row in rows if row.formula not in UNDERIVED
    }


def test_new_decision_gives_new_rows_from_its_day(rows):
    day = date(2026, 11, 5)
    new = [decision("nbp_reference", day, "3.5"), decision("nbp_lombard", day, "4")]
    fresh = set(map(facts, rates.derive(nbp(rows) + new)))
    fresh -= set(map(facts, rates.derive(nbp(rows))))
    assert {(k, p) for k, start, _end, p, _f in fresh if start == day} == {
        ("delay_481", Decimal("9")),
        ("capital_359", Decimal("7")),
        ("max_delay_481", Decimal("18")),
        ("max_contractual_359", Decimal("14")),
        ("tax_arrears", Decimal("10")),
        ("tax_arrears_reduced", Decimal("5")),
        ("tax_arrears_raised", Decimal("15")),
    }
    closed = [row for row in fresh if row[1] != day]
    assert {row[2] for row in closed} == {date(2026, 11, 4)}
    assert not {row[0] for row in fresh} & set(COMMERCIAL)


def test_half_year_takes_the_reference_rate_of_its_first_day(rows):
    early = decision("nbp_reference", date(2026, 12, 10), "3.5")
    late = decision("nbp_reference", date(2027, 1, 2), "3")
    derived = rates.derive([*nbp(rows), early, late])
    last = [row for row in derived if row.kind == "commercial_delay"][-1]
    assert (last.date_from, last.percent) == (date(2027, 1, 1), Decimal("13.5"))
    assert last.date_to == date(2027, 6, 30)


def test_half_year_waits_until_its_first_day_is_known(rows):
    early = decision("nbp_reference", date(2026, 12, 10), "3.5")
    known = {
        r.date_from for r in rates.derive([*nbp(rows), early]) if r.kind in COMMERCIAL
    }
    assert max(known) == date(2026, 7, 1)
    later = rates.derive([*nbp(rows), early], until=date(2027, 1, 1))
    assert max(r.date_from for r in later if r.kind in COMMERCIAL) == date(2027, 1, 1)


def test_floor_merges_decisions_that_change_nothing():
    decisions = [
        decision("nbp_lombard", date(2030, 1, 1), "3"),
        decision("nbp_lombard", date(2030, 3, 1), "2"),
        decision("nbp_lombard", date(2030, 5, 1), "3.25"),
    ]
    tax = [row for row in rates.derive(decisions) if row.kind == "tax_arrears"]
    assert [(row.date_from, row.percent) for row in tax] == [
        (date(2030, 1, 1), Decimal(8)),
        (date(2030, 5, 1), Decimal("8.5")),
    ]


def test_derive_of_nothing_is_nothing():
    assert rates.derive([]) == []


def test_new_formula_of_law_can_be_given(rows):
    old = next(f for f in rates.law_formulas() if f.kind == "delay_481")
    new = replace(old, date_from=date(2027, 1, 1), points=Decimal(8))
    derived = rates.derive(nbp(rows), formulas=[new])
    assert [(row.date_from, row.percent) for row in derived] == [
        (date(2027, 1, 1), Decimal("11.75"))
    ]


def test_read_accepts_semicolons_commas_and_a_byte_order_mark():
    file = io.StringIO("\ufeffkind;date_from;percent\ndelay_481;2030-01-01;9,25\n")
    assert rates.read_rates(file) == [
        rates.RateRow("delay_481", date(2030, 1, 1), None, Decimal("9.25"))
    ]


def test_read_names_every_fault():
    file = io.StringIO(
        "kind,date_from,date_to,percent\n"
        ",2030-01-01,,5\n"
        "delay_481,1.1.2030,soon,5\n"
        "delay_481,2030-01-01,,-1\n"
        "delay_481,2030-01-01,,much\n"
        "delay_481,2030-01-01,2029-12-31,5\n"
    )
    with pytest.raises(rates.RateFileFault) as error:
        rates.read_rates(file)
    assert [fault[:3] for fault in error.value.faults] == [
        (2, "kind", ""),
        (3, "date_from", "1.1.2030"),
        (3, "date_to", "soon"),
        (4, "percent", "-1"),
        (5, "percent", "much"),
        (6, "date_to", "2029-12-31"),
    ]
    assert "row 3, date_to 'soon'" in str(error.value)


@pytest.mark.parametrize("text", ["", "kind,percent\n"])
def test_read_names_missing_columns(text):
    with pytest.raises(rates.RateFileFault, match="date_from"):
        rates.read_rates(io.StringIO(text))


def test_files_of_law_have_full_rows():
    for name in ("interest_kind.csv", "interest_rate.csv", "interest_formula.csv"):
        with rates.law_file(name).open(encoding="utf-8", newline="") as file:
            lengths = {len(row) for row in csv.reader(file)}
        assert len(lengths) == 1
