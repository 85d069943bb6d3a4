"""Workers of a run are killed at random moments and run beside one another: no
effect is doubled, none is lost (T-10, T-13, T-20, T-21, T-60)."""

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from odoo.tools import config

from odoo.addons.debt_collection.tests.common_process import shared_filestore

WORKER = Path(__file__).with_name("run_worker.py")
DAY = "2026-03-03"
COMPANIES, CASES, DUE = 2, 600, 400
KILLS = 6

QUERIES = {
    "letters and calls together are the due cases": (
        "SELECT (SELECT count(*) FROM debt_dispatch) + (SELECT count(*) FROM debt_event"
        " WHERE state = 'planned')",
        COMPANIES * DUE,
    ),
    "dispatches that did not go out": (
        "SELECT count(*) FROM debt_dispatch WHERE state != 'sent'",
        0,
    ),
    "cases with two dispatches": (
        "SELECT count(*) FROM (SELECT 1 FROM debt_dispatch GROUP BY case_id"
        " HAVING count(*) > 1) x",
        0,
    ),
    "dispatches without exactly one letter": (
        "SELECT count(*) FROM debt_dispatch d WHERE (SELECT count(*) FROM debt_letter l"
        " WHERE l.dispatch_id = d.id) != 1",
        0,
    ),
    "letters that no dispatch knows": (
        "SELECT count(*) FROM debt_letter l WHERE NOT EXISTS (SELECT 1 FROM"
        " debt_dispatch d WHERE d.letter_id = l.id)",
        0,
    ),
    "dispatches without exactly one line of history": (
        "SELECT count(*) FROM debt_dispatch d WHERE (SELECT count(*) FROM debt_event e"
        " WHERE e.effect_key = d.key AND e.state = 'done') != 1",
        0,
    ),
    "cases with two planned calls": (
        "SELECT count(*) FROM (SELECT 1 FROM debt_event WHERE state = 'planned'"
        " GROUP BY case_id HAVING count(*) > 1) x",
        0,
    ),
    "cases that wait for nothing": (
        "SELECT count(*) FROM debt_course c WHERE state = 'waiting' AND NOT EXISTS"
        " (SELECT 1 FROM debt_event e WHERE e.case_id = c.case_id"
        " AND e.state = 'planned')",
        0,
    ),
    "due cases that were not looked at": (
        f"SELECT count(*) FROM debt_course WHERE state = 'running'"
        f" AND date_due <= '{DAY}'",
        0,
    ),
    "cases that did not move on after their letter": (
        "SELECT count(*) FROM debt_course c JOIN debt_dispatch d USING (case_id)"
        " JOIN debt_procedure_step s ON s.id = c.step_id"
        f" WHERE s.code != 'call_1' OR c.anchor != '{DAY}'",
        0,
    ),
}


@pytest.fixture
def database():
    """A database of its own with cases of two companies, many of them due."""
    template = os.environ.get("DEBT_TEST_TEMPLATE")
    if not template:
        pytest.fail("DEBT_TEST_TEMPLATE is not set: run the tests by script/test")
    name = f"{config['db_name'][0]}_killed"
    subprocess.run(["createdb", "-T", template, name], check=True)
    try:
        with shared_filestore(name):
            _call("fill", name, DAY, str(CASES), str(DUE))
            yield name
    finally:
        subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)


def _call(*arguments):
    subprocess.run([sys.executable, WORKER, *arguments], check=True, timeout=300)


def _start(database):
    return subprocess.Popen(
        [sys.executable, WORKER, "work", database, DAY],
        stdout=subprocess.PIPE,
        text=True,
    )


def _kill_at_random(database, chance):
    """Start a worker and kill it somewhere in its work; tell whether it got done."""
    worker = _start(database)
    assert worker.stdout.readline() == "ready\n"
    time.sleep(chance.uniform(0.1, 1.5))
    worker.kill()
    return worker.communicate()[0] == "done\n"


def _finish(*workers):
    for worker in workers:
        output, _none = worker.communicate(timeout=300)
        assert worker.returncode == 0
        assert output.endswith("done\n")


def _answers(database):
    """Return ``{question: (answer, wanted)}``."""
    with closing(psycopg2.connect(dbname=database)) as connection:
        cursor = connection.cursor()
        found = {}
        for question, (query, wanted) in QUERIES.items():
            cursor.execute(query)
            found[question] = (cursor.fetchone()[0], wanted)
        return found


def test_killed_workers_double_nothing_and_lose_nothing(database):
    chance = random.Random(20260303)
    done = [_kill_at_random(database, chance) for _n in range(KILLS)]
    assert not all(done), "no worker was killed in its work: kill earlier"
    _finish(_start(database), _start(database))
    # What a killed worker left, and a further run of the day, add nothing.
    _finish(_start(database))
    wrong = {
        question: (answer, wanted)
        for question, (answer, wanted) in _answers(database).items()
        if answer != wanted
    }
    assert not wrong
