"""Cash receipts: numbered without gaps, booked at once, annulled but never deleted."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_accounting import AccountingCommon, OwnCommon

DAY = "2026-05-20"


class CashCommon(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.journal"].search(
            [("type", "=", "cash"), ("company_id", "=", cls.company.id)]
        ).active = False
        cls.cash = cls.env["account.journal"].create(
            {"name": "Cash desk", "type": "cash", "code": "KASA"}
        )
        cashier = cls.env.ref("debt_collection.group_cashier")
        cls.users["field_agent"].group_ids = [Command.link(cashier.id)]

    def take(self, case, amount=100, role="field_agent", **values):
        receipt = self.as_role(self.env["debt.cash.receipt"], role).create(
            {"case_id": case.id, "amount": amount, "date": DAY} | values
        )
        receipt.action_issue()
        self.env.invalidate_all()
        return self.env["debt.cash.receipt"].browse(receipt.id)

    def annul(self, receipt, role="accountant"):
        self.as_role(receipt, role).action_annul("Wrong case")
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "debt_cash")
class TestMandate(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case(user_id=cls.users["field_agent"].id)
        cls._make_claim(cls.case, 500)

    def test_cash_pays_the_case_and_goes_to_client_money(self):
        receipt = self.take(self.case)
        [payment] = self.case.payment_ids
        self.assertEqual(
            (payment.source, payment.received_by, payment.amount), ("cash", "us", 100)
        )
        self.assertEqual(str(payment.date), DAY)
        item = receipt.statement_line_id.move_id.line_ids.filtered("debt_case_id")
        self.assertEqual(item.account_id, self.client_money)
        self.assertJournalAgrees(self.case)

    def test_numbers_run_by_journal_and_year(self):
        numbers = [
            self.take(self.case).name,
            self.take(self.case).name,
            self.take(self.case, date="2025-12-31").name,
            self.take(self.case).name,
        ]
        self.assertEqual(
            numbers,
            [
                "KP/KASA/2026/0001",
                "KP/KASA/2026/0002",
                "KP/KASA/2025/0001",
                "KP/KASA/2026/0003",
            ],
        )

    def test_a_receipt_that_cannot_be_booked_uses_no_number(self):
        self.agreement.settlement_account_id = False
        with self.assertRaises(UserError), self.cr.savepoint():
            self.take(self.case)
        self.agreement.settlement_account_id = self.client_money
        self.assertEqual(self.take(self.case).name, "KP/KASA/2026/0001")

    def test_only_cashiers_take_cash_and_only_of_cases_they_see(self):
        for role in ("operator", "collector", "manager"):
            with self.assertRaises(AccessError):
                self.take(self.case, role=role)
        foreign = self._make_case()
        with self.assertRaises(AccessError):
            self.take(foreign)

    def test_annulled_it_keeps_its_number_and_the_case_owes_again(self):
        before = self.case.total_due
        receipt = self.take(self.case)
        self.annul(receipt)
        self.assertEqual(receipt.state, "annulled")
        self.assertEqual(receipt.name, "KP/KASA/2026/0001")
        self.assertEqual(self.case.total_due, before)
        self.assertJournalAgrees(self.case)
        self.assertEqual(receipt.statement_line_id.move_id.state, "cancel")
        self.assertEqual(self.take(self.case).name, "KP/KASA/2026/0002")
        with self.assertRaises(UserError):
            self.annul(receipt)

    def test_a_cashier_annuls_nothing(self):
        with self.assertRaises(AccessError):
            self.annul(self.take(self.case), "field_agent")

    def test_an_issued_receipt_stays_as_it_is(self):
        receipt = self.as_role(self.take(self.case), "accountant")
        with self.assertRaises(UserError):
            receipt.amount = 5
        with self.assertRaises(UserError):
            receipt.unlink()
        with self.assertRaises(UserError):
            receipt.action_issue()

    def test_named_claims_are_paid_first(self):
        later = self._make_claim(self.case, 50, "2026-05-19")
        self.take(self.case, 50, claim_ids=[Command.set(later.ids)])
        self.assertEqual(self.case.payment_ids.allocation_ids.claim_id, later)

    def test_two_copies_in_polish_with_the_amount_in_words(self):
        receipt = self.take(self.case, 123.45)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("debt_collection.cash_receipt_report", receipt.ids)[0]
            .decode()
        )
        self.assertEqual(html.count("KP/KASA/2026/0001"), 2)
        self.assertIn("sto dwadzieścia trzy złote 45/100", html)
        self.assertIn("kopia", html)
        self.assertNotIn("ANULOWANO", html)
        self.annul(receipt)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("debt_collection.cash_receipt_report", receipt.ids)[0]
            .decode()
        )
        self.assertEqual(html.count("ANULOWANO"), 2)


@tagged("post_install", "-at_install", "debt_cash")
class TestOwn(OwnCommon, CashCommon):
    def test_cash_pays_the_invoice(self):
        invoice = self._invoice(self.customer, 80)
        case = self.case_of(invoice)
        case.user_id = self.users["field_agent"]
        receipt = self.take(case, 100)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(sum(self.booked(case)), 100)
        self.assertEqual(set(case.payment_ids.mapped("received_by")), {"us"})
        self.assertJournalAgrees(case)
        self.annul(receipt)
        self.assertEqual(invoice.amount_residual, 80)
        self.assertJournalAgrees(case)
