"""The call panel in a browser, by keyboard alone."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common_worklist import WorklistCommon


@tagged("post_install", "-at_install", "debt_tour")
class TestCallPanelTour(WorklistCommon, HttpCase):
    DAY = "2026-03-02"

    def setUp(self):
        # HttpCase has the registry in test mode already.
        super(WorklistCommon, self).setUp()

    def test_calls_by_keyboard(self):
        today = self.env["debt.balance"]._today()
        first, second, kept = (
            self._make_call(
                self._make_callable_case(name), priority=priority, date=today
            )
            for name, priority in (("Adam Pierwszy", 3), ("Ewa Druga", 2), ("Jan", 1))
        )
        kept.partner_id.phone = False
        self.env.flush_all()
        self.start_tour(
            "/odoo/action-debt_collection.debt_call_panel_action",
            "debt_call_panel",
            login=self.users["operator"].login,
            timeout=120,
        )
        self.assertEqual(first.state, "done")
        self.assertEqual(first.outcome_id.code, "promise")
        self.assertEqual(first.promise_amount, 150.5)
        self.assertEqual(str(first.promise_date), str(today + timedelta(days=7)))
        self.assertEqual(first.note, "Will pay on Friday")
        self.assertEqual(second.outcome_id.code, "no_answer")
        self.assertEqual(kept.blocked_code, "no_phone")
        done = self.env["debt.event"].search(
            [("case_id", "in", (first | second).case_id.ids), ("state", "=", "done")]
        )
        self.assertEqual(done, first | second)
