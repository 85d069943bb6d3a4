"""Plans day by day: paid partly, late, broken; kept with a discount; money back."""

from odoo.tests import tagged

from ..services.dispatch.gates import Subject, refusals
from .common_settlement import SettlementCommon


@tagged("post_install", "-at_install")
class TestBroken(SettlementCommon):
    def test_story_of_a_broken_plan(self):
        self.day("2026-03-02")
        case = self._make_open_case(user_id=self.users["collector"].id)
        self.run_day()
        plan = self.accept(self.grant(case, count=3))
        amount = plan.instalment_ids[0].amount
        debt = self.amounts(case, "2026-06-30", "total_due")[0]

        # The first instalment comes in two parts.
        self.run_day("2026-03-20")
        self._pay(case, 100, "2026-03-20")
        self.assertEqual(self.rows(plan)[0][2:], (100, "open"))
        self._pay(case, amount - 100, "2026-04-02")
        self.run_day("2026-04-02")
        self.assertEqual(self.rows(plan)[0][2:], (amount, "paid"))
        self.assertEqual(str(plan.next_due), "2026-05-04")
        self.assertEqual(self.planned(case), [("2026-05-04", "instalment_due")])

        # The second is short; nothing is said before the day is over.
        self._pay(case, 200, "2026-05-04")
        self.run_day("2026-05-04")
        self.assertFalse(plan.overdue)
        self.run_day("2026-05-05")
        self.assertEqual(plan.state, "active")
        self.assertAlmostEqual(plan.overdue, amount - 200)
        warnings = case.planned_event_ids.filtered(lambda e: e.type_id.code == "call")
        self.assertEqual(len(warnings), 1)
        self.assertIn("is late", warnings.note)
        self.run_day("2026-05-11")
        self.assertEqual(plan.state, "active")
        self.assertEqual(case.course_id.state, "individual")

        # After the days of grace the plan is broken, and only once.
        self.run_day("2026-05-12")
        self.assertEqual(plan.state, "broken")
        self.watch()
        self.run_day("2026-05-13")
        broken = [entry for entry in self.history(case) if entry[1] == "plan_broken"]
        self.assertEqual(broken, [("2026-05-12", "plan_broken")])
        self.assertFalse(case.hold_ids.filtered("in_force"))
        self.assertIn(case.course_id.state, ("running", "waiting"))
        self.assertEqual(case.course_id.occurrence, 2)
        calls = case.planned_event_ids.filtered(lambda e: e.type_id.code == "call")
        self.assertIn("is broken", calls.mapped("note")[0])
        self.assertFalse(warnings.exists().filtered(lambda e: e.state == "planned"))

        # Nothing was remitted: the debt is what payments alone leave of it.
        self.assertEqual(set(case.payment_ids.mapped("source")), {"bank"})
        paid = sum(case.payment_ids.mapped("amount"))
        left = self.amounts(case, "2026-06-30", "total_due")[0]
        self.assertGreater(left, 1000 - paid)
        self.assertLess(left, debt - paid + 0.01)

    def test_only_money_from_the_day_of_the_plan_counts(self):
        self.day("2026-03-02")
        case = self._make_open_case()
        self._pay(case, 10, "2026-03-02")
        plan = self.accept(self.grant(case))
        self._pay(case, 20, "2026-02-27")
        self._pay(case, 40, "2026-03-03", source="writeoff")
        self._pay(case, 80, "2026-03-03")
        self._pay(case, 160, "2026-03-02", source="creditor")
        self.assertEqual(self.seen(plan).paid, 240)

    def test_a_small_shortage_is_allowed(self):
        self.day("2026-03-02")
        case = self._make_open_case()
        plan = self.accept(self.grant(case, tolerance_amount=5))
        first = plan.instalment_ids[0]
        self._pay(case, first.amount - 5, first.date_due)
        self.run_day("2026-04-20")
        self.assertEqual((plan.state, plan.overdue), ("active", 5))

    def test_the_warning_may_be_called_though_the_case_is_on_hold(self):
        self.day("2026-03-02")
        case = self._make_open_case()
        self.accept(self.grant(case))
        day = self.day("2026-04-03")
        for plan, refused in ((False, True), (True, False)):
            subject = Subject("x", case.id, "phone", plan=plan)
            found, _facts = refusals(self.env, [subject], day)
            self.assertEqual(bool(found), refused)
        self.env["debt.hold"].create({"case_id": case.id, "kind": "dispute"})
        found, _facts = refusals(self.env, [subject], day)
        self.assertEqual(found["x"].code, "hold")

    def test_no_warning_where_the_company_wants_none(self):
        self.company.debt_plan_warning_type_id = False
        self.day("2026-03-02")
        case = self._make_open_case()
        self.accept(self.grant(case))
        self.day("2026-04-03")
        self.watch()
        self.assertFalse(case.planned_event_ids.filtered(lambda e: e.channel == "phone"))


@tagged("post_install", "-at_install")
class TestKept(SettlementCommon):
    def _discounted(self):
        self.day("2026-03-02")
        self.case = self._make_open_case(user_id=self.users["collector"].id)
        self.run_day()
        plan = self.grant(
            self.case,
            "manager",
            count=2,
            interest="stopped",
            discount_principal=20,
            discount_interest=100,
        )
        return self.accept(plan)

    def _pay_all(self, plan):
        return [
            self._pay(self.case, part.amount, part.date_due)
            for part in plan.instalment_ids.sorted("date_due")
        ]

    def test_story_of_a_discount(self):
        plan = self._discounted()
        self.assertAlmostEqual(plan.total, 800)
        self._pay(self.case, 400, "2026-04-02")
        self.run_day("2026-04-10")
        self.assertEqual((plan.state, plan.paid), ("active", 400))
        # The debt is not lowered while the plan runs.
        self.assertGreater(self.case.total_due, 600)

        self._pay(self.case, 400, "2026-05-04")
        self.run_day("2026-05-05")
        self.assertEqual((plan.state, str(plan.ended_on)), ("kept", "2026-05-04"))
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.close_reason, "paid")
        self.assertEqual(self.case.total_due, 0)
        credit = plan.write_off_id
        self.assertEqual((credit.source, str(credit.date)), ("writeoff", "2026-05-04"))
        owed = self.amounts(self.case, "2026-05-03", "total_due")[0]
        self.assertGreater(owed, 600)
        self.assertFalse(self.case.planned_event_ids)
        self.assertFalse(self.case.hold_ids.filtered("in_force"))

        self.watch()
        self.run_day("2026-05-06")
        self.assertEqual(len(self.case.payment_ids), 3)
        ends = [code for _day, code in self.history(self.case) if code == "plan_kept"]
        self.assertEqual(len(ends), 1)

    def test_written_off_is_no_money_and_has_no_entry(self):
        plan = self._discounted()
        self._pay_all(plan)
        self.watch()
        self.assertEqual(plan.write_off_id.received_by, "nobody")
        self.assertFalse(plan.write_off_id.statement_line_id)
        self.assertAlmostEqual(plan.paid, 800)
        money = self.case.payment_ids - plan.write_off_id
        self.assertAlmostEqual(sum(money.mapped("allocated")), 800)
        self.assertAlmostEqual(plan.write_off_id.surplus, 0)

    def test_paid_early_less_interest_is_written_off(self):
        plan = self._discounted()
        self._pay(self.case, 800, "2026-03-05")
        self.day("2026-03-06")
        self.watch()
        self.assertEqual((plan.state, str(plan.ended_on)), ("kept", "2026-03-05"))
        self.assertEqual(self.amounts(self.case, "2026-12-31", "total_due"), (0,))

    def test_the_agreement_may_leave_the_case_open(self):
        self.agreement.plan_closes_case = False
        plan = self._discounted()
        self._pay_all(plan)
        self.watch()
        self.assertEqual((plan.state, self.case.state), ("kept", "open"))

    def test_money_that_goes_back_opens_the_plan(self):
        plan = self._discounted()
        _first, second = self._pay_all(plan)
        self.day("2026-05-05")
        self.watch()
        credit = plan.write_off_id
        second.action_reverse("Returned transfer")
        plan = self.seen(plan)
        self.assertEqual(credit.state, "reversed")
        self.assertEqual((plan.state, plan.paid), ("active", 400))
        self.assertEqual(self.case.state, "open")
        self.assertGreater(self.case.total_due, 600)
        self.assertEqual(self.case.course_id.state, "individual")
        self.assertTrue(self.case.on_hold)
        # Paid again, it is kept again: the rest is written off a second time.
        self._pay(self.case, 400, "2026-05-06")
        self.day("2026-05-07")
        self.watch()
        self.assertEqual((plan.state, self.case.state), ("kept", "closed"))
        self.assertEqual(self.case.total_due, 0)

    def test_money_that_goes_back_and_never_returns_breaks_the_plan(self):
        plan = self._discounted()
        _first, second = self._pay_all(plan)
        self.day("2026-05-05")
        self.watch()
        second.action_reverse("Returned transfer")
        self.run_day("2026-05-20")
        self.assertEqual(self.seen(plan).state, "broken")
        self.assertIn(self.case.course_id.state, ("running", "waiting"))

    def test_an_accountant_reverses_without_rights_on_plans(self):
        plan = self._discounted()
        first, _second = self._pay_all(plan)
        self.day("2026-05-05")
        self.watch()
        self.as_role(first, "accountant").action_reverse("Returned")
        self.assertEqual(self.seen(plan).state, "active")

    def test_another_case_in_the_place_of_the_closed_one(self):
        plan = self._discounted()
        first, _second = self._pay_all(plan)
        self.day("2026-05-05")
        self.watch()
        self._make_case(self.case.debtor_id)
        first.action_reverse("Returned")
        plan = self.seen(plan)
        self.assertEqual((plan.state, self.case.state), ("broken", "closed"))
        self.assertGreater(self.case.total_due, 500)

    def test_running_interest_is_paid_to_the_grosz_and_nothing_written_off(self):
        self.day("2026-03-02")
        self.case = self._make_open_case()
        plan = self.accept(self.grant(self.case, count=3))
        self._pay_all(plan)
        self.day("2026-06-03")
        self.watch()
        self.assertEqual((plan.state, self.case.state), ("kept", "closed"))
        self.assertFalse(plan.write_off_id)

    def test_interest_of_late_instalments_stays_owed(self):
        self.day("2026-03-02")
        self.case = self._make_open_case()
        self.run_day()
        plan = self.accept(self.grant(self.case, count=2))
        for part in plan.instalment_ids:
            self._pay(self.case, part.amount, "2026-05-06")
        self.day("2026-05-06")
        self.watch()
        self.assertEqual((plan.state, self.case.state), ("kept", "open"))
        self.assertGreater(self.case.total_due, 0)
        self.assertIn(self.case.course_id.state, ("running", "waiting"))
        calls = self.case.planned_event_ids.filtered(lambda e: e.type_id.code == "call")
        self.assertIn("interest of late", calls.mapped("note")[0])


@tagged("post_install", "-at_install")
class TestWatch(SettlementCommon):
    def _plans(self, count):
        for _number in range(count):
            case = self._make_open_case()
            self.accept(self.grant(case))

    def test_watching_costs_the_same_for_many_plans(self):
        self.day("2026-03-02")
        self._plans(3)
        self.watch()
        few = self._queries_of_watching()
        self._plans(9)
        self.watch()
        self.assertLessEqual(self._queries_of_watching(), few)

    def _queries_of_watching(self):
        before = self.cr.sql_log_count
        self.watch()
        return self.cr.sql_log_count - before

    def test_cron(self):
        self.day("2026-03-02")
        case = self._make_open_case()
        plan = self.accept(self.grant(case))
        offer = self.grant(self._make_open_case())
        self.day("2026-04-20")
        with self.enter_registry_test_mode():
            self.env.ref("debt_collection.ir_cron_debt_settlement").method_direct_trigger()
        self.assertEqual(self.seen(plan).state, "broken")
        self.assertEqual(offer.state, "cancelled")
