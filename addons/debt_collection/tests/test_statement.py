"""The statement of account: equal to the balance, on the screen, paper and sheet."""

import base64
import io
import random
from datetime import date, timedelta

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..services import interest_notes
from ..services.statement import statements
from ..tools.money import from_float
from .common import DebtCommon

SEED = 20261125


@tagged("post_install", "-at_install", "debt_statement")
class TestStatementTwin(DebtCommon):
    """The statement and the balance in SQL agree to the grosz on any day."""

    def test_random_cases_on_random_days(self):
        chance = random.Random(SEED)
        cases = self.env["debt.case"].union(
            *(self._random_case(chance) for _index in range(10))
        )
        for rounding in ("per_period", "total"):
            self.company.debt_interest_rounding = rounding
            for _index in range(6):
                day = date(2017, 6, 1) + timedelta(chance.randrange(3600))
                with self.subTest(rounding=rounding, day=day):
                    self._compare(cases, day)

    def _random_case(self, chance):
        case = self._make_case()
        for _index in range(chance.randint(1, 4)):
            due = date(2016, 1, 1) + timedelta(chance.randrange(2500))
            early = chance.choice((False, due - timedelta(chance.randrange(60))))
            self._make_claim(
                case, chance.randint(1, 500_000) / 100, due, issue_date=early
            )
        for _index in range(chance.randint(0, 3)):
            claim = chance.choice((False, *case.claim_ids.ids))
            day = date(2018, 1, 1) + timedelta(chance.randrange(2500))
            self._add_cost(case, chance.randint(1, 30_000) / 100, day, claim_id=claim)
        for _index in range(chance.randint(0, 6)):
            day = date(2017, 1, 1) + timedelta(chance.randrange(3300))
            source = chance.choice(("bank", "bank", "bank", "writeoff", "bailiff"))
            paid = self._pay(case, chance.randint(1, 200_000) / 100, day, source=source)
            if chance.random() < 0.2:
                paid.action_reverse("Sent back")
        if chance.random() < 0.5:
            self._note(case, chance)
        if chance.random() < 0.2:
            case.claim_ids[:1].action_withdraw("Credited")
        return case

    def _note(self, case, chance):
        """Move the interest into a note, then pay: after it and back-dated."""
        day = max([date(2024, 1, 10), *case.payment_ids.mapped("date")])
        values = {"way": "claim", "date": day, "as_of": day, "due_date": day}
        interest_notes.draft(case, values, 0.01)._issue()
        for _index in range(2):
            paid_on = date(2019, 1, 1) + timedelta(chance.randrange(2700))
            self._pay(case, chance.randint(1, 100_000) / 100, paid_on)

    def _compare(self, cases, day):
        found = statements(cases, day, with_reversed=True)
        dated = cases.with_context(debt_as_of=day)
        dated.invalidate_recordset()
        for case in dated:
            account = found[case.id]
            for mine, theirs in (
                (account.principal_due, case.principal_due),
                (account.interest_due, case.interest_due),
                (account.costs_due, case.costs_due),
                (account.total_due, case.total_due),
                (account.paid, case.paid_total),
                (account.overpaid, case.overpaid),
            ):
                self.assertEqual(mine, from_float(theirs), case.name)
            if account.entries:
                self.assertEqual(account.entries[-1].balance, account.total_due)
            self._compare_claims(account, day)

    def _compare_claims(self, account, day):
        for line in account.claims:
            claim = self.env["debt.claim"].browse(line.claim.id)
            owed = claim._balances(day)[claim.id]
            self.assertEqual(line.total_due, from_float(owed["total_due"]))
            self.assertEqual(line.interest, from_float(owed["interest_accrued"]))


@tagged("post_install", "-at_install", "debt_statement")
class TestStatementScreen(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.claim = cls._make_claim(cls.case, 36500, "2025-12-31", number="FV/1")
        cls._add_cost(cls.case, 40, "2026-02-01")
        cls.paid = cls._pay(cls.case, 500, "2026-03-02", name="WB/17")

    def wizard(self, role, cases=None, **values):
        cases = self.as_role(cases or self.case, role)
        action = cases.action_statement()
        wizard = self.env["debt.statement"].browse(action["res_id"])
        wizard = wizard.with_user(self.users[role])
        wizard.write(values)
        return wizard

    def test_collector_changes_the_day_and_sees_that_day(self):
        wizard = self.wizard("collector")
        with Form(wizard) as screen:
            screen.date = "2026-03-02"
            self.assertIn("WB/17", screen.content)
            screen.date = "2026-03-01"
            self.assertNotIn("WB/17", screen.content)

    def test_the_day_of_the_case_screen_is_taken_over(self):
        dated = self.as_role(self.case, "collector").with_context(
            debt_as_of="2026-02-15"
        )
        action = dated.action_statement()
        wizard = self.env["debt.statement"].browse(action["res_id"])
        self.assertEqual(wizard.date, date(2026, 2, 15))

    def test_phone_operator_sees_amounts_but_no_terms(self):
        shown = self.wizard("operator", date="2026-03-02").content
        self.assertIn("FV/1", shown)
        self.assertNotIn("9,5\xa0%", shown)
        self.assertIn("9,5\xa0%", self.wizard("collector", date="2026-03-02").content)

    def test_nobody_sees_the_statement_of_a_hidden_case(self):
        elsewhere = self._make_package(self.agreement, code="EN-2026-09")
        hidden = self._make_case(package=elsewhere)
        wizard = self.env["debt.statement"].with_user(self.users["collector"])
        with self.assertRaises(AccessError):
            wizard.create({"case_ids": [(6, 0, hidden.ids)]}).content  # noqa: B018

    def test_reversed_payments_by_choice(self):
        self.paid.action_reverse("Sent back")
        self.assertNotIn("WB/17", self.wizard("collector", date="2026-06-01").content)
        told = self.wizard("collector", date="2026-06-01", with_reversed=True)
        self.assertIn("WB/17", told.content)

    def test_workbook_has_a_sheet_for_each_case_and_formulas(self):
        other = self._make_case(user_id=self.users["collector"].id)
        self._make_claim(other, 100, "2026-01-31", number="=1+1")
        wizard = self.wizard("collector", self.case | other, date="2026-06-01")
        data = io.BytesIO(base64.b64decode(wizard.xlsx))
        book = load_workbook(data)
        self.assertEqual(len(book.sheetnames), 3)
        self.assertIn("=SUM(", str(list(book.worksheets[0].values)))
        values = load_workbook(data, data_only=True).worksheets[0]
        sums = [row for row in values.values if row[0] is None and row[7]][-1]
        owed = (self.case | other).with_context(debt_as_of="2026-06-01")
        self.assertAlmostEqual(sums[7], sum(owed.mapped("total_due")), 2)

    def test_paper(self):
        wizard = self.wizard("collector", date="2026-06-01", layout="both")
        report = self.env["ir.actions.report"].with_user(self.users["collector"])
        html, kind = report._render_qweb_html(
            "debt_collection.statement_report", wizard.ids
        )
        self.assertEqual(kind, "html")
        for text in (self.case.name, "WB/17", "Jan Testowy", "FV/1"):
            self.assertIn(text, html.decode())

    def test_paper_is_polish_whatever_the_user_speaks(self):
        self.env["res.lang"]._activate_lang("pl_PL")
        wizard = self.wizard("collector").with_context(lang="en_US")
        self.assertEqual(wizard._in_paper_language().env.lang, "pl_PL")

    def test_queries_do_not_grow_with_the_cases(self):
        few = self.env["debt.case"].union(*(self._filled() for _index in range(2)))
        many = few.union(*(self._filled() for _index in range(8)))
        self.assertEqual(self._queries(few), self._queries(many))

    def _filled(self):
        case = self._make_case()
        self._make_claim(case, 100, "2026-01-31")
        self._pay(case, 30, "2026-02-15")
        return case

    def _queries(self, cases):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        statements(cases, date(2026, 6, 1))
        return self.cr.sql_log_count - before


@tagged("post_install", "-at_install", "debt_statement")
class TestCreditsWithoutMoney(DebtCommon):
    """What is written off lowers the debt; it is no money and never owed back."""

    def setUp(self):
        super().setUp()
        self.case = self._make_case()
        self._make_claim(self.case, 100, "2026-01-12")
        self.names = ("total_due", "paid_total", "overpaid")

    def test_written_off_is_not_paid(self):
        self.case._write_off(30, "2026-01-12", "Goodwill")
        self._pay(self.case, 20, "2026-01-12")
        found = self.amounts(self.case, "2026-01-12", *self.names)
        self.assertEqual(found, (50, 20, 0))
        claim = self.amounts(self.case.claim_ids, "2026-01-12", *self.names[:2])
        self.assertEqual(claim, (50, 20))

    def test_too_much_written_off_is_not_owed_back_and_pays_no_later_cost(self):
        credit = self.case._write_off(130, "2026-01-12", "Goodwill")
        self._add_cost(self.case, 25, "2026-02-01")
        found = self.amounts(self.case, "2026-02-02", *self.names)
        self.assertEqual(found, (25, 0, 0))
        self.assertEqual(credit.surplus, 0)

    def test_money_for_what_was_written_off_is_owed_back(self):
        self.case._write_off(100, "2026-01-12", "Goodwill")
        self._pay(self.case, 40, "2026-02-01")
        found = self.amounts(self.case, "2026-02-02", *self.names)
        self.assertEqual(found, (0, 40, 40))
