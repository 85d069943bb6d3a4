"""Limitation by file: the table of rules, and rows of claims to judge.

A row has the columns ``id``, ``claim_kind``, ``creditor``, ``debtor``, ``start_date``
and ``events`` (``code:date;code:date``); others are ignored. What is printed for it:
the last day, or "in time" / "barred" when a proceeding is filed and has not ended, so
that the question is whether it came in time.
"""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from .limitation import Rule, UnknownEvent, limitation, verdict

RULES_FILE = Path(__file__).parent.parent / "data" / "law" / "limitation_rule.csv"
COLUMNS = ("id", "claim_kind", "creditor", "debtor", "start_date", "events")
YEAR_END = ("yes", "no", "disputed")


class RowFault(ValueError):
    """A row cannot be read.

    :ivar row: id of the row; ``field``: column at fault; ``problem``: what is wrong
        and what to do
    """

    def __init__(self, row, field, problem):
        """Say the row, the column and the problem."""
        super().__init__(f"Row {row}, column {field}: {problem}")
        self.row, self.field, self.problem = row, field, problem


def read_rules(lines):
    """Return {code: Rule} from the lines of a CSV file of rules.

    :raise RowFault: for a number or word that cannot be, or an unknown ``judged_as``
    """
    rows = {row["code"]: row for row in csv.DictReader(lines)}
    rules = {}
    for code in rows:
        _read_rule(code, rows, rules)
    return rules


def _read_rule(code, rows, rules):
    """Read one rule, the one for its judgments before it."""
    if code in rules:
        return rules[code]
    row = rows[code]
    judged_as = row["judged_as"] or code
    if judged_as not in rows:
        raise RowFault(code, "judged_as", f"no rule has the code {judged_as!r}.")
    if row["year_end"] not in YEAR_END:
        raise RowFault(code, "year_end", f"write one of {', '.join(YEAR_END)}.")
    rules[code] = Rule(
        code,
        years=_years(row, "years"),
        year_end=row["year_end"],
        old_years=_years(row, "old_years"),
        consumer_old_law=row["consumer_old_law"] == "yes",
        starts_from=row["starts_from"],
        judged_as=_read_rule(judged_as, rows, rules) if judged_as != code else None,
        own_events=frozenset(row["own_events"].split()),
    )
    return rules[code]


def _years(row, field):
    """Return a number of years of a rule."""
    if not row[field].isdecimal() or not int(row[field]):
        raise RowFault(row["code"], field, "write a whole number of years above zero.")
    return int(row[field])


@lru_cache(maxsize=1)
def shipped_rules():
    """Return {code: Rule} of the rules that come with the program."""
    with RULES_FILE.open(encoding="utf-8", newline="") as lines:
        return read_rules(lines)


def limitation_of_row(row, rules=None):
    """Judge one row.

    :param row: mapping with the COLUMNS
    :param rules: {code: Rule}; the shipped ones by default
    :return: {"id": ..., "last_day": ISO date, "in time" or "barred"}
    :raise RowFault: naming the row, the column and the remedy
    """
    outcome = outcome_of_row(row, rules)
    answer = verdict(outcome) or outcome.last_day.isoformat()
    return {"id": row["id"], "last_day": answer}


def outcome_of_row(row, rules=None):
    """Return the limitation.Outcome of one row; see limitation_of_row."""
    for field in COLUMNS:
        if row.get(field) is None:
            problem = "the column is missing: add it to the file."
            raise RowFault(row.get("id"), field, problem)
    rule = _rule_of_row(row, shipped_rules() if rules is None else rules)
    start = _day(row["start_date"], row["id"], "start_date")
    creditor, debtor = row["creditor"].strip(), row["debtor"].strip()
    try:
        return limitation(rule, creditor, debtor, start, _events(row))
    except UnknownEvent as error:
        raise RowFault(row["id"], "events", str(error)) from error


def _rule_of_row(row, rules):
    """Return the rule of the claim kind of a row."""
    kind = row["claim_kind"].strip()
    if kind not in rules:
        known = ", ".join(sorted(rules))
        problem = f"unknown claim kind {kind!r}: use one of {known}."
        raise RowFault(row["id"], "claim_kind", problem)
    return rules[kind]


def _events(row):
    """Return the (date, code) pairs of the events column."""
    events = []
    for part in filter(None, map(str.strip, row["events"].split(";"))):
        code, colon, day = part.partition(":")
        if not colon:
            problem = f"{part!r} has no date: write code:YYYY-MM-DD."
            raise RowFault(row["id"], "events", problem)
        events.append((_day(day, row["id"], "events"), code.strip()))
    return events


def _day(text, row, field):
    """Return the date of an ISO text."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problem = f"{text!r} is no date: write YYYY-MM-DD."
        raise RowFault(row, field, problem) from None


def judge_file(lines, rules=None):
    """Yield limitation_of_row of every row of a CSV file."""
    for row in csv.DictReader(lines):
        yield limitation_of_row(row, rules)
