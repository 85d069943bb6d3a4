"""What holds for procedures on the server: strictness, versions, conditions, costs,
and a reason for every case that is left out."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common_procedure import ProcedureCommon


@tagged("post_install", "-at_install", "debt_procedure")
class TestStrict(ProcedureCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case(
            self.debtor, user_id=self.users["collector"].id
        )
        self.run_day()
        self.run_day("2026-03-03")
        self.run_day("2026-03-08")
        self.course = self.case.course_id

    def test_a_collector_can_neither_move_nor_drop_nor_skip_a_step(self):
        """T-50."""
        call = self.as_role(self.case.planned_event_ids, "collector")
        other = self.env.ref("debt_collection.event_type_visit")
        for change in (
            {"date": "2026-03-20"},
            {"type_id": other.id},
            {"state": "cancelled"},
            {"deadline": "2026-12-31"},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                call.write(change)
        course = self.as_role(self.course, "collector")
        with self.assertRaises(AccessError):
            course.write({"date_due": "2026-03-20"})
        with self.assertRaises(UserError):
            course._skip_step("no time")
        with self.assertRaises(UserError):
            course._override_date("2026-03-20", "no time")

    def test_a_leader_may_move_with_a_reason_that_is_kept(self):
        wizard = self.env["debt.course.override"].with_user(self.users["team_leader"])
        wizard.create(
            {
                "case_ids": self.case.ids,
                "action": "date",
                "date": "2026-03-20",
                "reason": "Debtor is in hospital",
            }
        ).action_apply()
        self.assertEqual(self.planned(self.case), [("2026-03-20", "call")])
        self.assertIn("Debtor is in hospital", self.case.message_ids[0].body)
        with self.assertRaises(UserError):
            self.as_role(self.course, "team_leader")._skip_step(" ")

    def test_a_leader_may_skip_a_step(self):
        self.as_role(self.course, "team_leader")._skip_step("Phone is dead")
        self.assertEqual(self.course.step_id.code, "call_2")
        self.assertFalse(self.case.planned_event_ids)
        # The days are still counted from the letter, the last event.
        self.assertEqual(str(self.course.date_due), "2026-03-17")

    def test_a_procedure_that_is_not_strict_leaves_the_collector_free(self):
        self.procedure.strict = False
        call = self.as_role(self.case.planned_event_ids, "collector")
        call.date = "2026-03-20"
        self.assertEqual(self.planned(self.case), [("2026-03-20", "call")])

    def test_a_step_that_was_done_moves_the_case_on_once(self):
        """T-15: a second click changes nothing."""
        call = self.as_role(self.case.planned_event_ids, "collector")
        call.action_done()
        call.action_done()
        self.assertEqual(self.course.step_id.code, "call_2")
        self.run_day("2026-03-22")
        self.assertEqual(self.planned(self.case), [("2026-03-22", "call")])


@tagged("post_install", "-at_install", "debt_procedure")
class TestVersions(ProcedureCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case(self.debtor)
        self.run_day()

    def new_version(self):
        self.procedure.action_new_version()
        draft = self.procedure.version_ids.filtered(lambda v: v.state == "draft")
        draft.step_ids.filtered(lambda s: s.code == "call_1").days_from = 10
        draft.step_ids.filtered(lambda s: s.code == "call_2").unlink()
        return draft

    def test_steps_of_an_active_version_are_fixed(self):
        with self.assertRaises(UserError):
            self.version.step_ids[0].days_from = 3
        with self.assertRaises(UserError):
            self.version.step_ids[0].unlink()
        with self.assertRaises(UserError):
            self._make_step(self.version, "more", "call", 3)

    def test_running_cases_stay_on_their_version(self):
        """T-51."""
        draft = self.new_version()
        draft.action_activate()
        self.assertEqual(self.procedure.version_id, draft)
        self.assertEqual(self.version.state, "retired")
        self.assertEqual(self.case.course_id.version_id, self.version)
        other = self._make_open_case()
        self.run_day()
        self.assertEqual(other.course_id.version_id, draft)

    def test_a_leader_sees_the_difference_and_moves_cases_in_bulk(self):
        self.run_day("2026-03-03")
        draft = self.new_version()
        draft.action_activate()
        wizard = (
            self.env["debt.course.override"]
            .with_user(self.users["team_leader"])
            .create(
                {"case_ids": self.case.ids, "action": "version", "reason": "New rules"}
            )
        )
        self.assertEqual(wizard.version_id, draft)
        self.assertIn("call_2: step dropped", wizard.changes)
        self.assertIn("call_1: changed (Earliest Day", wizard.changes)
        wizard.action_apply()
        course = self.case.course_id
        self.assertEqual((course.version_id, course.step_id.code), (draft, "call_1"))
        self.assertEqual(str(course.date_due), "2026-03-13")

    def test_a_version_without_steps_cannot_be_activated(self):
        procedure = self.env["debt.procedure"].create({"name": "E", "code": "empty"})
        with self.assertRaises(UserError):
            procedure.version_ids.action_activate()

    def test_a_copy_has_the_steps_and_a_code_of_its_own(self):
        copied = self.procedure.copy()
        self.assertNotEqual(copied.code, self.procedure.code)
        self.assertEqual(
            copied.version_ids.step_ids.mapped("code"),
            self.version.step_ids.mapped("code"),
        )


@tagged("post_install", "-at_install", "debt_procedure")
class TestWhoIsLeftOut(ProcedureCommon):
    def due_case(self, **values):
        case = self._make_open_case(**values)
        self.run_day()
        return case

    def setUp(self):
        super().setUp()
        self.day("2026-03-02")

    def reason(self, case):
        return case.course_id.skip_code, case.course_id.skip_reason

    def test_every_skipped_case_has_a_reason(self):
        """T-53."""
        held, paid, suspended, barred = (self.due_case() for _n in range(4))
        self.env["debt.hold"].create(
            {"case_id": held.id, "kind": "dispute", "date_from": "2026-03-03"}
        )
        self._pay(paid, 5000, "2026-03-02")
        suspended.claim_ids.action_suspend("complaint", "2026-03-02")
        barred.claim_ids.write({"due_date": "2010-01-12"})
        self.assertTrue(barred.time_barred)
        run = self.run_day("2026-03-03")
        self.assertEqual(run.skipped_count, 4)
        self.assertEqual(self.reason(held)[0], "hold")
        self.assertIn("Dispute", self.reason(held)[1])
        self.assertEqual(self.reason(paid)[0], "paid")
        self.assertEqual(self.reason(suspended)[0], "suspended")
        self.assertEqual(self.reason(barred)[0], "barred")
        self.assertIn("time-barred", self.reason(barred)[1])
        self.assertFalse((held | paid | suspended | barred).dispatch_ids)

    def test_closed_cases_are_never_chased(self):
        """T-52."""
        case = self.due_case()
        case._close("paid")
        self.assertEqual(case.course_id.state, "finished")
        self.run_day("2026-03-03")
        self.assertFalse(case.dispatch_ids)
        new = self._make_case()
        self._make_claim(new)
        self.run_day()
        self.assertFalse(new.course_ids)

    def test_a_case_with_plans_of_its_own_is_left_to_its_collector(self):
        case = self._make_open_case(user_id=self.users["collector"].id)
        call = self.env.ref("debt_collection.event_type_call")
        self.env["debt.event"].create(
            {"case_id": case.id, "type_id": call.id, "date": "2026-03-09"}
        )
        self.run_day()
        self.assertFalse(case.course_ids)
        self.as_role(case, "collector").action_start_procedure()
        self.env.invalidate_all()
        self.assertEqual(case.course_id.step_id.code, "demand")

    def test_a_reopened_case_may_start_anew_and_repeats_no_key(self):
        case = self.due_case()
        self.run_day("2026-03-03")
        case._close("other")
        case.action_open()
        case.with_user(self.users["manager"]).action_start_procedure()
        self.run_day("2026-03-04")
        self.assertEqual(len(case.dispatch_ids), 2)
        self.assertEqual(len(set(case.dispatch_ids.mapped("key"))), 2)

    def test_one_bad_amount_band_passes_the_step_over(self):
        self.package.procedure_id = self._make_procedure(
            (("demand", "letter", 1, {"amount_from": 5000}), ("call", "call", 2)),
            code="bands",
        )
        case = self.due_case()
        run = self.run_day("2026-03-03")
        self.assertEqual(run.passed_count, 1)
        self.assertFalse(case.dispatch_ids)
        # The call is counted from the last event, which is the start.
        self.run_day("2026-03-04")
        self.assertEqual(self.planned(case), [("2026-03-04", "call")])

    def test_a_condition_passes_over_and_the_run_ends(self):
        """T-54: steps only lead forward, so no run is endless."""
        unmet = {"domain": "[('phase', '=', 'court')]"}
        steps = [(f"s{n}", "call", 0, unmet) for n in range(5)]
        self.package.procedure_id = self._make_procedure(steps, code="conditions")
        case = self._make_open_case()
        run = self.run_day()
        self.assertEqual(case.course_id.state, "finished")
        self.assertEqual(run.passed_count, 5)

    def test_a_condition_that_cannot_be_read_is_refused(self):
        draft = (
            self.env["debt.procedure"].create({"name": "X", "code": "x"}).version_ids
        )
        for domain in ("[('nonsense', '=', 1)]", "[('phase'", "__import__('os')"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._make_step(draft, "a", "call", 1, domain=domain)


@tagged("post_install", "-at_install", "debt_procedure")
class TestDays(ProcedureCommon):
    def test_before_the_due_date(self):
        early = {"counted_from": "due_date", "demand": False}
        self.package.procedure_id = self._make_procedure(
            [("early", "call", -3, early)], code="early"
        )
        self.day("2026-03-02")
        case = self._make_case(self._make_debtor())
        self._make_claim(case, 100, "2026-03-20")
        case.action_open()
        self.run_day()
        self.assertEqual(str(case.course_id.date_due), "2026-03-17")
        self.run_day("2026-03-17")
        self.assertEqual(self.planned(case), [("2026-03-17", "call")])

    def test_free_days_move_where_the_procedure_says_so(self):
        self.procedure.free_days = "next"
        self.day("2026-03-06")
        case = self._make_open_case()
        self.run_day()
        # The day after Friday, 6 March.
        self.assertEqual(str(case.course_id.date_due), "2026-03-09")

    def test_the_case_shows_its_future(self):
        self.day("2026-03-02")
        case = self._make_open_case()
        self.run_day()
        shown = [(step.code, str(first)) for step, first, _last in case._future()]
        self.assertEqual(
            shown,
            [
                ("demand", "2026-03-03"),
                ("call_1", "2026-03-08"),
                ("call_2", "2026-03-22"),
                ("final", "2026-04-05"),
                ("call_3", "2026-04-19"),
                ("handover", "2026-05-19"),
            ],
        )
        self.assertIn("handover", case.planned_steps)


@tagged("post_install", "-at_install", "debt_procedure")
class TestCosts(ProcedureCommon):
    def run_with_cost(self, policy):
        cost = {
            "cost_policy": policy,
            "cost_kind_id": self.env.ref("debt_collection.cost_kind_other").id,
            "cost_amount": 12.5,
        }
        self.package.procedure_id = self._make_procedure(
            [("demand", "letter", 1, cost)], code=policy
        )
        self.day("2026-03-02")
        case = self._make_open_case()
        self.run_day()
        self.run_day("2026-03-03")
        return case

    def test_a_cost_is_booked_once_for_each_step(self):
        """T-44."""
        case = self.run_with_cost("booked")
        self.assertEqual(case.cost_ids.mapped("amount"), [12.5])
        case.dispatch_ids._book_costs()
        self.assertEqual(len(case.cost_ids), 1)
        self.assertEqual(case.cost_ids.event_id, case.dispatch_ids.event_id)

    def test_a_waived_cost_is_seen_and_not_owed(self):
        case = self.run_with_cost("waived")
        self.assertEqual(case.cost_ids.state, "waived")
        self.assertEqual(case.costs_due, 0)

    def test_a_threatened_cost_is_not_booked(self):
        self.assertFalse(self.run_with_cost("threatened").cost_ids)

    def test_money_already_there_is_credited_to_a_new_cost(self):
        cost = {
            "cost_policy": "booked",
            "cost_kind_id": self.env.ref("debt_collection.cost_kind_court_fee").id,
            "cost_amount": 30,
            "demand": False,
        }
        self.package.procedure_id = self._make_procedure(
            [("call", "call", 1, cost)], code="credit"
        )
        self.day("2026-03-02")
        case = self._make_open_case(user_id=self.users["collector"].id)
        self._pay(case, 5000, "2026-03-01")
        self.run_day()
        self.run_day("2026-03-03")
        self.as_role(case.planned_event_ids, "collector").action_done()
        self.assertEqual(case.costs_due, 0)
        self.assertIn(30, case.payment_ids.allocation_ids.mapped("amount"))
