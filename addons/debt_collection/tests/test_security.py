"""Who sees and does what; what installing us does not touch."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ROLES, DebtCommon


@tagged("post_install", "-at_install", "debt_security")
class TestRoles(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._make_case(user_id=cls.users["collector"].id)
        cls.teams = cls._make_case(user_id=cls.users["team_leader"].id)
        cls.free = cls._make_case()
        elsewhere = cls._make_package(cls.agreement, code="EN-2026-02")
        cls.foreign = cls._make_case(package=elsewhere, phase="court")
        cls.all = cls.own | cls.teams | cls.free | cls.foreign

    def seen(self, role):
        cases = self.as_role(self.env["debt.case"], role).search([])
        return self.env["debt.case"].browse(cases.ids) & self.all

    def test_collector_sees_his_and_his_teams_cases(self):
        self.assertEqual(self.seen("collector"), self.own | self.teams | self.free)

    def test_team_that_does_not_share(self):
        self.team.share_cases = False
        self.assertEqual(self.seen("collector"), self.own | self.free)

    def test_operator_sees_the_cases_of_his_teams(self):
        self.assertEqual(self.seen("operator"), self.own | self.teams | self.free)

    def test_lawyer_sees_what_is_at_court(self):
        self.assertEqual(self.seen("lawyer"), self.foreign)

    def test_field_agent_sees_only_his(self):
        self.assertFalse(self.seen("field_agent"))
        self.free.user_id = self.users["field_agent"]
        self.assertEqual(self.seen("field_agent"), self.free)

    def test_leader_sees_his_teams(self):
        self.assertEqual(self.seen("team_leader"), self.own | self.teams | self.free)

    def test_manager_accountant_and_administrator_see_all(self):
        for role in ("manager", "accountant", "administrator"):
            self.assertEqual(self.seen(role), self.all)

    def test_parts_of_a_case_follow_the_case(self):
        hidden = self._make_claim(self.foreign, 10)
        shown = self._make_claim(self.own, 10)
        self._pay(self.foreign, 1, "2026-03-03")
        self._add_cost(self.foreign, 5, "2026-03-03")
        user = self.users["collector"]
        for model in (
            "debt.claim",
            "debt.cost",
            "debt.payment",
            "debt.payment.allocation",
            "debt.event",
            "debt.case.party",
        ):
            found = self.env[model].with_user(user).search([])
            self.assertNotIn(self.foreign, found.case_id, model)
        self.assertIn(shown, self.env["debt.claim"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            self.as_role(hidden, "collector").read(["amount"])

    def test_operator_sees_only_chosen_fields(self):
        case = self.as_role(self.own, "operator")
        self.assertTrue(case.total_due >= 0)
        with self.assertRaises(AccessError):
            case.read(["opening_debt"])
        self.assertNotIn("properties", case.fields_get())

    def test_collector_corrects_the_phone_of_the_debtor(self):
        self.as_role(self.own, "collector").debtor_phone = "+48 501 213 897"
        self.assertEqual(self.own.debtor_id.phone, "+48 501 213 897")
        with self.assertRaises(AccessError):
            self.as_role(self.own, "operator").debtor_phone = "+48 1"
            self.env.flush_all()

    def test_phone_operator_registers_a_call(self):
        event = self.as_role(self.env["debt.event"], "operator").create(
            {
                "case_id": self.own.id,
                "state": "done",
                "type_id": self.env.ref("debt_collection.event_type_call").id,
                "outcome_id": self.env.ref(
                    "debt_collection.event_outcome_no_answer"
                ).id,
            }
        )
        self.assertTrue(event.done_at)
        with self.assertRaises(AccessError):
            self.as_role(self.own.claim_ids.browse(), "operator").create(
                {"case_id": self.own.id, "amount": 5, "due_date": "2026-03-03"}
            )

    def test_nobody_writes_what_the_replay_derives(self):
        for model in ("debt.claim.segment", "debt.payment.allocation"):
            for role in ROLES:
                records = self.as_role(self.env[model], role)
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(records.has_access(operation), (model, role))

    def test_only_leaders_deal_out(self):
        """Changing team or collector is for entitled people (seed 002, 9)."""
        for role in ("operator", "collector", "field_agent"):
            self.teams.user_id = self.users["field_agent"]
            with self.assertRaises(AccessError):
                self.as_role(self.teams, role).write({"user_id": self.users[role].id})
        self.as_role(self.teams, "team_leader").write(
            {"user_id": self.users["collector"].id}
        )
        self.assertEqual(self.teams.user_id, self.users["collector"])

    def test_dictionaries_belong_to_the_administrator(self):
        rate = self.env["debt.interest.rate"].search([], limit=1)
        for role in ("operator", "collector", "team_leader", "manager"):
            with self.assertRaises(AccessError):
                self.as_role(rate, role).write({"percent": 1})
        self.assertTrue(self.as_role(rate, "administrator").has_access("write"))


@tagged("post_install", "-at_install", "debt_security")
class TestCompanies(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls._make_agreement(company_id=cls.other_company.id, code="B-1")
        cls.foreign_package = cls._make_package(other, code="B-1-1")
        cls.foreign = cls._make_case(package=cls.foreign_package)
        cls.foreign_claim = cls._make_claim(cls.foreign, 100)

    def test_other_agency_is_invisible(self):
        """T-61, in search, read and totals."""
        for role in ROLES:
            for record in (
                self.foreign,
                self.foreign_claim,
                self.foreign_package,
                self.foreign_package.agreement_id,
            ):
                seen = self.as_role(record, role)
                self.assertNotIn(record.id, seen.search([]).ids, (role, record))
                with self.assertRaises(AccessError):
                    seen.read(["company_id"])

    def test_two_companies_number_their_own_cases(self):
        own = self._make_case()
        self.assertEqual(own.company_id, self.company)
        self.assertEqual(self.foreign.company_id, self.other_company)

    def test_records_of_two_companies_do_not_mix(self):
        with self.assertRaises(UserError):
            self.foreign.team_id = self.team


@tagged("post_install", "-at_install", "debt_security")
class TestFootprint(DebtCommon):
    def test_no_rights_on_models_of_others(self):
        """T-63: installing us grants and restricts nothing on others' models."""
        own = self.env["ir.model.data"].search(
            [
                ("module", "=", "debt_collection"),
                ("model", "in", ("ir.model.access", "ir.rule")),
            ]
        )
        self.assertGreater(len(own), 50)
        for data in own:
            model = self.env[data.model].browse(data.res_id).model_id.model
            self.assertTrue(model.startswith("debt."), f"{data.name}: {model}")


@tagged("post_install", "-at_install", "debt_case")
class TestCase(DebtCommon):
    def test_numbers_are_unique_and_in_sequence(self):
        cases = self._make_case() | self._make_case()
        self.assertEqual(len(set(cases.mapped("name"))), 2)
        self.assertRegex(cases[0].name, r"^W/\d{4}/\d{6}$")

    def test_state_door(self):
        case = self._make_case()
        with self.assertRaises(UserError):
            case.state = "closed"
        case.action_open()
        case._close("paid")
        self.assertEqual((case.state, case.closing_phase), ("closed", "amicable"))
        with self.assertRaises(UserError):
            case._close("paid")
        case.action_open()
        self.assertFalse(case.close_reason)

    def test_no_context_opens_a_door(self):
        """Whatever a caller sends along, states change by their methods alone."""
        case = self._make_case()
        flags = {
            name: True
            for name in (
                "debt_state_door",
                "debt_receipt_door",
                "debt_refund_door",
                "debt_set_off_door",
                "debt_remittance_door",
                "debt_closing_door",
            )
        }
        journal = self.env["account.journal"].search([("type", "=", "cash")], limit=1)
        receipt = self.env["debt.cash.receipt"].create(
            {"case_id": case.id, "amount": 5, "journal_id": journal.id}
        )
        setoff = self.env["debt.set.off"].create(
            {"case_id": case.id, "amount": 5, "name": "1/2026", "state": "done"}
        )
        self.assertEqual(setoff.state, "draft")
        remittance = self.env["debt.remittance"].create(
            {
                "agreement_id": self.agreement.id,
                "date_from": "2026-05-01",
                "date_to": "2026-05-31",
            }
        )
        for record, state in (
            (case, "closed"),
            (receipt, "issued"),
            (setoff, "declared"),
            (remittance, "approved"),
        ):
            with self.subTest(record._name), self.assertRaises(UserError):
                record.with_context(**flags).state = state

    def test_closing_drops_the_plan_and_keeps_the_history(self):
        case = self._make_case()
        call = self.env.ref("debt_collection.event_type_call").id
        planned, done = self.env["debt.event"].create(
            [
                {"case_id": case.id, "type_id": call, "state": state}
                for state in ("planned", "done")
            ]
        )
        case._close("returned")
        self.assertEqual((planned.state, done.state), ("cancelled", "done"))

    def test_done_events_are_history(self):
        event = self.env["debt.event"].create(
            {
                "case_id": self._make_case().id,
                "state": "done",
                "type_id": self.env.ref("debt_collection.event_type_call").id,
            }
        )
        with self.assertRaises(UserError):
            event.date = "2020-01-01"

    def test_promise_needs_date_and_amount(self):
        vals = {
            "case_id": self._make_case().id,
            "state": "done",
            "type_id": self.env.ref("debt_collection.event_type_call").id,
            "outcome_id": self.env.ref("debt_collection.event_outcome_promise").id,
        }
        with self.assertRaises(ValidationError):
            self.env["debt.event"].create(vals)
        promise = {"promise_date": "2026-12-01", "promise_amount": 100}
        self.assertTrue(self.env["debt.event"].create(vals | promise))

    def test_one_open_case_of_a_debtor_in_a_package(self):
        first = self._make_case(self.debtor)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._make_case(self.debtor)
        first._close("paid")
        self.assertTrue(self._make_case(self.debtor))

    def test_duplicate_debtors_are_found_by_identifier(self):
        twin = self._make_debtor("J. Testowy", pesel="440514 01359")
        self.assertEqual(twin.pesel, "44051401359")
        found = self.env["res.partner"].search(twin.action_find_duplicates()["domain"])
        self.assertEqual(found, self.debtor)

    def test_wrong_check_digit_warns_and_nonsense_is_refused(self):
        doubtful = self._make_debtor("Stary Numer", pesel="44051401358")
        self.assertIn("PESEL", doubtful.identifier_warning)
        with self.assertRaises(ValidationError):
            self._make_debtor("Bez sensu", pesel="12345")
