"""Holds: on any level, for a time, ending by themselves; days on hold do not count."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_procedure import ProcedureCommon


@tagged("post_install", "-at_install", "debt_procedure")
class TestHold(ProcedureCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case(
            self.debtor, user_id=self.users["collector"].id
        )
        self.run_day()
        self.run_day("2026-03-03")
        self.course = self.case.course_id

    def hold(self, date_from, date_to=None, **scope):
        return self.env["debt.hold"].create(
            {
                **(scope or {"case_id": self.case.id}),
                "kind": "complaint",
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def test_a_hold_ends_by_itself_and_moves_the_step_on(self):
        """T-33; three held days before the call, which was due on the 8th."""
        self.hold("2026-03-06", "2026-03-08")
        self.run_day("2026-03-08")
        self.assertEqual(self.course.skip_code, "hold")
        self.run_day("2026-03-09")
        self.assertEqual(str(self.course.date_due), "2026-03-11")
        self.run_day("2026-03-11")
        self.assertEqual(self.planned(self.case), [("2026-03-11", "call")])

    def test_days_on_hold_may_count(self):
        self.procedure.held_days_count = True
        self.hold("2026-03-06", "2026-03-08")
        self.run_day("2026-03-09")
        self.assertEqual(self.planned(self.case), [("2026-03-08", "call")])

    def test_overlapping_and_back_dated_holds_count_once(self):
        """T-31."""
        self.hold("2026-03-04", "2026-03-07")
        self.hold("2026-03-06", "2026-03-08")
        self.hold("2026-01-01", "2026-03-03")
        self.run_day("2026-03-09")
        # Due on the 8th; held on the 3rd and from the 4th to the 8th: six days.
        self.assertEqual(str(self.course.date_due), "2026-03-14")

    def test_a_hold_of_the_debtor_or_the_agreement_holds_the_case(self):
        for scope in (
            {"debtor_id": self.debtor.id},
            {"agreement_id": self.agreement.id},
        ):
            hold = self.hold("2026-03-03", **scope)
            self.case.invalidate_recordset()
            self.assertTrue(self.case.on_hold)
            self.assertIn(self.case, self.case.search([("on_hold", "=", True)]))
            hold.action_lift()
            self.case.invalidate_recordset()
            self.assertFalse(self.case.on_hold)
            self.assertNotIn(self.case, self.case.search([("on_hold", "=", True)]))

    def test_a_hold_on_one_claim_leaves_the_others_running(self):
        """T-32."""
        other = self._make_claim(self.case, 300, "2026-01-20")
        self.hold("2026-03-01", claim_id=self.case.claim_ids[0].id)
        self.run_day("2026-03-08")
        self.assertEqual(self.planned(self.case), [("2026-03-08", "call")])
        self.hold("2026-03-01", claim_id=other.id)
        second = self._make_open_case()
        self.run_day()
        self.hold("2026-03-08", claim_id=second.claim_ids.id)
        self.run_day("2026-03-09")
        self.assertEqual(second.course_id.skip_code, "suspended")

    def test_history_is_never_overwritten(self):
        hold = self.hold("2026-03-03")
        for change in ({"kind": "death"}, {"date_from": "2026-03-01"}):
            with self.assertRaises(UserError):
                hold.write(change)
        with self.assertRaises(UserError):
            hold.unlink()

    def test_a_lifted_hold_says_who_and_when(self):
        hold = self.hold("2026-03-03")
        self.day("2026-03-06")
        as_collector = self.as_role(hold, "collector")
        as_collector.action_lift()
        self.assertEqual(str(hold.date_to), "2026-03-05")
        self.assertEqual(hold.lifted_by_id, self.users["collector"])
        self.assertFalse(self.case.on_hold)
        self.assertIn("Hold lifted", self.case.message_ids[0].body)

    def test_a_hold_lifted_before_it_began_was_never_in_force(self):
        hold = self.hold("2026-03-20")
        hold.action_lift()
        self.run_day("2026-03-20")
        self.assertFalse(hold.in_force)

    def test_only_leaders_stop_a_whole_agreement(self):
        values = {"agreement_id": self.agreement.id, "kind": "creditor"}
        holds = self.env["debt.hold"]
        with self.assertRaises(AccessError):
            holds.with_user(self.users["collector"]).create(values)
        self.assertTrue(holds.with_user(self.users["team_leader"]).create(values))

    def test_holds_of_another_company_are_not_seen(self):
        """T-61."""
        stranger = self._make_user("collector", self.other_company, "stranger")
        hold = self.hold("2026-03-03")
        self.assertFalse(self.env["debt.hold"].with_user(stranger).search([]))
        self.assertFalse(hold.with_user(stranger)._filtered_access("read"))


@tagged("post_install", "-at_install", "debt_procedure")
class TestPromise(ProcedureCommon):
    def promise(self, case, day, until, amount):
        return self.env["debt.event"].create(
            {
                "case_id": case.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "outcome_id": self.env.ref("debt_collection.event_outcome_promise").id,
                "state": "done",
                "date": day,
                "promise_date": until,
                "promise_amount": amount,
            }
        )

    def states(self, *promises):
        self.env["debt.event"]._judge_promises()
        return [promise.promise_state for promise in promises]

    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case()

    def test_kept_partly_broken_and_open(self):
        promise = self.promise(self.case, "2026-03-02", "2026-03-10", 200)
        self.assertEqual(self.states(promise), ["open"])
        self._pay(self.case, 80, "2026-03-05")
        self.assertEqual(self.states(promise), ["open"])
        self.day("2026-03-11")
        self.assertEqual(self.states(promise), ["partly"])
        self.assertEqual(promise.promise_paid, 80)

    def test_money_after_the_day_does_not_mend_a_promise(self):
        promise = self.promise(self.case, "2026-03-02", "2026-03-10", 200)
        self.day("2026-03-20")
        self._pay(self.case, 200, "2026-03-15")
        self.assertEqual(self.states(promise), ["broken"])

    def test_money_counts_for_one_promise_only(self):
        first = self.promise(self.case, "2026-03-02", "2026-03-10", 100)
        second = self.promise(self.case, "2026-03-05", "2026-03-12", 100)
        self._pay(self.case, 100, "2026-03-06")
        self.day("2026-03-13")
        self.assertEqual(self.states(first, second), ["kept", "broken"])

    def test_a_reversed_payment_breaks_the_promise(self):
        promise = self.promise(self.case, "2026-03-02", "2026-03-10", 100)
        payment = self._pay(self.case, 100, "2026-03-06")
        self.day("2026-03-11")
        self.assertEqual(self.states(promise), ["kept"])
        payment.action_reverse("returned")
        self.assertEqual(promise.promise_state, "broken")

    def test_a_kept_promise_brings_the_case_back_to_its_procedure(self):
        self.run_day()
        self.case.course_id._leave("promise")
        self.promise(self.case, "2026-03-02", "2026-03-10", 100)
        check = self.env["debt.event"].create(
            {
                "case_id": self.case.id,
                "type_id": self.env.ref("debt_collection.event_type_payment_check").id,
                "date": "2026-03-11",
            }
        )
        self._pay(self.case, 100, "2026-03-06")
        self.run_day("2026-03-11")
        self.assertEqual(check.state, "done")
        self.assertEqual(self.case.course_id.state, "running")
        self.assertFalse(self.case.planned_event_ids)
