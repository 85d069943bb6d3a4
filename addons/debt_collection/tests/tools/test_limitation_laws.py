"""Limitation of claims: what holds always."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import limitation as lim
from odoo.addons.debt_collection.tools import limitation_csv as by_file
from odoo.addons.debt_collection.tools import limitation_events as events_module
from odoo.addons.debt_collection.tools.limitation_term import add_months, add_years

RULES = by_file.shipped_rules()
DAYS = st.dates(date(2005, 1, 1), date(2030, 12, 31))
KINDS = st.sampled_from(sorted(RULES))
PARTIES = st.sampled_from(["business", "consumer", "person", "bank"])
EVENTS = st.lists(st.tuples(DAYS, st.sampled_from(sorted(lim.CODES))), max_size=6)


@given(KINDS, PARTIES, PARTIES, DAYS, EVENTS, st.randoms())
def test_order_of_entry_never_matters(kind, creditor, debtor, start, events, random):
    expected = lim.limitation(RULES[kind], creditor, debtor, start, events)
    random.shuffle(events)
    assert lim.limitation(RULES[kind], creditor, debtor, start, events) == expected


@given(KINDS, PARTIES, PARTIES, DAYS, EVENTS)
def test_outcome_is_whole(kind, creditor, debtor, start, events):
    outcome = lim.limitation(RULES[kind], creditor, debtor, start, events)
    assert (outcome.last_day is None) == (outcome.state == "interrupted")
    if outcome.alternative:
        assert outcome.alternative > outcome.last_day
    for code, params in outcome.reasons:
        assert lim.REASONS[code] % params


@given(KINDS, PARTIES, DAYS, DAYS)
def test_acknowledgement_never_brings_the_last_day_forward(kind, creditor, start, day):
    rule = RULES[kind]
    before = lim.limitation(rule, creditor, "business", start)
    after = lim.limitation(rule, creditor, "business", start, [(day, "acknowledged")])
    assert after.last_day >= before.last_day
    if day > before.last_day:
        assert after.last_day == before.last_day


@given(KINDS, DAYS, EVENTS, DAYS)
def test_void_suit_changes_no_date(kind, start, events, day):
    others = [event for event in events if not event[1].startswith(("lawsuit", "epu"))]
    suit = [(day, "lawsuit_filed"), (day + timedelta(90), "lawsuit_withdrawn")]
    without = lim.limitation(RULES[kind], "business", "business", start, others)
    with_suit = lim.limitation(
        RULES[kind], "business", "business", start, others + suit
    )
    assert with_suit.last_day == without.last_day
    assert with_suit.alternative == without.alternative


@given(DAYS, st.integers(0, 30), st.integers(0, 40))
def test_same_day_later(day, years, months):
    later = add_years(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) in {(day.month, day.day), (2, 28)}
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(1)).day == 1


def test_beginnings_come_first_on_a_day():
    day = date(2024, 1, 1)
    events = [(day, "lawsuit_withdrawn"), (day, "lawsuit_filed")]
    assert events_module.sort_events(events) == list(reversed(events))


def test_rules_do_not_end_short_terms_with_the_year():
    assert not any(r.ends_with_year(True) for r in RULES.values() if r.years < 2)
    assert not lim.Rule("short", 1, "yes").ends_with_year()
