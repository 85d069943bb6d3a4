"""Refunds of overpayments: prepared, approved by another, sent, sent back."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_accounting import AccountingCommon, OwnCommon

PAID = "2026-05-20"
ACCOUNT = "61109010140000071219812874"


class RefundCommon(AccountingCommon):
    def overpay(self, case, amount, title=None, **values):
        """Book a bank line on the case; return its payment with a surplus."""
        line = self._bank_line(
            title or case.name, amount, PAID, account_number=ACCOUNT, **values
        )
        line.debt_case_id = case
        line._debt_book()
        self.env.invalidate_all()
        return line.debt_payment_ids.filtered(
            lambda p: p.state == "booked" and p.surplus > 0
        )

    def prepare(self, payment, role="accountant"):
        self.as_role(payment, role).action_prepare_refund()
        self.env.invalidate_all()
        return payment.refund_ids.filtered(lambda refund: refund.state == "draft")

    def approve(self, refund, role="manager"):
        self.as_role(refund, role).action_approve()
        self.env.invalidate_all()

    def cancel(self, refund):
        self.as_role(refund, "accountant").action_cancel("Returned")
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "debt_refund")
class TestMandate(RefundCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case()
        cls._make_claim(cls.case, 60, "2026-05-19")

    def setUp(self):
        super().setUp()
        self.payment = self.overpay(self.case, 100)
        self.surplus = self.payment.surplus

    def test_a_surplus_is_listed(self):
        found = self.as_role(self.env["debt.payment"], "accountant").search(
            [("surplus", ">", 0)]
        )
        self.assertIn(self.payment.id, found.ids)
        overpaid = self.env["debt.case"].search([("overpaid", ">", 0)])
        self.assertIn(self.case, overpaid)

    def test_prepared_by_one_and_approved_by_another(self):
        refund = self.prepare(self.payment)
        self.assertEqual(refund.amount, self.surplus)
        self.assertEqual(refund.account_number, ACCOUNT)
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self.approve(refund, "accountant")
        self.approve(refund)
        self.assertEqual(refund.state, "approved")
        self.assertEqual(refund.approved_by_id, self.users["manager"])

    def test_only_those_who_may(self):
        for role in ("operator", "collector", "team_leader"):
            with self.assertRaises(AccessError):
                self.prepare(self.payment, role)
        refund = self.prepare(self.payment)
        for role in ("operator", "collector", "team_leader"):
            with self.assertRaises(AccessError):
                self.approve(refund, role)

    def test_journal_and_ledger_agree_all_the_way(self):
        refund = self.prepare(self.payment)
        self.assertJournalAgrees(self.case)
        self.approve(refund)
        self.assertJournalAgrees(self.case)
        self.assertEqual(self.payment.surplus, 0)
        self.cancel(refund)
        self.assertJournalAgrees(self.case)
        self.assertEqual(self.payment.surplus, self.surplus)

    def test_the_client_money_is_owed_to_the_debtor(self):
        refund = self.prepare(self.payment)
        self.approve(refund)
        items = refund.move_id.line_ids
        debit = items.filtered(lambda item: item.account_id == self.client_money)
        self.assertEqual(debit.balance, self.surplus)
        self.assertEqual((items - debit).partner_id, self.case.debtor_id)
        self.assertEqual(refund.payable_item_id, items - debit)

    def test_the_proof_of_client_money_knows_the_refund(self):
        remittances = self.env["debt.remittance"]
        self.assertEqual(remittances._difference_with_remittances(self.agreement), [])
        refund = self.prepare(self.payment)
        self.approve(refund)
        self.assertEqual(remittances._difference_with_remittances(self.agreement), [])
        self.assertFalse(
            self.env["debt.ledger.difference"].search([("case_id", "=", self.case.id)])
        )
        self.cancel(refund)
        self.assertEqual(remittances._difference_with_remittances(self.agreement), [])

    def test_the_balance_of_a_day_knows_the_refund_from_its_date(self):
        refund = self.prepare(self.payment)
        refund.date = "2026-06-10"
        self.approve(refund)
        fields = ("overpaid", "paid_total")
        before = self.amounts(self.case, "2026-06-09", *fields)
        after = self.amounts(self.case, "2026-06-10", *fields)
        self.assertEqual(before, (round(self.surplus, 2), 100))
        self.assertEqual(after, (0, round(100 - self.surplus, 2)))

    def test_money_paid_back_covers_no_later_cost(self):
        self.approve(self.prepare(self.payment))
        self._add_cost(self.case, 10, "2026-06-01")
        self.assertEqual(self.amounts(self.case, "2026-06-30", "costs_due"), (10,))

    def test_after_a_cancelled_refund_it_does(self):
        refund = self.prepare(self.payment)
        self.approve(refund)
        self._add_cost(self.case, 10, "2026-06-01")
        self.cancel(refund)
        self.assertEqual(self.amounts(self.case, "2026-06-30", "costs_due"), (0,))

    def test_the_order_of_entering_does_not_matter(self):
        """An earlier payment that is found later finds the same ledger."""
        refund = self.prepare(self.payment)
        refund.amount = 30
        self.approve(refund)
        self._pay(self.case, 20, "2026-05-19")
        other = self._make_case()
        self._make_claim(other, 60, "2026-05-19")
        self._pay(other, 20, "2026-05-19")
        payment = self.overpay(other, 100)
        refund = self.prepare(payment)
        refund.amount = 30
        self.approve(refund)
        self.assertEqual(payment.surplus, self.payment.surplus)
        self.assertEqual(other.overpaid, self.case.overpaid)

    def test_more_than_is_left_is_refused(self):
        refund = self.prepare(self.payment)
        self._add_cost(self.case, 30, PAID)
        with self.assertRaisesRegex(UserError, "is left"):
            self.approve(refund)

    def test_a_second_click_prepares_and_approves_nothing_more(self):
        refund = self.prepare(self.payment)
        with self.assertRaises(UserError):
            self.prepare(self.payment)
        self.approve(refund)
        with self.assertRaises(UserError):
            self.approve(refund)

    def test_a_payment_that_was_paid_back_is_not_undone(self):
        self.approve(self.prepare(self.payment))
        line = self.as_role(self.payment.statement_line_id, "accountant")
        with self.assertRaisesRegex(UserError, "Cancel the refund"):
            line.action_undo_reconciliation()

    def test_an_approved_refund_stays_as_it_is(self):
        refund = self.prepare(self.payment)
        self.approve(refund)
        with self.assertRaises(UserError):
            self.as_role(refund, "accountant").amount = 1
        with self.assertRaises(UserError):
            self.as_role(refund, "accountant").unlink()

    def test_it_is_sent_by_a_payment_order_and_paid_by_its_bank_line(self):
        method = self.env["account.payment.method"].search(
            [("payment_type", "=", "outbound")], limit=1
        )
        method.payment_order_ok = True
        self.env["account.payment.method.line"].search(
            [
                ("payment_method_id", "=", method.id),
                ("journal_id", "=", self.journal.id),
            ]
        ) or self.env["account.payment.method.line"].create(
            {
                "name": "Transfers",
                "payment_method_id": method.id,
                "journal_id": self.journal.id,
            }
        )
        refund = self.prepare(self.payment)
        self.approve(refund)
        action = self.as_role(refund, "accountant").action_pay()
        order = self.env["account.payment.order"].browse(action["res_id"])
        [line] = order.payment_line_ids
        self.assertEqual(line.move_line_id, refund.payable_item_id)
        self.assertAlmostEqual(line.amount_currency, self.surplus, 2)
        self.assertEqual(line.partner_bank_id.sanitized_acc_number, f"PL{ACCOUNT}")
        with self.assertRaises(UserError):
            self.as_role(refund, "accountant").action_pay()

    def test_returned_by_the_bank(self):
        """Paid out, sent back: the debtor has his surplus again, the books agree."""
        refund = self.prepare(self.payment)
        self.approve(refund)
        out = self._bank_line("Zwrot nadpłaty", -self.surplus, "2026-05-25")
        _liquidity, suspense, _other = out._seek_for_lines()
        suspense.account_id = refund.payable_item_id.account_id
        suspense.partner_id = self.case.debtor_id
        (suspense | refund.payable_item_id).reconcile()
        self.assertTrue(refund.paid)
        self.cancel(refund)
        self.assertTrue(refund.payable_item_id.reconciled)
        self.assertEqual(self.payment.surplus, self.surplus)
        self.assertJournalAgrees(self.case)
        left = self.env["account.move.line"].search(
            [
                ("account_id", "=", refund.payable_item_id.account_id.id),
                ("partner_id", "=", self.case.debtor_id.id),
                ("reconciled", "=", False),
            ]
        )
        self.assertAlmostEqual(sum(left.mapped("balance")), self.surplus, 2)


@tagged("post_install", "-at_install", "debt_refund")
class TestOwn(OwnCommon, RefundCommon):
    def setUp(self):
        super().setUp()
        self.case = self.case_of(self._invoice(self.customer, 1000))
        [interest] = self.amounts(self.case, PAID, "interest_due")
        self.payment = self.overpay(self.case, 1000 + round(interest, 2) + 200)
        self.surplus = self.payment.surplus

    def test_the_open_credit_is_paid_out(self):
        self.assertEqual(self.surplus, 200)
        refund = self.prepare(self.payment)
        self.approve(refund)
        self.assertJournalAgrees(self.case)
        self.assertEqual(self.case.overpaid, 0)
        self.assertFalse(
            self.env["debt.payment"].search(
                [("case_id", "=", self.case.id), ("surplus", ">", 0)]
            )
        )

    def test_taken_back_the_credit_is_open_again(self):
        refund = self.prepare(self.payment)
        self.approve(refund)
        self.cancel(refund)
        self.assertJournalAgrees(self.case)
        self.assertEqual(round(self.case.overpaid, 2), 200)

    def test_the_bank_line_cannot_be_undone_meanwhile(self):
        self.approve(self.prepare(self.payment))
        line = self.as_role(self.payment.statement_line_id, "accountant")
        with self.assertRaisesRegex(UserError, "Cancel the refund"):
            line.action_undo_reconciliation()
