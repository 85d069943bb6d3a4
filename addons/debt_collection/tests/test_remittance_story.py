"""From the debtor's transfer to the creditor's account, and back again."""

from odoo.fields import Command
from odoo.tests import tagged

from .common_remittance import CREDITOR_NRB, RemittanceCommon


@tagged("post_install", "-at_install", "debt_remittance")
class TestStory(RemittanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.creditor_bank = cls._make_payout_accounts()
        cls.method_line = cls._make_elixir_line()

    def test_from_the_transfer_to_the_payout_and_back(self):
        paid = self.transfer(1000)
        self.assertEqual(self.held(), 1000)
        first = self.finish(self.draft())
        # 10 % and VAT on it are taken, the rest is owed to the creditor.
        self.assertEqual((first.collected, first.commission), (1000, 100))
        self.assertEqual((first.settled, first.payout), (123, 877))
        self.assertIn(first.invoice_id.payment_state, ("paid", "in_payment"))
        self.assertEqual(first.invoice_id.amount_total, 123)
        self.assertEqual(self.held(), 0)
        self.assertClientMoneyProves()

        self.pay_out(first)
        self.assertEqual(first.payout_state, "paid")
        self.assertClientMoneyProves()

        self.send_back(paid, "2026-06-10")
        self.transfer(400, "2026-06-12")
        second = self.finish(self.draft("2026-06-30", "2026-06-01"))
        self.assertEqual((second.collected, second.returned), (-600, -1000))
        # 60 of commission is given back with its VAT; the creditor owes the rest.
        self.assertEqual(second.commission, -60)
        self.assertEqual(second.invoice_id.move_type, "out_refund")
        self.assertEqual(second.invoice_total, -73.8)
        self.assertEqual((second.payout, second.carried_out), (0, -526.2))
        self.assertEqual(second.payout_state, "none")
        self.assertIn(
            "Reversed on", " ".join(filter(None, second.line_ids.mapped("reason")))
        )
        self.assertEqual(self.held(), -526.2)
        self.assertClientMoneyProves()

        self.transfer(1000, "2026-07-03")
        third = self.finish(self.draft("2026-07-31", "2026-07-01"))
        self.assertEqual((third.carried_in, third.collected), (-526.2, 1000))
        self.assertEqual(third.payout, 350.8)
        self.assertClientMoneyProves()
        self.assertJournalAgrees(self.case)

    def pay_out(self, remittance):
        """Make the file for the bank, then reconcile the bank line of the transfer."""
        wizard = self.as_role(self.env["debt.remittance.pay"], "accountant").create(
            {
                "remittance_ids": [Command.set(remittance.ids)],
                "method_line_id": self.method_line.id,
            }
        )
        order = self.env["account.payment.order"].browse(wizard.action_pay()["res_id"])
        order = self.as_role(order, "accountant")
        order.draft2open()
        order.open2generated()
        text = order.payment_file_id.raw.decode("cp852")
        self.assertTrue(text.startswith("110,"))
        self.assertIn(",87700,", text)
        self.assertIn(CREDITOR_NRB[2:], text)
        order.generated2uploaded()
        self.env.invalidate_all()
        line = self._bank_line("Rozliczenie", -remittance.payout, "2026-06-03")
        item = self.open_item(remittance)
        _liquidity, suspense, _other = line._seek_for_lines()
        line.move_id.button_draft()
        suspense.account_id = item.account_id
        suspense.partner_id = item.partner_id
        line.move_id.action_post()
        (suspense + item).reconcile()
        self.env.invalidate_all()

    def open_item(self, remittance):
        """Return what the bank line meets: the payment, else the payable itself."""
        payment = remittance.payable_item_id.payment_line_ids.payment_ids
        outstanding = payment.move_id.line_ids.filtered(
            lambda item: item.account_id != remittance.payable_item_id.account_id
        )
        return outstanding or remittance.payable_item_id

    def send_back(self, paid, date):
        back = self._bank_line("ZWROT", -paid.amount, date)
        back.debt_case_id = self.case
        self.as_role(back, "accountant").action_debt_book()
        self.env.invalidate_all()
        self.assertEqual(back.debt_returned_line_id, paid)

    def test_payout_is_ordered_once(self):
        self.transfer(1000)
        first = self.finish(self.draft())
        remittance = self.as_role(first, "accountant")
        remittance._to_payment_order(self.method_line)
        with self.assertRaisesRegex(Exception, "in a payment order already"):
            remittance._to_payment_order(self.method_line)
