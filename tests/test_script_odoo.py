"""``script/odoo debt`` from end to end: a process of its own on the tests' database."""

import csv
import json
import subprocess
from pathlib import Path

from odoo.tools import config

ROOT = Path(__file__).parents[1]
VECTORS = ROOT / "addons/debt_collection/tests/tools/vectors"


def _debt(*arguments, stdin=""):
    """Run ``script/odoo debt ARGUMENTS``; return the finished process."""
    database = config["db_name"][0]
    return subprocess.run(
        [ROOT / "script/odoo", "debt", *arguments, "-d", database],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _expected(name, column):
    """Return {id: expected answer} of a file of vectors."""
    with (VECTORS / name).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row[column] for row in csv.DictReader(file)}


def test_interest_of_all_vectors_and_nothing_else_on_stdout():
    name = "interest_worked_examples.csv"
    process = _debt("interest", "--csv", VECTORS / name)
    assert process.returncode == 0, process.stderr
    header, *rows = csv.reader(process.stdout.splitlines())
    assert header == ["id", "interest"]
    assert dict(rows) == _expected(name, "expected_interest")


def test_limitation_from_stdin():
    name = "limitation.csv"
    text = (VECTORS / name).read_text(encoding="utf-8")
    process = _debt("limitation", "--csv", "-", stdin=text)
    assert process.returncode == 0, process.stderr
    header, *rows = csv.reader(process.stdout.splitlines())
    assert header == ["id", "last_day"]
    assert dict(rows) == _expected(name, "expected_last_day")


def test_an_unknown_case_is_exit_status_2_with_json():
    process = _debt("balance", "no such case")
    assert process.returncode == 2
    assert json.loads(process.stdout)["error"]["code"] == "unknown_reference"
    assert "Traceback" not in process.stderr


def test_an_unknown_package_changes_nothing(tmp_path):
    file = tmp_path / "portfolio.csv"
    file.write_text("a;b\n1;2\n", encoding="utf-8")
    process = _debt("import", file, "--package", "no such package")
    assert process.returncode == 2
    assert json.loads(process.stdout)["error"]["code"] == "unknown_package"
