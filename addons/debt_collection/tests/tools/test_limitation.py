"""Limitation of claims: published cases and the law point by point."""

import pytest

from odoo.addons.debt_collection.tools import limitation_csv as by_file

from .common import row_id, vectors
from .limitation_rows import judged, reason_codes


@pytest.mark.parametrize("line", vectors("limitation.csv"), ids=row_id)
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
