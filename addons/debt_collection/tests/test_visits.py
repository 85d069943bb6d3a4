"""Field visits: by area, on the map, on paper, and their result from a phone."""

import base64
from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import DebtCommon

TODAY = date(2026, 6, 1)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class VisitCase(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.users["field_agent"]
        cls.visit_type = cls.env.ref("debt_collection.event_type_visit")
        cls.krakow = cls._make_visit(
            "Jan Krakowski", street="Długa 5", zip="31-147", city="Kraków"
        )
        cls.warsaw = cls._make_visit(
            "Anna Warszawska", street="Prosta 1", zip="00-238", city="Warszawa"
        )

    @classmethod
    def _make_visit(cls, name, agent=True, **address):
        debtor = cls._make_debtor(name, phone="+48 501 213 897", **address)
        user = (cls.agent if agent else cls.users["collector"]).id
        case = cls._make_case(debtor, user_id=user)
        cls._make_claim(case, 1000)
        case.action_open()
        return cls.env["debt.event"].create(
            {
                "case_id": case.id,
                "type_id": cls.visit_type.id,
                "date": TODAY,
                "user_id": user,
            }
        )

    def result(self, visit, role="field_agent", **values):
        """Return the form of the result of a visit, as opened from its button."""
        action = self.as_role(visit, role).action_complete()
        wizards = self.as_role(self.env[action["res_model"]], role)
        return Form(wizards.with_context(**action["context"]), action["view_id"])

    def photo(self, role="field_agent", **values):
        return self.as_role(self.env["ir.attachment"], role).create(
            {
                "name": "drzwi.png",
                "raw": PIXEL,
                "res_model": "debt.event.register",
                "res_id": 0,
                **values,
            }
        )


@tagged("post_install", "-at_install", "debt_visits")
class TestVisits(VisitCase):
    def setUp(self):
        super().setUp()
        freezer = freeze_time(TODAY)
        freezer.start()
        self.addCleanup(freezer.stop)

    def test_area_and_address(self):
        self.assertEqual(self.krakow.area, "31 Kraków")
        self.assertEqual(self.krakow.visit_address, "Długa 5, 31-147 Kraków")
        self.krakow.partner_id.city = "Wieliczka"
        self.assertEqual(self.krakow.area, "31 Wieliczka")

    def test_a_contact_without_address_is_visited_at_the_debtors(self):
        guarantor = self._make_debtor("Poręczyciel")
        self.krakow.partner_id = guarantor
        self.assertEqual(self.krakow.area, "31 Kraków")
        guarantor.city = "Gdynia"
        self.assertEqual(self.krakow.area, "Gdynia")

    def test_other_events_have_no_area(self):
        call = self.env.ref("debt_collection.event_type_call")
        event = self.env["debt.event"].create(
            {"case_id": self.krakow.case_id.id, "type_id": call.id}
        )
        self.assertFalse(event.area or event.visit_address)

    def test_many_visits_are_set_up_in_few_queries(self):
        def create(count):
            vals = [
                {"case_id": self.krakow.case_id.id, "type_id": self.visit_type.id}
            ] * count
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["debt.event"].create(vals)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        create(1)
        self.assertEqual(create(2), create(40))

    def test_links_for_the_phone(self):
        visit = self.as_role(self.krakow, "field_agent")
        self.assertEqual(visit.phone_link, "tel:+48501213897")
        self.assertTrue(visit.navigation_link.startswith("geo:0,0?q=D%C5%82uga"))
        self.env["ir.config_parameter"].set_param(
            "debt_collection.navigation_link", "https://maps.invalid/?to={address}"
        )
        visit.invalidate_recordset()
        self.assertTrue(visit.navigation_link.startswith("https://maps.invalid/?to=D"))

    def test_agent_sees_his_visits_only(self):
        foreign = self._make_visit("Cudzy", agent=False)
        seen = self.as_role(self.env["debt.event"], "field_agent")
        self.assertEqual(
            seen.search([("channel", "=", "visit")]).ids,
            (self.krakow | self.warsaw).sorted().ids,
        )
        data = seen.visit_map_data([])
        self.assertEqual(data["total"], 2)
        with self.assertRaises(AccessError):
            seen.browse(foreign.id).action_complete()

    def test_map_lists_by_area_what_it_cannot_place(self):
        self.krakow.partner_id.write(
            {"partner_latitude": 50.0675, "partner_longitude": 19.9371}
        )
        events = self.as_role(self.env["debt.event"], "field_agent")
        data = events.visit_map_data([["state", "=", "planned"]])
        self.assertEqual([visit["id"] for visit in data["placed"]], self.krakow.ids)
        self.assertAlmostEqual(data["placed"][0]["latitude"], 50.0675, 4)
        self.assertEqual([group["area"] for group in data["areas"]], ["00 Warszawa"])
        self.assertEqual(data["areas"][0]["visits"][0]["debtor"], "Anna Warszawska")

    def test_map_takes_as_many_queries_for_many_visits(self):
        events = self.as_role(self.env["debt.event"], "field_agent")

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            total = events.visit_map_data([])["total"]
            return self.cr.sql_log_count - before, total

        queries()
        few, two = queries()
        for number in range(30):
            self._make_visit(f"Dłużnik {number}", city="Kraków")
        many, more = queries()
        self.assertEqual((two, more), (2, 32))
        self.assertEqual(few, many)

    def test_a_place_once_registered_serves_the_next_visit(self):
        popup = self.result(self.krakow)
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_no_answer")
        wizard = popup.save()
        wizard.write({"place_latitude": 50.07, "place_longitude": 19.94})
        wizard.action_register()
        again = self.env["debt.event"].create(
            {
                "case_id": self.krakow.case_id.id,
                "type_id": self.visit_type.id,
                "user_id": self.agent.id,
            }
        )
        events = self.as_role(self.env["debt.event"], "field_agent")
        data = events.visit_map_data([["state", "=", "planned"]])
        self.assertEqual([visit["id"] for visit in data["placed"]], again.ids)

    def test_result_with_photo_place_and_promise(self):
        popup = self.result(self.krakow)
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_promise")
        popup.promise_date = date(2026, 6, 10)
        popup.promise_amount = 300
        popup.note = "Zapłaci po wypłacie"
        wizard = popup.save()
        wizard.write(
            {
                "photo_ids": [(4, self.photo().id)],
                "place_latitude": 50.0675,
                "place_longitude": 19.9371,
                "place_accuracy": 12,
            }
        )
        wizard.action_register()
        self.assertEqual((self.krakow.state, self.krakow.promise_amount), ("done", 300))
        self.assertAlmostEqual(self.krakow.place_latitude, 50.0675, 4)
        self.assertEqual(self.krakow.place_accuracy, 12)
        photo = self.krakow.photo_ids
        self.assertEqual(
            (photo.res_model, photo.res_id), ("debt.event", self.krakow.id)
        )
        self.assertEqual(self.as_role(photo, "manager").raw, PIXEL)
        check = self.krakow.case_id.planned_event_ids
        self.assertEqual(check.type_id.code, "payment_check")

    def test_photo_is_seen_with_the_case_only(self):
        popup = self.result(self.krakow)
        popup.outcome_id = self.env.ref("debt_collection.event_outcome_no_answer")
        wizard = popup.save()
        wizard.photo_ids = self.photo()
        wizard.action_register()
        with self.assertRaises(AccessError):
            self.as_role(self.krakow.photo_ids, "lawyer").read(["raw"])

    def test_what_is_no_photo_is_refused(self):
        script = self.photo(name="x.png", raw=b"no picture")
        stolen = self.env["ir.attachment"].create(
            {
                "name": "a.png",
                "raw": PIXEL,
                "res_model": "res.partner",
                "res_id": self.debtor.id,
            }
        )
        for file in (script, stolen):
            popup = self.result(self.krakow)
            popup.outcome_id = self.env.ref("debt_collection.event_outcome_no_answer")
            wizard = popup.save()
            wizard.photo_ids = file
            with self.assertRaises(UserError):
                wizard.action_register()
        self.assertEqual(self.krakow.state, "planned")
        self.assertEqual(stolen.res_model, "res.partner")

    def sheet(self, visits, role):
        report = self.as_role(self.env["ir.actions.report"], role)
        content, _kind = report._render_qweb_html(
            "debt_collection.visit_sheet_document", visits.ids
        )
        return " ".join(html.fromstring(content).text_content().split())

    def test_sheet_is_in_the_order_of_the_way(self):
        text = self.sheet(self.krakow | self.warsaw, "field_agent")
        self.assertLess(text.index("00 Warszawa"), text.index("31 Kraków"))
        for part in ("Długa 5, 31-147 Kraków", "+48 501 213 897", "No answer"):
            self.assertIn(part, text)
        due = f"{self.krakow.case_id.total_due:,.2f}"
        self.assertIn(due, text)

    def test_sheet_of_others_visits_is_refused(self):
        foreign = self._make_visit("Cudzy", agent=False)
        with self.assertRaises(Exception) as caught, mute_logger("odoo.addons.base"):
            self.sheet(self.krakow | foreign, "field_agent")
        cause = caught.exception
        self.assertIsInstance(getattr(cause, "__cause__", None) or cause, AccessError)


@tagged("post_install", "-at_install", "debt_tour")
class TestOnThePhone(VisitCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_result_from_the_phone(self):
        self.start_tour(
            "/odoo/action-debt_collection.debt_visit_my_action",
            "debt_visit_result",
            login=self.agent.login,
            timeout=120,
        )
        self.assertEqual(self.warsaw.state, "done")
        self.assertEqual(self.warsaw.outcome_id.code, "third_person")
        self.assertEqual(self.warsaw.note, "Sąsiadka")
        self.assertAlmostEqual(self.warsaw.place_latitude, 52.2531, 4)
        self.assertEqual(self.warsaw.place_accuracy, 15)
        self.assertEqual(self.warsaw.photo_ids.mapped("mimetype"), ["image/jpeg"])
        self.assertEqual(self.krakow.state, "planned")

    def test_map_without_tiles(self):
        self.krakow.partner_id.write(
            {"partner_latitude": 50.0675, "partner_longitude": 19.9371}
        )
        self.start_tour(
            "/odoo/action-debt_collection.debt_visit_map_action",
            "debt_visit_map",
            login=self.agent.login,
            timeout=120,
        )
