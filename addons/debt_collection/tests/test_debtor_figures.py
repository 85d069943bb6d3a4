"""Figures of debtors: what they owe and how they behave, counted by sets."""

import random
from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..services.strategy.figures import thresholds_of
from ..services.strategy.work import update, work_stale
from ..tools.debtor import DebtorFacts, average_delay, preferred_action, status
from .common_strategy import StrategyCommon

CHANNELS = {"phone", "letter", "email", "sms", "visit"}


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

    def test_overdue_invoices_count_until_they_are_claims(self):
        item = self._invoice(self.debtor, 300, "2026-02-01")
        self._invoice(self.debtor, 50, "2026-04-01")
        self._make_open_case(self.debtor)
        figures = self.refresh(self.debtor)
        self.assertEqual(figures.invoice_debt, 300)
        self.assertAlmostEqual(
            figures.total_debt, 300 + self.debtor.debt_case_ids.total_due, 2
        )
        self._make_claim(self.debtor.debt_case_ids, 300, move_line_id=item.id)
        self.assertEqual(self.refresh(self.debtor).invoice_debt, 0)

    def _invoice(self, partner, amount, due, paid=None):
        account = self._receivable()
        income = self.env["account.account"].search(
            [
                ("account_type", "=", "income"),
                ("company_ids", "in", self.company.ids),
            ],
            limit=1,
        ) or self._account("700X", "income")
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "company_id": self.company.id,
                "journal_id": self._journal("sale").id,
                "invoice_date": "2026-01-02",
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "x",
                            "price_unit": amount,
                            "tax_ids": [(5,)],
                            "account_id": income.id,
                        },
                    )
                ],
            }
        )
        move.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        ).account_id = account
        move.action_post()
        item = move.line_ids.filtered(lambda line: line.account_id == account)
        if paid:
            self._settle(item, paid)
        return item

    def _settle(self, item, day):
        bank = self._account("130X", "asset_cash")
        entry = self.env["account.move"].create(
            {
                "journal_id": self._journal("general").id,
                "date": day,
                "line_ids": [
                    (0, 0, {"account_id": bank.id, "debit": item.balance}),
                    (
                        0,
                        0,
                        {
                            "account_id": item.account_id.id,
                            "partner_id": item.partner_id.id,
                            "credit": item.balance,
                        },
                    ),
                ],
            }
        )
        entry.action_post()
        (item | entry.line_ids.filtered("credit")).reconcile()

    def _receivable(self):
        return self._account("200X", "asset_receivable", reconcile=True)

    def _account(self, code, kind, **values):
        accounts = self.env["account.account"].with_company(self.company)
        found = accounts.search([("code", "=", code)], limit=1)
        return found or accounts.create(
            {"name": code, "code": code, "account_type": kind, **values}
        )

    def _journal(self, kind):
        journals = self.env["account.journal"]
        found = journals.search(
            [("type", "=", kind), ("company_id", "=", self.company.id)], limit=1
        )
        return found or journals.create(
            {
                "name": kind,
                "code": kind[:4],
                "type": kind,
                "company_id": self.company.id,
            }
        )

    # === USUAL DELAY === #
    def test_usual_delay_is_weighted_and_needs_a_sample(self):
        self.paid_case(self.debtor, 10, 20)
        figures = self.refresh(self.debtor)
        self.assertEqual((figures.average_delay, figures.delay_sample), (0, 2))
        self.assertIn("Not known: 2", figures.delay_told)
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

    def test_paid_invoices_count_too(self):
        self.company.debt_delay_minimum = 1
        self._invoice(self.debtor, 300, "2026-01-10", paid="2026-01-30")
        self._make_open_case(self.debtor)
        figures = self.refresh(self.debtor)
        self.assertEqual((figures.average_delay, figures.delay_sample), (20, 1))

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
        self.assertIn("at least 3 needed", figures.preferred_told)
        self.company.debt_action_minimum = 2
        figures = self.refresh(self.debtor)
        self.assertFalse(figures.preferred_type_id)
        self.assertIn("no action leads", figures.preferred_told)

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
        self.env["debt.hold"].create(
            {
                "debtor_id": self.debtor.id,
                "kind": "insolvency",
                "company_id": self.other_company.id,
            }
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
        self.assertEqual(
            self._make_claim(case, 10**6, "2026-05-05").standing, "part_paid"
        )


@tagged("post_install", "-at_install", "debt_strategy")
class TestRefreshing(StrategyCommon):
    def test_a_payment_marks_and_the_run_refreshes(self):
        case = self._make_open_case(self.debtor)
        self.run_day()
        figures = case.figures_id
        before = figures.total_debt
        self._pay(case, 100, self.today)
        self.assertEqual(figures.total_debt, before, "a payment counts nothing anew")
        marks = self.env["debt.debtor.change"].search([])
        self.assertEqual(marks.partner_id, self.debtor)
        self.run_day()
        self.assertAlmostEqual(case.figures_id.total_debt, before - 100, 2)
        self.assertEqual(case.figures_id.status, "paying")
        self.assertFalse(marks.exists())

    def test_stale_figures_are_refreshed_by_the_day(self):
        case = self._make_open_case(self.debtor)
        self.refresh(self.debtor)
        self.assertEqual(work_stale(self.env, self.company, self.today), 0)
        before = case.figures_id.total_debt
        tomorrow = self.day("2026-04-02")
        self.assertEqual(work_stale(self.env, self.company, tomorrow), 1)
        self.env.invalidate_all()
        self.assertGreater(case.figures_id.total_debt, before, "interest runs on")

    def test_cron_and_button(self):
        case = self._make_open_case(self.debtor)
        with self.enter_registry_test_mode():
            self.env.ref(
                "debt_collection.ir_cron_debt_strategy"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(case.figures_id.refreshed_on, self.today)
        case.user_id = self.users["collector"]
        self.env["debt.hold"].create({"case_id": case.id, "kind": "death"})
        self.as_role(case.figures_id, "collector").action_refresh()
        self.assertEqual(case.figures_id.status, "deceased")

    def test_only_leaders_have_all_refreshed(self):
        figures = self.env["debt.debtor.figures"]
        with self.assertRaises(UserError):
            figures.with_user(self.users["collector"]).action_refresh_all()
        self._make_open_case(self.debtor)
        row = self.refresh(self.debtor)
        figures.with_user(self.users["team_leader"]).action_refresh_all()
        self.assertFalse(row.refreshed_on)

    def test_queries_do_not_grow_with_debtors(self):
        # 10 and 100 debtors with a history take the same number of queries.
        debtors = self.env["res.partner"].create(
            [{"name": f"Debtor {number}"} for number in range(110)]
        )
        cases = self.env["debt.case"].create(
            [
                {"package_id": self.package.id, "debtor_id": debtor.id}
                for debtor in debtors
            ]
        )
        self.env["debt.claim"].create(
            [
                {"case_id": case.id, "amount": 500, "due_date": "2026-01-12"}
                for case in cases
            ]
        )
        cases.action_open()
        self.env["debt.payment"].create(
            [
                {"case_id": case.id, "amount": 20, "date": "2026-02-01"}
                for case in cases[::2]
            ]
        )
        few = self._queries(debtors[:10])
        self.assertEqual(self._queries(debtors[10:]), few)
        self.assertTrue(all(cases.mapped("track_date")))

    def _queries(self, debtors):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        update(self.env, self.company, set(debtors.ids), self.today)
        return self.env.cr.sql_log_count - before

    # === TWINS === #
    def test_sets_and_single_records_come_to_the_same(self):
        for seed in range(3):
            self._random_history(random.Random(seed), seed)
        debtors = self.env["debt.case"].search([]).debtor_id
        rows = self.refresh(*debtors)
        self.assertEqual(len(rows), len(debtors))
        for row in rows:
            self._compare(row)

    def _random_history(self, rnd, seed):
        types = self.env["debt.event.type"].search([("plannable", "=", True)])
        outcome = self.env.ref("debt_collection.event_outcome_promise")
        for number in range(4):
            debtor = self._make_debtor(f"Debtor {seed} {number}")
            package = self._make_package(code=f"P{seed}-{number}")
            case = self._make_case(debtor, package=package)
            for _claim in range(rnd.randint(1, 4)):
                due = self.ago(rnd.randint(60, 500))
                self._make_claim(case, rnd.choice([100, 250]), due)
            case.action_open()
            for _event in range(rnd.randint(0, 8)):
                day = self.ago(rnd.randint(0, 400))
                self.done(
                    case, rnd.choice(types), day, state=rnd.choice(["done", "planned"])
                )
            for _payment in range(rnd.randint(0, 6)):
                day = self.ago(rnd.randint(0, 400))
                source = rnd.choice(["bank", "bank", "bailiff"])
                payment = self._pay(case, rnd.choice([40, 300]), day, source=source)
                if rnd.random() < 0.2:
                    payment.action_reverse("x")
            if rnd.random() < 0.4:
                self.done(
                    case,
                    self.call,
                    self.ago(40),
                    outcome_id=outcome.id,
                    promise_date=self.ago(rnd.randint(-9, 30)),
                    promise_amount=100,
                )
            if rnd.random() < 0.3:
                kind = rnd.choice(["death", "dispute", "insolvency", "creditor"])
                self.env["debt.hold"].create({"case_id": case.id, "kind": kind})
            if rnd.random() < 0.3:
                case._close("other")

    def _compare(self, row):
        """Compare a row with what single records say."""
        cases = row.partner_id.debt_case_ids
        facts = self._facts(cases)
        settings = thresholds_of(self.company)
        delay = average_delay(
            facts.weighted_days, facts.weight, facts.paid, settings.delay_minimum
        )
        self.assertAlmostEqual(row.average_delay, delay or 0, 1)
        self.assertEqual(row.delay_sample, facts.paid)
        action, count, sample = preferred_action(facts.actions, settings.action_minimum)
        self.assertEqual(row.preferred_type_id.id or None, action)
        self.assertEqual((row.preferred_count, row.preferred_sample), (count, sample))
        self.assertAlmostEqual(row.total_debt, facts.debt, 2)
        self.assertEqual(row.status, status(facts, self.today))

    def _facts(self, cases):
        going = cases.filtered(lambda case: case.state != "closed")
        facts = DebtorFacts(
            debt=sum(max(case.total_due, 0) for case in going),
            open_cases=len(going),
            holds=set(going.hold_ids.filtered("in_force").mapped("kind")),
        )
        since = fields.Date.subtract(
            self.today, months=self.company.debt_history_months
        )
        for claim in cases.claim_ids:
            parts = claim.allocation_ids.filtered(lambda a: a.kind == "principal")
            last = max(parts.mapped("date"), default=None)
            if (
                last
                and last >= since
                and sum(parts.mapped("amount")) >= claim.principal
            ):
                facts.paid += 1
                facts.weight += claim.principal
                facts.weighted_days += claim.principal * (last - claim.due_date).days
        paid = cases.payment_ids.filtered(lambda p: p.state == "booked")
        facts.last_payment = max(paid.mapped("date"), default=None)
        facts.actions = dict(self._attributed(paid, since))
        facts.contacted = any(map(self._is_ours, going.event_ids))
        promises = going.event_ids.filtered("promise_state").sorted(
            lambda e: (e.promise_date, e.id)
        )
        if "open" in promises.mapped("promise_state"):
            facts.promise = "open"
        elif promises[-1:].promise_state in ("broken", "partly"):
            facts.promise = "broken"
        return facts

    def _attributed(self, payments, since):
        window = timedelta(days=self.company.debt_action_window)
        found = Counter()
        for payment in payments:
            if payment.source == "bailiff" or payment.date < since:
                continue
            before = payment.case_id.event_ids.filtered(
                lambda e, p=payment: (
                    self._is_ours(e) and p.date - window <= e.date <= p.date
                )
            )
            if before:
                found[before.sorted(lambda e: (e.date, e.id))[-1].type_id.id] += 1
        return found

    def _is_ours(self, event):
        kind = event.type_id
        return (
            event.state == "done"
            and kind.direction == "out"
            and kind.channel in CHANNELS
        )


@tagged("post_install", "-at_install", "debt_strategy")
class TestFiguresOfRoles(StrategyCommon):
    def test_who_sees_figures(self):
        mine = self._make_open_case(self.debtor, user_id=self.users["collector"].id)
        other = self._make_open_case(
            package=self._make_package(self.agreement, code="X")
        )
        rows = self.refresh(mine.debtor_id, other.debtor_id)
        seen = self.as_role(self.env["debt.debtor.figures"], "collector").search([])
        self.assertEqual(seen.ids, rows[0].ids)
        everything = self.as_role(self.env["debt.debtor.figures"], "manager").search([])
        self.assertEqual(set(everything.ids) & set(rows.ids), set(rows.ids))

    def test_operators_do_not_see_other_debts(self):
        self._make_open_case(self.debtor)
        row = self.refresh(self.debtor)
        as_operator = self.as_role(row, "operator")
        self.assertNotIn("total_debt", as_operator.fields_get())
        self.assertIn("delay_told", as_operator.read()[0])

    def test_companies_are_apart(self):
        agreement = self._make_agreement(code="O", company_id=self.other_company.id)
        package = self._make_package(agreement, code="O")
        self._make_open_case(self.debtor, amount=70)
        self._make_open_case(self.debtor, amount=9000, package=package)
        here = self.refresh(self.debtor)
        there = self.refresh(self.debtor, company=self.other_company)
        self.assertLess(here.total_debt, 100)
        self.assertGreater(there.total_debt, 9000)
        seen = self.as_role(here | there, "manager").search([])
        self.assertNotIn(there.id, seen.ids)
