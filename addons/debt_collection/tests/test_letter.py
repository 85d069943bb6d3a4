"""Demands for payment: what they say, to whom, and what they never demand."""

import base64
import io

from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..services.letters import letter_values
from ..tools.reference import with_check_digit
from .common import DebtCommon


@tagged("post_install", "-at_install", "debt_letter")
class TestLetter(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("debt_collection.letter_template_demand")
        cls.debtor.write(
            {"street": "ul. Źródlana 15/8", "zip": "47-720", "city": "Płońsk"}
        )
        account = cls.env["res.partner.bank"].create(
            {
                "acc_number": "PL61109010140000071219812874",
                "partner_id": cls.company.partner_id.id,
            }
        )
        cls.agreement.payment_bank_id = account
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.claim = cls._make_claim(cls.case, 10000, "2026-03-31", number="F/2026/03/7")

    def values(self, as_of="2026-06-30", case=None):
        day = self.claim._fields["due_date"].to_date(as_of)
        return letter_values(case or self.case, self.template, day)

    def test_says_what_is_owed_on_the_day(self):
        """T-07: the letter and the screen show the same grosz (230,62 zł published)."""
        total, values = self.values()
        self.assertEqual(total, 10230.62)
        self.assertEqual(self.amounts(self.case, "2026-06-30", "total_due"), (total,))
        self.assertEqual(values["total"], "10\u00a0230,62\u00a0zł")
        self.assertIn(
            "dziesięć tysięcy dwieście trzydzieści złotych 62/100",
            values["total_words"],
        )
        self.assertEqual(values["claims"][0]["document"], "F/2026/03/7")
        self.assertEqual(values["claims"][0]["due_on"], "31.03.2026")
        self.assertEqual(values["interest_per_day"], "2,53\u00a0zł")
        self.assertEqual(values["bank_account"], "61 1090 1014 0000 0712 1981 2874")
        self.assertEqual(values["transfer_title"], with_check_digit(self.case.name))

    def test_costs_and_payments(self):
        self._add_cost(self.case, 100, "2026-04-10")
        self._add_cost(self.case, 50, "2026-06-20", name="Opłata sądowa")
        self._pay(self.case, 100, "2026-05-05")
        total, values = self.values()
        self.assertEqual(
            [cost["amount"] for cost in values["costs"]], ["50,00\u00a0zł"]
        )
        self.assertEqual(values["costs"][0]["name"], "Opłata sądowa")
        self.assertEqual(values["payments"], "100,00\u00a0zł")
        self.assertEqual((total,), self.amounts(self.case, "2026-06-30", "total_due"))

    def test_pdf_is_kept_on_the_case(self):
        letters = self.as_role(self.env["debt.letter"], "collector")
        letter = letters._generate(self.case, self.template, self.claim.due_date)
        text = (
            PdfReader(io.BytesIO(base64.b64decode(letter.pdf))).pages[0].extract_text()
        )
        for expected in ("Jan Testowy", "Źródlana", "F/2026/03/7", self.case.name):
            self.assertIn(expected, text)
        self.assertIn(letter, self.case.letter_ids.with_user(letters.env.user))
        self.assertEqual(letter.event_id.state, "done")
        self.assertEqual(letter.event_id.channel, "letter")

    def test_barred_claims_of_a_consumer_are_left_out(self):
        old = self._make_claim(self.case, 500, "2019-01-10", number="F/OLD")
        total, values = self.values()
        self.assertEqual([row["document"] for row in values["claims"]], ["F/2026/03/7"])
        self.assertEqual(total, 10230.62)
        wizard = self.env["debt.letter.print"].create(
            {"case_ids": [(6, 0, self.case.ids)], "as_of": "2026-06-30"}
        )
        self.assertIn(old.name, wizard.left_out)
        self.debtor.debt_legal_status = "business"
        self.assertEqual(len(self.values()[1]["claims"]), 2)

    def test_nothing_to_demand(self):
        self.claim.action_suspend("Complaint", "2026-05-01")
        with self.assertRaises(UserError):
            self.values()

    def test_names_that_look_like_code_are_printed_as_they_are(self):
        self.debtor.name = "<b>&${__import__('os')}"
        letter = self.env["debt.letter"]._generate(self.case, self.template)
        text = (
            PdfReader(io.BytesIO(base64.b64decode(letter.pdf))).pages[0].extract_text()
        )
        self.assertIn("${__import__", text)

    def test_letters_are_evidence(self):
        letter = self.env["debt.letter"]._generate(self.case, self.template)
        with self.assertRaises(UserError):
            letter.total = 1
        with self.assertRaises(UserError):
            letter.unlink()

    def test_only_the_administrator_changes_templates(self):
        template = self.as_role(self.template, "team_leader")
        with self.assertRaises(AccessError):
            template.name = "Mine"
        own = self.as_role(self.template, "administrator").copy({"code": "own"})
        with self.assertRaises(ValidationError):
            own.document = base64.b64encode(b"not a template")

    def test_operator_prints_nothing(self):
        with self.assertRaises(AccessError):
            self.as_role(self.env["debt.letter"], "operator")._generate(
                self.case, self.template
            )
