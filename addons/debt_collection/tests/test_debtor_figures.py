"""Figures of debtors: what they owe and how they behave, counted by sets."""

from odoo.tests import tagged

from ..services.strategy.work import update
from .common_accounting import OwnCommon
from .common_strategy import StrategyCommon


@tagged("post_install", "-at_install", "debt_strategy")
class TestDebtorFigures(StrategyCommon):
    # === WHAT IS OWED === #
    def test_total_is_of_all_open_cases_of_the_company(self):
        first = self._make_open_case(self.debtor, amount=1000)
        second = self._make_open_case(
            self.debtor, amount=500, package=self._make_package(code="B")
        )
        figures = self.refresh(self.debtor)
        self.assertEqual(figures.open_cases, 2)
        total = first.total_due + second.total_due
        self.assertAlmostEqual(figures.total_debt, total, 2)
        second._close("returned")
        figures = self.refresh(self.debtor)
        self.assertAlmostEqual(figures.total_debt, first.total_due, 2)
        self.assertEqual((figures.open_cases, figures.earlier_cases), (1, 1))
        self.assertEqual(figures.refreshed_on, self.today)

    def test_other_currencies_are_converted(self):
        euro = self.env.ref("base.EUR")
        currency = self.company.currency_id
        other = euro if currency != euro else self.env.ref("base.USD")
        other.active = True
        other.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {
                "name": "2026-01-01",
                "rate": 0.25,
                "currency_id": other.id,
                "company_id": self.company.id,
            }
        )
        agreement = self._make_agreement(code="FX", currency_id=other.id)
        case = self._make_open_case(
            self.debtor, package=self._make_package(agreement, code="FX")
        )
        figures = self.refresh(self.debtor)
        own = currency.rate or 1
        self.assertAlmostEqual(figures.total_debt, case.total_due * own / 0.25, 1)

    def test_an_overpaid_case_does_not_lessen_other_debts(self):
        case = self._make_open_case(self.debtor, amount=100)
        package = self._make_package(code="B")
        paid = self._make_open_case(self.debtor, amount=100, package=package)
        self._pay(paid, 5000, "2026-03-01")
        figures = self.refresh(self.debtor)
        self.assertAlmostEqual(figures.total_debt, case.total_due, 2)

    # === USUAL DELAY === #
    def test_usual_delay_is_weighted_and_needs_a_sample(self):
        self.paid_case(self.debtor, 10, 20)
        figures = self.refresh(self.debtor)
        self.assertEqual((figures.average_delay, figures.delay_sample), (0, 2))
        self.assertIn("Not known (2 of 3", figures.delay_told)
        self.assertFalse(
            figures.filtered_domain([("average_delay", ">", 0)]), "no delay is told"
        )
        self.paid_case(self.debtor, 40, amount=200)
        figures = self.refresh(self.debtor)
        self.assertEqual(figures.average_delay, (10 + 20 + 2 * 40) / 4)
        self.assertEqual(figures.delay_sample, 3)
        self.assertEqual(figures.delay_told, "27.5 days (3 paid claims)")

    def test_the_day_of_full_payment_counts(self):
        self.company.debt_delay_minimum = 1
        case = self._make_open_case(self.debtor, amount=100)
        claim = case.claim_ids
        claim.kind_id = self.env.ref("debt_collection.claim_kind_interest_note")
        self._pay(case, 60, "2026-01-20")
        self.assertEqual(self.refresh(self.debtor).delay_sample, 0)
        last = self._pay(case, 40, "2026-02-11")
        self.assertEqual(self.refresh(self.debtor).average_delay, 30)
        last.action_reverse("returned")
        self.assertEqual(self.refresh(self.debtor).delay_sample, 0)

    def test_old_payments_are_forgotten(self):
        self.company.debt_delay_minimum = 1
        self.paid_case(self.debtor, 10)
        self.assertEqual(self.refresh(self.debtor).delay_sample, 1)
        self.company.debt_history_months = 2
        self.assertEqual(self.refresh(self.debtor).delay_sample, 0)

    # === PREFERRED ACTION === #
    def test_preferred_action_is_the_last_before_the_money(self):
        case = self._make_open_case(self.debtor)
        self.paid_after(case, self.letter, self.call, self.call, self.call)
        figures = self.refresh(self.debtor)
        self.assertEqual(figures.preferred_type_id, self.call)
        self.assertEqual((figures.preferred_count, figures.preferred_sample), (3, 4))
        self.assertIn("3 of 4 payments (75 %)", figures.preferred_told)
        self.assertEqual(
            figures.action_counts, {str(self.call.id): 3, str(self.letter.id): 1}
        )

    def test_no_verdict_without_a_lead_or_sample(self):
        case = self._make_open_case(self.debtor)
        self.paid_after(case, self.letter, self.call)
        figures = self.refresh(self.debtor)
        self.assertFalse(figures.preferred_type_id)
        self.assertIn("None (2 of 3", figures.preferred_told)
        self.company.debt_action_minimum = 2
        figures = self.refresh(self.debtor)
        self.assertFalse(figures.preferred_type_id)
        self.assertIn("(2 payments, no action leads", figures.preferred_told)

    def test_money_long_after_an_action_or_by_the_bailiff_tells_nothing(self):
        case = self._make_open_case(self.debtor)
        self.paid_after(case, self.call, self.call, self.call, gap=15)
        self.done(case, self.call, self.ago(10))
        self._pay(case, 1, self.ago(9), source="bailiff")
        self.assertEqual(self.refresh(self.debtor).preferred_sample, 0)
        self.company.debt_action_window = 15
        self.assertEqual(self.refresh(self.debtor).preferred_sample, 3)

    def test_incoming_calls_and_plans_are_no_actions_of_ours(self):
        case = self._make_open_case(self.debtor)
        incoming = self.env.ref("debt_collection.event_type_incoming_call")
        self.paid_after(case, incoming, incoming, incoming)
        self.done(case, self.call, self.ago(5), state="planned")
        self._pay(case, 1, self.ago(4))
        self.assertEqual(self.refresh(self.debtor).preferred_sample, 0)

    # === STATUS AND SEGMENT === #
    def test_status_follows_what_happens(self):
        case = self._make_open_case(self.debtor)

        def now():
            return self.refresh(self.debtor).status

        self.assertEqual(now(), "new")
        self.done(case, self.call, self.today)
        self.assertEqual(now(), "silent")
        self._pay(case, 10, self.today)
        self.assertEqual(now(), "paying")
        self.done(
            case,
            self.call,
            self.today,
            outcome_id=self.env.ref("debt_collection.event_outcome_promise").id,
            promise_date="2026-03-10",
            promise_amount=100,
        )
        self.assertEqual(now(), "promised")
        hold = self.env["debt.hold"].create(
            {"claim_id": case.claim_ids.id, "kind": "dispute"}
        )
        self.assertEqual(now(), "disputing")
        self.env["debt.hold"].create(
            {"debtor_id": self.debtor.id, "kind": "insolvency"}
        )
        self.assertEqual(now(), "insolvent")
        death = self.env["debt.hold"].create({"case_id": case.id, "kind": "death"})
        self.assertEqual(now(), "deceased")
        (death | hold).action_lift()
        self.assertEqual(now(), "insolvent")

    def test_broken_promise(self):
        case = self._make_open_case(self.debtor)
        self.done(
            case,
            self.call,
            self.ago(10),
            outcome_id=self.env.ref("debt_collection.event_outcome_promise").id,
            promise_date=self.ago(5),
            promise_amount=100,
        )
        self.assertEqual(self.refresh(self.debtor).status, "broken")

    def test_holds_of_another_company_say_nothing(self):
        self._make_open_case(self.debtor)
        self.env["debt.hold"].with_company(self.other_company).create(
            {"debtor_id": self.debtor.id, "kind": "insolvency"}
        )
        self.assertEqual(self.refresh(self.debtor).status, "new")

    def test_segment_by_rule_and_by_hand(self):
        firm = self._make_debtor("Firma", is_company=True)
        self.company.debt_large_amount = 2000
        self._make_open_case(self.debtor, amount=9000)
        self._make_open_case(firm, amount=1999)
        rows = self.refresh(self.debtor, firm)
        self.assertEqual(rows.mapped("segment"), ["individual", "small"])
        self._make_claim(firm.debt_case_ids, 1)
        self.assertEqual(self.refresh(firm).segment, "large")
        firm.debt_segment_manual = "small"
        self.assertEqual(self.refresh(firm).segment, "small")
        self.assertEqual(firm.debt_case_ids.customer_segment, "small")

    def test_size_band(self):
        case = self._make_open_case(self.debtor, amount=600)
        figures = self.refresh(self.debtor)
        band = self.env.ref("debt_collection.size_band_medium")
        self.assertEqual((figures.size_band_id, case.size_band_id), (band, band))

    def test_standing_of_claims(self):
        case = self._make_open_case(self.debtor)
        claim = case.claim_ids
        self.assertEqual(claim.standing, "overdue")
        self._pay(case, 10, self.today)
        self.assertEqual(claim.standing, "part_paid")
        self._pay(case, 5000, self.today)
        self.assertEqual(claim.standing, "paid")
        ahead = self._make_claim(case, 10**6, "2026-05-05")
        self.assertEqual(ahead.standing, "not_due")
        self.assertEqual(self._make_claim(case, 10**6, "2015-05-05").standing, "barred")
        claim.action_withdraw("wrong")
        self.assertEqual(claim.standing, "withdrawn")


@tagged("post_install", "-at_install", "debt_strategy")
class TestInvoiceFigures(OwnCommon):
    """Own receivables: invoices before and without their becoming claims."""

    def refresh(self):
        """Refresh the customer; return the figures."""
        day = self.env["debt.balance"]._today()
        update(self.env, self.company, set(self.customer.ids), day)
        self.env.invalidate_all()
        return self.customer.debt_figures_ids

    def test_overdue_invoices_count_until_they_are_claims(self):
        invoice = self._invoice(self.customer, 300)
        self._invoice(self.customer, 50, due="2100-01-01")
        owed = self.receivable(invoice).amount_residual
        figures = self.refresh()
        self.assertEqual((figures.invoice_debt, figures.total_debt), (owed, owed))
        case = self.case_of(invoice)
        figures = self.refresh()
        self.assertEqual(figures.invoice_debt, 0)
        self.assertAlmostEqual(figures.total_debt, case.total_due, 2)

    def test_paid_invoices_tell_the_usual_delay(self):
        self.company.debt_delay_minimum = 2
        self.company.debt_history_months = 1200
        first, second = (self._invoice(self.customer, 1000) for _number in range(2))
        self.reconcile(first, self._journal_entry(self.customer, 1000, "2026-02-20"))
        self.case_of(second)
        self.reconcile(second, self._journal_entry(self.customer, 1000, "2026-03-02"))
        figures = self.refresh()
        self.assertEqual(figures.delay_sample, 2)
        self.assertEqual(figures.average_delay, (10 + 20) / 2)
