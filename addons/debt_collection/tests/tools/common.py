"""What the tests of the pure tools share: vectors and the shipped rates."""

import csv
from functools import cache
from pathlib import Path

from odoo.addons.debt_collection.tools import rates

VECTORS = Path(__file__).parent / "vectors"


def vectors(name):
    """Return the rows of a CSV file of vectors as dicts of texts."""
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row_id(row):
    """Return the name under which pytest shows a vector."""
    return row["id"]


def shipped(name, read):
    """Read a file of law facts that comes with the addon."""
    with rates.law_file(name).open(encoding="utf-8", newline="") as file:
        return read(file)


@cache
def law_table():
    """Return the RateTable of all shipped rates."""
    rows = shipped("interest_rate.csv", rates.read_rates)
    return rates.rate_table(rows, shipped("interest_kind.csv", rates.read_kinds))
