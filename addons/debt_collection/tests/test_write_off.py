"""Debt that is given up: by hand, by tolerance, and taken back."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_accounting import AccountingCommon, OwnCommon
from .common_settlement import SettlementCommon

DAY = "2026-05-20"


class WriteOffCommon(AccountingCommon):
    def write_off(self, cases, role="accountant", **values):
        wizard = self.as_role(self.env["debt.write.off"], role).create(
            {"case_ids": [(6, 0, cases.ids)], "date": DAY, "reason": "Decision 1"}
            | values
        )
        wizard.action_write_off()
        self.env.invalidate_all()

    def owed(self, case, day=DAY):
        return self.amounts(case, day, "total_due")[0]


@tagged("post_install", "-at_install", "debt_write_off")
class TestMandate(WriteOffCommon):
    def test_many_cases_at_once(self):
        cases = self._make_case() | self._make_case()
        for case in cases:
            case.action_open()
            self._make_claim(case, 100)
        self.write_off(cases)
        self.assertEqual([self.owed(case) for case in cases], [0, 0])
        self.assertEqual(set(cases.mapped("close_reason")), {"written_off"})
        self.assertEqual(set(cases.payment_ids.mapped("received_by")), {"nobody"})
        self.assertJournalAgrees(cases)

    def test_a_manager_may_and_others_may_not(self):
        case = self._make_case()
        self._make_claim(case, 100)
        for role in ("operator", "collector", "team_leader"):
            with self.assertRaises(AccessError):
                self.write_off(case, role)
        self.write_off(case, "manager")
        self.assertEqual(self.owed(case), 0)

    def test_a_part_leaves_the_case_open(self):
        case = self._make_case()
        case.action_open()
        self._make_claim(case, 100)
        before = self.owed(case)
        self.write_off(case, whole=False, amount=30)
        self.assertAlmostEqual(self.owed(case), before - 30, 2)
        self.assertEqual(case.state, "open")

    def test_more_than_is_owed_is_refused(self):
        case = self._make_case()
        self._make_claim(case, 100)
        with self.assertRaisesRegex(UserError, "owes only"):
            self.write_off(case, whole=False, amount=5000)

    def test_taken_back(self):
        case = self._make_case()
        self._make_claim(case, 100)
        before = self.owed(case)
        self.write_off(case)
        self.as_role(case.payment_ids, "accountant").action_reverse("A mistake")
        self.env.invalidate_all()
        self.assertEqual(self.owed(case), before)


@tagged("post_install", "-at_install", "debt_write_off")
class TestOwn(OwnCommon, WriteOffCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loss = cls._make_account("769100", "Written off", "expense")
        cls.company.debt_write_off_account_id = cls.loss

    def loss_balance(self):
        items = self.env["account.move.line"].search(
            [("account_id", "=", self.loss.id), ("parent_state", "=", "posted")]
        )
        return sum(items.mapped("balance"))

    def test_the_invoice_is_paid_by_a_loss(self):
        invoice = self._invoice(self.customer, 1000)
        case = self.case_of(invoice)
        self.write_off(case)
        self.assertEqual(self.owed(case), 0)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self.loss_balance(), 1000)
        sources = set(case.payment_ids.mapped("source"))
        self.assertEqual(sources, {"writeoff"})
        self.assertEqual(set(case.payment_ids.mapped("received_by")), {"nobody"})
        self.assertJournalAgrees(case)

    def test_interest_is_given_up_before_the_invoice(self):
        """Interest is not in the books, so giving it up makes no loss."""
        invoice = self._invoice(self.customer, 1000)
        case = self.case_of(invoice)
        [interest] = self.amounts(case, DAY, "interest_due")
        self.assertGreater(interest, 1)
        self.write_off(case, whole=False, amount=interest)
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(self.amounts(case, DAY, "interest_due"), (0,))
        self.assertJournalAgrees(case)

    def test_several_invoices_and_cases_at_once(self):
        other = self._make_debtor("Drugi Klient", is_company=True)
        first = self.case_of(
            self._invoice(self.customer, 100), self._invoice(self.customer, 50)
        )
        second = self.case_of(self._invoice(other, 70))
        self.write_off(first | second)
        self.assertEqual([self.owed(first), self.owed(second)], [0, 0])
        self.assertEqual(self.loss_balance(), 220)
        self.assertJournalAgrees(first | second)

    def test_taken_back_by_reversing_the_payment(self):
        invoice = self._invoice(self.customer, 1000)
        case = self.case_of(invoice)
        before = self.owed(case)
        self.write_off(case)
        self.assertEqual(len(case.payment_ids), 2, "interest and the invoice")
        for part in case.payment_ids[:1]:
            self.as_role(part, "accountant").action_reverse("A mistake")
        self.env.invalidate_all()
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(self.loss_balance(), 0)
        self.assertEqual(self.owed(case), before)
        self.assertJournalAgrees(case)

    def test_without_an_account_the_settings_are_named(self):
        self.company.debt_write_off_account_id = False
        case = self.case_of(self._invoice(self.customer, 1000))
        with self.assertRaisesRegex(UserError, "settings"):
            self.write_off(case)

    def test_a_manager_needs_no_rights_on_journals(self):
        case = self.case_of(self._invoice(self.customer, 1000))
        self.write_off(case, "manager")
        self.assertEqual(self.owed(case), 0)


@tagged("post_install", "-at_install", "debt_write_off")
class TestSmallRests(WriteOffCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env["debt.balance"]._today()
        cls.case = cls._make_case()
        cls.case.action_open()
        kind = cls.env.ref("debt_collection.interest_kind_none", False)
        cls._make_claim(
            cls.case, 100, cls.today, interest_kind_id=kind.id if kind else False
        )

    def run_job(self):
        return self.env["debt.case"]._write_off_small_rests()

    def test_nothing_happens_by_default(self):
        self._pay(self.case, 97, self.today)
        self.assertFalse(self.run_job())

    def test_a_paid_case_is_closed_once(self):
        self.company.debt_tolerance = 5
        self._pay(self.case, 97, self.today)
        self.assertEqual(self.run_job(), self.case)
        self.assertEqual((self.case.state, self.case.close_reason), ("closed", "paid"))
        self.assertEqual(self.case.total_due, 0)
        self.assertFalse(self.run_job())
        written = self.case.payment_ids.filtered(lambda p: p.source == "writeoff")
        self.assertEqual(written.mapped("amount"), [3])

    def test_a_larger_rest_stays(self):
        self.company.debt_tolerance = 2.99
        self._pay(self.case, 97, self.today)
        self.assertFalse(self.run_job())

    def test_a_small_debt_that_nobody_paid_stays(self):
        self.company.debt_tolerance = 500
        self.assertFalse(self.run_job())

    def test_what_was_written_off_is_no_payment(self):
        self.company.debt_tolerance = 5
        self._pay(self.case, 97, self.today, source="writeoff")
        self.assertFalse(self.run_job())

    def test_the_agreement_comes_first(self):
        self._pay(self.case, 97, self.today)
        self.agreement.write({"tolerance_rule": "own", "tolerance": 5})
        self.assertEqual(self.run_job(), self.case)

    def test_zero_of_the_agreement_is_zero(self):
        self.company.debt_tolerance = 5
        self.agreement.tolerance_rule = "own"
        self._pay(self.case, 97, self.today)
        self.assertFalse(self.run_job())


@tagged("post_install", "-at_install", "debt_write_off")
class TestOwnPlan(OwnCommon, SettlementCommon):
    def test_a_plan_remits_the_rest_of_several_invoices(self):
        """Each invoice has a credit of its own, and the plan ends all the same."""
        self.company.debt_write_off_account_id = self._make_account(
            "769100", "Written off", "expense"
        )
        case = self.case_of(
            self._invoice(self.customer, 100), self._invoice(self.customer, 50)
        )
        case.action_open()
        plan = self.make(case, "manager")
        before = case.total_due
        plan.sudo()._remit_rest(self.env["debt.balance"]._today())
        self.assertEqual(case.total_due, 0)
        self.assertEqual(plan.write_off_id.case_id, case)
        self.assertJournalAgrees(case)
        plan.sudo().write_off_id.action_reverse("Money went back")
        self.env.invalidate_all()
        self.assertEqual(case.total_due, before)
        self.assertJournalAgrees(case)
