"""A run of procedures on a big portfolio, beside OCA's account_credit_control.

    script/benchmark run_procedures [CASES [DUE]]

Of CASES open cases (1,000,000) DUE (100,000) stand at a step that is due: letters and
calls in turns. *Decide, step and queue* is what a run does with them: it locks the
due cases, recomputes what they owe, looks at holds and limitation, writes the
dispatch ledger and the worklist, and moves the cases on. One worker first, then two as
processes of their own with as many other cases, then a tenth of them. The reference
is the run of account_credit_control, which merely creates its lines for overdue
invoices, in the same database.
"""

import os
import resource
import subprocess
import sys
import time
from datetime import date

from environment import benchmark_environment, table
from psycopg2.errors import SerializationFailure

DAY = date(2026, 3, 3)
CASES, DUE = 1_000_000, 100_000
INVOICES = 2_000
POLICY = "account_credit_control.credit_control_3_time"
STEPS = ("demand", "call_1")
WORKERS = 2


def fill(env, code, cases, due):
    """Make a portfolio with cases that are due; return its company."""
    from odoo.addons.debt_collection.tests.portfolio import fill_due, make_package

    company = env["res.company"].create({"name": f"Agency {code}"})
    package = make_package(env, code, company)
    version = env.ref("debt_collection.procedure_standard_v1")
    fill_due(env, package, version, cases, due, STEPS, DAY)
    env.cr.commit()
    return company


def work(env, company):
    """Work on all that is due and return (steps, seconds, queries, MiB)."""
    from odoo.addons.debt_collection.services.procedure.run import work_chunk

    done, queries, started = 0, env.cr.sql_log_count, time.perf_counter()
    while True:
        try:
            outcome = work_chunk(env, company, DAY)
        except SerializationFailure:
            # Another worker was at the same rows; what was committed counts.
            env.cr.rollback()
            env.invalidate_all()
            continue
        if not outcome:
            break
        done += len(outcome.acted)
        env.cr.commit()
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return done, seconds, env.cr.sql_log_count - queries, memory


def work_in_processes(company):
    """Let several processes share the work; return (steps, seconds)."""
    arguments = [sys.executable, __file__, "worker", str(company.id)]
    workers = [
        subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _n in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    started = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = sum(int(worker.stdout.readline()) for worker in workers)
    seconds = time.perf_counter() - started
    for worker in workers:
        worker.wait()
    return done, seconds


def worker(company_id):
    """Be a process that shares the work of a company."""
    with benchmark_environment() as env:
        company = env["res.company"].browse(company_id)
        print("ready", flush=True)
        sys.stdin.readline()
        print(work(env, company)[0], flush=True)


def credit_control(env, invoices):
    """Return (lines, seconds) of the run of account_credit_control."""
    _post_invoices(env, invoices)
    run = env["credit.control.run"].create(
        {
            "date": "2026-03-31",
            "policy_ids": [(6, 0, env.ref(POLICY).ids)],
        }
    )
    started = time.perf_counter()
    run.generate_credit_lines()
    env.flush_all()
    seconds = time.perf_counter() - started
    return env["credit.control.line"].search_count([("run_id", "=", run.id)]), seconds


def _post_invoices(env, count):
    """Post overdue invoices of partners that the addon's first policy chases."""
    policy = env.ref(POLICY)
    partners = env["res.partner"].create(
        [{"name": f"Klient {n}"} for n in range(count)]
    )
    policy.account_ids = [(6, 0, partners.property_account_receivable_id.ids)]
    partners.credit_policy_id = policy
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-01-01",
                "invoice_date_due": "2026-01-15",
                "invoice_line_ids": [
                    (0, 0, {"name": "Energia", "price_unit": 100, "tax_ids": []})
                ],
            }
            for partner in partners
        ]
    )
    moves.action_post()
    env.flush_all()


def install_reference(env):
    """Install account_credit_control into the benchmark's database."""
    env["ir.module.module"].update_list()
    module = env["ir.module.module"].search([("name", "=", "account_credit_control")])
    if not module:
        return False
    module.button_immediate_install()
    return True


def main(cases, due):
    """Fill, run, and print what it took."""
    os.environ.setdefault("ODOO_QUEUE_JOB_CHANNELS", "root:0")
    rows = []
    with benchmark_environment() as env:
        company = fill(env, "A", cases, due)
        done, seconds, queries, memory = work(env, company)
        rows.append(_row("one worker", done, seconds, f"{queries:,}", f"{memory:.0f}"))
        make_due(env, company, due)
        done, seconds = work_in_processes(company)
        rows.append(_row(f"{WORKERS} workers", done, seconds, "", ""))
        ours = done / seconds
        make_due(env, company, due // 10)
        done, seconds, queries, memory = work(env, company)
        rows.append(_row("a tenth", done, seconds, f"{queries:,}", f"{memory:.0f}"))
        has_reference = install_reference(env)
    if has_reference:
        with benchmark_environment() as env:
            lines, seconds = credit_control(env, INVOICES)
            rows.append(_row("account_credit_control", lines, seconds, "", ""))
            env.cr.rollback()
    table(("", "items", "seconds", "items/s", "queries", "peak MiB"), rows)
    if has_reference:
        ratio = ours * seconds / lines
        print(f"two workers to account_credit_control: {ratio:.1f}")


def make_due(env, company, count):
    """Let as many further cases be due, as on another day."""
    env.cr.commit()
    env.cr.execute(
        """UPDATE debt_course SET date_due = %s WHERE id IN (
               SELECT id FROM debt_course WHERE company_id = %s AND state = 'running'
                ORDER BY id LIMIT %s)""",
        (DAY, company.id, count),
    )
    env.cr.commit()
    env.cr.execute("ANALYZE debt_course")
    env.invalidate_all()


def _row(name, done, seconds, queries, memory):
    return (
        name,
        f"{done:,}",
        f"{seconds:.2f}",
        f"{done / seconds:,.0f}",
        queries,
        memory,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(int(sys.argv[2]))
    else:
        numbers = [int(number) for number in sys.argv[1:]]
        main(*(numbers + [CASES, DUE][len(numbers) :]))
