"""Runs: who starts them, what a dry run tells, how much they ask of the database."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..services.procedure.run import work_chunk
from .common_procedure import ProcedureCommon
from .portfolio import fill_due, make_package


@tagged("post_install", "-at_install", "debt_procedure")
class TestRun(ProcedureCommon):
    def setUp(self):
        super().setUp()
        self.today = self.day("2026-03-03")

    def fill(self, code, count, company=None):
        package = make_package(self.env, code, company)
        fill_due(
            self.env,
            package,
            self.version,
            count,
            count,
            ("demand", "call_1"),
            self.today,
        )
        return package.case_ids

    def test_queries_do_not_grow_with_the_cases(self):
        """T-20: locked, judged, queued and moved on by the same statements."""
        counts = []
        for count in (20, 400):
            self.fill(f"Q{count}", count)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            outcome = work_chunk(self.env, self.company, self.today)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(outcome.acted), count)
        self.assertLessEqual(counts[1], counts[0])

    def test_a_second_run_of_the_day_adds_nothing(self):
        cases = self.fill("TWICE", 10)
        self.run_day()
        events, rows = cases.event_ids, cases.dispatch_ids
        self.run_day()
        self.assertEqual(cases.event_ids, events)
        self.assertEqual(cases.dispatch_ids, rows)

    def test_one_bad_case_does_not_stop_the_run(self):
        """T-22."""
        from ..services.procedure import run

        cases = self.fill("BAD", 4)
        bad = cases[1]
        whole = run.act.carry_out

        def fail(env, outcome, day):
            if bad.id in [item.case_id for item in outcome.acted]:
                raise ValueError("broken")
            whole(env, outcome, day)

        with (
            patch.object(run.act, "carry_out", fail),
            mute_logger("odoo.addons.debt_collection.services.procedure.run"),
        ):
            result = self.run_day()
        self.assertEqual((result.acted_count, result.skipped_count), (3, 1))
        self.assertEqual(bad.course_id.skip_code, "fault")
        self.assertIn("broken", bad.course_id.skip_reason)

    def test_one_bad_letter_does_not_stop_the_others(self):
        """T-22."""
        cases = self.fill("BADLETTER", 4)
        bad = cases.filtered(lambda c: c.course_id.step_id.code == "demand")[0]
        write = type(self.env["debt.letter"])._write

        def fail(letters, cases, *args, **options):
            if bad in cases:
                raise ValueError("no such font")
            return write(letters, cases, *args, **options)

        with (
            patch.object(type(self.env["debt.letter"]), "_write", fail),
            mute_logger("odoo.addons.debt_collection.services.dispatch.sender"),
        ):
            self.run_day()
        self.assertEqual(bad.dispatch_ids.state, "failed")
        self.assertIn("no such font", bad.dispatch_ids.reason)
        self.assertEqual(sorted(cases.dispatch_ids.mapped("state")), ["failed", "sent"])

    def test_two_companies_run_on_the_same_day(self):
        """T-60."""
        mine = self.fill("MINE", 6)
        theirs = self.fill("THEIRS", 6, self.other_company)
        run = self.run_day(company=self.other_company)
        self.assertEqual(run.acted_count, 6)
        self.assertFalse(mine.event_ids | mine.dispatch_ids.event_id)
        self.assertEqual(len(theirs.dispatch_ids) + len(theirs.event_ids), 6 + 3)
        self.assertEqual(self.run_day().acted_count, 6)

    def test_a_dry_run_tells_and_changes_nothing(self):
        cases = self.fill("DRY", 4)
        held, away = cases[0], cases[2]
        self.env["debt.hold"].create({"case_id": held.id, "kind": "complaint"})
        away.debtor_id.write({"city": False, "phone_sanitized": False, "phone": False})
        fresh = self._make_open_case()
        leader = self.env["debt.run"].with_user(self.users["team_leader"])
        action = leader.action_preview("2026-03-04")
        run = self.env["debt.run"].browse(action["res_id"])
        lines = {line.case_id: line for line in run.line_ids}
        self.assertEqual(lines[held].code, "hold")
        self.assertIn(lines[away].code, ("no_address", "no_phone"))
        self.assertTrue(lines[away].reason)
        # It would start that day; its first step comes a day later.
        self.assertNotIn(fresh, lines)
        acting = run.line_ids.filtered(lambda line: line.decision == "act")
        self.assertEqual(run.acted_count, len(acting))
        for line in acting:
            amount = line.case_id.with_context(debt_as_of="2026-03-04").total_due
            self.assertAlmostEqual(line.amount, amount, 2)
        self.assertFalse(cases.event_ids | cases.dispatch_ids.event_id)
        self.assertFalse(cases.dispatch_ids)
        self.assertFalse(fresh.course_ids)
        self.assertFalse(cases.course_ids.filtered("skip_code"))

    def test_only_a_leader_starts_a_run(self):
        for role in ("operator", "collector", "accountant"):
            runs = self.env["debt.run"].with_user(self.users[role])
            with self.assertRaises(UserError):
                runs.action_run_now()
            with self.assertRaises(UserError):
                runs.action_preview()
        action = (
            self.env["debt.run"].with_user(self.users["team_leader"]).action_run_now()
        )
        again = (
            self.env["debt.run"].with_user(self.users["team_leader"]).action_run_now()
        )
        self.assertEqual(action["res_id"], again["res_id"])

    def test_the_cron_starts_the_run_of_the_day_once_and_ends_it(self):
        cases = self.fill("CRON", 6)
        self.day("2026-03-03", "03:00")
        with self.enter_registry_test_mode():
            self.env.ref("debt_collection.ir_cron_debt_run").method_direct_trigger()
        self.assertFalse(cases.dispatch_ids)
        self.day("2026-03-03", "09:00")
        for _again in range(2):
            with self.enter_registry_test_mode():
                self.env.ref("debt_collection.ir_cron_debt_run").method_direct_trigger()
        runs = self.env["debt.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual((len(runs), runs.state), (1, "done"))
        self.assertEqual(len(cases.dispatch_ids), 3)
        self.assertEqual(runs.progress, 100)
