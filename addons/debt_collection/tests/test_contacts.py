"""Contacts with anybody by any department: one history, without the debts."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import DebtCommon


@tagged("post_install", "-at_install", "debt_contacts")
class TestContacts(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["seller"] = cls._make_seller("debt_seller", cls.company)
        cls.call = cls.env.ref("debt_collection.event_type_call")
        cls.shop = cls.env["res.partner"].create(
            {"name": "Sklep Testowy", "is_company": True}
        )
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls.on_case = cls.env["debt.event"].create(
            {"case_id": cls.case.id, "type_id": cls.call.id, "state": "done"}
        )

    @classmethod
    def _make_seller(cls, login, company):
        return new_test_user(
            cls.env,
            login,
            groups="debt_collection.group_contacts",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def contact(self, role="seller", partner=None, **values):
        """Return a contact without a case, registered by the user of a role."""
        return self.as_role(self.env["debt.event"], role).create(
            {
                "partner_id": (partner or self.shop).id,
                "type_id": self.call.id,
                "state": "done",
                "department": "sales",
                **values,
            }
        )

    def test_seller_registers_a_contact_on_the_popup(self):
        opened = self.as_role(self.env["debt.event"], "seller").with_context(
            default_partner_id=self.shop.id, default_state="done", debt_contact=True
        )
        popup = Form(opened, "debt_collection.debt_event_view_form_contact")
        popup.type_id = self.call
        popup.department = "sales"
        popup.note = "Pyta o warunki"
        contact = popup.save()
        self.assertEqual(
            (contact.state, contact.company_id, contact.currency_id),
            ("done", self.company, self.company.currency_id),
        )
        self.assertTrue(contact.done_at)
        again = Form(opened, "debt_collection.debt_event_view_form_contact")
        self.assertEqual(again.department, "sales")

    def test_planned_contact_is_completed_on_the_same_popup(self):
        contact = self.contact(state="planned")
        action = contact.action_complete()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("debt.event", contact.id)
        )
        contact.action_done()
        self.assertTrue(contact.done_at)

    def test_seller_sees_neither_cases_nor_their_events(self):
        self.contact()
        seen = self.as_role(self.env["debt.event"], "seller").search([])
        self.assertFalse(seen.case_id)
        self.assertIn(self.shop, seen.partner_id)
        for record in (self.on_case, self.case):
            with self.assertRaises(AccessError):
                self.as_role(record, "seller").read(["company_id"])
        with self.assertRaises(AccessError):
            self.contact(case_id=self.case.id)

    def test_seller_opens_the_screens(self):
        contact = self.contact()
        action = self.env.ref("debt_collection.debt_contact_action")
        views = [
            (view.id, kind)
            for view, kind in zip(
                action.view_ids.view_id,
                action.view_ids.mapped("view_mode"),
                strict=True,
            )
        ]
        events = self.as_role(self.env["debt.event"], "seller")
        arches = events.get_views(views)["views"]
        for kind in ("list", "form"):
            for hidden in ("case_id", "claim_ids", "owed", "promise_amount"):
                self.assertNotIn(f'name="{hidden}"', arches[kind]["arch"], kind)
        with Form(
            contact.with_user(self.users["seller"]), action.view_ids[1].view_id
        ) as form:
            form.note = "Poprawione"
        partner = self.as_role(self.shop, "seller")
        self.assertIn("debt_contact_ids", partner.get_view(view_type="form")["arch"])

    def test_menu_leads_there(self):
        menus = self.env["ir.ui.menu"].with_user(self.users["seller"])
        visible = menus._visible_menu_ids()
        self.assertIn(self.env.ref("debt_collection.menu_contacts_history").id, visible)
        self.assertNotIn(self.env.ref("debt_collection.menu_root").id, visible)

    def test_debt_users_see_the_contacts_of_others(self):
        contact = self.contact()
        for role in ("collector", "operator", "field_agent", "accountant"):
            seen = self.as_role(self.env["debt.event"], role).search([])
            self.assertIn(contact.id, seen.ids, role)
        self.assertEqual(self.as_role(contact, "operator").note, contact.note)

    def test_one_history_on_the_partner_as_far_as_one_may_see(self):
        contact = self.contact(partner=self.debtor)
        clerk = self.env["res.partner"].create(
            {"name": "Księgowa", "parent_id": self.debtor.id}
        )
        of_clerk = self.contact(partner=clerk)
        cancelled = self.contact(partner=self.debtor, state="planned")
        cancelled.action_cancel()

        def history(role):
            partner = self.as_role(self.debtor, role)
            found = partner.env["debt.event"].search(
                partner.action_open_debt_contacts()["domain"]
            )
            self.assertEqual(partner.debt_contact_ids, found)
            self.assertEqual(partner.debt_contact_count, len(found))
            return self.env["debt.event"].browse(found.ids)

        self.assertEqual(history("seller"), contact | of_clerk)
        self.assertEqual(history("collector"), contact | of_clerk | self.on_case)
        self.assertEqual(history("field_agent"), contact | of_clerk)

    def test_what_touches_the_debt_needs_a_case(self):
        acknowledged = self.env.ref("debt_collection.event_type_acknowledgement")
        promise = self.env.ref("debt_collection.event_outcome_promise")
        for values in (
            {"type_id": acknowledged.id},
            {
                "outcome_id": promise.id,
                "promise_date": "2026-12-01",
                "promise_amount": 5,
            },
        ):
            with self.assertRaises(ValidationError):
                self.contact("collector", **values)
        claim = self._make_claim(self.case)
        with self.assertRaises(ValidationError):
            self.contact("collector", claim_ids=[(4, claim.id)])

    @mute_logger("odoo.sql_db")
    def test_an_event_is_about_somebody(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["debt.event"].create({"type_id": self.call.id})

    def test_companies_are_apart(self):
        self.users["foreign"] = self._make_seller("foreign_seller", self.other_company)
        foreign = self.contact("foreign")
        self.assertEqual(foreign.company_id, self.other_company)
        seen = self.as_role(self.env["debt.event"], "seller").search([])
        self.assertNotIn(foreign.id, seen.ids)
        with self.assertRaises(ValidationError):
            self.on_case.company_id = self.other_company

    def test_events_of_cases_are_of_the_collection_department(self):
        self.assertEqual(self.on_case.department, "collection")
        self.assertEqual(self.on_case.currency_id, self.case.currency_id)
        self.assertEqual(self.on_case.partner_id, self.debtor)
