"""Rules of tracks: which cases fit, which track is first, and why."""

import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import tracks
from odoo.addons.debt_collection.tools.tracks import (
    CaseFacts,
    Rule,
    choose,
    conditions,
    fits,
    reason,
)

FACTS = CaseFacts(
    amount=1000,
    delay=12.5,
    delay_sample=4,
    age=90,
    segment="small",
    legal_status="business",
    band=2,
    channel="phone",
    earlier=2,
    barred=False,
)
NUMBERS = st.integers(0, 50)
RULES = st.builds(
    Rule,
    *[NUMBERS] * 6,
    segment=st.sampled_from([None, "individual", "small"]),
    legal_status=st.sampled_from([None, "consumer", "business"]),
    band=st.sampled_from([None, 1, 2]),
    channel=st.sampled_from([None, "phone", "letter"]),
    earlier=st.sampled_from([None, "none", "some"]),
    earlier_from=st.integers(0, 3),
    barred=st.sampled_from([None, "yes", "no"]),
)
CASES = st.builds(
    CaseFacts,
    NUMBERS,
    st.none() | NUMBERS,
    NUMBERS,
    NUMBERS,
    segment=st.sampled_from(["individual", "small"]),
    legal_status=st.sampled_from(["consumer", "business"]),
    band=st.sampled_from([None, 1, 2]),
    channel=st.sampled_from([None, "phone", "letter"]),
    earlier=st.integers(0, 3),
    barred=st.booleans(),
)


def test_examples():
    assert doctest.testmod(tracks).failed == 0


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"amount_from": 1000, "amount_to": 1000},
        {"delay_from": 12},
        {"delay_to": 13},
        {"age_from": 90, "age_to": 90},
        {"segment": "small", "legal_status": "business"},
        {"band": 2, "channel": "phone"},
        {"earlier": "some"},
        {"earlier": "some", "earlier_from": 2},
        {"barred": "no"},
    ],
)
def test_fits(rule):
    assert fits(Rule(**rule), FACTS)


@pytest.mark.parametrize(
    "rule",
    [
        {"amount_from": 1000.01},
        {"amount_to": 999.99},
        {"delay_from": 13},
        {"delay_to": 12},
        {"age_from": 91},
        {"age_to": 89},
        {"segment": "large"},
        {"legal_status": "consumer"},
        {"band": 1},
        {"channel": "letter"},
        {"earlier": "none"},
        {"earlier": "some", "earlier_from": 3},
        {"barred": "yes"},
        {"segment": "small", "amount_to": 10},
    ],
)
def test_does_not_fit(rule):
    assert not fits(Rule(**rule), FACTS)


def test_what_is_not_known_fits_no_rule_that_asks_it():
    unknown = replace(FACTS, delay=None, channel=None, band=None)
    assert not fits(Rule(delay_to=500), unknown)
    assert not fits(Rule(channel="phone"), unknown)
    assert not fits(Rule(band=2), unknown)
    assert fits(Rule(), unknown)


@given(st.lists(RULES, max_size=5), CASES, st.sets(st.integers(0, 4)))
def test_the_first_that_fits_is_chosen(rules, facts, refused):
    numbered = list(enumerate(rules))
    chosen = choose(numbered, facts, lambda key: key not in refused)
    fitting = [n for n, rule in numbered if fits(rule, facts) and n not in refused]
    assert chosen == (fitting[0] if fitting else None)


@given(RULES, CASES)
def test_asking_more_never_lets_more_in(rule, facts):
    if fits(rule, facts):
        assert fits(replace(rule, segment=None, barred=None, band=None), facts)


@given(RULES, CASES)
def test_a_reason_names_all_that_was_asked(rule, facts):
    told = reason(rule, facts)
    assert [part["name"] for part in told["rules"]] == conditions(rule)
    for part in told["rules"]:
        assert part["value"] == getattr(facts, part["name"])
