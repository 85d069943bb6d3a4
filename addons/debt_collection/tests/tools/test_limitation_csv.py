"""Limitation by file: rows and rules that cannot be read, and those that can."""

import pytest

from odoo.addons.debt_collection.tools import limitation_csv as by_file

from .limitation_rows import row


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
