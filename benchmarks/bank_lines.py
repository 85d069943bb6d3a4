"""Bank lines of debtors: recognised, booked and credited, and the stock way beside it.

As many cases of a mandate as lines, each with one claim that bears interest; every
line names its case. As many open customer invoices, each a claim of an own case; every
line has the number of its invoice. Both are matched, booked in the journal and credited
in the ledger of the case, in chunks that commit, as the cron does it.

The reference is what an Odoo with OCA's account_reconcile_oca does with the same lines
and invoices alone when a statement comes in (``_auto_reconcile``): the invoice whose
number is the title is found and reconciled. It knows no cases, and keeps no ledger. It
works on invoices that no case mentions, and finds only titles that are nothing but the
number, so its titles are that. It is slow, so only a sample of its lines is reconciled,
beside all the invoices of the size; the ratio is of the times of one line.

    script/benchmark bank_lines [SIZES]
"""

import resource
import sys
import time
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from environment import benchmark_environment, table

from odoo import Command

SIZES = (1_000, 3_000, 10_000)
CHUNK = 500
STOCK_CHUNK = 20
STOCK_SAMPLE = 200


class Setting:
    """What all sizes share: agreements, accounts and the bank journal."""

    def __init__(self, env):
        """Make agreements for both kinds that book alone."""
        self.env = env
        self.company = env.company
        self.today = env["debt.balance"]._today()
        self.journal = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.income = env["account.account"].search(
            [
                ("account_type", "=", "income"),
                ("company_ids", "in", self.company.ids),
            ],
            limit=1,
        )
        client_money = env["account.account"].create(
            {
                "code": "249100",
                "name": "Client money",
                "account_type": "liability_current",
            }
        )
        client = env["res.partner"].create({"name": "Client", "is_company": True})
        self.mandate = self._package("mandate", client, client_money)
        self.own = self._package("own", self.company.partner_id)

    def _package(self, kind, party, account=None):
        agreement = self.env["debt.agreement"].create(
            {
                "name": kind,
                "code": kind,
                "kind": kind,
                "party_id": party.id,
                "settlement_account_id": account and account.id,
                "auto_book": True,
            }
        )
        return self.env["debt.package"].create(
            {"name": kind, "code": kind, "agreement_id": agreement.id}
        )

    def partners(self, size, word):
        """Return as many new debtors."""
        return self.env["res.partner"].create(
            [{"name": f"{word} {size} {n}"} for n in range(size)]
        )

    def cases(self, package, partners):
        """Return a case of each debtor."""
        return self.env["debt.case"].create(
            [{"package_id": package.id, "debtor_id": p.id} for p in partners]
        )

    def invoices(self, partners):
        """Return an overdue posted invoice of each customer."""
        due = self.today - timedelta(days=90)
        values = {
            "name": "x",
            "account_id": self.income.id,
            "tax_ids": [Command.clear()],
        }
        invoices = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": due - timedelta(days=14),
                    "invoice_date_due": due,
                    "invoice_line_ids": [
                        Command.create(values | {"price_unit": 1000 + n})
                    ],
                }
                for n, partner in enumerate(partners)
            ]
        )
        invoices.action_post()
        return invoices

    def lines(self, titles_and_amounts):
        """Return bank lines that nobody has examined."""
        Line = self.env["account.bank.statement.line"]
        values = [
            {
                "journal_id": self.journal.id,
                "date": self.today,
                "payment_ref": title,
                "amount": amount,
            }
            for title, amount in titles_and_amounts
        ]
        # What the stock way does at this moment is measured apart.
        with patch.object(type(Line), "_auto_reconcile", lambda self: None):
            return Line.create(values)


def mandate_lines(setting, size):
    """Return lines that name cases of a mandate, each with one claim."""
    cases = setting.cases(setting.mandate, setting.partners(size, "Debtor"))
    due = setting.today - timedelta(days=200)
    setting.env["debt.claim"].create(
        [
            {
                "case_id": case.id,
                "kind_id": setting.env.ref("debt_collection.claim_kind_invoice").id,
                "number": f"F/{case.id}",
                "amount": 1000 + n,
                "issue_date": due - timedelta(days=14),
                "due_date": due,
            }
            for n, case in enumerate(cases)
        ]
    )
    return setting.lines(
        (f"Wplata {case.name.lower()} rata", 500 + n) for n, case in enumerate(cases)
    )


def own_lines(setting, size):
    """Return lines that name own cases whose invoices they pay."""
    from odoo.addons.debt_collection.services.own_receivables import HandOver

    partners = setting.partners(size, "Customer")
    invoices = setting.invoices(partners)
    service = HandOver(setting.env)
    items = service.overdue([("move_id", "in", invoices.ids)])
    claims = service.hand_over(items, setting.own)
    return setting.lines(
        (f"{claim.case_id.name} {claim.number}", claim.amount) for claim in claims
    )


def stock_lines(setting, size):
    """Return lines whose title is the number of an invoice that no case mentions."""
    invoices = setting.invoices(setting.partners(size, "Stock"))
    return setting.lines((invoice.name, invoice.amount_total) for invoice in invoices)


def stock_way(lines):
    """Reconcile as account_reconcile_oca does by itself, in the chunks it does best."""
    auto = type(lines).__mro__
    work = next(
        vars(parent)["_auto_reconcile"]
        for parent in reversed(auto)
        if "_auto_reconcile" in vars(parent)
    )
    in_chunks(lines, work, STOCK_CHUNK)


def measured(env, work):
    """Run work to its commit; return (seconds, queries)."""
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    before, started = env.cr.sql_log_count, time.perf_counter()
    work()
    env.flush_all()
    env.cr.commit()
    return time.perf_counter() - started, env.cr.sql_log_count - before


def in_chunks(lines, work, size=CHUNK):
    """Do the work for parts of the lines, each committed."""
    for start in range(0, len(lines), size):
        work(lines[start : start + size])
        lines.env.flush_all()
        lines.env.cr.commit()
        lines.env.invalidate_all()


def ours(setting, lines):
    """Match, then book and credit; return both measurements."""
    env = setting.env
    matching = measured(
        env, lambda: in_chunks(lines, lambda p: p.action_debt_propose())
    )
    booking = measured(env, lambda: in_chunks(lines, lambda p: p._debt_book_each()))
    left = lines.filtered(lambda line: line.debt_match_state != "booked")
    assert not left, f"{len(left)} lines were not booked"
    assert not env["debt.payment"]._difference_with_journal()
    return matching, booking


def main():
    """Measure every size of both kinds, and the reference."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    rows = []
    with benchmark_environment() as env:
        setting = Setting(env)
        for size in sizes:
            stock = stock_lines(setting, size)
            sample = stock[:STOCK_SAMPLE]
            spent = measured(env, partial(stock_way, sample))
            done = len(sample.filtered("is_reconciled"))
            assert done == len(sample), f"stock reconciled {done} of {len(sample)}"
            reference = spent[0] / len(sample)
            rows.append(_row(len(sample), "stock", (0, 0), spent, reference))
            for kind, make in (("mandate", mandate_lines), ("own", own_lines)):
                lines = make(setting, size)
                matching, booking = ours(setting, lines)
                rows.append(_row(size, kind, matching, booking, reference))
    print(
        "peak memory:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB"
    )
    table(
        [
            "lines", "kind", "match s", "book and credit s", "queries", "ms a line",
            "stock / ours",
        ],
        rows,
    )  # fmt: skip


def _row(size, kind, matching, booking, reference):
    seconds = matching[0] + booking[0]
    return [
        size,
        kind,
        f"{matching[0]:.2f}",
        f"{booking[0]:.2f}",
        matching[1] + booking[1],
        f"{1000 * seconds / size:.2f}",
        f"{reference * size / seconds:.1f}",
    ]


if __name__ == "__main__":
    main()
