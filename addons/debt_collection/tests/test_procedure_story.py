"""The worked example of the field, day by day (T-55): a case goes along its
procedure, leaves it for a promise, is led individually and comes back."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_procedure import ProcedureCommon

HISTORY = [
    ("2026-03-03", "letter"),
    ("2026-03-08", "call"),
    ("2026-03-22", "call"),
    ("2026-04-22", "payment_check"),
    ("2026-04-22", "call"),
    ("2026-04-23", "call"),
    ("2026-04-27", "payment_check"),
    ("2026-04-27", "call"),
    ("2026-04-28", "call"),
    ("2026-05-12", "letter"),
    ("2026-05-26", "call"),
    ("2026-06-25", "hand_over"),
]


@tagged("post_install", "-at_install", "debt_procedure")
class TestWorkedExample(ProcedureCommon):
    def test_day_by_day(self):
        case = self._registered_and_demanded()
        self._calls_and_a_promise(case)
        self._led_individually(case)
        self._back_in_the_procedure(case)
        self.assertEqual(self.history(case), HISTORY)

    def _registered_and_demanded(self):
        # 1. Registered on Monday, 2 March.
        self.day("2026-03-02")
        case = self._make_open_case(self.debtor, user_id=self.users["collector"].id)
        self.run_day()
        self.assertEqual(case.course_id.date_due, self.day("2026-03-03"))
        self.assertFalse(case.dispatch_ids)

        # 2. After 1 day: demand for payment, by itself.
        self.run_day("2026-03-03")
        self.assertEqual(self.history(case), [("2026-03-03", "letter")])
        self.assertEqual(case.dispatch_ids.state, "sent")
        self.assertEqual(case.dispatch_ids.letter_id.total, case.dispatch_ids.total)
        return case

    def _calls_and_a_promise(self, case):
        # 3. After 5 days: call to the debtor; nobody reached.
        self.run_day("2026-03-07")
        self.assertFalse(case.planned_event_ids)
        self.run_day("2026-03-08")
        self.assertEqual(self.planned(case), [("2026-03-08", "call")])
        self.complete(case.planned_event_ids, "no_answer")

        # 4. After 14 days: second call; reached, promises to pay within 30 days.
        self.run_day("2026-03-22")
        call = case.planned_event_ids
        self.assertEqual(self.planned(case), [("2026-03-22", "call")])
        self.complete(
            call,
            "promise",
            promise_date="2026-04-21",
            promise_amount=case.total_due,
        )
        course = case.course_id
        self.assertEqual((course.state, course.left_reason), ("individual", "promise"))
        self.assertEqual(course.step_id.code, "final")
        self.assertEqual(call.promise_state, "open")
        self.assertEqual(self.planned(case), [("2026-04-22", "payment_check")])

    def _led_individually(self, case):
        # While it is led individually the procedure rests.
        self.run_day("2026-04-10")
        self.assertEqual(self.planned(case), [("2026-04-22", "payment_check")])

        # No money after 30 days: the check fails by itself, a call is planned.
        self.run_day("2026-04-22")
        call = case.event_ids.filtered(lambda e: str(e.promise_date) == "2026-04-21")
        self.assertEqual(call.promise_state, "broken")
        self.assertEqual(self.planned(case), [("2026-04-22", "call")])
        self.complete(
            case.planned_event_ids,
            "no_answer",
            next_type_id=self.env.ref("debt_collection.event_type_call").id,
            next_date="2026-04-23",
        )

        # After 1 day: promises to pay within 3 days.
        self.run_day("2026-04-23")
        self.complete(
            case.planned_event_ids,
            "promise",
            promise_date="2026-04-26",
            promise_amount=case.total_due,
        )
        self.assertEqual(self.planned(case), [("2026-04-27", "payment_check")])

        # No money: call, nobody reached; a day later again, and back to the procedure.
        self.run_day("2026-04-27")
        self.complete(
            case.planned_event_ids,
            "no_answer",
            next_type_id=self.env.ref("debt_collection.event_type_call").id,
            next_date="2026-04-28",
        )
        self.day("2026-04-28")
        self.complete(case.planned_event_ids, "no_answer", returns=True)

    def _back_in_the_procedure(self, case):
        # 5. After 14 days from the return: final demand.
        course = case.course_id
        self.assertEqual(course.state, "running")
        self.run_day("2026-05-11")
        self.assertEqual(len(case.dispatch_ids), 1)
        self.run_day("2026-05-12")
        self.assertEqual(len(case.dispatch_ids), 2)

        # 6. After 14 days: call.
        self.run_day("2026-05-26")
        self.assertEqual(self.planned(case), [("2026-05-26", "call")])
        self.complete(case.planned_event_ids, "no_answer")

        # 7. After 30 days: hand-over to the law office; the procedure ends.
        self.run_day("2026-06-25")
        self.assertEqual(self.planned(case), [("2026-06-25", "hand_over")])
        self.complete(case.planned_event_ids)
        self.assertEqual(course.state, "finished")

    def test_return_counted_from_the_last_step_is_a_setting(self):
        self.procedure.return_from = "step"
        self.day("2026-03-02")
        case = self._make_open_case(self.debtor)
        self.run_day()
        self.run_day("2026-03-03")
        course = case.course_id
        course._leave("dispute")
        self.day("2026-03-20")
        course._return()
        self.assertEqual(str(course.date_due), "2026-03-08")

    def test_an_individual_case_always_has_a_next_event(self):
        self.day("2026-03-02")
        case = self._make_open_case(self.debtor, user_id=self.users["collector"].id)
        self.run_day()
        leave = self.env["debt.course.leave"].with_user(self.users["collector"])
        call = self.env.ref("debt_collection.event_type_call")
        leave.create(
            {
                "case_id": case.id,
                "reason": "dispute",
                "next_type_id": call.id,
                "next_date": "2026-03-10",
            }
        ).action_leave()
        planned = case.planned_event_ids.with_user(self.users["collector"])
        self.day("2026-03-10")
        with self.assertRaises(UserError):
            planned.action_cancel()
        with self.assertRaises(UserError):
            self.complete(case.planned_event_ids, "no_answer")
        case.invalidate_recordset()
        case.with_user(self.users["collector"]).action_return_to_procedure()
        self.assertEqual(case.course_id.state, "running")
        planned.action_cancel()
        self.assertFalse(case.planned_event_ids)
