"""Writes an XLSX portfolio of invented claims, for measuring the import.

    python benchmarks/portfolio.py claims.xlsx --claims 100000 --debtors 35000

The same numbers always give the same claims.
"""

import argparse
import pathlib
import random
import sys

import xlsxwriter

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "addons/debt_collection/tests/samples"))

import invented  # noqa: E402
from make_samples import energy_row  # noqa: E402


def write_portfolio(path, claims, debtors, seed=0):
    """Write an XLSX of that many claims of that many debtors, without any fault."""
    pairs = invented.portfolio(random.Random(seed), claims, debtors, 0.12)
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Wierzytelności")
        for index, (who, claim) in enumerate(pairs, 1):
            row = energy_row(who, claim)
            if index == 1:
                sheet.write_row(0, 0, row)
            _write_row(sheet, index, row.values())


def _write_row(sheet, index, values):
    """Write one row; empty texts are left out."""
    for column, value in enumerate(values):
        if isinstance(value, str):
            if value:
                sheet.write_string(index, column, value)
        elif isinstance(value, float):
            sheet.write_number(index, column, value)
        else:
            sheet.write_datetime(index, column, value)


def main():
    """Command line: file, number of claims and of debtors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--debtors", type=int, default=3_500)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    write_portfolio(chosen.file, chosen.claims, chosen.debtors, chosen.seed)


if __name__ == "__main__":
    main()
