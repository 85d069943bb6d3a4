"""Limitation of claims: published cases, the law by points, what always holds."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools import limitation as lim
from odoo.addons.debt_collection.tools import limitation_csv as by_file
from odoo.addons.debt_collection.tools import limitation_events as events_module
from odoo.addons.debt_collection.tools.limitation_term import add_months, add_years

VECTORS = Path(__file__).parent / "vectors" / "limitation.csv"
RULES = by_file.shipped_rules()


def vectors():
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(kind, start, events="", creditor="business", debtor="business"):
    """Return a file row; parties are businesses unless told."""
    return {
        "id": "X1",
        "claim_kind": kind,
        "creditor": creditor,
        "debtor": debtor,
        "start_date": start,
        "events": events,
    }


def judged(*args, **kwargs):
    """Return (what is printed, the alternative as text) for a row."""
    line = row(*args, **kwargs)
    outcome = by_file.outcome_of_row(line)
    alternative = outcome.alternative and outcome.alternative.isoformat()
    return by_file.limitation_of_row(line)["last_day"], alternative


def reason_codes(*args, **kwargs):
    outcome = by_file.outcome_of_row(row(*args, **kwargs))
    return [code for code, _params in outcome.reasons]


@pytest.mark.parametrize("line", vectors(), ids=lambda line: line["id"])
def test_vector(line):
    assert by_file.limitation_of_row(line) == {
        "id": line["id"],
        "last_day": line["expected_last_day"],
    }
    outcome = by_file.outcome_of_row(line)
    assert str(outcome.alternative or "") == line["disputed_alternative"]


@pytest.mark.parametrize(
    ("kind", "start", "last_day"),
    [
        # 2 years with the year-end; inland and international carriage without it
        ("sale", "2024-12-30", "2026-12-31"),
        ("sale", "2025-01-01", "2027-12-31"),
        ("specific_work", "2023-06-30", "2025-12-31"),
        ("bank_account", "2023-01-01", "2025-12-31"),
        ("transport", "2024-02-29", "2025-02-28"),
        ("transport_cmr", "2024-12-31", "2025-12-31"),
        ("forwarding", "2023-07-01", "2024-07-01"),
        ("storage", "2023-07-01", "2024-07-01"),
        # 3 years
        ("periodic", "2021-01-31", "2024-12-31"),
        ("insurance", "2022-11-30", "2025-12-31"),
        ("interest", "2022-12-30", "2025-12-31"),
        ("bank_loan", "2022-12-30", "2025-12-31"),
        ("judgment_periodic_future", "2021-05-05", "2024-12-31"),
        # 6 years
        ("general", "2019-01-01", "2025-12-31"),
        ("judgment", "2019-12-31", "2025-12-31"),
    ],
)
def test_term_of_kind(kind, start, last_day):
    assert judged(kind, start) == (last_day, None)


@pytest.mark.parametrize(
    ("kind", "start", "last_day"),
    [
        # ended under the old law: no year-end
        ("sale", "2016-07-08", "2018-07-08"),
        ("sale", "2016-05-10", "2018-05-10"),
        ("business", "2015-07-01", "2018-07-01"),
        ("private_loan", "2008-07-08", "2018-07-08"),
        ("judgment", "2006-01-01", "2016-01-01"),
        # its last day is 2018-07-09 itself: still running, the new law
        ("sale", "2016-07-09", "2018-12-31"),
        ("business", "2015-07-09", "2018-12-31"),
        ("judgment_periodic_future", "2016-02-29", "2019-12-31"),
        ("transport", "2017-08-01", "2018-08-01"),
        # ten years cut to six: the old end if earlier than 2024-12-31
        ("private_loan", "2014-12-30", "2024-12-30"),
        ("private_loan", "2014-12-31", "2024-12-31"),
        ("private_loan", "2018-07-08", "2024-12-31"),
        ("private_loan", "2018-07-09", "2024-12-31"),
        ("general", "2008-07-09", "2018-07-09"),
        ("judgment", "2018-07-08", "2024-12-31"),
    ],
)
def test_transition_of_2018(kind, start, last_day):
    assert judged(kind, start) == (last_day, None)


@pytest.mark.parametrize(
    ("kind", "start", "last_day"),
    [
        ("private_loan", "2018-07-08", "2028-07-08"),
        ("general", "2016-02-29", "2026-02-28"),
        ("judgment", "2016-05-10", "2026-05-10"),
        ("periodic", "2017-03-03", "2020-03-03"),
        # since that day, or with a term outside art. 118 and 125: the new law
        ("private_loan", "2018-07-09", "2024-12-31"),
        ("tort", "2017-03-03", "2020-12-31"),
        ("specific_work", "2017-03-03", "2019-12-31"),
    ],
)
def test_old_claim_of_a_consumer(kind, start, last_day):
    assert judged(kind, start, creditor="consumer") == (last_day, None)


def test_consumer_as_debtor_does_not_keep_the_old_law():
    assert judged("private_loan", "2015-06-01", debtor="consumer")[0] == "2024-12-31"


def test_old_claim_of_a_consumer_judged_since_2018_is_disputed():
    events = "lawsuit_filed:2018-01-10;judgment_final:2019-04-01"
    found = judged("private_loan", "2015-06-01", events, creditor="consumer")
    assert found == ("2025-12-31", "2029-04-01")
    events = "lawsuit_filed:2018-01-10;judgment_final:2018-07-0"
    found = judged("private_loan", "2015-06-01", events + "8", creditor="consumer")
    assert found == ("2028-07-08", None)
    found = judged("private_loan", "2015-06-01", events + "9", creditor="consumer")
    assert found == ("2024-12-31", "2028-07-09")


def test_promissory_note_warns_by_the_earlier_day():
    assert judged("promissory_note_issuer", "2023-05-10") == (
        "2026-05-10",
        "2026-12-31",
    )


def test_due_on_31_december_is_a_matter_of_due_dates_only():
    assert judged("sale", "2023-12-31") == ("2025-12-31", "2026-12-31")
    assert judged("tort", "2022-12-31") == ("2025-12-31", None)
    assert judged("business", "2021-03-01", "acknowledged:2022-12-31") == (
        "2025-12-31",
        None,
    )


@pytest.mark.parametrize(
    ("events", "last_day"),
    [
        # acknowledgement, each time anew, until the last day itself
        ("part_payment:2024-12-31", "2027-12-31"),
        ("part_payment:2025-01-01", "2024-12-31"),
        ("acknowledged:2022-05-05;instalment_request:2025-12-31", "2028-12-31"),
        ("acknowledged:2022-05-05;instalment_request:2026-01-01", "2025-12-31"),
        ("balance_confirmed:2021-01-01", "2024-12-31"),
        # no effect
        ("reminder:2023-01-01;interest_note:2023-02-01", "2024-12-31"),
        ("register_entry:2023-01-01;demand:2023-01-01", "2024-12-31"),
        # a suit without effect leaves what else happened
        ("lawsuit_filed:2023-03-01;lawsuit_returned:2023-04-01", "2024-12-31"),
        (
            "lawsuit_filed:2023-03-01;acknowledged:2023-04-01;"
            "lawsuit_withdrawn:2024-09-10",
            "2026-12-31",
        ),
        ("epu_filed:2024-03-01;epu_withdrawn:2024-04-01", "2024-12-31"),
        # proceedings that ended: anew from the end; a judgment: six years
        ("lawsuit_filed:2023-03-01;lawsuit_ended:2025-02-01", "2028-12-31"),
        ("epu_filed:2024-03-01;order_final:2024-06-01", "2030-12-31"),
        ("lawsuit_filed:2023-03-01;court_settlement:2023-06-01", "2029-12-31"),
        (
            "lawsuit_filed:2023-03-01;judgment_final:2024-02-01;"
            "enforcement_filed:2025-01-01;enforcement_ended_ineffective:2026-03-01",
            "2032-12-31",
        ),
        ("judgment_final:2024-02-01;acknowledged:2025-02-01", "2031-12-31"),
        # settlement: acknowledges; calling in the rest starts the whole
        ("settlement_signed:2022-02-01", "2025-12-31"),
        (
            "settlement_signed:2022-02-01;instalments_called_in:2026-05-01",
            "2029-12-31",
        ),
        (
            "settlement_signed:2025-02-01;instalments_called_in:2026-05-01",
            "2024-12-31",
        ),
        # a waiver is good only after the end
        ("plea_waived:2023-01-01", "2024-12-31"),
        ("plea_waived:2025-03-01", "2028-12-31"),
        ("plea_waived:2025-03-01;acknowledged:2026-01-01", "2029-12-31"),
        # two enforcements: anew from the end of the last
        (
            "enforcement_filed:2023-01-01;enforcement_filed:2023-06-01;"
            "enforcement_ended:2024-01-01;enforcement_ended:2025-02-02",
            "2028-12-31",
        ),
    ],
)
def test_events_on_a_business_claim_of_2021(events, last_day):
    assert judged("business", "2021-04-10", events) == (last_day, None)


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        ("lawsuit_filed:2024-12-31", "in time"),
        ("lawsuit_filed:2025-01-01", "barred"),
        ("epu_filed:2024-12-31;assigned:2025-03-03", "in time"),
        ("lawsuit_filed:2025-01-01;acknowledged:2025-02-01", "barred"),
        ("enforcement_filed:2025-01-01", "barred"),
        ("lawsuit_filed:2025-01-01;lawsuit_withdrawn:2025-02-01", "2024-12-31"),
        ("lawsuit_filed:2025-01-01;judgment_final:2025-09-01", "2031-12-31"),
        ("acknowledged:2024-12-31;lawsuit_filed:2027-12-31", "in time"),
        ("acknowledged:2024-12-31;lawsuit_filed:2028-01-01", "barred"),
        ("mediation:2021-06-01;mediation_ended:2021-09-01", "2024-12-31"),
    ],
)
def test_verdict_only_for_a_pending_proceeding(events, answer):
    assert judged("business", "2021-04-10", events)[0] == answer


EPU = "epu_filed:2020-12-31;epu_discontinued:2021-01-20"


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        (";lawsuit_filed:2021-04-20", "in time"),
        (";lawsuit_filed:2021-04-21", "barred"),
        ("", "2021-04-20"),
        (";lawsuit_filed:2021-04-20;judgment_final:2022-05-05", "2028-12-31"),
        (";lawsuit_filed:2021-04-20;lawsuit_returned:2021-05-05", "2021-04-20"),
        (";acknowledged:2021-03-01", "2021-04-20"),
    ],
)
def test_suit_after_a_discontinued_epu(events, answer):
    assert judged("lease", "2017-07-10", EPU + events)[0] == answer


def test_epu_filed_too_late_is_not_saved_by_a_suit():
    events = "epu_filed:2021-01-01;epu_discontinued:2021-01-20"
    assert judged("lease", "2017-07-10", events)[0] == "2020-12-31"
    events += ";lawsuit_filed:2021-02-01"
    assert judged("lease", "2017-07-10", events)[0] == "barred"


def test_late_refiled_suit_can_argue_from_the_older_case_law():
    codes = reason_codes("lease", "2017-07-10", EPU + ";lawsuit_filed:2021-04-21")
    assert "in_time_by_other_reading" in codes


def test_three_months_that_end_on_a_free_day_end_later():
    # 2021-02-01 + 3 months = Saturday, then Sunday, then the holiday of 3 May
    events = "epu_filed:2020-12-31;epu_discontinued:2021-02-01;lawsuit_filed:2021-05-04"
    assert judged("lease", "2017-07-10", events)[0] == "in time"
    assert judged("lease", "2017-07-10", events[:-2] + "05")[0] == "barred"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # begun before 2022-06-30: interrupts, anew from its end
        (
            "zawezwanie:2022-06-29;zawezwanie_ended:2022-09-01",
            ("2025-12-31", None),
        ),
        ("mediation:2022-06-29;mediation_ended:2023-01-01", ("2026-12-31", None)),
        # its end unknown: anew from its beginning, to be safe
        ("zawezwanie:2022-06-29", ("2025-12-31", None)),
        # begun since: suspends; the days of both ends are added only beside
        (
            "zawezwanie:2022-06-30;zawezwanie_ended:2022-07-09",
            ("2024-12-31", "2025-01-10"),
        ),
        (
            "mediation:2023-01-01;mediation_ended:2023-01-31",
            ("2024-12-31", "2025-01-31"),
        ),
        # two at the same time are counted once
        (
            "mediation:2023-01-01;mediation_ended:2023-01-31;"
            "zawezwanie:2023-01-22;zawezwanie_ended:2023-02-09",
            ("2024-12-31", "2025-02-09"),
        ),
        # one within the other, and a third that overlaps the outer one
        (
            "mediation:2023-01-01;mediation_ended:2023-03-31;"
            "zawezwanie:2023-01-10;zawezwanie_ended:2023-01-20;"
            "mediation:2023-03-22;mediation_ended:2023-04-10",
            ("2024-12-31", "2025-04-10"),
        ),
        ("mediation:2024-11-01", ("2024-12-31", None)),
        ("mediation:2025-01-01;mediation_ended:2025-01-31", ("2024-12-31", None)),
        # an acknowledgement meanwhile: only the days after it are added
        (
            "mediation:2023-01-01;acknowledged:2023-01-21;mediation_ended:2023-01-31",
            ("2026-12-31", "2027-01-10"),
        ),
        # in the added days: too late in the safe reading, anew in the other
        (
            "mediation:2023-01-01;mediation_ended:2023-01-31;acknowledged:2025-01-20",
            ("2024-12-31", "2028-12-31"),
        ),
        # withdrawn: as if never begun
        ("zawezwanie:2022-01-10;zawezwanie_withdrawn:2022-05-01", ("2024-12-31", None)),
    ],
)
def test_conciliation_and_mediation(events, expected):
    assert judged("business", "2021-04-10", events) == expected


def test_enforcement_discontinued_on_request_is_disputed():
    events = "enforcement_filed:2020-01-10;enforcement_withdrawn:2021-08-01"
    assert judged("judgment", "2019-04-01", events) == ("2025-12-31", "2027-12-31")


def test_enforcement_under_a_bank_title_helps_only_a_bank():
    events = (
        "bank_title_enforcement_filed:2014-01-10;"
        "bank_title_enforcement_ended:2017-02-01;assigned:2019-01-01"
    )
    assert judged("bank_loan", "2013-01-05", events, "bank")[0] == "2020-12-31"
    assert judged("bank_loan", "2013-01-05", events, "business")[0] == "2016-01-05"


def test_complaint_suspends_only_carriage():
    events = "complaint_filed:2024-06-01;complaint_answered:2024-06-30"
    assert judged("transport_cmr", "2024-05-10", events) == ("2025-05-10", "2025-06-09")
    assert judged("sale", "2024-05-10", events) == ("2026-12-31", None)


def test_reported_loss_interrupts_only_insurance():
    events = "loss_reported:2023-06-01;loss_report_answered:2024-01-30"
    assert judged("insurance", "2022-05-10", events)[0] == "2027-12-31"
    assert judged("business", "2022-05-10", events)[0] == "2025-12-31"


def test_events_before_2018_are_judged_by_the_law_of_their_day():
    # two years of sale had ended without a year-end
    assert judged("sale", "2016-04-10", "acknowledged:2018-05-01")[0] == "2018-04-10"
    assert judged("sale", "2016-05-10", "acknowledged:2018-05-01")[0] == "2020-12-31"
    # acknowledged across the change: six years from the acknowledgement
    found = judged("private_loan", "2012-01-01", "acknowledged:2018-07-09")
    assert found[0] == "2024-12-31"
    found = judged("private_loan", "2012-01-01", "acknowledged:2019-01-01")
    assert found[0] == "2025-12-31"


def test_event_before_the_due_date_does_not_start_the_term():
    assert judged("sale", "2024-02-01", "acknowledged:2023-12-01")[0] == "2026-12-31"
    events = "lawsuit_filed:2024-01-05;lawsuit_ended:2024-01-20"
    assert judged("sale", "2024-02-01", events)[0] == "2026-12-31"


def test_judgment_on_future_payments_keeps_its_three_years():
    events = "enforcement_filed:2022-01-10;enforcement_ended:2023-03-01"
    assert judged("judgment_periodic_future", "2020-02-01", events)[0] == "2026-12-31"


def test_ending_without_a_beginning():
    assert judged("judgment", "2012-03-15", "enforcement_ended:2017-05-05")[0] == (
        "2024-12-31"
    )
    assert judged("judgment", "2012-03-15", "mediation_ended:2017-05-05")[0] == (
        "2022-03-15"
    )


def test_aliases_are_words_of_their_own():
    aliases = [
        alias for words in events_module._ALIASES.values() for alias in words.split()
    ]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & lim.CODES
    assert set(events_module._ALIASES) <= lim.CODES


def test_aliases_mean_the_same():
    for word in ("enforcement_discontinued_ineffective", "enforcement_discontinued"):
        events = f"enforcement_filed:2020-01-10;{word}:2021-08-01"
        assert judged("judgment", "2019-04-01", events)[0] == "2027-12-31"


def test_is_barred_after_the_last_day_only():
    outcome = by_file.outcome_of_row(row("sale", "2022-05-05"))
    assert not outcome.is_barred(date(2024, 12, 31))
    assert outcome.is_barred(date(2025, 1, 1))
    pending = by_file.outcome_of_row(
        row("sale", "2022-05-05", "lawsuit_filed:2023-01-01")
    )
    assert pending.last_day is None
    assert not pending.is_barred(date(2099, 1, 1))


def test_reasons_tell_the_story():
    codes = reason_codes("private_loan", "2015-06-01", debtor="consumer")
    assert codes == ["term_cut_in_2018", "term", "year_end", "consumer_debtor"]
    events = "acknowledged:2023-02-15;lawsuit_filed:2027-01-01"
    assert reason_codes("business", "2021-04-10", events) == [
        "term",
        "year_end",
        "runs_anew",
        "term",
        "year_end",
        "late",
        "plea_needed",
    ]


def test_reasons_name_events_and_days():
    def said(*args):
        outcome = by_file.outcome_of_row(row(*args))
        return [lim.REASONS[code] % params for code, params in outcome.reasons]

    told = said("lease", "2017-07-10", EPU + ";lawsuit_filed:2021-04-20")
    assert "lawsuit_filed of 2021-04-20 interrupts the term" in told
    assert "the suit of 2021-04-20 keeps the date of the EPU: 2020-12-31" in told
    told = said("lease", "2017-07-10", EPU)
    assert "a suit filed by 2021-04-20 keeps the date of the EPU of 2020-12-31" in told
    events = "enforcement_filed:2020-01-10;enforcement_discontinued_inaction:2021-08-01"
    told = said("judgment", "2019-04-01", events)
    assert told[2] == (
        "enforcement_filed of 2020-01-10 has no effect because of "
        "enforcement_discontinued_inaction of 2021-08-01"
    )
    assert not any("disputed" in line for line in told)
    events = "enforcement_filed:2020-01-10;enforcement_ended:2021-08-01"
    told = said("judgment", "2019-04-01", events)
    assert "after enforcement_ended of 2021-08-01 the term runs anew" in told


def test_acknowledgement_while_the_term_does_not_run_is_told():
    events = "lawsuit_filed:2022-01-10;acknowledged:2022-03-01"
    assert "no_effect_pending" in reason_codes("business", "2021-04-10", events)
    early = "acknowledged:2021-04-09"
    assert "no_effect_pending" in reason_codes("business", "2021-04-10", early)
    same_day = "acknowledged:2021-04-10"
    assert "runs_anew" in reason_codes("business", "2021-04-10", same_day)


# === Files === #


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"events": "lost:2020-01-01"}, "events", "lawsuit_filed"),
        ({"events": "acknowledged"}, "events", "code:YYYY-MM-DD"),
        ({"events": "acknowledged:1.2.2020"}, "events", "YYYY-MM-DD"),
        ({"claim_kind": "gift"}, "claim_kind", "private_loan"),
        ({"start_date": "2021-02-29"}, "start_date", "YYYY-MM-DD"),
        ({"debtor": None}, "debtor", "missing"),
    ],
)
def test_row_fault_names_row_column_and_remedy(change, field, told):
    with pytest.raises(by_file.RowFault) as fault:
        by_file.limitation_of_row({**row("sale", "2021-01-01"), **change})
    assert (fault.value.row, fault.value.field) == ("X1", field)
    assert told in str(fault.value)


def test_judge_file_reads_lines():
    lines = [
        "id,claim_kind,creditor,debtor,start_date,events",
        "7,sale,a,b,2021-01-01,",
    ]
    assert list(by_file.judge_file(lines)) == [{"id": "7", "last_day": "2023-12-31"}]


@pytest.mark.parametrize(
    ("field", "value"),
    [("years", "two"), ("old_years", "0"), ("year_end", "maybe"), ("judged_as", "x")],
)
def test_bad_rule_is_refused(field, value):
    rule = {
        "code": "sale",
        "years": "2",
        "year_end": "yes",
        "old_years": "2",
        "consumer_old_law": "no",
        "starts_from": "due_date",
        "judged_as": "",
        "own_events": "",
    }
    rule[field] = value
    with pytest.raises(by_file.RowFault) as fault:
        by_file.read_rules([",".join(rule), ",".join(rule.values())])
    assert fault.value.field == field


def test_rules_do_not_end_short_terms_with_the_year():
    assert not any(r.ends_with_year(True) for r in RULES.values() if r.years < 2)
    assert not lim.Rule("short", 1, "yes").ends_with_year()


# === What holds always === #

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
