"""Demands for payment of a portfolio: values of the letters, then template and PDF.

    script/benchmark letters [SIZE ...]

The cases are those of the benchmark ``balances``, three claims each. *Together* is
what a user waits for; *values* is the part of it that reads the cases.
"""

import sys
import time

from balances import AS_OF, fill
from environment import benchmark_environment, table

SIZES = (100, 1_000)
CLAIMS_PER_CASE = 3


def measure(env, size):
    """Make letters for as many cases and return the row of the table."""
    from odoo.addons.debt_collection.services.letters import letter_values

    cases = env["debt.case"].search([("claim_ids", "!=", False)], limit=size)
    template = env.ref("debt_collection.letter_template_demand")
    values = _seconds(lambda: [letter_values(case, template, AS_OF) for case in cases])
    env.invalidate_all()
    together = _seconds(lambda: env["debt.letter"]._generate(cases, template, AS_OF))
    return (
        f"{len(cases):,}",
        f"{values:.1f} s",
        f"{together - values:.1f} s",
        f"{together:.1f} s",
        f"{len(cases) / together:.1f}",
    )


def _seconds(work):
    """Do some work and return how long it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(sizes):
    """Fill, make the letters, and print the times."""
    with benchmark_environment() as env:
        fill(env, max(sizes) * (CLAIMS_PER_CASE + 1))
        # The first letter starts LibreOffice.
        measure(env, 1)
        rows = [measure(env, size) for size in sizes]
    table(("letters", "values", "template and PDF", "together", "letters/s"), rows)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
