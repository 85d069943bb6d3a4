"""A million credits: does the journal still agree, and how long does it take to say?

A case with three claims and five transfers is booked by the product and copied with
its journal entries. Then some of the copies are worked on for real: transfers are
booked, undone and booked again with an older value date. *Check* is the list of
differences over all of it; *replay* counts cases anew and compares each credit with
the stored one.

    script/benchmark ledger [CREDITS]
"""

import sys
import time
from datetime import date, timedelta

from cloning import clone
from environment import benchmark_environment, table

CREDITS = 1_000_000
WORKED_ON, REPLAYED = 100, 5_000
RENAMED = {"name", "unique_import_id", "sequence_prefix"}


def first_case(env):
    """Return a case with claims and five transfers, booked on it."""
    company = env.company
    account = env["account.account"].create(
        {"code": "249777", "name": "Client money", "account_type": "liability_current"}
    )
    party = env["res.partner"].create({"name": "Benchmark"})
    agreement = env["debt.agreement"].create(
        {
            "name": "Benchmark",
            "code": "BENCHMARK",
            "party_id": party.id,
            "settlement_account_id": account.id,
        }
    )
    package = env["debt.package"].create(
        {"name": "Benchmark", "code": "BENCHMARK", "agreement_id": agreement.id}
    )
    debtor = env["res.partner"].create({"name": "Debtor"})
    case = env["debt.case"].create({"package_id": package.id, "debtor_id": debtor.id})
    for number in range(3):
        day = date(2024, 1, 10) + timedelta(30 * number)
        env["debt.claim"].create(
            {"case_id": case.id, "amount": 500, "due_date": day, "number": str(number)}
        )
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    for number in range(5):
        book(env, case, journal, 210, date(2024, 6, 1) + timedelta(40 * number))
    return case


def book(env, case, journal, amount, day):
    """Book a transfer on a case and return its bank line."""
    line = env["account.bank.statement.line"].create(
        {
            "journal_id": journal.id,
            "payment_ref": case.name,
            "amount": amount,
            "date": day,
        }
    )
    line.debt_case_id = case
    line._debt_book()
    return line


def fill(env, credits):
    """Copy the first case until there are so many credits; return how many cases."""
    case = first_case(env)
    payments = case.payment_ids
    moves = payments.statement_line_id.move_id
    originals = [
        case.debtor_id,
        case,
        case.claim_ids,
        case.claim_ids.segment_ids,
        moves,
        payments.statement_line_id,
        moves.line_ids,
        payments,
        payments.allocation_ids,
    ]
    copies = credits // len(payments.allocation_ids)
    clone(env, originals, copies, RENAMED)
    return copies + 1


def work_on(env, count):
    """Book, undo and book anew on some of the cases."""
    cases = env["debt.case"].search([], limit=count, order="id")
    journal = cases.payment_ids.statement_line_id.journal_id[:1]
    for case in cases:
        line = book(env, case, journal, 25, date(2024, 5, 1))
        line.action_undo_reconciliation()
        line.debt_value_date = date(2024, 2, 1)
        line.debt_case_id = case
        line._debt_book()
        case.payment_ids[-1].statement_line_id.action_undo_reconciliation()
    env.flush_all()


def replay(env, count):
    """Replay cases; return how many of their credits came out otherwise."""
    cases = env["debt.case"].search([], limit=count, order="id desc")
    before = set(cases.payment_ids.allocation_ids.ids)
    cases._replay()
    env.flush_all()
    env.invalidate_all()
    return len(before ^ set(cases.payment_ids.allocation_ids.ids))


def timed(work, *arguments):
    """Return (seconds, result)."""
    started = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - started, result


def main(credits):
    """Fill, work, check, and print what was found and how long it took."""
    with benchmark_environment() as env:
        filling, cases = timed(fill, env, credits)
        working, _none = timed(work_on, env, WORKED_ON)
        checking, differences = timed(env["debt.ledger.difference"].search_count, [])
        counting, others = timed(replay, env, min(REPLAYED, cases))
        found = env["debt.payment.allocation"].search_count([])
        env.cr.execute(
            "UPDATE debt_payment SET amount = amount + 0.01 WHERE id IN"
            " (SELECT id FROM debt_payment WHERE state = 'booked' LIMIT 1)"
        )
        torn = env["debt.ledger.difference"].search_count([])
        env.cr.rollback()
    table(
        ("what", "how many", "seconds", "differences"),
        [
            ("filled: credits", f"{found:,}", f"{filling:.1f}", ""),
            ("booked, undone, back-dated", WORKED_ON, f"{working:.1f}", ""),
            ("check: cases", f"{cases:,}", f"{checking:.1f}", differences),
            ("replay: cases", min(REPLAYED, cases), f"{counting:.1f}", others),
            ("check after one grosz was added", 1, "", torn),
        ],
    )


if __name__ == "__main__":
    main(*[int(size) for size in sys.argv[1:]] or [CREDITS])
