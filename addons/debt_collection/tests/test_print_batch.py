"""The print buffer: each letter is printed once, by whoever may, in a fixed order."""

import base64
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common_post import TODAY, PostCommon, blank_pdf, page_widths


@tagged("post_install", "-at_install", "debt_print")
class TestPrintBatch(PostCommon):
    def printed(self, letters, role="collector"):
        known = letters.batch_id
        self.as_role(letters, role).action_print()
        return letters.batch_id - known

    def test_letters_come_out_in_order_and_are_marked(self):
        letters = self.make_letters(3)
        batch = self.printed(letters)
        self.assertEqual(len(batch), 1)
        self.assertEqual(batch.letter_count, 3)
        self.assertRegex(batch.name, r"^D/\d{4}/\d{4,}$")
        self.assertEqual(batch.user_id, self.users["collector"])
        self.assertEqual(letters.mapped("state"), ["printed"] * 3)
        self.assertEqual(letters.mapped("batch_position"), [1, 2, 3])
        batch = self.as_role(batch, "collector")
        with batch._pdf_file() as file:
            self.assertEqual(page_widths(file), [300, 301, 302])

    def test_a_letter_is_printed_once(self):
        letters = self.make_letters(2)
        first = self.printed(letters[0])
        second = self.printed(letters)
        self.assertEqual(letters.mapped("batch_id"), first | second)
        self.assertEqual(second.letter_count, 1)
        with self.assertRaises(UserError):
            self.printed(letters)

    def test_paper_and_company_part_the_batches(self):
        labels = self.template.copy({"code": "labels", "paper": "labels"})
        self.make_letter()
        self.make_letter(template_id=labels.id)
        letters = self.case.letter_ids
        batches = self.printed(letters)
        self.assertEqual(sorted(batches.mapped("paper")), ["a4", "labels"])

    def test_a_large_pile_becomes_batches_that_follow_on(self):
        self.env["ir.config_parameter"].set_param("debt_collection.print_batch_size", 2)
        letters = self.make_letters(5)
        batches = self.printed(letters).sorted("id")
        self.assertEqual(batches.mapped("letter_count"), [2, 2, 1])
        self.assertEqual(batches._letters().sorted("batch_id.id"), letters)

    def test_both_sides(self):
        self.env["debt.print.paper"]._of(self.company, "a4").duplex = True
        batch = self.printed(self.make_letters(2))
        with batch._pdf_file() as file:
            self.assertEqual(page_widths(file), [300, 300, 301, 301])

    def test_reprint_is_logged_and_changes_no_letter(self):
        letters = self.make_letters(2)
        batch = self.as_role(self.printed(letters), "collector")
        before = letters.read(["state", "batch_id", "batch_position", "write_date"])
        for user in ("collector", "manager"):
            self.as_role(batch, user)._pdf_file().close()
        self.assertEqual(batch.output_count, 2)
        self.assertEqual(
            batch.output_ids.user_id, self.users["collector"] | self.users["manager"]
        )
        self.assertEqual(batch.output_ids.mapped("pages"), [2, 2])
        after = letters.read(["state", "batch_id", "batch_position", "write_date"])
        self.assertEqual(before, after)
        with self.assertRaises(AccessError):
            batch.output_ids.unlink()

    def test_shared_printer(self):
        printer = self.env["printing.printer"].create(
            {"name": "Hall", "system_name": "hall"}
        )
        self.env["debt.print.paper"]._of(self.company, "a4").printer_id = printer
        batch = self.as_role(self.printed(self.make_letters(2)), "collector")
        self.assertEqual(batch.printer_id, printer)
        with self.assertRaisesRegex(UserError, "not connected"):
            batch.action_send_to_printer()
        self.assertFalse(batch.output_ids)
        sent = []

        def print_file(_printer, path, report=None, **options):
            sent.append((page_widths(path), options))
            return True

        with patch.object(type(printer), "print_file", print_file):
            batch.action_send_to_printer()
        self.assertEqual(sent[0][0], [300, 301])
        self.assertEqual(batch.output_ids.printer_id, printer)
        batch.printer_id = False
        with self.assertRaises(UserError):
            batch.action_send_to_printer()

    def test_letter_without_a_good_pdf_is_named(self):
        broken = self.make_letter(pdf=base64.b64encode(b"%PDF-1.4 broken"))
        batch = self.printed(self.make_letter() | broken)
        with self.assertRaisesRegex(UserError, self.case.name):
            batch._pdf_file()

    # === WHO === #

    def test_collector_prints_letters_of_the_cases_he_sees(self):
        mine, other = self.make_letter(), self.make_letter(self.other_case)
        batch = self.printed(mine | other)
        self.assertEqual((mine.state, other.state), ("printed", "ready"))
        with self.assertRaises(AccessError):
            batch.with_user(self.colleague).read(["name"])
        with self.assertRaises(AccessError):
            batch.with_user(self.colleague)._letters()

    def test_leader_runs_the_shared_printer_for_everybody(self):
        mine, other = self.make_letter(), self.make_letter(self.other_case)
        leader = self.as_leader(self.env["debt.print.paper"])
        self.assertNotIn(other, leader.env["debt.letter"].search([]))
        paper = leader._of(self.company, "a4")
        paper.action_print_all()
        self.assertEqual((mine.state, other.state), ("printed", "printed"))
        batch = mine.batch_id.with_user(leader.env.user)
        self.assertEqual(len(batch._letters()), 2)
        with batch._pdf_file() as file:
            self.assertEqual(len(page_widths(file)), 2)
        self.assertNotIn(other, leader.env["debt.letter"].search([]))

    def test_other_companies_are_out_of_reach(self):
        foreign = self._make_case(
            self._make_debtor(),
            self._make_package(
                self._make_agreement(code="B", company_id=self.other_company.id),
                code="B-1",
            ),
        )
        letter = self.make_letter(foreign)
        with self.assertRaises(UserError):
            self.printed(letter, "manager")
        self.assertEqual(letter.state, "ready")

    def test_operators_print_nothing(self):
        letter = self.make_letter()
        with self.assertRaises(AccessError):
            self.printed(letter, "operator")

    def test_nobody_makes_or_rewrites_batches(self):
        batch = self.as_role(self.printed(self.make_letter()), "manager")
        with self.assertRaises(AccessError):
            batch.copy({"name": "X"})
        with self.assertRaises(UserError):
            batch.letter_count = 7

    def test_cards_count_the_whole_buffer(self):
        self.make_letters(2)
        self.make_letter(self.other_case)
        papers = self.as_role(self.env["debt.print.paper"], "collector")
        papers.action_open_buffer()
        card = papers.search([("paper", "=", "a4")])
        self.assertEqual((card.ready_count, card.own_count), (3, 2))
        self.assertEqual(str(card.oldest), TODAY)
        self.assertIn(f"{self.template.name}, {self.env.user.name}: 3", card.breakdown)
        with self.assertRaises(AccessError):
            card.duplex = True
        self.as_leader(card).duplex = True

    def test_queries_do_not_grow_with_the_letters(self):
        """Each letter costs its row of the merge, not a query."""

        def queries(letters):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            letters.action_print()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        few, many = self.make_letters(2), self.make_letters(40)
        queries(self.make_letters(1))
        self.assertLessEqual(queries(many), queries(few) + 2)

    def test_cancelled_letters_leave_the_buffer(self):
        letter = self.make_letter()
        self.as_role(letter, "collector").action_cancel()
        self.assertEqual(letter.state, "cancelled")
        event = self.case.event_ids.sorted("id")[-1]
        self.assertEqual(event.type_id.code, "letter_cancelled")
        with self.assertRaises(UserError):
            self.printed(letter)


@tagged("post_install", "-at_install", "debt_print")
class TestPrintRace(PostCommon):
    """Two real transactions on committed letters."""

    def setUp(self):
        super().setUp()
        self.letter_ids = []
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, 1, {"no_vat_validation": True})
            self.made = self._commit_letters(env)
            self.letter_ids = self.made["debt_letter"]
        self.addCleanup(self._delete)

    def _commit_letters(self, env):
        partner = env["res.partner"].create({"name": "Race Debtor"})
        agreement = env["debt.agreement"].create(
            {"name": "Race", "code": "RACE", "party_id": partner.id}
        )
        package = env["debt.package"].create(
            {"name": "Race", "code": "RACE-1", "agreement_id": agreement.id}
        )
        case = env["debt.case"].create(
            {"package_id": package.id, "debtor_id": partner.id}
        )
        letters = env["debt.letter"].create(
            [
                {
                    "name": "Demand",
                    "case_id": case.id,
                    "template_id": self.template.id,
                    "date": TODAY,
                    "as_of": TODAY,
                    "pdf": base64.b64encode(blank_pdf()),
                    "state": "ready",
                }
                for _number in range(4)
            ]
        )
        return {
            "debt_letter": letters.ids,
            "debt_case": case.ids,
            "debt_package": package.ids,
            "debt_agreement": agreement.ids,
            "res_partner": partner.ids,
        }

    def _delete(self):
        with self.registry.cursor() as cursor:
            cursor.execute(
                "SELECT batch_id FROM debt_letter WHERE id = ANY(%s) AND batch_id > 0",
                [self.letter_ids],
            )
            batches = [row[0] for row in cursor.fetchall()]
            for table, ids in self.made.items():
                cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])
            cursor.execute("DELETE FROM debt_print_batch WHERE id = ANY(%s)", [batches])
            cursor.execute(
                "DELETE FROM ir_attachment WHERE res_model = 'debt.letter'"
                " AND res_id = ANY(%s)",
                [self.letter_ids],
            )

    def letters(self, cursor):
        return api.Environment(cursor, 1, {})["debt.letter"].browse(self.letter_ids)

    def test_what_another_prints_is_left_to_him(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first = self.letters(one)[:3]._print()
            # All but the fourth are locked by the first.
            second = self.letters(two)._print()
            self.assertEqual((first.letter_count, second.letter_count), (3, 1))
            self.assertFalse(self.letters(two)[:3].try_lock_for_update())
            one.commit()
            two.commit()
        with self.registry.cursor() as later:
            letters = self.letters(later)
            self.assertEqual(letters.mapped("state"), ["printed"] * 4)
            self.assertEqual(len(letters.batch_id), 2)
            self.assertFalse(letters._print())

    def test_what_another_has_just_printed_is_not_printed_again(self):
        """The late one has an old view of the rows: he must try again."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.assertEqual(self.letters(two).mapped("state"), ["ready"] * 4)
            self.letters(one)._print()
            one.commit()
            with self.assertRaises(SerializationFailure), two.savepoint():
                self.letters(two)._print()
            two.rollback()
            self.assertFalse(self.letters(two)._print())


@tagged("post_install", "-at_install", "debt_print")
class TestDownload(HttpCase, PostCommon):
    def test_pdf_over_http(self):
        letters = self.make_letters(2)
        self.as_role(letters, "collector").action_print()
        batch = letters.batch_id
        for role in ("collector", "operator"):
            self.users[role].password = f"debt_{role}"
        url = batch.action_download()["url"]
        self.authenticate("debt_operator", "debt_operator")
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertFalse(batch.output_ids)
        self.authenticate("debt_collector", "debt_collector")
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))
        batch.invalidate_recordset()
        self.assertEqual(batch.output_ids.user_id, self.users["collector"])
        gone = f"/debt_collection/batch/{batch.id + 1000}/letters.pdf"
        self.assertEqual(self.url_open(gone).status_code, 404)
