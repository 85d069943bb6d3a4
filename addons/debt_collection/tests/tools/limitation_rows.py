"""What the tests of limitation share: rows of files and what is found for them."""

from odoo.addons.debt_collection.tools import limitation_csv as by_file


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
