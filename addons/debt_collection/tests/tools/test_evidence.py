"""What is proof of a case, and that doubt is never booked (T-90)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...tools.evidence import (
    WEIGHTS,
    Candidate,
    certain,
    decided_split,
    plausible,
    score,
)

REASONS = st.frozensets(st.sampled_from(sorted(WEIGHTS)), min_size=1)


def candidate(*reasons, case_id=1, debtor_id=1, live=True):
    return Candidate(case_id, debtor_id, frozenset(reasons), live)


@pytest.mark.parametrize(
    ("reasons", "proof"),
    [
        (["full"], True),
        (["virtual"], True),
        (["typo"], False),
        (["typo", "name"], True),
        (["typo", "amount"], True),
        (["typo", "document"], True),
        (["short"], False),
        (["short", "account"], True),
        (["document"], False),
        (["document", "amount"], True),
        (["reference", "name"], True),
        (["account"], False),
        (["account", "name"], False),
        (["account", "amount"], True),
        (["name", "amount"], False),
        (["debtor_virtual"], False),
        (["returned"], False),
        (["returned", "account"], False),
    ],
)
def test_what_is_proof(reasons, proof):
    assert certain(candidate(*reasons), rivals=0, incoming=True) is proof


@pytest.mark.parametrize(
    "doubt",
    [{"rivals": 1}, {"stray": True}, {"incoming": False}],
)
def test_doubt_takes_any_certainty(doubt):
    facts = {"rivals": 0, "incoming": True} | doubt
    assert not certain(candidate("full", "virtual", "name"), **facts)


def test_closed_case_is_never_certain():
    assert not certain(candidate("full", live=False), rivals=0, incoming=True)


@given(st.lists(st.tuples(REASONS, st.integers(1, 3)), min_size=2, max_size=5))
def test_two_plausible_cases_are_never_certain(drawn):
    """T-90, whatever speaks for them."""
    candidates = plausible(
        [Candidate(i, debtor, reasons) for i, (reasons, debtor) in enumerate(drawn)]
    )
    found = [c for c in candidates if certain(c, len(candidates) - 1, incoming=True)]
    assert len(found) <= 1
    assert not found or len(candidates) == 1


@given(st.lists(st.tuples(REASONS, st.integers(1, 3)), min_size=1, max_size=5))
def test_a_named_case_stays_plausible(drawn):
    candidates = [Candidate(i, d, reasons) for i, (reasons, d) in enumerate(drawn)]
    left = plausible(candidates)
    assert left
    for one in candidates:
        if one.reasons & {"full", "typo", "document", "virtual"}:
            assert one in left


def test_account_of_another_debtor_is_a_rival():
    named, payer = candidate("full"), candidate("account", case_id=2, debtor_id=2)
    assert plausible([named, payer]) == [named, payer]


@given(REASONS, st.integers(0, 3), st.booleans())
def test_score_is_a_percentage_and_only_proof_is_full(reasons, rivals, live):
    value = score(Candidate(1, 1, reasons, live), rivals)
    assert 0 <= value <= 100
    if value == 100:
        assert reasons & {"full", "virtual"}


@given(REASONS, st.sampled_from(sorted(WEIGHTS)))
def test_another_reason_never_lowers_the_score(reasons, more):
    before = score(Candidate(1, 1, reasons), 0)
    assert score(Candidate(1, 1, reasons | {more}), 0) >= before


@pytest.mark.parametrize(
    ("amount", "dues", "named", "parts"),
    [
        ("300", {1: "100", 2: "200"}, {}, {1: "100", 2: "200"}),
        ("250", {1: "100", 2: "200"}, {}, {}),
        ("250", {1: "100", 2: "200"}, {1: "100", 2: "150"}, {1: "100", 2: "150"}),
        ("150", {1: "100", 2: "200"}, {2: "150"}, {}),
        ("100", {1: "100"}, {}, {}),
        ("100", {1: "100", 2: "0"}, {}, {}),
    ],
)
def test_split_is_decided_only_when_it_adds_up(amount, dues, named, parts):
    def exact(amounts):
        return {case: Decimal(value) for case, value in amounts.items()}

    assert decided_split(Decimal(amount), exact(dues), exact(named)) == exact(parts)
