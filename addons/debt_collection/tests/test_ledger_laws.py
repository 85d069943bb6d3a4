"""Whatever the order of entry, the ledger of a case comes out the same."""

from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common_accounting import AccountingCommon

START = date(2025, 3, 1)
DAYS = st.integers(0, 400).map(lambda days: START + timedelta(days=days))
# Days on which several things happen are common.
COMMON_DAYS = st.one_of(DAYS, st.sampled_from([START, START + timedelta(days=40)]))
RATE_CHANGE = START + timedelta(days=100)
MONEY = st.integers(1, 90_000).map(lambda grosze: grosze / 100)


@st.composite
def stories(draw):
    """Return entries as (name, kind, values): what happens to one case."""
    entries = [
        (f"F/{number}", "claim", {"amount": draw(MONEY), "due_date": draw(DAYS)})
        for number in range(draw(st.integers(1, 3)))
    ]
    claims = [name for name, _kind, _values in entries]
    for number in range(draw(st.integers(1, 5))):
        named = draw(st.sampled_from([None, *claims]))
        values = {"amount": draw(MONEY), "date": draw(COMMON_DAYS), "claim": named}
        source = draw(st.sampled_from(["transfer", "reported"]))
        entries.append((f"W/{number}", source, values))
    entries += [
        (f"K/{number}", "cost", {"amount": draw(MONEY), "date": draw(COMMON_DAYS)})
        for number in range(draw(st.integers(0, 2)))
    ]
    money = [name for name, kind, _v in entries if kind in ("transfer", "reported")]
    undone = draw(st.lists(st.sampled_from(money), unique=True, max_size=2))
    entries += [(f"back {name}", "reversal", {"of": name}) for name in undone]
    if draw(st.booleans()):
        percent = draw(st.integers(0, 12))
        entries.append(("terms", "terms", {"percent": percent}))
    if draw(st.booleans()):
        entries.append(("rate", "rate", {"percent": draw(st.integers(5, 20))}))
    return entries


class Ledger:
    """A case on which the entries of a story are made, each by who would do it."""

    def __init__(self, test):
        self.test, self.env = test, test.env
        self.case = test._make_case(test._make_debtor("Maria Testowa"))
        self.made = {}

    def enter(self, entries):
        """Make the entries; what refers to a later one waits for it."""
        waiting = list(entries)
        while waiting:
            entry = next(e for e in waiting if self._needs(e) <= self.made.keys())
            waiting.remove(entry)
            name, kind, values = entry
            self.made[name] = getattr(self, f"_{kind}")(name, **values)
        return self

    def _needs(self, entry):
        _name, _kind, values = entry
        return {values.get("claim"), values.get("of")} - {None}

    def _claim(self, name, amount, due_date):
        return self.test._make_claim(self.case, amount, due_date, number=name)

    def _cost(self, name, amount, date):
        return self.test._add_cost(self.case, amount, date, name=name)

    def _reported(self, name, amount, date, claim):
        named = self.made[claim].ids if claim else []
        return self.test._pay(
            self.case,
            amount,
            date,
            name=name,
            source="creditor",
            claim_ids=[(6, 0, named)],
        )

    def _transfer(self, name, amount, date, claim):
        title = f"{self.case.name} {claim or ''}"
        line = self.test._bank_line(title, amount, date, ref=name)
        line = line.with_user(self.test.users["accountant"])
        line.debt_case_id = self.case
        line._debt_book()
        return line

    def _reversal(self, name, of):
        made = self.made[of]
        if made._name == "debt.payment":
            made.action_reverse("Mistake")
        else:
            made.action_undo_reconciliation()

    def _terms(self, name, percent):
        self.case.write(
            {
                "interest_kind_id": self.env.ref(
                    "debt_collection.interest_kind_contractual"
                ).id,
                "interest_percent": percent,
            }
        )

    def _rate(self, name, percent):
        kind = self.case.company_id._debt_default_interest_kind()
        self.env["debt.interest.rate"].create(
            {"kind_id": kind.id, "date_from": RATE_CHANGE, "percent": percent}
        )

    def credited(self):
        """Return who was paid by what, by names."""
        return sorted(
            (
                line.payment_id.name,
                line.date,
                line.kind,
                line.claim_id.number or "",
                line.cost_id.name or "",
                line.amount,
            )
            for line in self.case.payment_ids.allocation_ids
        )

    def segments(self):
        """Return the dated principals of the claims."""
        return sorted(
            (row.claim_id.number, row.date_from, row.date_to or date.max, row.principal)
            for row in self.case.claim_ids.segment_ids
        )


@tagged("post_install", "-at_install", "debt_ledger")
class TestLedgerLaws(AccountingCommon):
    @settings(
        max_examples=15,
        deadline=None,
        # Making a failing story smaller would take minutes.
        phases=[Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.differing_executors],
    )
    @given(stories(), st.randoms(use_true_random=False))
    def test_order_of_entry(self, story, random):
        shuffled = random.sample(story, len(story))
        with self.env.cr.savepoint(flush=True) as savepoint:
            told = Ledger(self).enter(story)
            first = (told.credited(), told.segments())
            self._proves(told)
            savepoint.rollback()
            self.env.invalidate_all()
            again = Ledger(self).enter(shuffled)
            self._proves(again)
            self.assertEqual((again.credited(), again.segments()), first)
            savepoint.rollback()
        self.env.invalidate_all()

    def _proves(self, ledger):
        """What the bank received is what the case was credited, and nothing else."""
        case = ledger.case
        lines = [made for made in ledger.made.values() if made is not None]
        received = sum(
            line.amount
            for line in lines
            if line._name == "account.bank.statement.line" and line.is_reconciled
        )
        booked = case.payment_ids.filtered(lambda payment: payment.state == "booked")
        of_bank = booked.filtered("statement_line_id")
        self.assertAlmostEqual(sum(of_bank.mapped("amount")), received, 2)
        self.assertAlmostEqual(
            sum(booked.mapped("amount")),
            sum(booked.mapped("allocated")) + sum(booked.mapped("surplus")),
            2,
        )
        self.assertEqual(self.env["debt.ledger.difference"].search([]).case_id.ids, [])
