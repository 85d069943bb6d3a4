"""Posting book, files for Poczta Polska, envelopes and labels of a batch."""

import base64
import io

import openpyxl
import xlrd
from freezegun import freeze_time
from lxml import etree
from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ROLES
from .common_post import PostCommon

GOOD = "00106141411234567897"
FORMS = {
    "debt.letter": ("list", "form", "search"),
    "debt.print.paper": ("kanban", "list", "form"),
    "debt.print.batch": ("list", "form", "search"),
    "debt.posting.file": ("list", "search"),
    "debt.postage.rate": ("list", "search"),
    "debt.letter.post": ("form",),
    "debt.letter.result": ("form",),
    "debt.posting.export": ("form",),
    "debt.print.envelope": ("form",),
}


@tagged("post_install", "-at_install", "debt_post")
class TestPostFiles(PostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        freezer = freeze_time("2026-06-20 10:00:00")
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        cls.company.partner_id.write(
            {
                "name": "Alfa sp. z o.o.",
                "street": "ul. Polna 3",
                "street2": False,
                "zip": "00-950",
                "city": "Warszawa",
                "vat": "PL5260250274",
            }
        )
        cls.letters = cls.make_letter() | cls.make_letter(cls.other_case)
        cls.letters.post_kind = "registered"
        cls.letters._print()
        cls.batch = cls.letters.batch_id

    def export(self, kind, role="team_leader", **values):
        wizard = self.as_role(self.env["debt.posting.export"], role).create(
            {"batch_id": self.batch.id, "kind": kind, **values}
        )
        wizard.action_export()
        record = self.env["debt.posting.file"].search([], limit=1)
        return record, base64.b64decode(record.file)

    def test_enadawca(self):
        record, content = self.export("enadawca")
        self.assertEqual(record.batch_id, self.batch)
        self.assertEqual(self.batch.file_ids, record)
        self.assertEqual(record.letter_count, 2)
        sheet = xlrd.open_workbook(file_contents=content).sheet_by_name("Arkusz1")
        head = sheet.row_values(0)
        rows = [dict(zip(head, sheet.row_values(n), strict=True)) for n in (1, 2)]
        self.assertEqual(
            [row["AdresatNazwa"] for row in rows], ["Jan Testowy", "Ewa Kos"]
        )
        self.assertEqual(rows[0]["AdresatUlica"], "Źródlana")
        self.assertEqual(
            [int(row["numerPrzesylkiKlienta"]) for row in rows], self.letters.ids
        )

    def test_ekn_has_the_same_guids_each_time(self):
        first, second = (etree.fromstring(self.export("ekn")[1]) for _n in range(2))
        guids = [node.get("Guid") for node in first.iter("Przesylka")]
        self.assertEqual(len(set(guids)), 2)
        self.assertRegex(guids[0], r"^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$")
        self.assertEqual(guids, [node.get("Guid") for node in second.iter("Przesylka")])
        self.assertEqual(first[0].get("Guid"), second[0].get("Guid"))
        self.assertEqual(first.get("NIP"), "5260250274")
        self.assertEqual(first.get("Dom"), "3")

    def test_missing_data_are_named_and_nothing_is_made(self):
        self.other_debtor.write({"street": "Kąty", "zip": "5-822"})
        letter = self.make_letter(self.other_case, post_kind="registered")
        letter._print()
        self.batch = letter.batch_id
        wizard = self.env["debt.posting.export"].create(
            {"batch_id": self.batch.id, "kind": "enadawca"}
        )
        self.assertIn(f"{self.other_case.name}, Ewa Kos, House number", wizard.faults)
        self.assertIn("Postal code", wizard.faults)
        for kind in ("enadawca", "ekn"):
            with self.assertRaisesRegex(UserError, "House number"), self.cr.savepoint():
                self.export(kind)
        self.assertFalse(self.batch.file_ids)

    def test_what_is_posted_goes_where_the_letter_says(self):
        self.debtor.street = "ul. Inna 1"
        content = self.export("ekn")[1]
        self.assertIn("Źródlana".encode("iso-8859-2"), content)
        self.assertNotIn(b"Inna", content)

    def test_bad_template(self):
        with self.assertRaisesRegex(UserError, "no XLS"):
            self.export("enadawca", template=base64.b64encode(b"nothing"))

    def test_book_as_workbook(self):
        self.env["debt.postage.rate"].create(
            {"kind": "registered", "valid_from": "2026-01-01", "amount": 9.1}
        )
        content = self.export("book_xlsx")[1]
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertIn(self.batch.name, sheet.cell(1, 1).value)
        self.assertEqual(sheet.cell(5, 2).value, "Jan Testowy")
        self.assertEqual(sheet.cell(6, 3).value, "Kąty 5, 05-822 Kąty")
        self.assertEqual(sheet.cell(7, 8).value, 18.2)

    def test_book_as_pdf(self):
        self.env["debt.postage.rate"].create(
            {"kind": "registered", "valid_from": "2026-01-01", "amount": 9.1}
        )
        model = self.env["debt.posting.export"].with_context(
            force_report_rendering=True
        )
        wizard = model.create({"batch_id": self.batch.id, "kind": "book_pdf"})
        wizard.action_export()
        record = self.batch.file_ids
        pages = PdfReader(io.BytesIO(base64.b64decode(record.file))).pages
        self.assertEqual(len(pages), 1)
        text = pages[0].extract_text().replace("\t", " ")
        for expected in ("Książka nadawcza", "Ewa Kos", "z przeniesienia", "podpis"):
            self.assertIn(expected, text)

    def test_book_of_a_day(self):
        self.letters._mark_posted(self.letters[0].date, {self.letters[0].id: GOOD})
        values = {"batch_id": False, "date": self.letters[0].date}
        record, content = self.export("book_xlsx", **values)
        self.assertFalse(record.batch_id)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertEqual(sheet.cell(5, 6).value, GOOD)
        record = self.export("book_xlsx", "collector", **values)[0]
        self.assertEqual(record.letter_ids, self.letters[0])
        with self.assertRaises(UserError):
            self.export("book_xlsx", **{**values, "date": "2026-05-01"})

    def test_files_are_of_those_who_made_them_and_of_leaders(self):
        record = self.export("book_xlsx")[0]
        with self.assertRaises(AccessError):
            self.as_role(record, "collector").read(["file"])
        self.as_role(record, "accountant").read(["file"])
        with self.assertRaises(AccessError):
            self.as_role(record, "manager").write({"name": "x"})

    # === ENVELOPES === #

    def envelope(self, **values):
        wizard = self.as_role(self.env["debt.print.envelope"], "team_leader").create(
            {"batch_id": self.batch.id, **values}
        )
        wizard.action_make()
        reader = PdfReader(io.BytesIO(base64.b64decode(wizard.file)))
        return wizard, [
            [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            for page in reader.pages
        ]

    def test_envelopes_tell_nothing_of_the_debt(self):
        """Contact rules, envelope: sender and addressee, no other mark."""
        sender = ["Alfa sp. z o.o.", "ul. Polna 3", "00-950 Warszawa"]
        wizard, pages = self.envelope()
        self.assertFalse(wizard.warning)
        self.assertEqual(len(pages), 2)
        first = [*sender, "Jan Testowy", "ul. Źródlana 15/8", "47-720 Płońsk"]
        second = [*sender, "Ewa Kos", "Kąty 5", "05-822 Kąty"]
        self.assertEqual(sorted(pages[0]), sorted(first))
        self.assertEqual(sorted(pages[1]), sorted(second))

    def test_a_telling_sender_is_warned_of_and_replaced(self):
        self.company.partner_id.name = "Alfa Windykacja sp. z o.o."
        wizard, pages = self.envelope()
        self.assertIn("Windykacja", wizard.warning)
        self.company.debt_envelope_sender = "Alfa\nskr. poczt. 5\n00-950 Warszawa"
        wizard, pages = self.envelope()
        self.assertFalse(wizard.warning)
        self.assertNotIn("Windykacja", " ".join(pages[0]))

    def test_labels_in_the_order_of_the_pile(self):
        pages = self.envelope(kind="label", start=24)[1]
        self.assertEqual([page[0] for page in pages], ["Jan Testowy", "Ewa Kos"])
        with self.assertRaises(UserError):
            self.envelope(kind="label", start=25)

    def test_no_letter_is_stored(self):
        before = self.env["debt.letter"].search_count([])
        self.envelope()
        self.assertEqual(self.env["debt.letter"].search_count([]), before)

    # === SCREENS === #

    def test_roles_open_their_screens(self):
        menu = self.env.ref("debt_collection.menu_print_buffer")
        for role in ROLES:
            may = role not in ("operator", "field_agent")
            user = self.users[role]
            self.assertEqual(menu.id in menu.with_user(user)._visible_menu_ids(), may)
            for model, kinds in FORMS.items():
                if may or model in ("debt.letter", "debt.print.paper"):
                    views = self.as_role(self.env[model], role).get_views(
                        [(False, kind) for kind in kinds]
                    )
                    self.assertEqual(set(views["views"]), set(kinds), (role, model))
