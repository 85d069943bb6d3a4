"""Set-off: two debts lower each other from the day it became possible."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_accounting import AccountingCommon, OwnCommon

EFFECTIVE, DECLARED = "2026-04-10", "2026-05-20"


class SetOffCommon(AccountingCommon):
    def draft(self, case, amount, role="accountant", **values):
        return self.as_role(self.env["debt.set.off"], role).create(
            {
                "name": "Declaration 7",
                "case_id": case.id,
                "amount": amount,
                "date": DECLARED,
                "effective_date": EFFECTIVE,
            }
            | values
        )

    def declare(self, *args, **values):
        setoff = self.draft(*args, **values)
        setoff.action_declare()
        self.env.invalidate_all()
        return self.env["debt.set.off"].browse(setoff.id)

    def cancel(self, setoff):
        self.as_role(setoff, "accountant").action_cancel("Declared by mistake")
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "debt_set_off")
class TestMandate(SetOffCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case()
        cls._make_claim(cls.case, 1000)

    def test_it_counts_from_the_day_it_became_possible(self):
        """No interest on what was set off after that day (art. 499 kc)."""
        [owed] = self.amounts(self.case, EFFECTIVE, "total_due")
        self.declare(self.case, owed, counterclaim=5000)
        self.assertEqual(self.amounts(self.case, DECLARED, "total_due"), (0,))
        [payment] = self.case.payment_ids
        self.assertEqual((payment.source, payment.received_by), ("setoff", "creditor"))
        self.assertJournalAgrees(self.case)

    def test_more_than_either_side_owes_is_refused(self):
        with self.assertRaisesRegex(UserError, "case owed only"):
            self.declare(self.case, 3000, counterclaim=5000)
        with self.assertRaisesRegex(UserError, "debtor is owed only"):
            self.declare(self.case, 300, counterclaim=200)

    def test_it_cannot_count_from_a_later_day(self):
        with self.assertRaisesRegex(UserError, "after the declaration"):
            self.declare(self.case, 300, counterclaim=500, effective_date="2026-05-21")

    def test_cancelled_both_debts_are_owed_again(self):
        before = self.amounts(self.case, DECLARED, "total_due")
        setoff = self.declare(self.case, 300, counterclaim=500)
        self.cancel(setoff)
        self.assertEqual(self.amounts(self.case, DECLARED, "total_due"), before)
        with self.assertRaises(UserError):
            self.cancel(setoff)

    def test_only_the_accountant_declares(self):
        for role in ("collector", "team_leader", "manager"):
            with self.assertRaises(AccessError):
                self.declare(self.case, 300, role, counterclaim=500)

    def test_a_declared_one_stays_as_it_is(self):
        setoff = self.declare(self.case, 300, counterclaim=500)
        with self.assertRaises(UserError):
            setoff.amount = 5
        with self.assertRaises(UserError):
            setoff.unlink()


@tagged("post_install", "-at_install", "debt_set_off")
class TestOwn(OwnCommon, SetOffCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls._invoice(cls.customer, 400, "2026-04-01", move_type="in_invoice")
        cls.invoice = cls._invoice(cls.customer, 1000)

    def setUp(self):
        super().setUp()
        self.case = self.case_of(self.invoice)
        self.owed_items = self.bill.line_ids.filtered(
            lambda item: item.account_id.account_type == "liability_payable"
        )

    def items(self, *items):
        found = self.env["account.move.line"].union(*items)
        return [Command.set(found.ids)]

    def test_bill_and_invoice_lower_each_other(self):
        setoff = self.declare(self.case, 400, item_ids=self.items(self.owed_items))
        self.assertEqual(self.bill.amount_residual, 0)
        self.assertEqual(self.invoice.amount_residual, 600)
        payment = setoff.payment_ids
        self.assertEqual(
            (payment.source, payment.received_by, str(payment.date)),
            ("setoff", "nobody", EFFECTIVE),
        )
        self.assertEqual(str(setoff.move_id.date), DECLARED)
        self.assertJournalAgrees(self.case)

    def test_a_part(self):
        self.declare(self.case, 150, item_ids=self.items(self.owed_items))
        self.assertEqual(self.bill.amount_residual, 250)
        self.assertEqual(self.invoice.amount_residual, 850)
        self.assertJournalAgrees(self.case)

    def test_a_credit_note_of_the_debtor(self):
        note = self._invoice(self.customer, 120, move_type="out_refund")
        [item] = self.receivable(note)
        self.declare(self.case, 120, item_ids=self.items(item))
        self.assertEqual(note.amount_residual, 0)
        self.assertEqual(self.invoice.amount_residual, 880)
        self.assertJournalAgrees(self.case)

    def test_more_than_the_bill_is_refused(self):
        with self.assertRaisesRegex(UserError, "debtor is owed only"):
            self.declare(self.case, 500, item_ids=self.items(self.owed_items))

    def test_more_than_the_invoices_is_refused(self):
        """Interest is not in the books, so no bill can be set off with it."""
        bill = self._invoice(self.customer, 2000, move_type="in_invoice")
        item = bill.line_ids.filtered(
            lambda i: i.account_id.account_type == "liability_payable"
        )
        [owed] = self.amounts(self.case, EFFECTIVE, "total_due")
        self.assertGreater(owed, 1001)
        with self.assertRaisesRegex(UserError, "only 1000.00 of its invoices"):
            self.declare(self.case, 1001, item_ids=self.items(item))

    def test_somebody_elses_bill_is_refused(self):
        stranger = self._make_debtor("Obcy", is_company=True)
        bill = self._invoice(stranger, 400, move_type="in_invoice")
        item = bill.line_ids.filtered(
            lambda i: i.account_id.account_type == "liability_payable"
        )
        with self.assertRaisesRegex(UserError, "not the debtor"):
            self.declare(self.case, 100, item_ids=self.items(item))

    def test_cancelled_bill_and_invoice_are_open_again(self):
        setoff = self.declare(self.case, 400, item_ids=self.items(self.owed_items))
        self.cancel(setoff)
        self.assertEqual(self.bill.amount_residual, 400)
        self.assertEqual(self.invoice.amount_residual, 1000)
        self.assertFalse(self.booked(self.case))
        self.assertJournalAgrees(self.case)
