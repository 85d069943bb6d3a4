"""Overdue invoices become claims, by hand and by the daily job."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_accounting import OwnCommon


@tagged("post_install", "-at_install", "debt_own")
class TestHandOver(OwnCommon):
    def test_invoice_becomes_a_claim(self):
        invoice = self._invoice(self.customer, 1230)
        case = self.case_of(invoice)
        claim = self.claims(invoice)
        self.assertEqual(case.debtor_id, self.customer)
        self.assertEqual(case.creditor_id, self.company.partner_id)
        self.assertEqual(claim.number, invoice.name)
        self.assertEqual(str(claim.issue_date), "2026-01-27")
        self.assertEqual(str(claim.due_date), "2026-02-10")
        self.assertEqual((claim.amount, claim.paid_before), (1230, 0))
        self.assertEqual(claim.move_line_id, self.receivable(invoice))

    def test_one_case_for_all_invoices_of_a_customer(self):
        contact = self._make_debtor("Kontakt", parent_id=self.customer.id)
        first = self.case_of(self._invoice(self.customer))
        second = self.case_of(self._invoice(contact))
        self.assertEqual(first, second)
        self.assertEqual(len(first.claim_ids), 2)

    def test_closed_case_is_not_used_again(self):
        first = self.case_of(self._invoice(self.customer))
        first._close("other")
        self.assertNotEqual(self.case_of(self._invoice(self.customer)), first)

    def test_part_paid_before(self):
        invoice = self._invoice(self.customer, 1000)
        self.reconcile(invoice, self._journal_entry(self.customer, 400))
        self.case_of(invoice)
        claim = self.claims(invoice)
        self.assertEqual((claim.amount, claim.paid_before), (1000, 400))
        self.assertEqual(claim.principal, 600)
        self.assertFalse(claim.case_id.payment_ids)

    def test_handing_over_twice_changes_nothing(self):
        invoice = self._invoice(self.customer)
        self.case_of(invoice)
        message = self.hand_over(invoice)
        self.assertEqual(len(self.claims(invoice)), 1)
        self.assertIn("handed over already", message)

    def test_each_instalment_is_due_by_itself(self):
        """T-05: of three instalments only the two that are due are taken."""
        today = self.env["debt.balance"]._today()
        terms = self.env["account.payment.term"].create(
            {
                "name": "Three parts",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for share, days in ((20, 0), (30, 30), (50, 400))
                ],
            }
        )
        invoice = self._invoice(
            self.customer, 1000, due=False, invoice_date=today - timedelta(days=90),
            invoice_payment_term_id=terms.id,
        )  # fmt: skip
        self.case_of(invoice)
        claims = self.claims(invoice).sorted("due_date")
        self.assertEqual(claims.mapped("amount"), [200, 300])
        self.assertEqual(len(claims.move_line_id), 2)
        self.reconcile(invoice, self._journal_entry(self.customer, 250))
        self.assertEqual(
            claims.with_context(debt_as_of=str(today)).mapped("principal_due"),
            [0, 250],
        )

    def test_what_is_never_taken_and_why(self):
        """T-52, T-53"""
        today = self.env["debt.balance"]._today()
        draft = self._invoice(self.customer, post=False)
        cancelled = self._invoice(self.customer)
        cancelled.button_draft()
        cancelled.button_cancel()
        future = self._invoice(self.customer, due=today + timedelta(days=1))
        due_today = self._invoice(self.customer, due=today)
        paid = self._invoice(self.customer, 100)
        self.reconcile(paid, self._journal_entry(self.customer, 100))
        refund = self._invoice(self.customer, move_type="out_refund")
        excluded = self._invoice(self.customer)
        excluded.no_followup = True
        entry = self._journal_entry(self.customer, -70)
        everything = draft | cancelled | future | due_today | paid | refund
        everything |= excluded | entry
        message = self.hand_over(everything)
        self.assertFalse(self.claims(everything))
        for text in ("not posted", "not overdue", "is paid", "no customer invoice",
                     "excluded from follow-up"):  # fmt: skip
            self.assertIn(text, message)
        self.assertEqual(message.count(";"), len(everything))

    def test_due_date_on_a_free_day_moves_on(self):
        """T-72: due on Saturday, it is overdue from Tuesday on (art. 115 kc)."""
        saturday = self.env["debt.balance"]._today()
        while saturday.weekday() != 5:
            saturday -= timedelta(days=1)
        invoice = self._invoice(self.customer, due=saturday)
        monday, tuesday = (saturday + timedelta(days=n) for n in (2, 3))
        Balance = type(self.env["debt.balance"])
        self.patch(Balance, "_today", lambda _self: monday)
        self.assertIn("not overdue", self.hand_over(invoice))
        self.patch(Balance, "_today", lambda _self: tuesday)
        self.case_of(invoice)
        self.assertTrue(self.claims(invoice))

    def test_missing_package_says_what_to_do(self):
        self.package.agreement_id.active = False
        self.package.active = False
        with self.assertRaisesRegex(UserError, "no package for own receivables"):
            self.hand_over(self._invoice(self.customer))

    def test_others_may_not(self):
        invoice = self._invoice(self.customer)
        for role in ("collector", "operator"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(invoice, role).action_debt_hand_over()

    def test_claimed_invoice_cannot_be_taken_back(self):
        invoice = self._invoice(self.customer)
        self.case_of(invoice)
        with self.assertRaisesRegex(UserError, "Withdraw the claim"):
            self.as_role(invoice, "accountant").button_draft()
        self.claims(invoice).action_withdraw("Mistake")
        self.as_role(invoice, "accountant").button_draft()
        self.assertEqual(invoice.state, "draft")


@tagged("post_install", "-at_install", "debt_own")
class TestDailyJob(OwnCommon):
    def run_job(self):
        job = self.env.ref("debt_collection.ir_cron_debt_hand_over")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()

    def test_takes_overdue_invoices_only_into_a_chosen_package(self):
        invoice = self._invoice(self.customer)
        self.run_job()
        self.assertFalse(self.claims(invoice))
        self.package.takes_invoices = True
        self.run_job()
        self.assertEqual(self.claims(invoice).case_id.package_id, self.package)
        self.run_job()
        self.assertEqual(len(self.claims(invoice)), 1)

    def test_waits_the_days_of_the_agreement(self):
        today = self.env["debt.balance"]._today()
        self.package.takes_invoices = True
        self.package.agreement_id.own_grace_days = 30
        early = self._invoice(self.customer, due=today - timedelta(days=30))
        late = self._invoice(self.customer, due=today - timedelta(days=40))
        self.run_job()
        self.assertFalse(self.claims(early))
        self.assertTrue(self.claims(late))

    def test_leaves_other_currencies_alone(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.package.takes_invoices = True
        invoice = self._invoice(self.customer, currency_id=euro.id)
        self.run_job()
        self.assertFalse(self.claims(invoice))

    def test_package_that_takes_invoices_is_preferred(self):
        self.package.takes_invoices = True
        self._make_package(self.package.agreement_id, name="Newer", code="OWN-2")
        case = self.case_of(self._invoice(self.customer))
        self.assertEqual(case.package_id, self.package)
