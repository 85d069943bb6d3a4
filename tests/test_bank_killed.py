"""Imports and bookings are killed at random moments: each transfer is booked once and
wholly, and journal and ledgers agree (T-92)."""

import json
import random
from pathlib import Path

import pytest
from bank_worker import ACCOUNT
from killing import Workers, own_database

WORKER = Path(__file__).with_name("bank_worker.py")
CASES, FILES, KILLS = 120, 3, 6
AMOUNT = 100


def statement(number, cases):
    """Return a statement in which each case pays once."""
    opening = (number - 1) * len(cases) * AMOUNT
    lines = [
        f":20:ST{number}",
        f":25:PL{ACCOUNT}",
        f":28C:{number}/1",
        f":60F:C260520PLN{opening},00",
    ]
    for place, case in enumerate(cases):
        reference = f"{number:04d}{place:06d}"
        lines += [
            f":61:2605200520CN{AMOUNT},00NTRFNONREF//{reference}",
            "770-PRZELEW",
            f":86:911 TRANSAKCJA COLLECT; TYT.: {case}; TNR: {reference}.010001",
        ]
    closing = opening + len(cases) * AMOUNT
    lines += [f":62F:C260520PLN{closing},00", "-", ""]
    return "\r\n".join(lines).encode()


@pytest.fixture
def workers():
    """Workers on cases of a mandate that books alone."""
    with own_database("bank_killed") as name:
        yield Workers(WORKER, name)


def test_each_transfer_is_booked_once_and_wholly(workers, tmp_path):
    cases = json.loads(workers.call("fill", str(CASES)).splitlines()[-1])
    for number in range(1, FILES + 1):
        (tmp_path / f"{number}.sta").write_bytes(statement(number, cases))
    chance = random.Random(20260520)
    done = [workers.kill_at_random(chance, 2, str(tmp_path)) for _n in range(KILLS)]
    assert not all(done), "no worker was killed in its work: kill earlier"
    # What a killed worker left is done, and all files again add nothing.
    for _time in range(2):
        workers.finish(workers.start(str(tmp_path)))
    transfers = CASES * FILES
    assert json.loads(workers.call("check").splitlines()[-1]) == {
        "lines": transfers,
        "booked": transfers,
        "payments": transfers,
        "paid": transfers * AMOUNT,
        "credited": transfers * AMOUNT,
        "differences": 0,
    }
