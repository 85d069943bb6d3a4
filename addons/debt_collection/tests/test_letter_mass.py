"""Many letters at once: few queries, nothing mixed, one bad letter stops no other."""

import base64
import io
from unittest.mock import patch

from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..services.doors import through
from ..services.letters import letter_values, letter_values_of
from ..tools import letter_pdf
from ..tools.soffice import OfficeMissing
from ..wizards import debt_letter_print
from .common import DebtCommon

LOGGER = "odoo.addons.debt_collection.models.debt_letter_render"
RENDER = f"{LOGGER}.shared_office"


@tagged("post_install", "-at_install", "debt_letter")
class TestLetterMass(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("debt_collection.letter_template_demand")
        cls.day = cls.env["debt.balance"]._today()
        cls.collector = cls.users["collector"]

    @classmethod
    def make_cases(cls, count, start=0):
        """Return cases of different debtors, one to three claims, some costs."""
        cases = cls.env["debt.case"]
        for number in range(start, start + count):
            debtor = cls._make_debtor(f"Dłużnik {number:04d}", city="Łódź")
            case = cls._make_case(debtor, user_id=cls.collector.id)
            for claim in range(number % 3 + 1):
                cls._make_claim(case, 100 + number, number=f"F/{number:04d}/{claim}")
            if number % 2:
                cls._add_cost(case, 40, "2026-02-01")
            cases += case
        return cases

    def letters(self, role="collector"):
        return self.as_role(self.env["debt.letter"], role)

    def text(self, letter):
        pages = PdfReader(io.BytesIO(base64.b64decode(letter.pdf))).pages
        return "\n".join(page.extract_text() for page in pages)

    # === VALUES === #
    def test_query_count_does_not_grow_with_the_cases(self):
        few, many = self.make_cases(5), self.make_cases(50, start=5)
        counts = []
        for cases in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = letter_values_of(cases, self.template, self.day)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(found), len(cases))
        # The first call also fills the caches of the registry.
        self.assertEqual(counts[1], counts[2])

    def test_values_of_a_set_are_those_of_each_case(self):
        cases = self.make_cases(6)
        self._pay(cases[1], 50, "2026-03-01")
        together = letter_values_of(cases, self.template, self.day)
        for case in cases:
            self.env.invalidate_all()
            alone = letter_values(case, self.template, self.day)
            self.assertEqual(together[case.id], alone)

    def test_only_what_the_template_prints_is_collected(self):
        case = self.make_cases(1)
        used = {"debtor_name"}
        with patch.object(type(self.template), "_fields_used", lambda self: used):
            _total, values = letter_values(case, self.template, self.day)
        self.assertNotIn("interest_periods", values)
        self.assertNotIn("interest_per_day", values)
        self.assertIn("debtor_name", values)

    def test_cases_that_owe_nothing_are_missing(self):
        cases = self.make_cases(3)
        cases[1].claim_ids.action_suspend("Complaint", "2026-02-01")
        found = letter_values_of(cases, self.template, self.day)
        self.assertEqual(set(found), {cases[0].id, cases[2].id})

    # === WRITING === #
    def test_written_letters_wait_without_pdf_and_event(self):
        cases = self.make_cases(3)
        cases[0].claim_ids.action_withdraw("Mistake")
        extra = {cases[1].id: {"enters_history": True}}
        letters = self.letters()._write(cases, self.template, vals_by_case=extra)
        self.assertEqual(letters.case_id, cases[1:])
        self.assertEqual(set(letters.mapped("state")), {"waiting"})
        self.assertEqual(letters.mapped("enters_history"), [True, False])
        self.assertFalse(any(letters.mapped("pdf")))
        self.assertFalse(letters.event_id)
        self.assertGreater(letters[0].total, 0)
        self.assertTrue(letters[0].values["total_words"])

    def test_operator_writes_nothing(self):
        with self.assertRaises(AccessError):
            self.letters("operator")._write(self.make_cases(1), self.template)

    # === RENDERING === #
    def test_every_debtor_gets_his_own_letter(self):
        cases = self.make_cases(12)
        letters = self.letters()._write(cases, self.template)
        letters._render()
        self.assertEqual(set(letters.mapped("state")), {"ready"})
        for letter in letters:
            text = self.text(letter)
            named = [c for c in cases if c.debtor_id.name in text or c.name in text]
            self.assertEqual(named, [letter.case_id])

    def test_a_bad_letter_stops_no_other(self):
        letters = self.env["debt.letter"]._write(self.make_cases(5), self.template)
        bad = letters[2]
        self.env.cr.execute(
            "UPDATE debt_letter SET values = values - 'debtor_name' WHERE id = %s",
            [bad.id],
        )
        letters.invalidate_recordset()
        letters._render()
        self.assertEqual((letters - bad).mapped("state"), ["ready"] * 4)
        self.assertEqual(bad.state, "waiting")
        self.assertIn("debtor_name", bad.error)
        self.assertNotIn(bad, letters.search(letters._waiting_domain()))
        self.assertEqual(letters._render_waiting(), 0)

    def test_a_failed_letter_is_tried_again(self):
        letter = self.letters()._write(self.make_cases(1), self.template)
        with patch.object(letter_pdf, "_together", side_effect=ValueError("odd")):
            with self.assertLogs(LOGGER, "ERROR"):
                letter._render()
        self.assertTrue(letter.error)
        with trap_jobs() as jobs:
            letter.action_try_again()
            jobs.assert_jobs_count(2)
        self.assertFalse(letter.error)
        self.env["debt.letter"]._render_waiting()
        self.assertEqual(letter.state, "ready")

    def test_without_libreoffice_letters_go_on_waiting(self):
        letters = self.env["debt.letter"]._write(self.make_cases(2), self.template)
        with patch(RENDER) as office, self.assertRaises(UserError):
            office().convert.side_effect = OfficeMissing
            letters._render_waiting()
        self.assertEqual(letters.mapped("error"), [False, False])

    def test_workers_make_what_waits_and_enter_it_in_the_history(self):
        cases = self.make_cases(3)
        extra = {cases[0].id: {"enters_history": True}}
        letters = self.letters()._write(cases, self.template, vals_by_case=extra)
        worker = self.env["debt.letter"]
        self.assertEqual(worker._render_waiting(2), 2)
        self.assertEqual(len(letters.filtered(lambda x: x.state == "waiting")), 1)
        self.assertEqual(worker._render_waiting(), 1)
        self.assertEqual(worker._render_waiting(), 0)
        self.assertEqual([bool(letter.event_id) for letter in letters], [1, 0, 0])
        self.assertEqual(letters[0].event_id.user_id, self.collector)
        self.assertEqual(
            self.env["ir.attachment"].search_count(
                [
                    ("res_model", "=", "debt.letter"),
                    ("res_id", "in", letters.ids),
                    ("res_field", "=", "pdf"),
                ]
            ),
            3,
        )

    def test_cancelled_letters_are_not_made(self):
        letter = self.letters()._write(self.make_cases(1), self.template)
        through(letter, "debt_state_door").state = "cancelled"
        self.assertEqual(self.env["debt.letter"]._render_waiting(), 0)

    def test_progress_counts_what_the_user_may_see(self):
        letters = self.letters()._write(self.make_cases(3), self.template)
        letters[0].error = "Odd"
        self.assertEqual(letters.progress(), {"waiting": 2, "failed": 1, "minute": 0})
        self.env["debt.letter"]._render_waiting()
        self.assertEqual(letters.progress()["waiting"], 0)

    # === WIZARD === #
    def wizard(self, cases):
        return self.as_role(self.env["debt.letter.print"], "collector").create(
            {"case_ids": [(6, 0, cases.ids)], "template_id": self.template.id}
        )

    def test_more_than_a_few_are_made_in_the_background(self):
        wizard = self.wizard(self.make_cases(3))
        with patch.object(debt_letter_print, "AT_ONCE", 2), trap_jobs() as jobs:
            action = wizard.action_print()
            jobs.assert_jobs_count(2)
            self.assertEqual(action["res_model"], "debt.letter")
            self.assertEqual(set(wizard.letter_ids.mapped("state")), {"waiting"})
        with patch.object(self.env.cr, "commit"):
            self.env["debt.letter"]._job_render(0)
        self.assertEqual(set(wizard.letter_ids.mapped("state")), {"ready"})
        self.assertEqual(len(wizard.letter_ids.event_id), 3)

    def test_cases_without_letter_are_named_with_the_reason(self):
        cases = self.make_cases(4)
        cases[0].claim_ids.action_suspend("Complaint", "2026-02-01")
        cases[1].claim_ids.action_withdraw("Mistake")
        cases[2].claim_ids.due_date = "2018-01-10"
        wizard = self.wizard(cases)
        action = wizard.action_print()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual(wizard.letter_ids.case_id, cases[3])
        self.assertEqual(
            wizard.skipped.splitlines(),
            [
                f"{cases[0].name}: its claims are suspended",
                f"{cases[1].name}: its claims were withdrawn",
                f"{cases[2].name}: it is time-barred",
            ],
        )
        self.assertEqual(wizard.action_show()["res_id"], wizard.letter_ids.id)

    def test_nothing_at_all_to_demand_is_said_at_once(self):
        case = self.make_cases(1)
        case.claim_ids.action_suspend("Complaint", "2026-02-01")
        with self.assertRaises(UserError):
            self.wizard(case).action_print()

    def test_wizard_opens_from_the_list(self):
        cases = self.make_cases(2)
        context = {"active_model": "debt.case", "active_ids": cases.ids}
        form = Form(self.env["debt.letter.print"].with_context(**context))
        self.assertEqual(len(form.save().case_ids), 2)
