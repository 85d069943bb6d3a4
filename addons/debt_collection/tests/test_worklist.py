"""Next case: who gets what, once, and why something is not handed out."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_worklist import WorklistCommon


@tagged("post_install", "-at_install", "debt_worklist")
class TestOrder(WorklistCommon):
    def test_priority_then_date(self):
        low = self._make_call(priority=1)
        older = self._make_call(priority=5, date="2026-02-27")
        newer = self._make_call(priority=5)
        order = []
        for _turn in range(3):
            event = self.handed()
            order.append(event)
            event.action_done()
        self.assertEqual(order, [older, newer, low])
        self.assertFalse(self.handed())

    def test_own_appointments_and_own_overdue_steps_come_first(self):
        operator = self.users["operator"].id
        self._make_call(priority=90)
        step = self.version.step_ids.filtered(lambda s: s.code == "call_1").id
        own_in_time = self._make_call(
            priority=1, user_id=operator, step_id=step, deadline="2026-03-05"
        )
        own_late = self._make_call(
            priority=2, user_id=operator, step_id=step, deadline="2026-03-01"
        )
        appointment = self._make_call(priority=3, user_id=operator)
        order = []
        for _turn in range(4):
            event = self.handed()
            order.append(event)
            event.action_done()
        self.assertEqual(order[:2], [appointment, own_late])
        self.assertEqual(order[3], own_in_time)

    def test_nothing_of_later_days_or_of_other_channels(self):
        self._make_call(date="2026-03-03")
        note = self.env.ref("debt_collection.event_type_note")
        self._make_call(type_id=note.id)
        answer = self.ask()
        self.assertNotIn("event", answer)
        self.assertEqual(answer["empty"]["later"], 1)
        self.assertEqual(answer["empty"]["later_on"], "2026-03-03")

    def test_contact_without_a_case_is_not_a_case(self):
        partner = self._make_debtor(phone="+48 600 100 200")
        self.env["debt.event"].create(
            {
                "partner_id": partner.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "date": self.DAY,
                "user_id": self.users["operator"].id,
            }
        )
        self.assertFalse(self.handed())

    def test_what_one_passes_over_goes_to_the_end_for_him_and_to_others(self):
        first, second = self._make_call(priority=2), self._make_call(priority=1)
        self.assertEqual(self.handed(), first)
        self.assertEqual(self.handed(passed=first.ids), second)
        self.assertFalse(first.held_by_id)
        self.assertEqual(self.handed("collector"), first)


@tagged("post_install", "-at_install", "debt_worklist")
class TestLease(WorklistCommon):
    def test_two_people_never_get_the_same(self):
        first, second = self._make_call(priority=2), self._make_call(priority=1)
        self.assertEqual(self.handed("operator"), first)
        self.assertEqual(self.handed("collector"), second)
        self.assertFalse(self.handed("team_leader"))

    def test_who_asks_again_gets_what_he_holds(self):
        first = self._make_call(priority=2)
        self._make_call(priority=1)
        self.assertEqual(self.handed(), first)
        self._make_call(priority=9)
        self.assertEqual(self.handed(), first)
        held = self.env["debt.event"].search([("held_by_id", "!=", False)])
        self.assertEqual(held, first)

    def test_lease_expires_after_a_quarter_of_an_hour(self):
        event = self._make_call()
        self.assertEqual(self.handed("operator"), event)
        self.day(self.DAY, "09:14")
        self.assertFalse(self.handed("collector"))
        self.day(self.DAY, "09:16")
        self.assertEqual(self.handed("collector"), event)
        self.assertFalse(self.as_role(event, "operator").keep_case())
        self.assertEqual(event.held_by_id, self.users["collector"])

    def test_open_panel_prolongs_the_lease(self):
        event = self._make_call()
        self.handed("operator")
        self.day(self.DAY, "09:10")
        self.assertTrue(self.as_role(event, "operator").keep_case())
        self.day(self.DAY, "09:20")
        self.assertFalse(self.handed("collector"))

    def test_release_gives_back_at_once_but_only_ones_own(self):
        event = self._make_call()
        self.handed("operator")
        self.assertFalse(self.as_role(event, "collector").release_case())
        self.assertEqual(event.held_by_id, self.users["operator"])
        self.assertTrue(self.as_role(event, "operator").release_case())
        self.assertEqual(self.handed("collector"), event)

    def test_done_ends_the_lease(self):
        event = self._make_call()
        self.handed("operator")
        self.complete(event, "reached", role="collector")
        self.assertFalse(event.held_by_id)
        self.assertFalse(event.held_until)


@tagged("post_install", "-at_install", "debt_worklist")
class TestWhose(WorklistCommon):
    def test_other_team_never(self):
        south = self.env["debt.team"].create(
            {"name": "South", "company_id": self.company.id}
        )
        case = self._make_callable_case(team_id=south.id)
        event = self._make_call(case)
        self.assertEqual(event.team_id, south)
        for role in ("operator", "collector", "team_leader"):
            self.assertFalse(self.handed(role), role)

    def test_dealt_to_a_colleague_never(self):
        self._make_call(user_id=self.users["collector"].id)
        self.assertFalse(self.handed("operator"))
        self.assertTrue(self.handed("collector"))

    def test_case_that_the_user_may_not_see_is_passed_over(self):
        # Planned for the team when the case was still nobody's.
        hidden, seen = self._make_call(priority=2), self._make_call(priority=1)
        self.team.share_cases = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE debt_case SET user_id = %s WHERE id = %s",
            (self.users["team_leader"].id, hidden.case_id.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self.handed("collector"), seen)
        self.assertFalse(hidden.blocked_code)

    def test_other_company_never(self):
        user = new_test_user(
            self.env,
            "operator_b",
            groups="base.group_user,debt_collection.group_operator",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        self.team.member_ids += user
        self._make_call()
        self.env.flush_all()
        answer = self.env["debt.event"].with_user(user).next_case()
        self.assertNotIn("event", answer)

    def test_only_who_may_register_may_ask(self):
        nobody = new_test_user(self.env, "nobody", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["debt.event"].with_user(nobody).next_case()

    def test_planned_work_follows_its_case(self):
        collector, leader = self.users["collector"], self.users["team_leader"]
        case = self._make_callable_case()
        queued = self._make_call(case)
        promised = self._make_call(case, user_id=self.users["operator"].id)
        self.as_role(case, "team_leader").user_id = collector
        self.assertEqual(queued.user_id, collector)
        self.assertEqual(promised.user_id, self.users["operator"])
        self.as_role(case, "team_leader").user_id = leader
        self.assertEqual(queued.user_id, leader)
        self.as_role(case, "team_leader").user_id = False
        self.assertFalse(queued.user_id)


@tagged("post_install", "-at_install", "debt_worklist")
class TestGates(WorklistCommon):
    def assertBlocked(self, event, code, until=None):
        """The event is not handed out, says why, and is found by the filter."""
        self.assertEqual(event.blocked_code, code)
        self.assertTrue(self.as_role(event, "team_leader").blocked_reason)
        found = self.env["debt.event"].search([("blocked_until", ">", "now")])
        self.assertIn(event, found)
        if until:
            self.assertEqual(str(event.blocked_until), until)

    def test_hold_blocks_until_it_ends_and_a_lift_frees_at_once(self):
        held, free = self._make_call(priority=2), self._make_call(priority=1)
        hold = self.env["debt.hold"].create(
            {"case_id": held.case_id.id, "kind": "hardship", "date_to": "2026-03-08"}
        )
        self.assertEqual(self.handed(), free)
        self.assertBlocked(held, "hold", "2026-03-09 05:00:00")
        free.action_done()
        answer = self.ask()
        self.assertEqual(
            [(r["code"], r["count"]) for r in answer["empty"]["reasons"]], [("hold", 1)]
        )
        self.as_role(hold, "collector").action_lift()
        self.assertEqual(self.handed(), held)

    def test_paid_debt_is_not_called_for(self):
        event = self._make_call()
        self._pay(event.case_id, 5000, self.DAY)
        self.assertFalse(self.handed())
        self.assertBlocked(event, "paid", "2026-03-03 05:00:00")

    def test_missing_and_refused_phone(self):
        missing, refused = self._make_call(priority=2), self._make_call(priority=1)
        missing.partner_id.phone = False
        self.env["debt.contact.consent"].create(
            {"partner_id": refused.partner_id.id, "channel": "phone"}
        )
        self.assertFalse(self.handed())
        self.assertBlocked(missing, "no_phone")
        self.assertBlocked(refused, "refused")

    def test_frequency(self):
        self.env["debt.contact.rule"].create(
            {"name": "Once", "max_contacts": 1, "in_days": 7}
        )
        case = self._make_callable_case()
        self.complete(self._make_call(case), "no_answer")
        again = self._make_call(case)
        self.assertFalse(self.handed())
        self.assertBlocked(again, "frequency", "2026-03-09 05:00:00")

    def test_one_debtor_with_two_cases_is_not_refused_for_his_own_call(self):
        self.env["debt.contact.rule"].create(
            {"name": "Once", "max_contacts": 1, "in_days": 7}
        )
        blocked = self._make_call(priority=9)
        blocked.partner_id.phone = False
        package = self._make_package(code="SECOND", team_id=self.team.id)
        case = self._make_callable_case()
        other = self._make_case(case.debtor_id, package)
        self._make_claim(other, 500)
        other.action_open()
        first, second = self._make_call(case), self._make_call(other)
        self.assertEqual(self.handed(), first)
        self.assertFalse(second.blocked_code)

    def test_outside_the_hours_nothing_is_handed_out_and_nothing_marked(self):
        self.env["debt.contact.rule"].create(
            {
                "name": "Hours",
                "channel": "phone",
                "working_from": 8,
                "working_to": 20,
            }
        )
        event = self._make_call()
        self.day(self.DAY, "19:30")  # 20:30 in Warsaw
        answer = self.ask()
        self.assertEqual(answer["empty"]["closed"][0]["until"], "2026-03-03 07:00:00")
        self.assertFalse(event.blocked_code)
        self.day("2026-03-03", "07:30")
        self.assertEqual(self.handed(), event)

    def test_many_blocked_at_the_head_of_the_queue(self):
        blocked = [self._make_call(priority=5) for _n in range(14)]
        for event in blocked:
            event.partner_id.phone = False
        free = self._make_call(priority=1)
        self.assertEqual(self.handed(), free)
        self.assertEqual({event.blocked_code for event in blocked}, {"no_phone"})

    def test_offered_again_when_the_time_has_come_or_a_leader_says_so(self):
        event = self._make_call()
        event.partner_id.phone = False
        self.assertFalse(self.handed())
        event.partner_id.phone = "+48 600 100 201"
        self.assertFalse(self.handed())
        self.as_role(event, "team_leader").action_offer_again()
        self.assertEqual(self.handed(), event)
        self.assertFalse(event.blocked_code)
