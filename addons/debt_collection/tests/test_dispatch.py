"""The gates at the moment of sending, and a ledger that never sends twice."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..services.doors import through
from .common_procedure import ProcedureCommon


@tagged("post_install", "-at_install", "debt_procedure")
class TestGates(ProcedureCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")

    def queued(self, channel="letter", **step):
        """Return a case whose first step was queued on 3 March but not sent yet."""
        email = {"mail_template_id": self.email_template.id}
        values = {**(email if channel == "email" else {}), **step}
        self.package.procedure_id = self._make_procedure(
            [("first", channel, 1, values), ("call", "call", 5)],
            code=f"{channel}{len(values)}{self.env['debt.procedure'].search_count([])}",
        )
        case = self._make_open_case()
        self.run_day()
        self.day("2026-03-03")
        run = self.env["debt.run"]._begin(self.company).sudo()
        run._work_steps()
        self.assertEqual(case.dispatch_ids.state, "queued")
        return case

    @property
    def email_template(self):
        return self.env.ref("debt_collection.mail_template_reminder")

    def send(self, channel="letter"):
        from ..services.dispatch.sender import send_chunk

        send_chunk(self.env, self.company, channel)
        self.env.invalidate_all()

    def assert_refused(self, case, code):
        self.send(case.dispatch_ids.channel)
        row = case.dispatch_ids
        self.assertEqual((row.state, row.reason_code), ("refused", code))
        self.assertTrue(row.reason)
        self.assertEqual(case.course_id.state, "waiting")
        self.assertFalse(case.letter_ids)

    def test_paid_on_the_day_of_sending(self):
        """T-01: what was paid between the plan and the sending stops the letter."""
        case = self.queued()
        self._pay(case, 5000, "2026-03-03")
        self.assert_refused(case, "paid")

    def test_paid_in_part_on_the_day_lowers_the_letter(self):
        """T-01."""
        case = self.queued()
        self._pay(case, 400, "2026-03-03")
        self.send()
        letter = case.dispatch_ids.letter_id
        self.assertEqual(letter.total, case.total_due)
        self.assertEqual(case.dispatch_ids.total, letter.total)

    def test_a_hold_made_after_the_plan_stops_the_letter(self):
        case = self.queued()
        self.env["debt.hold"].create(
            {"case_id": case.id, "kind": "dispute", "date_to": "2026-03-05"}
        )
        self.assert_refused(case, "hold")
        self.day("2026-03-06", "08:00")
        self.send()
        self.assertEqual(case.dispatch_ids.state, "sent")

    def test_an_old_bank_statement_stops_demands_but_not_notices(self):
        """T-08."""
        self.company.debt_bank_max_age = 3
        case = self.queued()
        self.assert_refused(case, "bank_never")
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        ) or self.env["account.journal"].create(
            {"name": "Bank", "type": "bank", "code": "BNKT"}
        )
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": "2026-02-20",
                "amount": 1,
                "payment_ref": "x",
            }
        )
        self.day("2026-03-04")
        self.assert_refused(case, "bank")
        self.assertIn("02/20/2026", case.dispatch_ids.reason)
        line.copy({"date": "2026-03-04"})
        self.day("2026-03-05")
        self.send()
        self.assertEqual(case.dispatch_ids.state, "sent")

    def test_a_notice_goes_out_with_old_statements_and_without_debt(self):
        self.company.debt_bank_max_age = 3
        case = self.queued(demand=False)
        self.send()
        self.assertEqual(case.dispatch_ids.state, "sent")

    def test_no_address_is_seen_and_not_queued_for_ever(self):
        """T-14."""
        case = self.queued()
        case.debtor_id.city = False
        self.assert_refused(case, "no_address")
        case.debtor_id.city = "Gdynia"
        self.day("2026-03-04")
        self.send()
        self.assertEqual(case.dispatch_ids.state, "sent")

    def test_a_refused_channel(self):
        case = self.queued()
        refusal = self.env["debt.contact.consent"].create(
            {"partner_id": case.debtor_id.id, "channel": "letter", "date": "2026-03-01"}
        )
        self.assert_refused(case, "refused")
        refusal.copy({"kind": "consent", "date": "2026-03-03"})
        self.day("2026-03-04")
        self.send()
        self.assertEqual(case.dispatch_ids.state, "sent")

    def test_without_a_gateway_sms_say_so(self):
        case = self.queued("sms")
        case.debtor_id.phone = "+48501234567"
        self.assert_refused(case, "no_gateway")

    def test_the_fallback_goes_instead_under_the_same_key(self):
        case = self.queued(
            "email", fallback="letter", letter_template_id=self.template.id
        )
        key = case.dispatch_ids.key
        self.send("email")
        self.assertEqual(case.dispatch_ids.channel, "letter")
        self.send("letter")
        self.assertEqual(
            (case.dispatch_ids.state, case.dispatch_ids.key), ("sent", key)
        )
        self.assertEqual(self.history(case), [("2026-03-03", "letter")])

    def test_the_fallback_may_be_a_call(self):
        case = self.queued("email", fallback="call")
        self.send("email")
        self.assertEqual(case.dispatch_ids.state, "cancelled")
        self.assertEqual(self.planned(case), [("2026-03-03", "call")])
        case.planned_event_ids.action_done()
        self.assertEqual(case.course_id.step_id.code, "call")

    def test_hours_and_frequency(self):
        rules = self.env["debt.contact.rule"]
        rules.create(
            {
                "name": "E-mails by day",
                "channel": "email",
                "working_from": 9,
                "working_to": 10,
            }
        )
        rules.create({"name": "Seldom", "max_contacts": 1, "in_days": 7})
        case = self.queued("email")
        case.debtor_id.email = "jan@example.com"
        self.day("2026-03-03", "12:00")
        self.assert_refused(case, "hours")
        self.assertEqual(str(case.dispatch_ids.next_try), "2026-03-04 08:00:00")
        self.env["debt.event"].create(
            {
                "case_id": case.id,
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "state": "done",
                "date": "2026-03-02",
            }
        )
        self.day("2026-03-04", "08:30")
        self.assert_refused(case, "frequency")
        self.assertEqual(str(case.dispatch_ids.next_try.date()), "2026-03-09")

    def test_frequency_counts_all_cases_of_the_debtor(self):
        self.env["debt.contact.rule"].create(
            {"name": "Seldom", "max_contacts": 1, "in_days": 7}
        )
        first = self.queued()
        second = self._make_open_case(
            first.debtor_id, package=self._make_package(code="P2", name="P2")
        )
        second.package_id.procedure_id = self.package.procedure_id
        self.run_day("2026-03-03")
        self.run_day("2026-03-04")
        states = sorted((first | second).dispatch_ids.mapped("state"))
        self.assertEqual(states, ["refused", "sent"])


@tagged("post_install", "-at_install", "debt_procedure")
class TestLedger(ProcedureCommon):
    def setUp(self):
        super().setUp()
        self.day("2026-03-02")
        self.case = self._make_open_case()
        self.run_day()
        self.run_day("2026-03-03")
        self.row = self.case.dispatch_ids

    def test_what_went_out_is_proof(self):
        """T-17."""
        with self.assertRaises(UserError):
            self.row.unlink()
        with self.assertRaises(AccessError):
            self.as_role(self.row, "collector").write({"state": "queued"})

    def test_the_key_makes_a_step_happen_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.row.copy({"key": self.row.key})
            self.env.flush_all()

    def test_confirming_twice_changes_nothing(self):
        events, step = self.case.event_ids, self.case.course_id.step_id
        self.row._confirmed()
        self.assertEqual(self.case.event_ids, events)
        self.assertEqual(self.case.course_id.step_id, step)

    def test_a_late_answer_does_not_undo_what_was_delivered(self):
        """T-18."""
        self.row._set_state("delivered")
        self.assertFalse(self.row._set_state("failed", "error", {"error": "late"}))
        self.assertEqual(self.row.state, "delivered")

    def test_what_the_post_says_is_noted_in_the_ledger(self):
        letter = through(self.row.letter_id, "debt_state_door")
        letter.write({"state": "posted", "posted_on": "2026-03-03"})
        letter._mark_delivered(self.day("2026-03-05"), "Anna Testowa")
        self.assertEqual(self.row.state, "delivered")
        self.as_role(letter, "team_leader").action_take_back()
        self.assertEqual(self.row.state, "sent")

    def test_a_person_decides_on_what_was_lost(self):
        """T-16."""
        lost = self.row.copy({"key": "lost", "state": "sending"})
        lost.claimed_at = "2026-03-03 07:00:00"
        lost.state = "sending"
        self.env["debt.dispatch"]._find_lost()
        self.assertEqual(lost.state, "unknown")
        self.run_day("2026-03-04")
        self.assertEqual(lost.state, "unknown")
        self.assertIn("answer was lost", lost.reason)
        self.as_role(lost, "team_leader").action_confirm()
        self.assertEqual(lost.state, "sent")
        self.assertTrue(self.case.message_ids.filtered(lambda m: "lost" in m.body))

    def test_giving_up_lets_the_case_go_on(self):
        case = self._make_open_case()
        self.run_day()
        case.debtor_id.city = False
        self.run_day("2026-03-04")
        self.assertEqual(case.dispatch_ids.state, "refused")
        self.as_role(case.dispatch_ids, "team_leader").action_cancel()
        self.assertEqual(case.course_id.step_id.code, "call_1")
        self.assertEqual(case.course_id.state, "running")

    def test_other_companies_see_nothing(self):
        """T-61."""
        stranger = self._make_user("manager", self.other_company, "stranger")
        for model in ("debt.dispatch", "debt.course", "debt.run"):
            self.assertFalse(self.env[model].with_user(stranger).search([]))


@tagged("post_install", "-at_install", "debt_procedure")
class TestLettersByHand(ProcedureCommon):
    def print(self, cases, template=None):
        return (
            self.env["debt.letter.print"]
            .with_user(self.users["collector"])
            .create(
                {
                    "case_ids": cases.ids,
                    "template_id": (template or self.template).id,
                    "as_of": self.env["debt.balance"]._today(),
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.day("2026-03-03")
        owner = {"user_id": self.users["collector"].id}
        self.held, self.free = (self._make_open_case(**owner) for _n in range(2))
        self.env["debt.hold"].create({"case_id": self.held.id, "kind": "dispute"})

    def test_a_letter_by_hand_passes_the_gates_and_enters_the_ledger(self):
        wizard = self.print(self.held | self.free)
        wizard.action_print()
        self.assertIn("on hold", wizard.skipped)
        self.assertFalse(self.held.letter_ids)
        row = self.free.dispatch_ids
        self.assertEqual((row.state, row.letter_id), ("sent", self.free.letter_ids))
        self.assertEqual(row.total, self.free.letter_ids.total)
        self.assertIn("Lipowa 2", row.address)

    def test_a_single_refused_letter_says_why(self):
        with self.assertRaisesRegex(UserError, "on hold"):
            self.print(self.held).action_print()

    def test_notices_and_covers_may_go_to_a_held_case(self):
        notice = self.env.ref("debt_collection.letter_template_gdpr")
        self.print(self.held, notice).action_print()
        self.assertEqual(self.held.dispatch_ids.channel, "letter")
        cover = self.env.ref("debt_collection.letter_template_label")
        self.print(self.free, cover).action_print()
        self.assertFalse(self.free.dispatch_ids)
        self.assertFalse(self.history(self.free))
