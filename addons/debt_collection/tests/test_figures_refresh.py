"""Figures are refreshed by sets, in time, and shown to those who may see them."""

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
