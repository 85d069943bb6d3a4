"""Bank lines booked on cases: undo, split, returned transfers."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tests.common import new_test_user

from .common_accounting import AccountingCommon


@tagged("post_install", "-at_install", "debt_bank")
class TestBooking(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case(cls.debtor)
        cls.claim = cls._make_claim(cls.case, 1000, "2026-01-12", number="FV/2026/0001")

    def book(self, line, *, propose=True):
        own = self.as_role(line, "accountant")
        if propose:
            own.action_debt_propose()
        own.action_debt_book()
        self.env.invalidate_all()
        return line

    def test_mandate_books_client_money_and_pays_the_case(self):
        line = self.book(self._bank_line(self.case.name, 300))
        item = line.move_id.line_ids.filtered("debt_case_id")
        self.assertEqual(item.account_id, self.client_money)
        self.assertEqual(item.partner_id, self.debtor)
        self.assertEqual((item.balance, item.amount_currency), (-300, -300))
        self.assertEqual(line.partner_id, self.debtor)
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.debt_match_state, "booked")
        self.assertEqual(line.move_id.state, "posted")
        payment = self.case.payment_ids
        self.assertEqual((payment.amount, payment.source), (300, "bank"))
        self.assertEqual(str(payment.date), "2026-05-20")
        self.assertEqual(payment.allocated, 300)
        self.assertJournalAgrees(self.case)

    def test_balance_falls_by_the_payment(self):
        before = self.amounts(self.case, "2026-05-20", "total_due")[0]
        self.book(self._bank_line(self.case.name, 300))
        after = self.amounts(self.case, "2026-05-20", "total_due")[0]
        self.assertAlmostEqual(before - after, 300, 2)

    def test_value_date_counts_for_the_debtor(self):
        line = self._bank_line(self.case.name, 300, debt_value_date="2026-05-18")
        self.book(line)
        self.assertEqual(str(self.case.payment_ids.date), "2026-05-18")
        self.assertEqual(str(line.move_id.date), "2026-05-20")

    def test_named_claim_is_paid_first(self):
        later = self._make_claim(self.case, 500, "2026-03-12", number="FV/2026/0002")
        line = self._bank_line(f"{self.case.name} faktura FV 2026 0002", 200)
        self.book(line)
        payment = self.case.payment_ids
        self.assertEqual(payment.claim_ids, later)
        self.assertEqual(payment.allocation_ids.claim_id, later)

    def test_second_click_books_nothing(self):
        """T-15"""
        line = self.book(self._bank_line(self.case.name, 300))
        self.as_role(line, "accountant").action_debt_book()
        self.as_role(line, "accountant").action_debt_propose()
        self.assertEqual(self.booked(self.case), [300])
        self.assertEqual(line.debt_match_state, "booked")

    def test_missing_settlement_account_says_where_to_enter_it(self):
        self.agreement.settlement_account_id = False
        line = self._bank_line(self.case.name, 300)
        with self.assertRaisesRegex(UserError, "settlement account.*Enter it"):
            self.book(line)
        self.assertFalse(self.case.payment_ids)

    def test_assignment_books_the_portfolio_account(self):
        portfolio = self._make_account("249200", "Portfolio")
        bought = self._make_agreement(
            kind="assignment", code="AS", settlement_account_id=portfolio.id
        )
        case = self._make_case(package=self._make_package(bought, code="AS-1"))
        self._make_claim(case, 50)
        line = self.book(self._bank_line(case.name, 70))
        self.assertIn(portfolio, line.move_id.line_ids.account_id)
        self.assertEqual(self.booked(case), [70])
        self.assertGreater(case.overpaid, 0)
        self.assertJournalAgrees(case)

    def test_undo_takes_the_money_off_the_case_and_can_be_repeated(self):
        line = self._bank_line(self.case.name, 300)
        for _index in range(2):
            self.book(line)
            self.assertEqual(self.booked(self.case), [300])
            self.as_role(line, "accountant").action_undo_reconciliation()
            self.assertEqual(self.booked(self.case), [])
            self.assertFalse(line.is_reconciled)
            self.assertEqual(line.debt_match_state, "proposed")
            self.assertJournalAgrees(self.case)
        self.assertEqual(len(self.case.payment_ids), 2)
        self.assertEqual(set(self.case.payment_ids.mapped("state")), {"reversed"})

    def test_undo_by_a_bookkeeper_reverses_too(self):
        line = self.book(self._bank_line(self.case.name, 300))
        keeper = new_test_user(
            self.env, "keeper", groups="account.group_account_user",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        line.with_user(keeper).action_undo_reconciliation()
        self.env.invalidate_all()
        self.assertEqual(self.booked(self.case), [])
        self.assertJournalAgrees(self.case)

    def test_payment_from_the_journal_is_not_reversed_elsewhere(self):
        line = self.book(self._bank_line(self.case.name, 300))
        with self.assertRaisesRegex(UserError, "Undo the booking"):
            self.as_role(line.debt_payment_ids, "accountant").action_reverse("x")

    def test_booked_line_cannot_be_changed_or_deleted(self):
        line = self.book(self._bank_line(self.case.name, 300))
        for values in ({"amount": 5}, {"payment_ref": "x"}, {"partner_id": False}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Undo"):
                self.as_role(line, "accountant").write(values)
        with self.assertRaisesRegex(UserError, "Undo"):
            self.as_role(line.move_id, "accountant").button_draft()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.as_role(line, "accountant").unlink()

    def test_closed_as_paid_is_opened_again_when_the_money_goes(self):
        line = self.book(self._bank_line(self.case.name, 2000))
        self.case._close("paid")
        self.as_role(line, "accountant").action_undo_reconciliation()
        self.assertEqual(self.case.state, "open")

    def test_of_several_lines_only_the_certain_are_booked_at_once(self):
        """T-90: a guess and a return want a look each."""
        letter, year, serial = self.case.name.split("/")
        certain = self._bank_line(self.case.name, 10)
        guess = self._bank_line(f"{letter}/{year}/{int(serial)}", 20)
        chosen = self._bank_line("nothing known", 40)
        back = self._bank_line(f"zwrot {self.case.name}", -10)
        own = self.as_role(certain | guess | chosen | back, "accountant")
        own.action_debt_propose()
        own[2].debt_case_id = self.case
        message = own.action_debt_book()["params"]["message"]
        self.assertEqual(sorted(self.booked(self.case)), [10, 40])
        self.assertIn("Booked: 2", message)
        own[1].action_debt_book()
        self.assertEqual(sorted(self.booked(self.case)), [10, 20, 40])

    def test_ambiguous_line_asks_for_the_case(self):
        """T-90: no booking without a choice."""
        other = self._make_case()
        line = self._bank_line(f"{self.case.name} {other.name}")
        own = self.as_role(line, "accountant")
        own.action_debt_propose()
        action = own.action_debt_book()
        self.assertEqual(action["res_model"], "debt.bank.booking")
        self.assertFalse((self.case | other).payment_ids)

    def test_foreign_money_pays_in_the_currency_of_the_case(self):
        """T-82: the case in PLN takes what the company books in PLN."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id, "name": "2026-05-20",
                "inverse_company_rate": 4.25, "company_id": self.company.id,
            }
        )  # fmt: skip
        line = self._bank_line(
            self.case.name, 425, foreign_currency_id=euro.id, amount_currency=100
        )
        self.book(line)
        item = line.move_id.line_ids.filtered("debt_case_id")
        self.assertEqual(item.currency_id, self.case.currency_id)
        self.assertEqual(self.booked(self.case), [425])
        self.assertTrue(line.is_reconciled)
        self.assertJournalAgrees(self.case)

    def test_check_finds_a_payment_without_entry(self):
        line = self.book(self._bank_line(self.case.name, 300))
        self.env.cr.execute(
            "UPDATE account_move_line SET debt_case_id = NULL"
            " WHERE statement_line_id = %s", [line.id],
        )  # fmt: skip
        self.env.invalidate_all()
        [found] = self.env["debt.payment"]._difference_with_journal()
        self.assertEqual(found["case_id"], self.case.id)
        self.assertEqual(found["difference"], -300)


@tagged("post_install", "-at_install", "debt_bank")
class TestSplit(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = cls._make_case(), cls._make_case()
        for case in (cls.first, cls.second):
            cls._make_claim(case, 500)
        cls.line = cls._bank_line(f"{cls.first.name}, {cls.second.name}", 100)

    def wizard(self, amounts):
        """Book amounts on the two cases with the wizard, as the accountant."""
        line = self.as_role(self.line, "accountant")
        line.action_debt_propose()
        wizard = line.env["debt.bank.booking"].create({"line_id": line.id})
        for part, amount in zip(wizard.part_ids, amounts, strict=True):
            part.amount = amount
        wizard.action_book()
        self.env.invalidate_all()
        return wizard

    def test_proposed_cases_stand_in_the_wizard(self):
        line = self.as_role(self.line, "accountant")
        line.action_debt_propose()
        wizard = line.env["debt.bank.booking"].create({"line_id": line.id})
        self.assertEqual(wizard.part_ids.case_id, self.first | self.second)
        self.assertEqual(wizard.open_amount, 100)
        self.assertEqual(wizard.rest, 100)

    def test_wizard_on_the_screen(self):
        line = self.as_role(self.line, "accountant")
        line.action_debt_propose()
        action = line.action_debt_choose()
        model = line.env[action["res_model"]].with_context(**action["context"])
        with Form(model) as form:
            self.assertEqual(len(form.part_ids), 2)
            with form.part_ids.edit(1) as part:
                part.amount = 45
            self.assertEqual(form.rest, 55)
        form.record.action_book()
        self.assertEqual(self.booked(self.second), [45])
        self.assertEqual(self.booked(self.first), [])

    def test_whole_line_over_two_cases(self):
        self.wizard([33.33, 66.67])
        self.assertEqual(self.booked(self.first), [33.33])
        self.assertEqual(self.booked(self.second), [66.67])
        self.assertTrue(self.line.is_reconciled)
        self.assertEqual(self.line.debt_match_state, "booked")
        self.assertJournalAgrees(self.first | self.second)

    def test_rest_stays_in_suspense_and_is_booked_later(self):
        self.wizard([30, 0])
        _liquidity, suspense, _other = self.line._seek_for_lines()
        self.assertEqual(suspense.balance, -70)
        self.assertEqual(self.line.debt_match_state, "suspense")
        self.assertFalse(self.line.debt_case_id)
        self.assertFalse(self.line.is_reconciled)
        own = self.as_role(self.line, "accountant")
        own.debt_case_id = self.second
        own.action_debt_book()
        self.assertEqual(self.booked(self.second), [70])
        self.assertTrue(self.line.is_reconciled)
        self.assertJournalAgrees(self.first | self.second)

    def test_undo_of_a_split_line_takes_all_back(self):
        self.wizard([30, 70])
        self.as_role(self.line, "accountant").action_undo_reconciliation()
        self.assertEqual(self.booked(self.first), [])
        self.assertEqual(self.booked(self.second), [])
        self.assertJournalAgrees(self.first | self.second)

    def test_more_than_the_line_is_refused(self):
        with self.assertRaisesRegex(UserError, "the 100.00 left to book"):
            self.wizard([60, 50])
        with self.assertRaisesRegex(UserError, "greater than zero"):
            self.wizard([60, -50])

    def test_case_of_another_company_is_refused(self):
        """T-61: even for somebody who works in both companies."""
        other = self._make_agreement(company_id=self.other_company.id, code="B-1")
        foreign = self._make_case(package=self._make_package(other, code="B-1-1"))
        self.users["accountant"].company_ids |= self.other_company
        line = self.as_role(self.line, "accountant")
        line = line.with_company(self.company).with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        wizard = line.env["debt.bank.booking"].create({"line_id": line.id})
        wizard.part_ids = [
            Command.clear(), Command.create({"case_id": foreign.id, "amount": 10}),
        ]  # fmt: skip
        with self.assertRaisesRegex(UserError, "another company"):
            wizard.action_book()

    def test_case_only_once_on_a_line(self):
        self.wizard([30, 0])
        own = self.as_role(self.line, "accountant")
        own.debt_case_id = self.first
        with self.assertRaisesRegex(UserError, "only once"):
            own.action_debt_book()


@tagged("post_install", "-at_install", "debt_bank")
class TestReturnedTransfer(AccountingCommon):
    """T-91: a transfer that the bank sends back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case(cls.debtor)
        cls._make_claim(cls.case, 1000)
        cls.paid = cls._bank_line(cls.case.name, 300)
        cls.paid._debt_match_lines()
        cls.paid._debt_book()
        cls.back = cls._bank_line(f"zwrot {cls.case.name}", -300, "2026-05-28")

    def test_is_proposed_but_never_booked_alone(self):
        self.agreement.auto_book = True
        self.back._debt_match_lines()
        self.assertEqual(self.back.debt_case_id, self.case)
        self.assertEqual(self.booked(self.case), [300])

    def send_back(self):
        own = self.as_role(self.back, "accountant")
        own.action_debt_propose()
        own.action_debt_book()
        self.env.invalidate_all()

    def test_booking_it_reverses_the_payment(self):
        self.send_back()
        self.assertEqual(self.booked(self.case), [])
        self.assertEqual(self.back.debt_returned_line_id, self.paid)
        items = (self.paid | self.back).move_id.line_ids
        client = items.filtered(lambda item: item.account_id == self.client_money)
        self.assertEqual(sum(client.mapped("balance")), 0)
        self.assertTrue(self.back.is_reconciled)
        self.assertJournalAgrees(self.case)

    def test_undo_brings_the_payment_back(self):
        self.send_back()
        own = self.as_role(self.back, "accountant")
        own.action_undo_reconciliation()
        self.assertEqual(self.booked(self.case), [300])
        self.assertFalse(self.back.is_reconciled)
        self.assertJournalAgrees(self.case)
        self.send_back()
        self.assertEqual(self.booked(self.case), [])

    def test_returned_transfer_is_undone_only_after_its_return(self):
        self.send_back()
        with self.assertRaisesRegex(UserError, "return first"):
            self.as_role(self.paid, "accountant").action_undo_reconciliation()

    def test_a_payment_is_sent_back_once(self):
        self.send_back()
        self.back = self._bank_line(f"zwrot {self.case.name}", -300)
        with self.assertRaisesRegex(UserError, "no payment of this amount"):
            self.send_back()

    def test_other_amount_is_refused(self):
        self.back = self._bank_line(f"zwrot {self.case.name}", -299)
        with self.assertRaisesRegex(UserError, "no payment of this amount"):
            self.send_back()
