"""What a person does on a case through a popup, as the role that may do it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import DebtCommon

TODAY = date(2026, 6, 1)


class WizardCase(DebtCommon):
    def setUp(self):
        super().setUp()
        freezer = freeze_time(TODAY)
        freezer.start()
        self.addCleanup(freezer.stop)
        self.case = self._make_case(self.debtor)
        self.claim = self._make_claim(self.case)
        self.case.action_open()

    def wizard(self, model, records, role, **context):
        """Return the popup that the user of a role opens on records."""
        opened = self.as_role(self.env[model], role).with_context(
            active_model=records._name,
            active_ids=records.ids,
            active_id=records[:1].id,
            **context,
        )
        return Form(opened)

    def register(self, role="collector", **context):
        """Return the popup for registering an event of the case."""
        context.setdefault("default_case_id", self.case.id)
        return self.wizard("debt.event.register", self.case, role, **context)


@tagged("post_install", "-at_install", "debt_wizards")
class TestEventRegister(WizardCase):
    def test_operator_registers_a_call(self):
        popup = self.register("operator")
        popup.type_id = self.env.ref("debt_collection.event_type_call")
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_no_answer")
        popup.save().action_register()
        event = self.case.history_event_ids
        self.assertEqual(
            (event.state, event.date, event.partner_id, event.user_id),
            ("done", TODAY, self.debtor, self.users["operator"]),
        )

    def test_promise_proposes_to_check_it_a_day_later(self):
        popup = self.register()
        popup.type_id = self.env.ref("debt_collection.event_type_call")
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_promise")
        popup.promise_date = date(2026, 6, 10)
        popup.promise_amount = 250
        popup.save().action_register()
        done, planned = self.case.history_event_ids, self.case.planned_event_ids
        self.assertEqual(done.promise_amount, 250)
        self.assertEqual(planned.date, date(2026, 6, 11))
        self.assertEqual(planned.type_id.code, "payment_check")

    def test_promise_needs_its_amount(self):
        popup = self.register()
        popup.type_id = self.env.ref("debt_collection.event_type_call")
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_promise")
        popup.promise_date = date(2026, 6, 10)
        with self.assertRaises(ValidationError):
            popup.save().action_register()

    def test_changing_the_type_drops_an_outcome_it_does_not_have(self):
        popup = self.register()
        popup.type_id = self.env.ref("debt_collection.event_type_call")
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_reached")
        popup.type_id = self.env.ref("debt_collection.event_type_letter")
        self.assertFalse(popup.outcome_id)

    def test_late_planned_event_happens_today(self):
        planned = self.env["debt.event"].create(
            {
                "case_id": self.case.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "date": "2026-05-20",
                "note": "Ring after five",
            }
        )
        action = self.as_role(planned, "collector").action_complete()
        popup = self.register(**action["context"])
        self.assertEqual(popup.note, "Ring after five")
        popup.save().action_register()
        self.assertEqual((planned.state, planned.date), ("done", TODAY))
        self.assertEqual(self.case.event_ids, planned)

    def test_cost_of_the_event_is_owed(self):
        popup = self.register()
        popup.type_id = self.env.ref("debt_collection.event_type_visit")
        popup.cost_kind_id = self.env.ref("debt_collection.cost_kind_court_fee")
        popup.cost_amount = 30
        popup.save().action_register()
        cost = self.case.cost_ids
        self.assertEqual((cost.amount, cost.event_id), (30, self.case.event_ids))
        self.assertEqual(self.case.costs_due, 30)


@tagged("post_install", "-at_install", "debt_wizards")
class TestClosing(WizardCase):
    def test_collector_closes_with_a_reason(self):
        planned = self.env["debt.event"].create(
            {
                "case_id": self.case.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
            }
        )
        popup = self.wizard("debt.case.close", self.case, "collector")
        popup.close_reason = "uncollectible"
        popup.note = "No assets"
        popup.save().action_close()
        self.assertEqual(
            (self.case.state, self.case.close_reason, self.case.date_closed),
            ("closed", "uncollectible", TODAY),
        )
        self.assertEqual(planned.state, "cancelled")
        self.assertIn("No assets", self.case.message_ids[0].body)

    def test_operator_cannot_close(self):
        with self.assertRaises(AccessError):
            self.wizard("debt.case.close", self.case, "operator")


@tagged("post_install", "-at_install", "debt_wizards")
class TestDealing(WizardCase):
    def setUp(self):
        super().setUp()
        self.cases = self.case
        for amount in (5000, 4000, 100):
            case = self._make_case()
            self._make_claim(case, amount)
            self.cases |= case

    def test_cases_go_round_by_falling_debt(self):
        popup = self.wizard("debt.case.deal", self.cases, "team_leader")
        self.assertEqual(popup.team_id, self.team)
        popup.user_ids.add(self.users["collector"])
        popup.user_ids.add(self.users["operator"])
        popup.save().action_deal()
        by_debt = self.cases.sorted("total_due", reverse=True)
        first, second = popup.user_ids[:]
        self.assertEqual(
            [case.user_id for case in by_debt], [first, second, first, second]
        )

    def test_nobody_takes_cases_back(self):
        self.cases.user_id = self.users["collector"]
        popup = self.wizard("debt.case.deal", self.cases, "team_leader")
        popup.save().action_deal()
        self.assertFalse(self.cases.user_id)

    def test_closed_cases_are_not_dealt_out(self):
        self.case._close("paid")
        popup = self.wizard("debt.case.deal", self.cases, "team_leader")
        popup.user_ids.add(self.users["collector"])
        with self.assertRaisesRegex(UserError, self.case.name):
            popup.save().action_deal()

    def test_only_the_entitled_change_collector_and_team(self):
        for role in ("collector", "operator"):
            mine = self.as_role(self.case, role)
            with self.assertRaises(AccessError):
                mine.user_id = self.users[role]
            with self.assertRaises(AccessError):
                mine.team_id = False
        self.as_role(self.case, "team_leader").user_id = self.users["collector"]
        self.assertEqual(self.case.user_id, self.users["collector"])

    def test_collector_has_no_popup(self):
        with self.assertRaises(AccessError):
            self.wizard("debt.case.deal", self.cases, "collector")


@tagged("post_install", "-at_install", "debt_wizards")
class TestClaimChange(WizardCase):
    def change(self, records, **values):
        """Apply the popup on a case or on claims as a collector."""
        popup = self.wizard("debt.claim.change", records, "collector")
        for name, value in values.items():
            setattr(popup, name, value)
        popup.save().action_apply()

    def test_chosen_claims_of_a_case_are_suspended(self):
        other = self._make_claim(self.case, 300)
        popup = self.wizard("debt.claim.change", self.case, "collector")
        self.assertEqual(popup.claim_ids[:], self.claim | other)
        popup.claim_ids.remove(id=other.id)
        popup.reason = "Complaint"
        popup.date_to = date(2026, 7, 1)
        popup.save().action_apply()
        self.assertEqual(
            (self.claim.state, self.claim.suspended_from, self.claim.suspended_to),
            ("suspended", TODAY, date(2026, 7, 1)),
        )
        self.assertEqual(other.state, "active")

    def test_withdrawn_claim_is_no_longer_owed(self):
        self.change(self.claim, operation="withdraw", reason="Handed over in error")
        self.assertEqual(self.claim.state, "withdrawn")
        self.assertEqual(self.case.total_due, 0)

    def test_restructured_and_resumed(self):
        self.change(self.claim, operation="restructure", reason="Instalments")
        self.assertEqual(self.claim.state, "restructured")
        self.change(self.claim, operation="resume")
        self.assertEqual((self.claim.state, self.claim.state_reason), ("active", False))

    def test_a_reason_is_needed_and_dates_must_follow(self):
        wizard = self.env["debt.claim.change"].with_context(
            active_model="debt.claim", active_ids=self.claim.ids
        )
        with self.assertRaises(ValidationError):
            wizard.create({"operation": "suspend"})
        with self.assertRaises(ValidationError):
            wizard.create({"reason": "x", "date_to": "2026-05-01"})


@tagged("post_install", "-at_install", "debt_wizards")
class TestMoneyPopups(WizardCase):
    def test_accountant_reverses_a_payment(self):
        payment = self._pay(self.case, 400, "2026-03-01")
        popup = self.wizard("debt.payment.reverse", payment, "accountant")
        popup.reason = "Returned by the bank"
        popup.save().action_reverse()
        self.assertEqual(
            (payment.state, payment.reversal_reason),
            ("reversed", "Returned by the bank"),
        )
        self.assertEqual(self.case.principal_due, 1000)

    def test_collector_cannot_reverse(self):
        payment = self._pay(self.case, 400, "2026-03-01")
        with self.assertRaises(AccessError):
            self.wizard("debt.payment.reverse", payment, "collector")

    def test_balances_of_a_day(self):
        self._pay(self.case, 400, "2026-03-01")
        popup = self.wizard(
            "debt.balance.day", self.case, "collector", debt_single=True
        )
        popup.date = date(2026, 2, 1)
        action = popup.save().action_show()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("debt.case", self.case.id)
        )
        shown = self.case.with_context(**action["context"])
        self.assertEqual((shown.balance_day, shown.paid_total), (date(2026, 2, 1), 0))
        self.assertEqual(shown.principal_due, 1000)
        self.assertFalse(self.case.balance_day)

    def test_balances_of_a_day_of_chosen_claims(self):
        popup = self.wizard("debt.balance.day", self.claim, "accountant")
        action = popup.save().action_show()
        self.assertEqual(action["res_model"], "debt.claim")
        self.assertEqual(action["domain"], [("id", "in", self.claim.ids)])
