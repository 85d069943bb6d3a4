"""Grace and preferred action, day by day, and F, on which nothing starts."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_strategy import StrategyCommon


@tagged("post_install", "-at_install", "debt_strategy")
class TestStrategyStory(StrategyCommon):
    def test_grace_waits_the_usual_delay(self):
        self.only({"grace": True, "grace_limit": 30})
        self.paid_case(self.debtor, 10, 12, 14)
        case = self._make_open_case(self.debtor)
        self.run_day()
        self.assertEqual(case.course_id.grace_days, 12)
        # Without grace the demand would be due on 3 March.
        self.run_day("2026-03-14")
        self.assertFalse(case.dispatch_ids)
        self.run_day("2026-03-15")
        self.assertEqual(len(case.dispatch_ids), 1)
        self.assertIn("begun 12 days later", case.track_why)

    def test_grace_ends_at_the_limit(self):
        self.only({"grace": True, "grace_limit": 5})
        self.paid_case(self.debtor, 40, 40, 40)
        case = self._make_open_case(self.debtor)
        self.run_day()
        self.assertEqual(case.course_id.grace_days, 5)
        self.assertEqual(str(case.course_id.date_due), "2026-03-08")

    def test_whoever_pays_early_gets_no_grace(self):
        self.only({"grace": True})
        self.paid_case(self.debtor, -5, -5, -5)
        case = self._make_open_case(self.debtor)
        self.run_day()
        self.assertEqual(case.figures_id.average_delay, -5)
        self.assertEqual(case.course_id.grace_days, 0)

    def test_no_grace_while_the_delay_is_not_known(self):
        self.only({"grace": True})
        self.paid_case(self.debtor, 10, 12)
        case = self._make_open_case(self.debtor)
        self.run_day()
        self.assertEqual(case.course_id.grace_days, 0)

    def test_the_preferred_action_comes_first(self):
        self.only({"preferred_first": True})
        case = self._make_preferring_case()
        self.run_day()
        self.assertEqual(case.course_id.step_id.code, "call_1")
        self.run_day("2026-03-07")
        self.assertFalse(case.dispatch_ids, "the demand is passed over")
        self.assertIn("It began with the preferred action", case.track_why)
        self.assertEqual(self.planned(case), [("2026-03-07", "call")])

    def test_a_track_that_does_not_ask_begins_as_usual(self):
        self.only({})
        case = self._make_preferring_case()
        self.run_day()
        self.assertEqual(case.course_id.step_id.code, "demand")

    def test_a_notice_is_never_jumped_over(self):
        self.only({"preferred_first": True})
        self.package.procedure_id = self._make_procedure_with_notice()
        case = self._make_preferring_case()
        self.run_day()
        self.assertEqual(case.course_id.step_id.code, "notice")
        self.assertFalse(case.course_id.preferred_type_id)
        self.assertIn("It did not begin with the preferred action", case.track_why)

    def _make_preferring_case(self):
        old = self.paid_case(self.debtor, 10)
        self.paid_after(old, self.call, self.call, self.call)
        return self._make_open_case(self.debtor)

    def _make_procedure_with_notice(self):
        procedure = self.env["debt.procedure"].create(
            {"name": "Notice", "code": "notice"}
        )
        version = procedure.version_ids
        self._make_step(version, "notice", "letter", 0, sequence=1, demand=False)
        self._make_step(version, "call", "call", 5, sequence=2)
        version.action_activate()
        return procedure

    # === F === #
    def test_nothing_starts_on_f_until_a_leader_gives_it_a_procedure(self):
        case = self._make_barred_case()
        run = self.run_day()
        self.assertEqual(run.started_count, 0)
        self.assertEqual(case.track_id.code, "F")
        self.assertFalse(case.course_ids)
        self.assertIn("Nothing starts by itself", case.track_why)
        with self.assertRaises(UserError):
            case.action_start_procedure()
        own = self._make_procedure((("visit", "visit", 3),), name="F", code="f")
        track = self.env.ref("debt_collection.track_f")
        track.with_user(self.users["team_leader"]).procedure_id = own
        self.run_day("2026-03-03")
        self.assertEqual(case.procedure_id, own)

    def test_a_running_case_that_becomes_barred_is_marked(self):
        case = self._make_barred_case("2023-12-31")
        self.day("2026-02-02")
        case.claim_ids.write({"limitation_date": "2026-03-01"})
        self.run_day("2026-02-02")
        self.assertEqual(case.procedure_id, self.procedure)
        self.day("2026-03-02")
        self.refresh(self.debtor)
        self.assertEqual(case.track_id.code, "F")
        self.assertTrue(case.track_changed)
        case.course_ids._follow_track("Barred since yesterday")
        self.assertEqual(case.course_id.state, "finished")
        with self.assertRaises(UserError):
            case.action_start_procedure()

    def _make_barred_case(self, due="2015-01-12"):
        case = self._make_case(self.debtor)
        self._make_claim(case, 500, due)
        case.action_open()
        return case
