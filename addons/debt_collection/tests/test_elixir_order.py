"""Payment orders as files of the bank."""

import io
import zipfile
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.bank_out import elixir_o
from .common_remittance import RemittanceCommon


@tagged("post_install", "-at_install", "debt_remittance")
class TestElixirOrder(RemittanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls._make_payout_accounts()
        cls.line = cls._make_elixir_line(group_lines=False)
        cls.company.currency_id = cls.env.ref("base.PLN")

    def order(self, count=1):
        order = self.env["account.payment.order"].create(
            {
                "payment_method_line_id": self.line.id,
                "payment_type": "outbound",
                "payment_line_ids": [
                    Command.create(
                        {
                            "partner_id": self.creditor.id,
                            "partner_bank_id": self.bank.id,
                            "amount_currency": 10 + number,
                            "communication": "Zwrot nadpłaty, sprawa W/2026/000001",
                            "currency_id": self.env.ref("base.PLN").id,
                        }
                    )
                    for number in range(count)
                ],
            }
        )
        order = self.as_role(order, "accountant")
        order.draft2open()
        return order

    def test_characters_of_the_bank(self):
        self.line.debt_elixir_encoding = "iso8859_2"
        content, kind = self.order().generate_payment_file()
        self.assertEqual(kind, "txt")
        self.assertIn("Zwrot nadpłaty", content.decode("iso8859_2"))

    def test_too_many_for_one_file_come_in_an_archive(self):
        with patch.object(elixir_o, "MAX_ORDERS", 2):
            content, kind = self.order(3).generate_payment_file()
        self.assertEqual(kind, "zip")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = [archive.read(n).count(b"\r\n") for n in archive.namelist()]
        self.assertEqual(sizes, [2, 1])

    def test_wrong_account_is_told(self):
        order = self.order()
        self.bank.acc_number = "12 3456"
        with self.assertRaisesRegex(UserError, "12 3456"):
            order.generate_payment_file()

    def test_other_methods_are_left_to_others(self):
        order = self.order()
        self.line.payment_method_id = self.env.ref(
            "account.account_payment_method_manual_out"
        )
        self.assertEqual(order.generate_payment_file(), (False, False))
