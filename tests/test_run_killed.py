"""Workers of a run are killed at random moments and run beside one another: no
effect is doubled, none is lost (T-10, T-13, T-20, T-21, T-60)."""

import random
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from killing import Workers, own_database

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
def workers():
    """Workers on cases of two companies, many of them due."""
    with own_database("killed") as name:
        workers = Workers(WORKER, name)
        workers.call("fill", DAY, str(CASES), str(DUE))
        yield workers


def _answers(database):
    """Return ``{question: (answer, wanted)}``."""
    with closing(psycopg2.connect(dbname=database)) as connection:
        cursor = connection.cursor()
        found = {}
        for question, (query, wanted) in QUERIES.items():
            cursor.execute(query)
            found[question] = (cursor.fetchone()[0], wanted)
        return found


def test_killed_workers_double_nothing_and_lose_nothing(workers):
    chance = random.Random(20260303)
    done = [workers.kill_at_random(chance, 1.5, DAY) for _n in range(KILLS)]
    assert not all(done), "no worker was killed in its work: kill earlier"
    workers.finish(workers.start(DAY), workers.start(DAY))
    # What a killed worker left, and a further run of the day, add nothing.
    workers.finish(workers.start(DAY))
    wrong = {
        question: (answer, wanted)
        for question, (answer, wanted) in _answers(workers.database).items()
        if answer != wanted
    }
    assert not wrong
