"""Importing a portfolio against stock ``load()`` of the same partners and claims.

``load()`` gets everything laid out for it: partners, and claims of cases that are
there already. It neither validates, matches nor groups; the import does all that,
and makes the cases and their numbers. Memory is the peak of the whole process.

    script/benchmark import_portfolio [CLAIMS ...]
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from environment import benchmark_environment, table
from portfolio import write_portfolio

SIZES = (10_000, 100_000)
DEBTORS_PER_CLAIM = 0.35
# load() is timed on the first size only; its rate hardly depends on the size.
LOADED = SIZES[0]
PARTNER_FIELDS = (
    "id", "name", "is_company", "pesel", "vat", "street", "zip", "city", "phone",
    "email", "country_id/.id",
)  # fmt: skip
CLAIM_FIELDS = (
    "id", "case_id/.id", "number", "issue_date", "due_date", "amount", "paid_before",
)  # fmt: skip


def timed(work):
    """Return (seconds, result) of a work."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def make_package(env, code):
    """Make a creditor, an agreement and a package."""
    creditor = env["res.partner"].create({"name": code, "is_company": True})
    agreement = env["debt.agreement"].create(
        {"name": code, "code": code, "party_id": creditor.id}
    )
    return env["debt.package"].create(
        {"name": code, "code": code, "agreement_id": agreement.id}
    )


def import_file(env, package, path):
    """Import an XLSX portfolio; return the summary."""
    from odoo.addons.debt_collection.services import intake

    return intake.run_import(env, package, path.name, path.read_bytes())


def load_records(env, package, twin):
    """Load what was imported into ``twin`` once more; return seconds.

    :param package: its cases are made first, which is not timed
    """
    country = str(env.ref("base.pl").id)
    claims = twin.case_ids.claim_ids
    partners = [
        [f"b.p{p.id}", p.name, str(int(p.is_company)), p.pesel or "", p.vat or "",
         p.street or "", p.zip or "", p.city or "", p.phone or "", p.email or "",
         country]
        for p in claims.debtor_id
    ]  # fmt: skip
    quiet = env(context={**env.context, "tracking_disable": True, "import_file": True})
    seconds, result = timed(
        lambda: quiet["res.partner"].load(list(PARTNER_FIELDS), partners)
    )
    check(result)
    cases = quiet["debt.case"].create(
        [{"package_id": package.id, "debtor_id": pid} for pid in result["ids"]]
    )
    case_of = dict(zip(claims.debtor_id.ids, cases.ids, strict=True))
    lines = [
        [f"b.c{c.id}", str(case_of[c.debtor_id.id]), c.number, str(c.issue_date),
         str(c.due_date), str(c.amount), str(c.paid_before)]
        for c in claims
    ]  # fmt: skip
    more, result = timed(lambda: quiet["debt.claim"].load(list(CLAIM_FIELDS), lines))
    check(result)
    return seconds + more


def check(result):
    """Stop when load() refused anything."""
    if not result["ids"]:
        raise SystemExit(f"load() failed: {result['messages'][:3]}")


def check_whole(summary, repeated, size):
    """Stop unless all was imported once and found again."""
    if (summary["created"], repeated["unchanged"]) != (size, size):
        faults = summary["refused"][:3] or repeated["refused"][:3]
        raise SystemExit(f"{summary['created']} of {size} imported: {faults}")


def peak_memory():
    """Peak of the process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(sizes):
    """Time the import of each size, and load() on a small one."""
    rows = []
    with benchmark_environment() as env, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.xlsx"
            write_portfolio(path, size, int(size * DEBTORS_PER_CLAIM))
            package = make_package(env, f"I{size}")
            seconds, summary = timed(lambda p=package, f=path: import_file(env, p, f))
            again, repeated = timed(lambda p=package, f=path: import_file(env, p, f))
            check_whole(summary, repeated, size)
            rows.append(line(f"import {size:,}", size, seconds))
            rows.append(line(f"  the same again {size:,}", size, again))
            env.cr.commit()
            if size == LOADED:
                loaded = load_records(env, make_package(env, "LOAD"), package)
                env.cr.rollback()  # the same debtors twice would be ambiguous
                rows.append(line(f"load() {size:,}", size, loaded))
                rows.append(
                    ("  import is", "", "", f"{loaded / seconds:.1f} x as fast", "")
                )
    table(("work", "seconds", "claims/s", "µs/claim", "peak MiB"), rows)


def line(name, size, seconds):
    """A line of the table."""
    rate, each = size / seconds, 1e6 * seconds / size
    return name, f"{seconds:.1f}", f"{rate:,.0f}", f"{each:.0f}", f"{peak_memory():.0f}"


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
