"""The call panel: what a role sees, what a click books, and that it books once."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_worklist import WorklistCommon

DETAILS = {"opening_debt", "interest_label"}


@tagged("post_install", "-at_install", "debt_worklist")
class TestPanelData(WorklistCommon):
    def setUp(self):
        super().setUp()
        self.case = self._make_callable_case("Jan Dłużny", 1000)
        self.event = self._make_call(self.case)

    def data(self, role="operator"):
        """Return the panel's data of the event as a role sees it."""
        return self.as_role(self.event, role).panel_data()

    def test_what_is_needed_to_call(self):
        data = self.data()
        self.assertEqual(data["debtor"]["name"], "Jan Dłużny")
        self.assertEqual(data["phones"][0]["tel"], "+48600100200")
        self.assertEqual(data["case"]["name"], self.case.name)
        self.assertEqual(data["case"]["creditor_id"], self.creditor.name)
        case = data["case"]
        self.assertEqual(case["principal_due"], 1000)
        self.assertGreater(case["interest_due"], 0)
        parts = case["principal_due"] + case["interest_due"] + case["costs_due"]
        self.assertAlmostEqual(case["total_due"], parts, 2)
        self.assertEqual(data["claims"][0]["due_date"], "2026-01-12")
        self.assertEqual(
            [outcome["code"] for outcome in data["outcomes"]][:2],
            ["reached", "promise"],
        )

    def test_operator_gets_no_field_that_his_role_lacks(self):
        self.assertFalse(DETAILS & self.data("operator")["case"].keys())
        self.assertLessEqual(DETAILS, self.data("collector")["case"].keys())

    def test_case_of_others_shows_nothing(self):
        self.case.user_id = self.users["team_leader"]
        self.team.share_cases = False
        with self.assertRaises(AccessError):
            self.data("collector")

    def test_third_person_warning_always_others_when_they_hold(self):
        levels = [warning["level"] for warning in self.data()["warnings"]]
        self.assertEqual(levels, ["info"])
        self.env["debt.hold"].create(
            {"claim_id": self.case.claim_ids.id, "kind": "dispute", "note": "Not mine"}
        )
        self.case.claim_ids.limitation_date = "2026-02-01"
        warnings = self.data()["warnings"]
        self.assertEqual([w["level"] for w in warnings], ["danger", "danger", "info"])
        self.assertIn("Not mine", warnings[0]["text"])
        self.assertIn("2026-02-01", warnings[1]["text"])

    def test_last_contacts_and_promises(self):
        self.complete(
            self._make_call(self.case),
            "promise",
            promise_date="2026-03-10",
            promise_amount=300,
        )
        data = self.data()
        self.assertEqual(data["contacts"][0]["outcome_id"], "Promised to pay")
        self.assertEqual(data["promises"][0]["promise_amount"], 300)
        self.assertEqual(data["promises"][0]["promise_state"]["code"], "open")

    def test_refused_number_is_marked(self):
        self.env["debt.contact.consent"].create(
            {
                "partner_id": self.case.debtor_id.id,
                "channel": "phone",
                "address": "+48600100200",
            }
        )
        self.assertTrue(self.data()["phones"][0]["refused"])


@tagged("post_install", "-at_install", "debt_worklist")
class TestRegisterCall(WorklistCommon):
    def book(self, event, code, role="operator", **values):
        """Book an outcome as the panel does."""
        asked = self.as_role(event, role)
        result = asked.register_call(self.outcome(code), **values)
        self.env.invalidate_all()
        return result

    def test_promise_books_leaves_and_plans_the_check_in_one_go(self):
        case = self._make_callable_case()
        self.run_day(self.DAY)
        event = self._make_call(case)
        promise = {"date": "2026-03-12", "amount": 250}
        booked = self.book(event, "promise", promise=promise, note="Will pay")
        self.assertEqual(booked, {"booked": True})
        self.assertEqual(
            (event.state, event.promise_amount, event.note, event.user_id),
            ("done", 250, "Will pay", self.users["operator"]),
        )
        self.assertEqual(event.promise_state, "open")
        self.assertIn(("2026-03-13", "payment_check"), self.planned(case))

    def test_step_of_the_procedure_moves_on(self):
        case = self._make_callable_case()
        case.debtor_id.write({"street": "Lipowa 1", "zip": "00-001", "city": "Łódź"})
        case.action_start_procedure()
        self.env.invalidate_all()
        course = case.course_ids
        leader = course.with_user(self.users["team_leader"])
        leader._override_step(self.version.step_ids[1], "Test")
        leader._override_date(fields.Date.to_date(self.DAY), "Test")
        self.run_day(self.DAY)
        event = self.handed()
        self.assertEqual(event.step_id.code, "call_1")
        self.book(event, "no_answer")
        self.assertEqual(course.step_id.code, "call_2")

    def test_second_click_books_nothing(self):
        """T-15: the event, its next event and the course are there once."""
        case = self._make_callable_case()
        event = self._make_call(case)
        plan = {
            "type_id": self.env.ref("debt_collection.event_type_call").id,
            "date": "2026-03-05",
        }
        self.assertTrue(self.book(event, "no_answer", plan=plan)["booked"])
        again = self.book(event, "no_answer", plan=plan)
        self.assertEqual(again, {"booked": False, "done": True})
        self.assertEqual(len(self.history(case)), 1)
        self.assertEqual(self.planned(case), [("2026-03-05", "call")])

    def test_who_let_his_lease_run_out_cannot_book_over_a_colleague(self):
        event = self._make_call()
        self.handed("operator")
        self.day(self.DAY, "09:20")
        self.assertEqual(self.handed("collector"), event)
        result = self.book(event, "reached", "operator")
        self.assertEqual(result["taken"], self.users["collector"].name)
        self.assertEqual(event.state, "planned")
        self.assertTrue(self.book(event, "reached", "collector")["booked"])

    def test_individual_case_needs_a_next_event(self):
        case = self._make_callable_case()
        case.action_start_procedure()
        case.course_ids._leave("other")
        event = self._make_call(case)
        self.assertTrue(self.as_role(event, "operator").panel_data()["needs_next"])
        with self.assertRaises(UserError):
            self.book(event, "no_answer")

    def test_dispute_asks_for_the_next_step(self):
        case = self._make_callable_case()
        case.action_start_procedure()
        data = self.as_role(self._make_call(case), "operator").panel_data()
        leaves = {o["code"] for o in data["outcomes"] if o["leaves"]}
        self.assertEqual(leaves, {"promise", "disputes"})
