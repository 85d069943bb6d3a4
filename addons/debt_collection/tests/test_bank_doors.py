"""Every door by which a bank line is reconciled or undone keeps the ledgers in step."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_accounting import AccountingCommon, OwnCommon

REFUSED = {
    "collector": AccessError,
    "operator": AccessError,
    "team_leader": AccessError,
    "lawyer": AccessError,
    "manager": AccessError,
}


class DoorsCommon(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case(cls.debtor)
        cls._make_claim(cls.case, 1000, "2026-01-12")

    def booked_line(self, amount=300):
        line = self._bank_line(self.case.name, amount)
        own = self.as_role(line, "accountant")
        own.action_debt_propose()
        own.debt_proposal_ids.action_accept()
        self.env.invalidate_all()
        self.assertEqual(self.booked(self.case), [amount])
        return own

    def assertUndone(self, line):
        self.env.invalidate_all()
        self.assertEqual(self.booked(self.case), [])
        self.assertFalse(line.is_reconciled)
        self.assertJournalAgrees(self.case)


@tagged("post_install", "-at_install", "debt_bank")
class TestUndoDoors(DoorsCommon):
    """T-04: taking the reconciliation back takes the money off the case."""

    def test_button_of_core(self):
        line = self.booked_line()
        line.action_undo_reconciliation()
        self.assertUndone(line)

    def test_button_of_the_reconciliation_screen(self):
        line = self.booked_line()
        line.unreconcile_bank_line()
        self.assertUndone(line)

    def test_undone_line_is_matched_and_booked_again(self):
        line = self.booked_line()
        line.unreconcile_bank_line()
        line.action_debt_propose()
        line.debt_proposal_ids.action_accept()
        self.assertEqual(self.booked(self.case), [300])
        self.assertJournalAgrees(self.case)

    def test_entry_goes_neither_to_draft_nor_away(self):
        line = self.booked_line()
        with self.assertRaisesRegex(UserError, "Undo the booking"):
            line.move_id.button_draft()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            line.move_id.with_context(force_delete=True).unlink()

    def test_items_cannot_be_moved_by_hand(self):
        line = self.booked_line()
        item = line.move_id.line_ids.filtered("debt_case_id")
        with self.assertRaisesRegex(UserError, "Undo the booking"):
            item.account_id = self.income
        with self.assertRaisesRegex(UserError, "Undo the booking"):
            item.balance = -5

    def test_case_closed_as_paid_is_opened_by_the_screen_too(self):
        line = self.booked_line(self.case.total_due)
        self.case._close("paid")
        line.unreconcile_bank_line()
        self.assertEqual(self.case.state, "open")


@tagged("post_install", "-at_install", "debt_bank")
class TestReconciliationScreen(DoorsCommon):
    def line(self, title=None, amount=300, **values):
        line = self._bank_line(title or self.case.name, amount, **values)
        own = self.as_role(line, "accountant")
        own.action_debt_propose()
        return own

    def reconcile_with(self, line, account):
        """Choose an account for the open amount, as in Manual Operation."""
        data = line.reconcile_data_info["data"]
        for part in data:
            if part["kind"] == "suspense":
                part.update(kind="other", account_id=[account.id, account.display_name])
        line.reconcile_data_info = line._recompute_suspense_line(data, 9, False)
        line.reconcile_bank_line()

    def test_client_money_takes_only_what_a_case_gets(self):
        line = self.line("przelew")
        with self.assertRaisesRegex(UserError, "Choose the cases"):
            self.reconcile_with(line, self.client_money)
        self.assertFalse(line.is_reconciled)

    def test_money_of_a_proposed_case_is_not_booked_elsewhere(self):
        line = self.line()
        with self.assertRaisesRegex(UserError, "probably for case"):
            self.reconcile_with(line, self.income)
        line.action_debt_suspend()
        self.reconcile_with(line, self.income)
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.debt_match_state, "other")

    def test_partly_booked_line_is_not_reconciled_over(self):
        line = self.line()
        line.debt_proposal_ids.amount = 100
        line.action_debt_book_parts()
        self.assertEqual(self.booked(self.case), [100])
        with self.assertRaisesRegex(UserError, "Undo the booking"):
            self.reconcile_with(line, self.income)
        self.assertJournalAgrees(self.case)

    def test_parts_over_several_cases_and_the_rest_in_suspense(self):
        other = self._make_case()
        self._make_claim(other, 500)
        line = self.line()
        line.debt_proposal_ids.amount = 120.5
        line.debt_proposal_ids = [(0, 0, {"case_id": other.id, "amount": 79.5})]
        line.action_debt_book_parts()
        self.assertEqual(self.booked(self.case), [120.5])
        self.assertEqual(self.booked(other), [79.5])
        self.assertEqual(line.debt_open_amount, 100)
        self.assertEqual(line.debt_match_state, "suspense")
        self.assertJournalAgrees(self.case | other)

    def test_another_case_in_place_of_the_proposed(self):
        other = self._make_case()
        line = self.line()
        line.debt_proposal_ids.case_id = other
        line.debt_proposal_ids.action_accept()
        self.assertEqual(self.booked(other), [300])
        self.assertFalse(self.case.payment_ids)

    def test_parts_without_amounts_ask_for_them(self):
        line = self.line()
        line.debt_proposal_ids.amount = 0
        with self.assertRaisesRegex(UserError, "column Part"):
            line.action_debt_book_parts()

    def test_suspense_has_a_note_and_somebody_who_looks_after_it(self):
        line = self.line("nic nie mówi")
        keeper = self.users["accountant"]
        line.write({"debt_note": "called the bank", "debt_user_id": keeper.id})
        activity = line.move_id.activity_ids
        self.assertEqual(activity.user_id, keeper)
        line.debt_case_id = self.case
        line.action_debt_book()
        self.assertFalse(line.move_id.activity_ids)
        self.assertEqual(self.booked(self.case), [300])

    def test_suspense_is_examined_again_when_a_case_came(self):
        line = self.line("W/2026/800001")
        self.assertEqual(line.debt_match_state, "suspense")
        late = self._make_case(name="W/2026/800001")
        self.agreement.auto_book = True
        with self.enter_registry_test_mode():
            self.env.ref(
                "debt_collection.ir_cron_debt_match_again"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.booked(late), [300])

    def test_examining_again_leaves_what_a_person_chose(self):
        line = self.line("nic nie mówi")
        line.debt_case_id = self.case
        with self.enter_registry_test_mode():
            self.env.ref(
                "debt_collection.ir_cron_debt_match_again"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(line.debt_case_id, self.case)

    def test_stock_rules_book_nothing_unless_the_journal_says_so(self):
        """T-90: their rules know no cases."""
        customer = self._make_debtor("Klient")
        invoice = self._invoice(customer, 300)
        line = self._bank_line(invoice.name, 300)
        line._auto_reconcile()
        self.assertFalse(line.is_reconciled)
        self.journal.debt_stock_rules = True
        line._auto_reconcile()
        self.assertTrue(line.is_reconciled)

    def test_closed_period_refuses_and_names_the_line(self):
        line = self.line()
        self._lock_period("2026-05-31")
        with self.assertRaisesRegex(UserError, rf"{self.case.name}.*prior to"):
            line.debt_proposal_ids.action_accept()
        self.assertFalse(self.case.payment_ids)

    def _lock_period(self, day):
        # Core locks no period with open bank lines; one may come in afterwards.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = %s WHERE id = %s",
            [day, self.company.id],
        )
        self.env.invalidate_all()

    def test_only_accountants_accept_split_suspend_and_see(self):
        line = self.line().sudo(False)
        proposal = line.debt_proposal_ids
        for role, error in REFUSED.items():
            with self.subTest(role=role):
                for record, method in (
                    (proposal, "action_accept"),
                    (line, "action_debt_book_parts"),
                    (line, "action_debt_suspend"),
                    (line, "action_debt_propose"),
                ):
                    with self.assertRaises(error):
                        getattr(self.as_role(record, role), method)()
        self.assertFalse(self.case.payment_ids)


@tagged("post_install", "-at_install", "debt_bank")
class TestOwnOnTheScreen(OwnCommon):
    def test_invoice_reconciled_on_the_screen_pays_its_case(self):
        invoice = self._invoice(self.customer, 1000)
        case = self.case_of(invoice)
        line = self.as_role(self._bank_line("przelew", 1000), "accountant")
        line.action_debt_propose()
        line._add_account_move_line(
            self.receivable(invoice).with_env(line.env), keep_current=True
        )
        line.reconcile_bank_line()
        self.env.invalidate_all()
        self.assertEqual(self.booked(case), [1000])
        self.assertEqual(line.debt_match_state, "booked")
        self.assertEqual(line.debt_case_id, case)
        self.assertJournalAgrees(case)
        line.unreconcile_bank_line()
        self.env.invalidate_all()
        self.assertEqual(self.booked(case), [])
        self.assertJournalAgrees(case)

    def test_many_lines_of_one_case_pay_its_invoices_in_turn(self):
        """Lines booked together share the invoices as if booked one by one."""
        invoices = self._invoice(self.customer, 100) | self._invoice(
            self.customer, 250, due="2026-02-11"
        )
        case = self.case_of(invoices)
        lines = self.env["account.bank.statement.line"].union(
            *(self._bank_line(case.name, amount) for amount in (60, 140, 120, 80))
        )
        own = self.as_role(lines, "accountant")
        own.action_debt_propose()
        own._debt_book()
        self.env.invalidate_all()
        self.assertEqual(sum(self.booked(case)), 400)
        self.assertEqual(invoices.mapped("amount_residual"), [0, 0])
        open_credits = case.payment_ids.filtered(
            lambda payment: payment.state == "booked" and payment.source == "bank"
        )
        self.assertEqual(sum(open_credits.mapped("amount")), 50)
        self.assertJournalAgrees(case)


@tagged("post_install", "-at_install", "debt_bank")
class TestReturns(DoorsCommon):
    """T-91: the original of a returned transfer is found by itself."""

    ACCOUNT = "61109010140000071219812874"

    def back(self, title, amount=-300, **values):
        line = self._bank_line(title, amount, "2026-05-28", **values)
        own = self.as_role(line, "accountant")
        own.action_debt_propose()
        return own

    def test_by_the_account(self):
        line = self._bank_line(self.case.name, 300, account_number=self.ACCOUNT)
        self.as_role(line, "accountant").action_debt_propose()
        self.as_role(line, "accountant").action_debt_book()
        back = self.back("ZWROT RC04", account_number=self.ACCOUNT)
        self.assertIn("returned", back.debt_proposal_ids.reasons)
        self.assertEqual(back.debt_case_id, self.case)
        back.action_debt_book()
        self.assertEqual(self.booked(self.case), [])
        self.assertJournalAgrees(self.case)
        again = self.back("ZWROT RC04", account_number=self.ACCOUNT)
        self.assertNotIn("returned", again.debt_proposal_ids.reasons)

    def test_by_the_title_it_repeats(self):
        line = self.as_role(self._bank_line("Rata maj Testowy", 300), "accountant")
        line.debt_case_id = self.case
        line.action_debt_book()
        back = self.back("Zwrot: RATA MAJ TESTOWY, rachunek zamknięty")
        self.assertEqual(back.debt_case_id, self.case)

    def test_other_amount_or_other_payer_is_no_return(self):
        line = self._bank_line(self.case.name, 300, account_number=self.ACCOUNT)
        self.as_role(line, "accountant").action_debt_propose()
        self.as_role(line, "accountant").action_debt_book()
        for back in (
            self.back("ZWROT", -299, account_number=self.ACCOUNT),
            self.back("ZWROT", account_number="1" * 26),
        ):
            self.assertNotIn("returned", back.debt_proposal_ids.mapped("reasons"))


@tagged("post_install", "-at_install", "debt_bank")
class TestSets(AccountingCommon):
    """Booking many lines costs a fixed number of queries."""

    def test_queries_do_not_grow_with_the_lines(self):
        cases = self.env["debt.case"].union(
            *(self._make_case(self._make_debtor(f"D {n}")) for n in range(32))
        )
        for case in cases:
            self._make_claim(case, 500)
        lines = self.env["account.bank.statement.line"].union(
            *(self._bank_line(case.name, 100) for case in cases)
        )
        lines.action_debt_propose()
        counts = []
        for chosen in (lines[:2], lines[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            chosen._debt_book()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(set(lines.mapped("debt_match_state")), {"booked"})
        self.assertLessEqual(counts[1], counts[0] + 4)
        self.assertJournalAgrees(cases)

    def test_one_bad_line_costs_few_tries(self):
        """The halves of a set are tried, not each line."""
        poor = self._make_agreement(code="POOR")
        bad = self._make_case(package=self._make_package(poor, code="POOR-1"))
        cases = [self._make_case(self._make_debtor(f"D {n}")) for n in range(15)]
        lines = self.env["account.bank.statement.line"].union(
            *(self._bank_line(case.name, 10) for case in [*cases, bad])
        )
        lines.action_debt_propose()
        tries = []
        Line = self.registry["account.bank.statement.line"]
        book = Line._debt_book
        self.patch(Line, "_debt_book", lambda s: tries.append(len(s)) or book(s))
        lines._debt_book_each()
        self.assertEqual(len(lines.filtered("is_reconciled")), 15)
        self.assertFalse(bad.payment_ids)
        self.assertLessEqual(len(tries), 9)
