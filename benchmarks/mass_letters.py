"""Letters in mass: from cases to single PDFs and one PDF ready to print.

    script/benchmark mass_letters [SIZE ...]

Two workers, each a process with a LibreOffice of its own, make the PDFs while the
letters are still being written, as jobs do. *Write* is what the writer needs for values
and letters; *together* ends when the last PDF is stored; *merge* makes one PDF for the
printer of all single ones. Memory is the highest of a worker with its LibreOffice, and
of the writer. The letters are the demand for payment with and without the annex that
explains the interest, and a plain letter of 200 words and one table. The other ways are
measured on a few letters of one page in the same run.
"""

import base64
import io
import os
import re
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import psutil
from balances import AS_OF, fill
from environment import benchmark_environment, table
from letter_rivals import plain_template, rivals

SIZES = (1_000,)
CLAIMS_PER_CASE = 3
WORKERS = 2
CHUNK = 500
FEW = 20


def work():
    """Make waiting letters until the writer says that there will be no more."""
    with benchmark_environment() as env:
        letters = env["debt.letter"]
        print("ready", flush=True)
        sys.stdin.readline()
        highest = 0
        finished = f"{os.environ['DEBT_BENCHMARK_DATABASE']}.finished"
        path = os.path.join(os.environ.get("TMPDIR", "/tmp"), finished)
        while True:
            over = os.path.exists(path)
            made = letters._render_waiting()
            env.cr.commit()
            highest = max(highest, _peak())
            if over and not made:
                break
            if not made:
                time.sleep(0.05)
        print(highest, flush=True)


def _peak():
    """Return the MiB of this process and the largest of its LibreOffice."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for child in psutil.Process().children(recursive=True):
        if child.name().startswith("soffice"):
            status = Path(f"/proc/{child.pid}/status").read_text()
            memory += int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
    return round(memory)


def one_page_template(env):
    """Return the demand for payment without the annex that explains the interest."""
    demand = env.ref("debt_collection.letter_template_demand")
    return demand.copy(
        {"code": "one-page", "document": _encoded(without_annex(demand._odt()))}
    )


def _encoded(data):
    return base64.b64encode(data)


def without_annex(odt):
    """Return the template without what stands in its if of interest periods."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(odt)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "content.xml":
                data = _cut(data.decode()).encode()
            target.writestr(name, data)
    return buffer.getvalue()


def _cut(text):
    """Cut the paragraphs from the if of the annex to the last /if."""
    condition = text.index("if=%22letter.interest_periods%22")
    start = text.rindex("<text:p ", 0, condition)
    end = text.index("</text:p>", text.rindex("py3o:///if")) + len("</text:p>")
    return text[:start] + text[end:]


def prepare(env, size):
    """Commit cases with debtors of their own, three claims each."""
    fill(env, size * CLAIMS_PER_CASE)
    env.cr.execute(
        """WITH made AS (
               INSERT INTO res_partner (name, street, zip, city, active, type,
                                        company_registry, complete_name,
                                        commercial_partner_id, autopost_bills)
               SELECT 'Dłużnik Żółć ' || id, 'ul. Źródlana ' || id, '47-720',
                      'Płońsk', TRUE, 'contact', 'B' || id, 'Dłużnik ' || id, NULL,
                      'ask'
                 FROM debt_case RETURNING id, company_registry)
           UPDATE debt_case SET debtor_id = made.id, state = 'open'
             FROM made WHERE made.company_registry = 'B' || debt_case.id"""
    )
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id")
    env.cr.execute(
        """UPDATE debt_claim
              SET debtor_id = debt_case.debtor_id, number = debt_claim.name
             FROM debt_case WHERE debt_case.id = case_id"""
    )
    env.cr.commit()
    env.invalidate_all()
    return env["debt.case"].search([("claim_ids", "!=", False)], limit=size).ids


def start_workers():
    """Return running workers that wait for the signal."""
    workers = [
        subprocess.Popen(
            [sys.executable, __file__, "--worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    return workers


def measure(env, ids, template):
    """Make letters on cases and return (figures of the run, PDFs of a few)."""
    finished = os.path.join(
        os.environ.get("TMPDIR", "/tmp"),
        f"{os.environ['DEBT_BENCHMARK_DATABASE']}.finished",
    )
    if os.path.exists(finished):
        os.remove(finished)
    env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM debt_letter")
    first = env.cr.fetchone()[0]
    workers = start_workers()
    started = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for position in range(0, len(ids), CHUNK):
        cases = env["debt.case"].browse(ids[position : position + CHUNK])
        env["debt.letter"]._write(cases, template, AS_OF)
        env.cr.commit()
    written = time.perf_counter() - started
    open(finished, "w").close()
    peaks = [int(worker.stdout.readline()) for worker in workers]
    together = time.perf_counter() - started
    for worker in workers:
        worker.wait()
    os.remove(finished)
    return written, together, max(peaks), first


def merged(env, first):
    """Return (seconds, bytes, pages) of one PDF of all letters since one."""
    import pikepdf

    from odoo.addons.debt_collection.tools.pdf import merge

    env.cr.commit()
    started = time.perf_counter()
    domain = [("id", ">", first), ("state", "=", "ready")]
    letters = env["debt.letter"].search(domain, order="id")
    parts = (
        merge(_contents(env, letters.ids[start : start + CHUNK]))
        for start in range(0, len(letters), CHUNK)
    )
    whole = merge(parts)
    seconds = time.perf_counter() - started
    with pikepdf.open(io.BytesIO(whole)) as document:
        return seconds, len(whole), len(document.pages), len(letters)


def _contents(env, ids):
    """Return the PDFs of letters."""
    domain = [("res_model", "=", "debt.letter"), ("res_field", "=", "pdf")]
    domain.append(("res_id", "in", ids))
    found = env["ir.attachment"].search(domain, order="res_id").mapped("raw")
    env.invalidate_all()
    return found


HEADER = (
    "letter",
    "letters",
    "pages",
    "write",
    "together",
    "letters/s",
    "merge",
    "merged",
    "worker",
    "writer",
)


def row_of(env, name, template, ids):
    """Make letters on cases and return (letters a second, row of the table)."""
    size = len(ids)
    written, together, peak, first = measure(env, ids, template)
    seconds, length, pages, count = merged(env, first)
    assert count == size, f"{count} letters of {size}"
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = size / together
    return rate, (
        name,
        f"{size:,}",
        f"{pages / size:.1f}",
        f"{written:.1f} s",
        f"{together:.1f} s",
        f"{rate:.0f}",
        f"{seconds:.1f} s",
        f"{length / 2**20:.0f} MiB",
        f"{peak} MiB",
        f"{own:.0f} MiB",
    )


def main(sizes):
    """Fill, make letters of three templates, and print times and ratios."""
    rows, rates = [], {}
    with benchmark_environment() as env:
        ids = prepare(env, max(sizes))
        demand = env.ref("debt_collection.letter_template_demand")
        one_page = one_page_template(env)
        plain = demand.copy({"code": "plain", "document": _encoded(plain_template())})
        env.cr.commit()
        templates = {
            "plain, 1 page": plain,
            "demand, 1 page": one_page,
            "demand with annex": demand,
        }
        for size in sizes:
            for name, template in templates.items():
                rates[name], row = row_of(env, name, template, ids[:size])
                rows.append(row)
        table(HEADER, rows)
        print(flush=True)
        ours = rates["demand, 1 page"]
        few = env["debt.letter"].search([("template_id", "=", one_page.id)], limit=FEW)
        table(
            ("way", "letters/s", "ours is"),
            [
                (name, f"{rate:.1f}", f"{ours / rate:.1f} ×")
                for name, rate in rivals(env, few)
            ],
        )


if __name__ == "__main__":
    if sys.argv[1:] == ["--worker"]:
        work()
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
