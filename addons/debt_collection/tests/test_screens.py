"""What screens show beside the fields of the ledger, and to whom."""

from datetime import date

from freezegun import freeze_time
from lxml import etree, html

from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import ROLES, DebtCommon

TODAY = date(2026, 6, 1)
SCREENS = {
    "debt.case": ("list", "kanban", "form", "search", "pivot", "graph", "activity"),
    "debt.claim": ("list", "form", "search", "pivot", "graph"),
    "debt.event": ("list", "form", "search", "calendar", "pivot"),
    "debt.payment": ("list", "form", "search", "pivot", "graph"),
    "debt.cost": ("list", "form", "search", "pivot"),
    "res.partner": ("list", "form", "search"),
}


def cells(markup):
    """Return the rows of an HTML table as lists of texts."""
    rows = html.fromstring(markup).iter("tr")
    return [[cell.text_content().strip() for cell in row] for row in rows]


@tagged("post_install", "-at_install", "debt_screens")
class TestScreens(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        freezer = freeze_time(TODAY)
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.claim = cls._make_claim(cls.case)
        cls._add_cost(cls.case, 30, "2026-02-01")
        cls.payment = cls._pay(cls.case, 500, "2026-03-01")

    def test_every_role_opens_every_screen(self):
        for role in ROLES:
            for model, kinds in SCREENS.items():
                views = self.as_role(self.env[model], role).get_views(
                    [(False, kind) for kind in kinds]
                )
                self.assertEqual(set(views["views"]), set(kinds), (role, model))

    def test_a_new_record_can_be_entered_on_every_form(self):
        for model in (
            "debt.agreement",
            "debt.package",
            "debt.case",
            "debt.claim",
            "debt.event",
            "debt.payment",
            "debt.cost",
            "debt.team",
            "debt.interest.kind",
            "debt.limitation.rule",
        ):
            with self.subTest(model):
                Form(self.as_role(self.env[model], "administrator"))

    def offered(self, model, name, **values):
        """Return what a many-to-one field of a new record offers to a team leader."""
        records = self.as_role(self.env[model], "team_leader")
        view = records.get_view(view_type="form")
        node = etree.fromstring(view["arch"]).find(f".//field[@name='{name}']")
        field = records.fields_get([name])[name]
        domain = safe_eval(
            node.get("domain") or str(field["domain"]),
            {"allowed_company_ids": self.company.ids, "company_id": False, **values},
        )
        return self.env[field["relation"]].search(domain)

    def test_a_new_case_offers_packages_and_a_new_package_agreements(self):
        self.assertIn(self.package, self.offered("debt.case", "package_id"))
        self.assertIn(self.agreement, self.offered("debt.package", "agreement_id"))

    def test_packages_of_another_company_are_not_offered(self):
        foreign = self._make_package(
            self._make_agreement(code="B-1", company_id=self.other_company.id),
            code="B-1",
        )
        self.assertNotIn(foreign, self.offered("debt.case", "package_id"))

    def test_team_leader_opens_a_case_by_hand(self):
        popup = Form(self.as_role(self.env["debt.case"], "team_leader"))
        popup.package_id = self.package
        self.assertEqual((popup.creditor_id, popup.team_id), (self.creditor, self.team))
        popup.debtor_id = self._make_debtor("Nowy Dłużnik")
        case = popup.save()
        self.assertNotEqual(case.name, "New")
        self.assertEqual(case.total_due, 0)

    def test_title_of_a_claim_takes_the_number_but_not_over_an_own_title(self):
        claims = self.as_role(self.env["debt.claim"], "collector")
        popup = Form(claims.with_context(default_case_id=self.case.id))
        self.assertEqual(popup.name, "Invoice")
        popup.number = "FV/77"
        self.assertEqual(popup.name, "Invoice FV/77")
        popup.name = "Heating bill"
        popup.number = "FV/78"
        self.assertEqual(popup.name, "Heating bill")

    def test_operator_sees_chosen_parts_of_a_case(self):
        def names(role):
            cases = self.as_role(self.env["debt.case"], role)
            arch = cases.get_view(view_type="form")["arch"]
            return {node.get("name") for node in html.fromstring(arch).iter("field")}

        details = {"agreement_id", "package_id", "opening_debt", "properties"}
        self.assertFalse(details & names("operator"))
        self.assertLessEqual(details, names("collector"))

    def test_settlement_adds_up(self):
        lines = self.case._settlement_lines()
        names = [line[0] for line in lines]
        self.assertEqual(names, ["Principal", "Interest", "Costs", "Total"])
        for _name, owed, paid, remaining in lines:
            self.assertAlmostEqual(owed - paid, remaining, 2)
        self.assertAlmostEqual(lines[-1][2], 500, 2)
        self.assertAlmostEqual(lines[-1][3], self.case.total_due, 2)
        self.assertAlmostEqual(lines[0][1], 1000, 2)
        self.assertAlmostEqual(lines[1][1], self.claim.interest_accrued, 2)

    def test_settlement_of_an_earlier_day_knows_no_payment(self):
        earlier = self.case.with_context(debt_as_of="2026-02-15")
        self.assertEqual([line[2] for line in earlier._settlement_lines()], [0] * 4)
        self.assertEqual(len(cells(earlier.settlement)), 5)

    def test_interest_is_explained_line_by_line(self):
        claim = self.claim.with_context(debt_as_of="2026-06-01", lang="en_US")
        periods = claim._interest_periods(TODAY)
        header, *lines, total = cells(claim.interest_explained)
        self.assertEqual(header[-1], "Interest")
        self.assertEqual([int(line[2]) for line in lines], [p.days for p in periods])
        self.assertGreater(len(lines), 1)
        self.assertIn(f"{claim.interest_accrued:,.2f}", total[-1])

    def test_interest_in_polish_figures(self):
        polish = self.env["res.lang"]._activate_lang("pl_PL")
        polish.thousands_sep = "\xa0"
        claim = self.claim.with_context(lang="pl_PL", debt_as_of="2026-03-01")
        figures = [line[3:] for line in cells(claim.interest_explained)[1:-1]]
        self.assertTrue(figures)
        for percent, principal, _interest in figures:
            self.assertRegex(percent, r"^\d+,\d{2} %$")
            self.assertEqual(principal, "1\xa0000,00\xa0zł")

    def test_rate_is_shown_with_all_its_places(self):
        self.claim.interest_kind_id = self.env.ref(
            "debt_collection.interest_kind_contractual"
        )
        self.claim.interest_percent = 5.125
        self.assertIn("5.125 %", self.claim.interest_explained)

    def test_a_passed_verification_is_told(self):
        kind = self.env.ref("debt_collection.interest_kind_delay_481")
        rate = kind.rate_ids.sorted("date_from")[-1]
        rate.verified_until = "2026-05-01"
        self.assertEqual(kind.verification, "outdated")
        self.assertTrue(rate.outdated)
        self.assertIn("05/01/2026", self.claim.interest_explained)
        rate.verified_until = "2026-12-31"
        self.assertEqual(kind.verification, "verified")
        self.claim.invalidate_recordset(["interest_explained"])
        self.assertNotIn("verified up to", self.claim.interest_explained)

    def test_interest_terms_say_where_they_come_from(self):
        label = self.claim.interest_terms
        self.assertIn("default of the company", label)
        contractual = self.env.ref("debt_collection.interest_kind_contractual")
        terms = {"interest_kind_id": contractual.id, "interest_percent": 9}
        self.agreement.write(terms)
        self.claim.invalidate_recordset(["interest_terms"])
        self.assertIn("9 % (from the agreement)", self.claim.interest_terms)
        self.case.write({**terms, "interest_percent": 0})
        self.assertIn("0 % (from the case)", self.claim.interest_terms)

    def test_plan_and_history_are_apart(self):
        call = self.env.ref("debt_collection.event_type_call").id
        values = {"case_id": self.case.id, "type_id": call}
        planned, done = self.env["debt.event"].create(
            [{**values, "state": "planned"}, {**values, "state": "done"}]
        )
        self.assertEqual(self.case.planned_event_ids, planned)
        self.assertEqual(self.case.history_event_ids, done)

    def test_filters_find_the_cases_that_need_work(self):
        Case = self.env["debt.case"]
        self.case.action_open()
        idle = [("planned_event_ids", "=", False), ("id", "=", self.case.id)]
        self.assertEqual(Case.search(idle), self.case)
        self.env["debt.event"].create(
            {
                "case_id": self.case.id,
                "date": "2026-05-01",
                "type_id": self.env.ref("debt_collection.event_type_call").id,
            }
        )
        self.assertFalse(Case.search(idle))
        overdue = [("event_ids", "any", [("overdue", "=", True)])]
        self.assertIn(self.case, Case.search(overdue))
        due = self.case.total_due
        band = [("total_due", ">", due - 1), ("total_due", "<=", due)]
        self.assertIn(self.case, Case.search(band))
