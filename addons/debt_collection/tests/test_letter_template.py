"""Templates of the standard set: what each purpose says, preview, copies, rights."""

import base64
import io

from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..services.doors import through
from ..services.letters import letter_values
from .common import DebtCommon

DAY = "2026-06-30"


def text_of(pdf):
    """Return the text of a PDF in base64."""
    pages = PdfReader(io.BytesIO(base64.b64decode(pdf))).pages
    return "\n".join(page.extract_text() for page in pages)


@tagged("post_install", "-at_install", "debt_letter")
class TestLetterTemplate(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor.write(
            {"street": "ul. Źródlana 15/8", "zip": "47-720", "city": "Płońsk"}
        )
        cls.creditor.write({"street": "ul. Prądowa 1", "city": "Łódź", "vat": "123"})
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.claim = cls._make_claim(cls.case, 10000, "2026-03-31", number="F/2026/03/7")

    def template(self, code):
        return self.env.ref(f"debt_collection.letter_template_{code}")

    def values(self, code, case=None, day=DAY):
        case = self.as_role(case or self.case, "manager")
        template = self.template(code).with_env(case.env)
        return letter_values(
            case, template, self.claim._fields["due_date"].to_date(day)
        )

    def test_every_template_prints_for_a_case(self):
        templates = self.env["debt.letter.template"].search([("code", "!=", False)])
        self.assertEqual(len(templates), 12)
        letters = self.as_role(self.env["debt.letter"], "collector")
        for template in templates.filtered(lambda t: t.purpose != "assignment"):
            letter = letters._generate(
                self.case, template, self.claim._fields["due_date"].to_date(DAY)
            )
            self.assertIn("Jan Testowy", text_of(letter.pdf), template.code)

    def test_which_templates_demand_money(self):
        templates = self.env["debt.letter.template"].search([])
        demanding = set(templates.filtered("demands_money").mapped("code"))
        self.assertEqual(
            demanding,
            {
                *("reminder", "demand", "demand_pl_en", "final_demand"),
                *("interest_note", "settlement"),
            },
        )

    def test_letters_that_demand_nothing_can_be_written_on_any_case(self):
        self.claim.action_suspend("Complaint", "2026-05-01")
        for code in ("gdpr", "envelope_dl", "label", "balance"):
            asked, values = self.values(code)
            self.assertEqual(asked, 0, code)
            self.assertEqual(values["claims"], [], code)
        for code in ("final_demand", "reminder", "interest_note", "settlement"):
            with self.assertRaises(UserError, msg=code):
                self.values(code)

    def test_reminder_before_the_due_date(self):
        case = self._make_case()
        self._make_claim(case, 250, "2026-07-10", number="F/SOON")
        asked, values = self.values("reminder", case)
        self.assertEqual(asked, 250)
        self.assertEqual(values["claims"], [])
        self.assertEqual([row["document"] for row in values["upcoming"]], ["F/SOON"])
        self.assertEqual(values["upcoming_total"], "250,00\u00a0zł")
        self.assertIn("dwieście pięćdziesiąt złotych", values["upcoming_total_words"])
        with self.assertRaises(UserError):
            self.values("demand", case)
        self._pay(case, 50, "2026-06-20")
        self.assertEqual(self.values("reminder", case)[0], 200)
        self._make_claim(
            case, 70, "2026-08-10", number="F/LATER", issue_date="2026-07-15"
        )
        self.assertEqual(self.values("reminder", case)[0], 200)

    def test_interest_note_asks_for_interest(self):
        self._pay(self.case, 100, "2026-05-05")
        asked, values = self.values("interest_note")
        (interest,) = self.amounts(self.claim, DAY, "interest_due")
        self.assertEqual(asked, interest)
        self.assertEqual(values["interest_paid"], "88,70\u00a0zł")
        self.assertEqual(values["interest_accrued"], "230,46\u00a0zł")
        self.assertEqual(values["interest"], "141,76\u00a0zł")
        self.assertIn("sto czterdzieści jeden złotych 76/100", values["interest_words"])

    def test_settlement_divides_what_is_owed(self):
        self.template("settlement").instalment_count = 4
        asked, values = self.values("settlement")
        self.assertEqual(asked, 10230.62)
        amounts = [row["amount"] for row in values["instalments"]]
        self.assertEqual(amounts[0], "2\u00a0557,65\u00a0zł")
        self.assertEqual(amounts[-1], "2\u00a0557,67\u00a0zł")
        self.assertEqual(len(amounts), 4)

    def test_balance_lists_also_what_is_paid_disputed_or_not_due(self):
        self._make_claim(
            self.case, 300, "2026-07-31", number="F/SOON", issue_date="2026-06-15"
        )
        self._make_claim(
            self.case, 90, "2026-08-31", number="F/LATER", issue_date="2026-07-15"
        )
        disputed = self._make_claim(self.case, 70, "2026-04-30", number="F/DISPUTED")
        disputed.action_suspend("Complaint", "2026-05-01")
        paid = self._make_case()
        self._make_claim(paid, 40, "2026-06-20", number="F/PAID")
        self._pay(paid, 40, "2026-06-19")
        values = self.values("balance")[1]
        self.assertEqual(
            [row["document"] for row in values["account_claims"]],
            ["F/2026/03/7", "F/DISPUTED", "F/SOON"],
        )
        (row,) = self.values("balance", paid)[1]["account_claims"]
        self.assertEqual((row["paid"], row["total"]), ("40,00\u00a0zł", "0,00\u00a0zł"))

    def test_a_consumer_confirms_nothing_time_barred(self):
        self._make_claim(self.case, 500, "2019-01-10", number="F/OLD")

        def documents():
            rows = self.values("balance")[1]["account_claims"]
            return [row["document"] for row in rows]

        self.assertEqual(documents(), ["F/2026/03/7"])
        self.debtor.debt_legal_status = "business"
        self.assertEqual(documents(), ["F/OLD", "F/2026/03/7"])

    def bought(self):
        agreement = self._make_agreement(
            code="BUY", kind="assignment", date_signed="2026-05-15"
        )
        case = self._make_case(self.debtor, self._make_package(agreement, code="BUY-1"))
        self._make_claim(case, 500, "2019-01-10", number="F/OLD")
        return case

    def test_assignment_names_seller_and_claims_and_demands_nothing_barred(self):
        asked, values = self.values("assignment", self.bought())
        self.assertEqual(asked, 0)
        self.assertEqual(values["acquired_from"], "Energia Testowa S.A.")
        self.assertEqual(values["acquired_from_address"], "ul. Prądowa 1, Łódź")
        self.assertEqual(values["acquired_from_identifier"], "NIP 123")
        self.assertEqual([r["document"] for r in values["account_claims"]], ["F/OLD"])
        self.assertEqual(values["claims"], [])
        with self.assertRaises(UserError):
            self.values("assignment")

    def test_controller_is_the_creditor_of_a_mandate_else_we(self):
        self.company.write(
            {"debt_gdpr_officer": "iod@test.example", "debt_gdpr_retention": "6 lat."}
        )
        values = self.values("gdpr")[1]
        self.assertEqual(values["controller_name"], "Energia Testowa S.A.")
        self.assertEqual(values["processor_name"], self.company.name)
        self.assertEqual(values["data_officer"], "iod@test.example")
        self.assertEqual(values["data_retention"], "6 lat.")
        values = self.values("gdpr", self.bought())[1]
        self.assertEqual(values["controller_name"], self.company.name)
        self.assertEqual(values["processor_name"], "")
        self.assertIn("Energia Testowa S.A., ul. Prądowa 1", values["data_source"])

    def test_final_demand_names_the_demand_before(self):
        self.template("final_demand").threatened_costs = "30 zł"
        self.assertEqual(self.values("final_demand")[1]["demanded_on"], "")
        letter = self.env["debt.letter"]._generate(self.case, self.template("demand"))
        values = self.values("final_demand")[1]
        self.assertEqual(values["demanded_on"], letter.date.strftime("%d.%m.%Y"))
        self.assertEqual(values["threatened_costs"], "30 zł")
        through(letter, "debt_state_door").state = "returned"
        self.assertEqual(self.values("final_demand")[1]["demanded_on"], "")


@tagged("post_install", "-at_install", "debt_letter")
class TestTemplateLibrary(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("debt_collection.letter_template_final_demand")
        cls.case = cls._make_case(cls.debtor)
        cls._make_claim(cls.case, 10000, "2026-03-31", number="F/2026/03/7")

    def preview(self, **values):
        action = self.as_role(self.template, "administrator").action_preview()
        preview = self.env[action["res_model"]].browse(action["res_id"])
        preview = self.as_role(preview, "administrator")
        if values:
            preview.write(values)
            preview.action_show()
        return preview

    def test_preview_for_an_invented_debtor_and_for_a_case(self):
        self.assertIn("Gęślińska", text_of(self.preview().pdf))
        preview = self.preview(case_id=self.case.id)
        self.assertIn("F/2026/03/7", text_of(preview.pdf))
        self.assertFalse(self.case.letter_ids)
        self.assertFalse(self.case.event_ids.filtered(lambda e: e.state == "done"))

    def test_preview_says_when_a_case_owes_nothing(self):
        with self.assertRaises(UserError):
            self.preview(case_id=self._make_case(self._make_debtor()).id)

    def test_a_collector_reads_templates_and_no_more(self):
        template = self.as_role(self.template, "collector")
        self.assertTrue(template.name)
        with self.assertRaises(AccessError):
            template.payment_days = 3
        with self.assertRaises(AccessError):
            template.action_duplicate_for_company()
        with self.assertRaises(AccessError):
            template.action_preview()

    def test_duplicates_for_the_company(self):
        template = self.as_role(self.template, "administrator")
        own = template.browse(template.action_duplicate_for_company()["res_id"])
        self.assertEqual((own.company_id, own.code), (self.company, "final_demand"))
        self.assertEqual(own._odt(), template._odt())
        second = template.browse(template.action_duplicate_for_company()["res_id"])
        self.assertEqual(second.code, "final_demand_2")
        own.payment_days = 21
        self.assertEqual(template.payment_days, 7)

    def test_help_names_every_field(self):
        shown = str(self.as_role(self.template, "administrator").allowed_fields)
        for name in ("account_claims", "instalments", "data_retention", "upcoming"):
            self.assertIn(f"letter.{name}", shown)

    def test_print_wizard_shows_the_purpose(self):
        wizard = self.as_role(self.env["debt.letter.print"], "collector").create(
            {"case_ids": [(6, 0, self.case.ids)]}
        )
        self.assertEqual(wizard.purpose, "demand")
        wizard.template_id = self.template.id
        self.assertEqual(wizard.purpose, "final_demand")

    def test_settings_of_personal_data(self):
        settings = self.env["res.config.settings"].create({})
        settings.debt_gdpr_officer = "iod@test.example"
        settings.execute()
        self.assertEqual(self.company.debt_gdpr_officer, "iod@test.example")
