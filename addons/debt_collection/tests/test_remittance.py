"""Remittances: what is settled, once, by whom."""

import io
from unittest.mock import patch

import openpyxl
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..services.remittance import divide
from .common_remittance import CREDITOR_NRB, RemittanceCommon


@tagged("post_install", "-at_install", "debt_remittance")
class TestLines(RemittanceCommon):
    def test_money_by_us_to_the_creditor_and_none_at_all(self):
        self.transfer(100)
        self._pay(self.case, 200, "2026-05-03", source="creditor")
        self._pay(self.case, 400, "2026-05-04", source="writeoff")
        draft = self.draft()
        self.assertEqual((draft.collected, draft.direct), (100, 200))
        self.assertEqual(draft.commission, 30)
        # Commission of both, taken from the money we hold.
        self.assertEqual((draft.invoice_total, draft.payout), (36.9, 63.1))

    def test_surplus_stays_client_money(self):
        self.transfer(5600)
        remittance = self.finish(self.draft())
        self.assertEqual(remittance.collected, 5000)
        self.assertEqual(self.held(), 600)
        self.assertClientMoneyProves()

    def test_refunded_surplus_is_no_client_money_any_more(self):
        paid = self.transfer(5600)
        refund = self.env["debt.refund"].create(
            {
                "payment_id": paid.debt_payment_ids.id,
                "amount": 600,
                "account_number": CREDITOR_NRB,
            }
        )
        refund.action_approve()
        self.finish(self.draft())
        self.assertEqual(self.held(), 0)
        self.assertClientMoneyProves()

    def test_money_that_nobody_booked_breaks_the_proof(self):
        self.transfer(100)
        self._journal_entry(self.creditor, 40)
        [found] = self.env["debt.remittance"]._difference_with_remittances()
        self.assertEqual(found["difference"], -40)

    def test_money_after_the_period_waits(self):
        self.transfer(100, "2026-06-01")
        self.assertEqual(self.draft().collected, 0)

    def test_each_amount_is_settled_once(self):
        self.transfer(100)
        self.finish(self.draft())
        second = self.draft("2026-06-30", "2026-06-01")
        self.assertFalse(second.line_ids)
        self.assertEqual((second.payout, second.commission), (0, 0))

    def test_back_dated_money_comes_with_the_next(self):
        self.transfer(100)
        self.finish(self.draft())
        self.transfer(50, "2026-05-02")
        second = self.draft("2026-06-30", "2026-06-01")
        self.assertEqual((second.collected, second.commission), (50, 5))

    def test_money_credited_anew_moves_between_kinds(self):
        """A back-dated cost takes what was principal: two lines that add up to none."""
        self.transfer(100)
        self.finish(self.draft())
        self._add_cost(self.case, 30, "2026-05-02")
        second = self.draft("2026-06-30", "2026-06-01")
        kinds = {line.kind: line.amount for line in second.line_ids}
        self.assertEqual(kinds, {"cost": 30, "principal": -30})
        self.assertEqual(second.collected, 0)
        # The cost was ours to bear, so what the debtor gave back of it is ours.
        self.assertEqual(second.retained, 30)

    def test_costs_the_creditor_bears_are_settled_once(self):
        self.transfer(100)
        cost = self._add_cost(
            self.case, 40, "2026-05-02", charged=False, borne_by="creditor"
        )
        self._add_cost(self.case, 7, "2026-05-02", charged=False, borne_by="us")
        first = self.finish(self.draft())
        self.assertEqual((first.costs, first.invoice_total), (40, 52.3))
        self.assertEqual(first.payout, 47.7)
        cost.action_waive()
        second = self.draft("2026-06-30", "2026-06-01")
        self.assertEqual(second.costs, -40)

    def test_interest_that_is_ours_bears_no_commission_on_top(self):
        self.agreement.keep_interest = True
        self.case.interest_kind_id = self.env.ref(
            "debt_collection.interest_kind_delay_481"
        )
        self.transfer(1000)
        draft = self.draft()
        interest = sum(
            draft.line_ids.filtered(lambda li: li.kind == "interest").mapped("amount")
        )
        self.assertGreater(interest, 0)
        self.assertEqual(draft.retained, interest)
        self.assertAlmostEqual(draft.commission, (1000 - interest) / 10, 1)

    def test_settled_elsewhere_before(self):
        self.agreement.remittance_since = "2026-05-15"
        self.transfer(100, "2026-05-14")
        self.transfer(10, "2026-05-15")
        self.assertEqual(self.draft().collected, 10)


@tagged("post_install", "-at_install", "debt_remittance")
class TestPayout(RemittanceCommon):
    def test_division(self):
        for given, wanted in (
            ((100, 30, 0), (30, 70, 0)),
            ((100, 130, 0), (100, 0, 0)),
            ((-50, 30, 0), (0, 0, -50)),
            ((100, -30, 0), (-30, 130, 0)),
            ((-50, -30, 0), (-30, 0, -20)),
            ((100, 30, 70.01), (30, 0, 70)),
        ):
            found = divide(*given)
            self.assertEqual((found.settled, found.payout, found.carried), wanted)

    def test_gross_pays_all_and_leaves_the_invoice_open(self):
        self.agreement.remittance_mode = "gross"
        self.transfer(1000)
        remittance = self.finish(self.draft())
        self.assertEqual((remittance.payout, remittance.settled), (1000, 0))
        self.assertEqual(remittance.invoice_id.amount_residual, 123)
        self.assertClientMoneyProves()

    def test_too_little_waits(self):
        self.agreement.remittance_minimum = 500
        self.transfer(100)
        first = self.finish(self.draft())
        self.assertEqual((first.payout, first.carried_out), (0, 87.7))
        self.assertEqual(self.held(), 87.7)
        self.transfer(1000, "2026-06-02")
        second = self.finish(self.draft("2026-06-30", "2026-06-01"))
        self.assertEqual(second.payout, 964.7)
        self.assertClientMoneyProves()

    def test_unpaid_commission_is_taken_from_the_next(self):
        """Debtors paid the creditor: his invoice waits for money we hold."""
        self._pay(self.case, 1000, "2026-05-03", source="creditor")
        first = self.finish(self.draft())
        self.assertEqual((first.payout, first.settled), (0, 0))
        self.assertEqual(first.invoice_id.amount_residual, 123)
        self.transfer(1000, "2026-06-02")
        second = self.finish(self.draft("2026-06-30", "2026-06-01"))
        self.assertEqual(
            (second.arrears, second.settled, second.payout), (123, 246, 754)
        )
        self.assertEqual(first.invoice_id.amount_residual, 0)
        self.assertClientMoneyProves()

    def test_tax_included_in_the_commission(self):
        self.agreement.commission_vat = "included"
        self.transfer(1230)
        remittance = self.finish(self.draft())
        self.assertEqual(remittance.invoice_id.amount_untaxed, 100)
        self.assertEqual(remittance.invoice_total, 123)

    def test_tax_that_is_included_by_itself(self):
        self.vat.price_include_override = "tax_included"
        self.transfer(1000)
        self.assertEqual(self.finish(self.draft()).invoice_total, 123)

    def test_payout_that_changed_since_approval_is_refused(self):
        self._pay(self.case, 1000, "2026-05-03", source="creditor")
        first = self.finish(self.draft())
        self.transfer(1000, "2026-06-02")
        second = self.draft("2026-06-30", "2026-06-01")
        self.as_role(second, "accountant").action_confirm()
        self.as_role(second, "manager").action_approve()
        items = self.receivable(first.invoice_id) | self.receivable(
            self._journal_entry(self.creditor, 123)
        )
        items.reconcile()
        with self.assertRaisesRegex(UserError, "paid meanwhile"):
            self.as_role(second, "accountant").action_book()

    def test_without_account_nothing_is_booked(self):
        self.transfer(1000)
        draft = self.draft()
        self.as_role(draft, "accountant").action_confirm()
        self.as_role(draft, "manager").action_approve()
        self.agreement.settlement_account_id = False
        with self.assertRaisesRegex(UserError, "settlement account"):
            self.as_role(draft, "accountant").action_book()


@tagged("post_install", "-at_install", "debt_remittance")
class TestDoors(RemittanceCommon):
    def test_what_changed_since_the_draft_is_looked_at_again(self):
        self.transfer(100)
        draft = self.draft()
        self.transfer(50)
        accountant = self.as_role(draft, "accountant")
        with self.assertRaisesRegex(UserError, "Compute it anew"):
            accountant.action_confirm()
        accountant.action_compute()
        accountant.action_confirm()
        self.assertEqual(draft.collected, 150)
        self.assertRegex(draft.name, r"^R/\d{4}/\d{4}$")

    def test_confirmed_stays(self):
        self.transfer(100)
        draft = self.draft()
        accountant = self.as_role(draft, "accountant")
        accountant.action_confirm()
        for act in (
            lambda: accountant.write({"date_to": "2026-05-30"}),
            lambda: accountant.action_compute(),
            lambda: accountant.unlink(),
            lambda: accountant.write({"payout": 1}),
            lambda: draft.line_ids.unlink(),
            lambda: draft.line_ids.write({"amount": 1}),
            lambda: draft.commission_ids.unlink(),
            lambda: draft.commission_ids.write({"amount": 1}),
        ):
            with self.assertRaises(UserError):
                act()

    def test_back_to_draft_until_it_is_booked(self):
        self.transfer(100)
        draft = self.draft()
        accountant = self.as_role(draft, "accountant")
        accountant.action_confirm()
        name = draft.name
        accountant.action_draft()
        self.assertFalse(draft.commission_ids.filtered("settled"))
        self.finish(draft)
        self.assertEqual(draft.name, name)
        with self.assertRaises(UserError):
            accountant.action_draft()

    def test_invoice_and_entry_of_a_booked_one_stay_posted(self):
        self.transfer(100)
        remittance = self.finish(self.draft())
        for move in (remittance.invoice_id, remittance.move_id):
            with self.assertRaisesRegex(UserError, remittance.name):
                self.as_role(move, "accountant").button_draft()

    def test_earlier_ones_are_booked_first(self):
        self.transfer(100)
        self.as_role(self.draft(), "accountant").action_confirm()
        second = self.draft("2026-06-30", "2026-06-01")
        with self.assertRaisesRegex(UserError, "earlier remittance"):
            self.as_role(second, "accountant").action_confirm()

    @mute_logger("odoo.sql_db")
    def test_one_draft_an_agreement_and_one_a_period(self):
        first = self.draft()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.draft("2026-06-30", "2026-06-01")
        self.finish(first)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.draft()

    def test_bought_debts_are_paid_to_nobody(self):
        bought = self._make_agreement(kind="assignment", code="A-1")
        with self.assertRaisesRegex(UserError, "no mandate"):
            self.env["debt.remittance"].create(
                {
                    "agreement_id": bought.id,
                    "date_from": "2026-05-01",
                    "date_to": "2026-05-31",
                }
            )

    def test_calendar_prepares_each_period_once(self):
        self.agreement.remittance_calendar = "half_monthly"
        Remittance = self.as_role(self.env["debt.remittance"], "accountant")
        day = self.env["debt.balance"]._today().replace(day=20)
        found = Remittance._prepare(day, self.agreement)
        self.assertEqual(found.date_to.day, 15)
        self.assertFalse(Remittance._prepare(day, self.agreement))
        self.finish(self.env["debt.remittance"].browse(found.id))
        self.assertFalse(Remittance._prepare(day, self.agreement))

    def test_cron_tells_the_account_manager(self):
        with patch.object(self.registry["ir.cron"], "_commit_progress"):
            self.env["debt.remittance"]._cron_prepare()
        draft = self.agreement.remittance_ids
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.activity_ids.user_id, self.agreement.user_id)


@tagged("post_install", "-at_install", "debt_remittance", "debt_security")
class TestRoles(RemittanceCommon):
    def test_who_sees_remittances(self):
        self.transfer(100)
        draft = self.draft()
        for role in ("operator", "field_agent", "collector", "lawyer", "regional"):
            with self.assertRaises(AccessError):
                self.as_role(draft, role).read(["payout"])
        for role in ("team_leader", "manager", "accountant", "administrator"):
            self.assertEqual(self.as_role(draft, role).collected, 100)

    def test_only_a_manager_approves(self):
        draft = self.draft()
        self.as_role(draft, "accountant").action_confirm()
        for role in ("accountant", "team_leader"):
            with self.assertRaises(UserError):
                self.as_role(draft, role).action_approve()
        self.as_role(draft, "manager").action_approve()
        self.assertEqual(draft.approved_by_id, self.users["manager"])

    def test_manager_and_leader_confirm_nothing(self):
        draft = self.draft()
        for role in ("manager", "team_leader"):
            with self.assertRaises(AccessError):
                self.as_role(draft, role).action_confirm()

    def test_other_agency_sees_nothing(self):
        draft = self.draft()
        stranger = self._make_user("accountant", self.other_company, "debt_stranger")
        self.assertFalse(draft.with_user(stranger).search([("id", "=", draft.id)]))


@tagged("post_install", "-at_install", "debt_remittance")
class TestStatement(RemittanceCommon):
    def test_statement_in_a_workbook(self):
        self.case.creditor_reference = "PPE-77"
        self.transfer(100)
        self._add_cost(self.case, 5, "2026-05-02", charged=False, borne_by="creditor")
        remittance = self.finish(self.draft())
        report = self.env["ir.actions.report"].with_user(self.users["accountant"])
        content, kind = report._render_xlsx(
            "debt_collection.remittance_xlsx", remittance.ids, {}
        )
        self.assertEqual(kind, "xlsx")
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [
            str(cell) for sheet in book for row in sheet.values for cell in row if cell
        ]
        for text in ("PPE-77", "FV/1", self.case.name, remittance.agreement_id.name):
            self.assertTrue(any(text in cell for cell in cells), text)
        self.assertEqual(len(book.sheetnames), 4)

    def test_statement_on_paper(self):
        self.transfer(100)
        remittance = self.finish(self.draft())
        html = (
            self.env["ir.actions.report"]
            .with_user(self.users["accountant"])
            ._render_qweb_html(
                "debt_collection.remittance_statement_document", remittance.ids
            )[0]
            .decode()
        )
        self.assertIn(self.case.name, html)
        self.assertIn(remittance.name, html)

    def test_email_has_both_files(self):
        self.creditor.email = "ksiegowosc@example.com"
        self.transfer(100)
        remittance = self.finish(self.draft())
        template = self.env.ref("debt_collection.mail_template_remittance")
        template = template.with_user(self.users["accountant"]).with_context(
            force_report_rendering=False
        )
        values = template._generate_template(
            remittance.ids, ["subject", "body_html", "report_template_ids"]
        )[remittance.id]
        self.assertIn(remittance.name, values["subject"])
        self.assertEqual(len(values["attachments"]), 2)
