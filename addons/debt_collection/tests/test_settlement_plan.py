"""Granting plans: the schedule, the limits of roles, approval and acceptance."""

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_settlement import SettlementCommon


@tagged("post_install", "-at_install")
class TestSchedule(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case()

    def test_debt_is_the_balance_of_the_day(self):
        plan = self.make(self.case)
        due = self.amounts(
            self.case, "2026-03-02", "principal_due", "interest_due", "total_due"
        )
        self.assertEqual((plan.debt_principal, plan.debt_interest), due[:2])
        self.assertEqual(plan.debt_total, due[2])
        self.assertTrue(plan.name.startswith("U/"))

    def test_running_interest_is_in_the_instalments(self):
        plan = self.make(self.case, count=3)
        self.assertEqual(len(plan.instalment_ids), 3)
        self.assertGreater(plan.total, plan.first_total)
        for part in plan.instalment_ids.sorted("date_due"):
            self._pay(self.case, part.amount, part.date_due)
        last = plan.instalment_ids[-1].date_due
        self.assertEqual(self.amounts(self.case, last, "total_due"), (0,))

    def test_an_issued_claim_not_yet_due_is_in_the_plan_and_a_later_one_is_not(self):
        self._make_claim(self.case, 50, "2026-03-20", issue_date="2026-02-20")
        self._make_claim(self.case, 70, "2026-06-20", issue_date="2026-06-01")
        plan = self.make(self.case, interest="running")
        self.assertEqual(plan.debt_principal, 1050)
        self.assertLess(plan.total, 1120)
        self.assertGreater(plan.total, 1050)

    def test_stopped_interest_divides_the_balance(self):
        plan = self.make(self.case, interest="stopped", count=4)
        self.assertEqual(plan.total, plan.debt_total)
        self.assertFalse(any(plan.instalment_ids.mapped("interest")))

    def test_down_payment_comes_first(self):
        plan = self.make(self.case, down_payment=300, interest="stopped", count=2)
        first, *others = plan.instalment_ids.sorted("date_due")
        self.assertTrue(first.down_payment)
        self.assertEqual((first.amount, str(first.date_due)), (300, "2026-03-09"))
        self.assertAlmostEqual(sum(p.amount for p in others), plan.debt_total - 300)

    def test_free_schedule_has_to_pay_all(self):
        plan = self.make(
            self.case,
            schedule="free",
            interest="stopped",
            instalment_ids=[
                fields.Command.create({"date_due": "2026-03-20", "amount": 400}),
                fields.Command.create({"date_due": "2026-04-20", "amount": 600}),
            ],
        )
        with self.assertRaisesRegex(UserError, "would have to be 6"):
            plan.action_submit()
        plan.action_settle_last()
        self.assertAlmostEqual(plan.total, plan.debt_total)
        self.as_role(plan, "manager").action_submit()
        self.assertEqual(self.seen(plan).state, "proposed")

    def test_free_schedule_with_running_interest(self):
        plan = self.make(
            self.case,
            schedule="free",
            instalment_ids=[
                fields.Command.create({"date_due": "2026-03-20", "amount": 400}),
                fields.Command.create({"date_due": "2026-04-20", "amount": 1}),
            ],
        )
        plan.action_settle_last()
        plan.action_submit()
        for part in self.seen(plan).instalment_ids:
            self._pay(self.case, part.amount, part.date_due)
        self.assertEqual(self.amounts(self.case, "2026-04-20", "total_due"), (0,))

    def test_screen_shows_the_schedule_before_it_is_saved(self):
        plans = self.as_role(self.env["debt.settlement.plan"], "collector")
        with Form(plans.with_context(default_case_id=self.case.id)) as form:
            form.count = 5
            self.assertEqual(len(form.instalment_ids), 5)
            form.count = 14
            self.assertIn("14 instalments; at most 12", form.beyond_limit)
            form.count = 2
            self.assertFalse(form.beyond_limit)
        self.assertEqual(len(form.record.instalment_ids), 2)
        self.assertTrue(form.record.instalment_ids[0].interest)

    def test_payments_since_the_draft_are_taken_into_account(self):
        plan = self.make(self.case, interest="stopped")
        self._pay(self.case, 100, "2026-03-02")
        self.as_role(plan, "team_leader").action_submit()
        self.assertAlmostEqual(
            self.seen(plan).debt_total, self.case.with_context(debt_as_of="2026-03-02").total_due
        )
        self.assertAlmostEqual(plan.total, plan.debt_total)

    def test_discount_fixes_the_amount(self):
        with self.assertRaises(ValidationError):
            self.make(self.case, discount_interest=10, interest="running")
        plan = self.make(
            self.case, interest="stopped", discount_interest=50, discount_principal=10
        )
        self.assertAlmostEqual(
            plan.discount, 100 + round(plan.debt_interest / 2 + 1e-9, 2)
        )
        self.assertAlmostEqual(plan.total, plan.debt_total - plan.discount)
        self.assertEqual(plan.kind, "both")

    def test_suspended_claims_are_settled_first(self):
        self.case.claim_ids.action_suspend("dispute", "2026-03-01", "2026-12-31")
        with self.assertRaisesRegex(UserError, "suspended"):
            self.grant(self.case)


@tagged("post_install", "-at_install", "debt_security")
class TestAuthority(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case(user_id=self.users["collector"].id)

    def test_within_the_limit_it_is_offered_at_once(self):
        plan = self.grant(self.case, count=12)
        self.assertEqual((plan.state, plan.exceeds), ("proposed", False))
        self.assertEqual(plan.user_id, self.users["collector"])

    def test_beyond_the_limit_it_waits_for_the_leader(self):
        plan = self.grant(self.case, count=13)
        self.assertEqual(plan.state, "to_approve")
        self.assertIn("13 instalments; at most 12", plan.exceeds)
        self.assertEqual(plan.activity_ids.user_id, self.users["team_leader"])
        with self.assertRaises(UserError):
            self.as_role(plan, "collector").action_accept()
        self.as_role(plan, "team_leader").action_approve()
        plan = self.seen(plan)
        self.assertEqual(plan.state, "proposed")
        self.assertEqual(plan.approved_by_id, self.users["team_leader"])
        self.assertFalse(plan.activity_ids)

    def test_collectors_grant_no_discount(self):
        for share in ("principal", "interest", "costs"):
            plan = self.make(
                self.case, interest="stopped", **{f"discount_{share}": 0.01}
            )
            plan.action_submit()
            self.assertEqual(self.seen(plan).state, "to_approve")
            self.as_role(plan, "collector").action_cancel()

    def test_who_approves_must_be_within_his_own_limit(self):
        plan = self.grant(self.case, interest="stopped", discount_principal=20)
        self.assertIn(self.users["manager"], plan._leaders())
        self.assertNotEqual(plan.activity_ids.user_id, self.users["team_leader"])
        with self.assertRaisesRegex(AccessError, "beyond your own limit"):
            self.as_role(plan, "team_leader").action_approve()
        self.as_role(plan, "manager").action_approve()
        self.assertEqual(self.seen(plan).state, "proposed")

    def test_nobody_approves_his_own(self):
        self.env["debt.authority"].search([("role", "=", "manager")]).max_count = 3
        plan = self.grant(self.case, "manager", count=4)
        self.assertEqual(plan.state, "to_approve")
        with self.assertRaisesRegex(AccessError, "yourself"):
            self.as_role(plan, "manager").action_approve()

    def test_a_colleague_does_not_approve(self):
        plan = self.grant(self.case, count=13)
        other = self._make_user("collector", login="debt_collector_2")
        self.team.member_ids |= other
        with self.assertRaises(AccessError):
            plan.with_user(other).action_approve()

    def test_limit_of_an_agreement_goes_before_the_general_one(self):
        self.env["debt.authority"].create(
            {
                "role": "collector",
                "agreement_id": self.agreement.id,
                "max_count": 2,
                "max_discount_interest": 10,
            }
        )
        self.assertEqual(self.grant(self.case, count=3).state, "to_approve")
        other = self._make_open_case()
        plan = self.grant(other, count=1, interest="stopped", discount_interest=10)
        self.assertEqual(plan.state, "proposed")

    def test_without_a_limit_nothing_may_be_granted(self):
        self.env["debt.authority"].search([]).active = False
        self.assertIn("No limit", self.grant(self.case, "manager").exceeds)

    def test_no_way_around_the_doors(self):
        """Writing and creating by RPC, as a collector."""
        plans = self.as_role(self.env["debt.settlement.plan"], "collector")
        plan = plans.create(
            {
                "case_id": self.case.id,
                "count": 40,
                "state": "active",
                "approved_by_id": self.users["manager"].id,
                "self_service": True,
                "known_payment_id": 7,
                "first_total": 1,
            }
        )
        self.assertEqual((plan.state, plan.self_service), ("draft", False))
        self.assertFalse(plan.approved_by_id)
        for values in (
            {"state": "proposed"},
            {"state": "active"},
            {"approved_by_id": self.users["collector"].id},
            {"barred_confirmed_by_id": self.users["collector"].id},
            {"user_id": self.users["manager"].id},
            {"paid": 100},
        ):
            with self.assertRaises(UserError):
                plan.with_context(debt_state_door=True).write(values)
        plan.action_submit()
        self.assertEqual(self.seen(plan).state, "to_approve")
        with self.assertRaises(UserError):
            self.as_role(plan, "collector").action_accept()

    def test_terms_are_fixed_once_it_was_submitted(self):
        plan = self.as_role(self.grant(self.case), "collector")
        for change in ({"count": 30}, {"discount_principal": 5}, {"interest": "stopped"}):
            with self.assertRaisesRegex(UserError, "terms"):
                plan.write(change)
        part = plan.instalment_ids[0]
        for change in ({"amount": 1}, {"date_due": "2030-01-01"}):
            with self.assertRaises(UserError):
                part.write(change)
        with self.assertRaises(UserError):
            part.unlink()
        with self.assertRaises(UserError):
            part.create(
                {"plan_id": plan.id, "date_due": "2030-01-01", "amount": 5}
            )
        with self.assertRaises(UserError):
            part.write({"paid": 100})

    def test_taken_back_it_has_to_be_approved_again(self):
        plan = self.grant(self.case, count=13)
        self.as_role(plan, "team_leader").action_approve()
        self.as_role(plan, "collector").action_draft()
        self.assertFalse(self.seen(plan).approved_by_id)
        self.as_role(plan, "collector").write({"count": 20})
        self.as_role(plan, "collector").action_submit()
        self.assertEqual(self.seen(plan).state, "to_approve")

    def test_whoever_submits_is_who_granted_it(self):
        plan = self.make(self.case, "collector", count=20)
        self.as_role(plan, "team_leader").action_submit()
        plan = self.seen(plan)
        self.assertEqual(plan.state, "proposed")
        self.assertEqual(plan.user_id, self.users["team_leader"])

    def test_operators_have_their_own_limit(self):
        self.assertEqual(self.grant(self.case, "operator", count=6).state, "proposed")

    def test_only_administrators_set_limits(self):
        limit = self.env["debt.authority"].search([], limit=1)
        for role in ("collector", "team_leader", "manager"):
            self.assertFalse(self.as_role(limit, role).has_access("write"), role)
        self.assertTrue(self.as_role(limit, "administrator").has_access("write"))

    def test_plans_of_cases_one_does_not_see(self):
        package = self._make_package(self.agreement, code="EN-2026-09")
        foreign = self._make_case(package=package)
        self._make_claim(foreign, 100)
        foreign.action_open()
        plan = self.grant(foreign, "manager")
        found = self.as_role(plan, "collector").search([])
        self.assertNotIn(plan.id, found.ids)
        with self.assertRaises(AccessError):
            self.make(foreign, "collector")

    def test_accountants_only_read(self):
        plan = self.grant(self.case)
        self.assertTrue(self.as_role(plan, "accountant").name)
        with self.assertRaises(AccessError):
            self.as_role(plan, "accountant").action_cancel()


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
        self.assertEqual((plan.state, plan.ended_reason), ("cancelled", "The offer expired"))

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
