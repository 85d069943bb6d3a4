"""Offers that debtors accept, let expire, or make themselves."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_settlement import SettlementCommon


@tagged("post_install", "-at_install")
class TestAcceptance(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case(user_id=self.users["collector"].id)
        self.run_day()

    def test_the_case_waits_for_the_plan(self):
        plan = self.accept(self.grant(self.case))
        self.assertEqual(plan.state, "active")
        self.assertEqual(self.case.course_id.state, "individual")
        self.assertEqual(self.case.course_id.left_reason, "instalments")
        hold = self.case.hold_ids
        self.assertEqual((hold.kind, hold.date_to), ("instalments", False))
        self.assertEqual(self.planned(self.case), [("2026-04-02", "instalment_due")])

    def test_limitation_begins_anew(self):
        before = self.case.claim_ids.limitation_date
        self.day("2027-03-01")
        self.accept(self.grant(self.case))
        self.assertGreater(self.case.claim_ids.limitation_date, before)
        self.assertIn(("2027-03-01", "acknowledgement"), self.history(self.case))

    def test_time_barred_claims_need_a_manager_and_stay_barred(self):
        case = self._make_open_case()
        case.debtor_id.debt_legal_status = "consumer"
        old = self._make_claim(case, 500, "2015-01-12")
        self.assertTrue(old.time_barred)
        barred_on = old.limitation_date
        plan = self.grant(case)
        self.assertEqual(plan.state, "to_approve")
        self.assertIn("time-barred", plan.exceeds)
        with self.assertRaises(AccessError):
            self.as_role(plan, "team_leader").action_approve()
        with self.assertRaises(AccessError):
            self.as_role(plan, "team_leader").action_confirm_barred()
        self.as_role(plan, "manager").action_confirm_barred()
        self.as_role(plan, "team_leader").action_approve()
        plan = self.accept(self.seen(plan))
        self.assertFalse(plan.letter_id)
        self.assertEqual(old.limitation_date, barred_on)
        acknowledged = case.event_ids.filtered(
            lambda event: event.type_id.code == "acknowledgement"
        )
        self.assertEqual(acknowledged.claim_ids, case.claim_ids - old)

    def test_one_offer_and_one_running_plan(self):
        self.grant(self.case)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.grant(self.case)

    def test_a_new_plan_replaces_the_running_one(self):
        old = self.accept(self.grant(self.case))
        new = self.grant(self.case, count=6)
        self.assertEqual((old.state, new.state), ("active", "proposed"))
        self.assertEqual(new.letter_id.values["plan_number"], new.name)
        new = self.accept(new)
        self.assertEqual((old.state, new.state), ("cancelled", "active"))
        self.assertIn("Replaced", old.ended_reason)
        in_force = self.case.hold_ids.filtered("in_force")
        self.assertEqual(in_force, new.hold_id)
        self.assertEqual(self.case.course_id.state, "individual")
        self.assertEqual(len(self.case.planned_event_ids), 1)

    def test_offers_expire(self):
        plan = self.grant(self.case)
        self.assertEqual(str(plan.valid_until), "2026-03-16")
        self.day("2026-03-16")
        self.env["debt.settlement.plan"]._expire(self.company)
        self.assertEqual(plan.state, "proposed")
        self.day("2026-03-17")
        with self.assertRaisesRegex(UserError, "expired"):
            self.accept(plan)
        self.env["debt.settlement.plan"]._expire(self.company)
        self.assertEqual(
            (plan.state, plan.ended_reason), ("cancelled", "The offer expired")
        )

    def test_letter_tells_the_schedule(self):
        plan = self.grant(self.case, count=3)
        values = plan.letter_id.values
        self.assertEqual(plan.letter_id.state, "waiting")
        self.assertEqual(len(values["instalments"]), 3)
        self.assertEqual(values["plan_number"], plan.name)
        self.assertTrue(values["plan_interest_ahead"])
        self.assertNotEqual(values["plan_total"], values["total"])
        self.assertFalse(values["plan_interest_stops"])

    def test_closing_the_case_ends_its_plan(self):
        plan = self.accept(self.grant(self.case))
        self.as_role(self.case, "manager")._close("returned")
        self.assertEqual(self.seen(plan).state, "cancelled")
        self.assertFalse(self.case.hold_ids.filtered("in_force"))
        self.assertEqual(self.case.course_id.state, "finished")

    def test_cancelled_by_hand_the_procedure_goes_on(self):
        plan = self.accept(self.grant(self.case))
        self.as_role(plan, "collector").action_cancel()
        self.assertEqual(self.seen(plan).state, "cancelled")
        self.assertIn(self.case.course_id.state, ("running", "waiting"))
        self.assertFalse(self.case.planned_event_ids)

    def test_debtors_make_plans_within_their_limit(self):
        Plan = self.env["debt.settlement.plan"]
        offers = Plan._offers(self.case)
        self.assertEqual(max(offers), 6)
        self.assertEqual(offers[1]["total"], offers[1]["amount"])
        with self.assertRaisesRegex(UserError, "contact us"):
            Plan._propose(self.case, 7)
        plan = Plan._propose(self.case, 4)
        self.assertEqual((plan.state, plan.accepted_how), ("active", "portal"))
        self.assertTrue(plan.self_service)
        self.assertEqual(plan.total, offers[4]["total"])
        self.assertEqual(Plan._offers(self.case), {})

    def test_barred_debts_are_offered_no_plan(self):
        self.case.debtor_id.debt_legal_status = "consumer"
        self._make_claim(self.case, 500, "2015-01-12")
        self.assertEqual(self.env["debt.settlement.plan"]._offers(self.case), {})
