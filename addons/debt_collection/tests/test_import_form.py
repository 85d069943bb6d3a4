"""The form of an import: read, map, check, import, mend and load again."""

import base64
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..models import debt_import_run
from .common_intake import SAMPLES, IntakeCommon
from .tools.test_tabular_abuse import locked_xlsx


@tagged("post_install", "-at_install", "debt_import")
class TestForm(IntakeCommon):
    def test_from_file_to_claims(self):
        record = self.draft((SAMPLES / "energia.xlsx").read_bytes(), "energia.xlsx")
        record.action_read()
        self.assertEqual(record.state, "mapped")
        self.assertEqual(record.sheet, "Wierzytelności")
        self.assertEqual(len(record.column_ids.filtered("field")), 19)
        self.assertIn("<td", record.preview)
        record.action_check()
        self.assertEqual((record.state, record.rows), ("checked", 200))
        self.assertGreater(record.refused, 20)
        self.assertFalse(self.package.case_ids, "checking imports nothing")
        record.action_import()
        self.assertEqual(record.state, "done")
        self.assertEqual(record.created, 200 - record.refused)
        self.assertEqual(record.fault_ids[:1].import_id, record)

    def test_form_view_opens_and_saves(self):
        imports = self.env["debt.import"].with_context(default_file_name="a.csv")
        with Form(imports) as form:
            form.package_id = self.package
            form.file = base64.b64encode(self.csv({}))
        record = form.record
        record.action_read()
        with Form(record) as form, form.column_ids.edit(0) as line:
            line.field = False
        self.assertNotIn("payer_number", record._mapping())

    def test_two_columns_for_one_field_are_refused(self):
        record = self.draft(self.csv({}))
        record.action_read()
        record.column_ids[0].field = "name"
        with self.assertRaisesRegex(UserError, "Nazwa"):
            record.action_import()

    def test_mapping_is_remembered_for_the_agreement(self):
        first = self.draft(self.csv({"Dziwna": "x"}))
        first.action_read()
        first.column_ids.filtered(lambda c: c.name == "Dziwna").field = "note"
        first.action_import()
        again = self.draft(self.csv({"Dziwna": "y"}))
        again.action_read()
        self.assertEqual(again.profile_id, first.profile_id)
        self.assertEqual(again._mapping()["note"], "Dziwna")
        other = self._make_package(self._make_agreement(code="B"), code="B")
        foreign = self.draft(self.csv({"Dziwna": "z"}), package_id=other.id)
        foreign.action_read()
        self.assertNotIn("note", foreign._mapping())

    def test_the_same_file_is_announced(self):
        data = self.csv({})
        first = self.draft(data)
        first.action_read()
        self.assertFalse(first.warning)
        first.action_import()
        again = self.draft(data)
        again.action_read()
        self.assertIn("was imported on", again.warning)

    def test_password_opens_the_file_and_is_not_kept(self):
        record = self.draft(locked_xlsx("Zażółć"), "zamknięty.xlsx")
        with self.assertRaisesRegex(UserError, "password"):
            record.action_read()
        with self.assertRaisesRegex(UserError, "does not open"):
            record.password = "wrong"
        record.password = "Zażółć"
        self.env.invalidate_all()
        self.assertFalse(record.password)
        record.action_read()
        self.assertEqual(record.state, "mapped")

    def test_faulty_rows_are_mended_and_loaded_again(self):
        rows = [{"Nr faktury": f"F/{n}"} for n in range(3)]
        rows[1] |= {"Kwota": "dużo", "Do zapłaty": ""}
        record = self.draft(self.csv(*rows))
        record.action_read()
        record.action_import()
        action = record.action_download_faults()
        self.assertIn(f"/debt.import/{record.id}/faults_file/", action["url"])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.faults_file)))
        header, faulty = book.active.iter_rows(values_only=True)
        self.assertEqual(faulty[header.index("Nr faktury")], "F/1")
        self.assertIn("no amount", faulty[-2])
        place = header.index("Kwota")
        book.active.cell(2, place + 1).value = 55.5
        mended = io.BytesIO()
        book.save(mended)
        again = self.draft(mended.getvalue(), "mended.xlsx")
        again.action_read()
        again.action_import()
        self.assertEqual((again.created, again.refused), (1, 0))
        self.assertEqual(self.claim("F/1").amount, 55.5)

    def test_another_import_in_the_company_is_waited_for(self):
        record = self.draft(self.csv({}))
        record.action_read()
        with self.registry.cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtext('debt.import'), %s)",
                [self.company.id],
            )
            with self.assertRaises(debt_import_run.Busy):
                record.action_import()


@tagged("post_install", "-at_install", "debt_import")
class TestBackground(IntakeCommon):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(debt_import_run, "AT_ONCE", 1))
        self.cron = self.env.ref("debt_collection.ir_cron_debt_import")

    def _queue(self, *rows):
        record = self.draft(self.csv(*rows))
        record.action_read()
        record.action_import()
        self.assertEqual(record.state, "queued")
        return record

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_long_files_run_in_the_background(self):
        record = self._queue({}, {"Nr faktury": "F/2"})
        self._run_cron()
        self.assertEqual((record.state, record.created), ("done", 2))
        self.assertIn("2", record.progress_label)

    def test_interrupted_run_begins_again(self):
        record = self._queue({}, {"Nr faktury": "F/2"})
        record.state = "running"
        self._run_cron()
        self.assertEqual((record.state, record.created), ("done", 2))

    def test_a_failure_is_told_and_stops_no_other(self):
        broken = self._queue({}, {"Nr faktury": "F/2"})
        broken.column_ids.filtered(lambda c: c.field == "due_date").field = False
        good = self._queue({"Nr faktury": "F/3"}, {"Nr faktury": "F/4"})
        self._run_cron()
        self.assertEqual((broken.state, good.state), ("failed", "done"))
        self.assertIn("Due date", broken.error)
        broken.action_reset()
        self.assertEqual(broken.state, "mapped")
