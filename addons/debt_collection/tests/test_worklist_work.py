"""My day, systray and reassignment: fast with 5,000 steps, leaders only."""

import time
from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common_worklist import WorklistCommon

DUE_STEPS = 5_000


@tagged("post_install", "-at_install", "debt_worklist")
class TestMyDay(WorklistCommon):
    """T-23: 5,000 due steps of one person."""

    def setUp(self):
        super().setUp()
        self.collector = self.users["collector"]
        self.case = self._make_callable_case(user_id=self.collector.id)

    def _fill(self, count):
        call = self.env.ref("debt_collection.event_type_call")
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO debt_event (case_id, company_id, partner_id, type_id,
                                       channel, state, date, deadline, user_id,
                                       team_id, priority)
               SELECT %s, %s, %s, %s, 'phone', 'planned', %s::date - n %% 10,
                      %s::date - n %% 10 + 5, %s, %s, n
                 FROM generate_series(1, %s) n""",
            (
                self.case.id,
                self.company.id,
                self.case.debtor_id.id,
                call.id,
                self.DAY,
                self.DAY,
                self.collector.id,
                self.team.id,
                count,
            ),
        )
        self.env.invalidate_all()

    def _open(self):
        """Open My Day as the web client does: the groups, then the first page."""
        action = self.env.ref("debt_collection.debt_event_my_day_action")
        view = self.env.ref("debt_collection.debt_event_view_list_worklist")
        events = self.env["debt.event"].with_user(self.collector)
        views = events.get_views([(view.id, "list"), (False, "search")])
        shown = views["models"]["debt.event"]["fields"]
        domain = [
            ("user_id", "=", self.collector.id),
            ("state", "=", "planned"),
            ("date", "<=", self.DAY),
        ]
        self.assertIn("('user_id', '=', uid)", action.domain)
        spec = {name: {} for name in ("date", "deadline", "overdue", "blocked_reason")}
        spec |= {
            name: {"fields": {"display_name": {}}}
            for name in ("type_id", "case_id", "debtor_id", "user_id")
        }
        self.assertLessEqual(spec.keys(), shown.keys())
        groups = events.web_read_group(domain, ["type_id"], ["__count"])["groups"]
        page = events.web_search_read(
            domain, spec, limit=80, order="date, priority desc, id"
        )
        return groups, page

    def _queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        started = time.perf_counter()
        result = self._open()
        seconds = time.perf_counter() - started
        return self.env.cr.sql_log_count - before, seconds, result

    def test_queries_do_not_grow_and_it_opens_fast(self):
        self._fill(10)
        self._open()
        few, _seconds, _result = self._queries()
        self._fill(DUE_STEPS)
        many, seconds, (groups, page) = self._queries()
        self.assertEqual([group["__count"] for group in groups], [DUE_STEPS + 10])
        self.assertEqual(len(page["records"]), 80)
        self.assertTrue(page["records"][0]["overdue"])
        # Eighty rows instead of ten: prefetched together, not row by row.
        self.assertLessEqual(many, few + 2)
        self.assertLess(seconds, 2)

    def test_next_case_of_5000_own_steps(self):
        self._fill(DUE_STEPS)
        self.handed("collector")
        started = time.perf_counter()
        self.assertTrue(self.handed("collector"))
        self.assertLess(time.perf_counter() - started, 2)

    def test_systray_counts_due_and_overdue_up_to_a_limit(self):
        events = self.env["debt.event"].with_user(self.collector)
        self._fill(10)
        work = events.work_due()
        # Four of ten are five days or more past the day, so past the last day.
        self.assertEqual((work["due"], work["overdue"]), (10, 4))
        self.assertEqual(work["kinds"][0]["label"], "Phone")
        self._fill(DUE_STEPS)
        before = self.env.cr.sql_log_count
        work = events.work_due()
        self.assertLess(self.env.cr.sql_log_count - before, 10)
        self.assertEqual(work["due"], work["most"] + 1)

    def test_systray_counts_the_calls_of_the_teams(self):
        self._make_call()
        operator = self.env["debt.event"].with_user(self.users["operator"])
        self.assertEqual(operator.work_due()["team_calls"], 1)
        self.assertEqual(operator.work_due()["due"], 0)


@tagged("post_install", "-at_install", "debt_worklist")
class TestReassign(WorklistCommon):
    def setUp(self):
        super().setUp()
        self.calls = self._make_call(priority=2) | self._make_call(priority=1)

    def deal(self, events, role="team_leader", **values):
        """Reassign as a role, through the form."""
        model = self.env["debt.event.deal"].with_user(self.users[role])
        form = Form(model.with_context(active_ids=events.ids))
        for name, value in values.items():
            if name == "user_ids":
                for user in value:
                    form.user_ids.add(user)
            else:
                setattr(form, name, value)
        form.save().action_deal()
        self.env.invalidate_all()

    def test_leader_gives_work_in_turn_the_most_urgent_first(self):
        people = self.users["collector"] | self.users["operator"]
        self.deal(self.calls, user_ids=people)
        self.assertEqual(self.calls.user_id, people)
        self.assertNotEqual(self.calls[0].user_id, self.calls[1].user_id)
        self.assertFalse(self.calls.case_id.user_id)

    def test_cases_go_along_when_wished(self):
        self.deal(self.calls, user_ids=self.users["collector"], with_cases=True)
        self.assertEqual(self.calls.case_id.user_id, self.users["collector"])
        self.deal(self.calls)
        self.assertFalse(self.calls.user_id)

    def test_not_to_somebody_who_may_not_see_the_case(self):
        outsider = new_test_user(
            self.env,
            "outsider",
            groups="base.group_user,debt_collection.group_collector",
        )
        with self.assertRaisesRegex(UserError, "may not see case"):
            self.deal(self.calls, user_ids=outsider)
        self.deal(self.calls, user_ids=outsider, with_cases=True)
        self.assertEqual(self.calls.user_id, outsider)

    def test_reassigned_work_is_taken_from_whoever_holds_it(self):
        event = self.handed("operator")
        self.deal(event, user_ids=self.users["collector"])
        self.assertFalse(event.held_by_id)
        self.assertFalse(self.as_role(event, "operator").keep_case())

    def test_only_leaders_reassign(self):
        collector = self.users["collector"]
        for role in ("operator", "collector", "lawyer"):
            with self.assertRaises(AccessError):
                self.deal(self.calls, role, user_ids=collector)
            with self.assertRaises(AccessError):
                self.as_role(self.calls, role).write({"user_id": collector.id})
        mine = self._make_call(user_id=collector.id)
        with self.assertRaises(AccessError):
            self.as_role(mine, "collector").write(
                {"user_id": self.users["operator"].id}
            )
        self.as_role(self.calls, "team_leader").write({"user_id": collector.id})
        self.assertEqual(self.calls.user_id, collector)

    def test_overdue_work_of_the_leader(self):
        late = self._make_call(date="2026-02-20", deadline="2026-02-27")
        in_time = self._make_call(date="2026-02-20", deadline="2026-03-05")
        own = self._make_call(date="2026-02-27")
        action = self.env.ref("debt_collection.debt_event_overdue_action")
        made = [("id", "in", (late | in_time | own).ids)]
        events = self.as_role(self.env["debt.event"], "team_leader")
        found = events.search(made + literal_eval(action.domain))
        self.assertEqual(found, late | own)
