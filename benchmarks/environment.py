"""A throw-away database with our addons, and stop-watch helpers, for benchmarks.

``script/benchmark NAME`` makes the database, names it in DEBT_BENCHMARK_DATABASE
and drops it afterwards.
"""

import os
import time
from contextlib import contextmanager

import odoo.cli.server  # first: it prepares Odoo's other modules
from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config


@contextmanager
def benchmark_environment():
    """Yield an Odoo environment on the benchmark's database."""
    database = os.environ["DEBT_BENCHMARK_DATABASE"]
    config.parse_config(["-c", os.environ["ODOO_RC"], "-d", database])
    odoo.cli.server.report_configuration()
    with Registry(database).cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {"tracking_disable": True})


def best_of(runs, work):
    """Return (seconds of the fastest run, result of the last one)."""
    fastest, result = float("inf"), None
    for _run in range(runs):
        started = time.perf_counter()
        result = work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest, result


def paired(runs, ours, reference):
    """Time two works in turns and return (ours, reference, results of both)."""
    times = {"ours": [], "reference": []}
    for _run in range(runs):
        for name, work in (("ours", ours), ("reference", reference)):
            started = time.perf_counter()
            result = work()
            times[name].append((time.perf_counter() - started, result))
    fastest = {name: min(pairs)[0] for name, pairs in times.items()}
    results = {name: pairs[-1][1] for name, pairs in times.items()}
    return fastest["ours"], fastest["reference"], results


def table(header, rows):
    """Print rows as a plain table with right-aligned columns."""
    cells = [header, *[[str(cell) for cell in row] for row in rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        print("  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)))
