"""Limitation of claims: words for events, reasons told, and what is barred."""

from datetime import date

from odoo.addons.debt_collection.tools import limitation as lim
from odoo.addons.debt_collection.tools import limitation_csv as by_file
from odoo.addons.debt_collection.tools import limitation_events as events_module

from .limitation_rows import judged, reason_codes, row

EPU = "epu_filed:2020-12-31;epu_discontinued:2021-01-20"


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
