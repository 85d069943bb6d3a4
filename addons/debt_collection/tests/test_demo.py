from odoo import fields
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from ..services.bank_import import BankImport
from ..services.demo.agency import PASSWORD, USERS
from ..services.intake import run_import
from ..tools.identifiers import is_valid

STATES = {"new", "open", "closed"}
PHASES = {"monitoring", "amicable", "pre_court", "court", "enforcement", "field"}
FAULTS = {
    "bad_postal_code",
    "bad_amount",
    "impossible_date",
    "no_name",
    "duplicate",
    "check_digit",
}
DOUBTS = {"check_digit"}
REASONS = {"paid", "returned", "barred", "uncollectible", "written_off", "other"}


@tagged("post_install", "-at_install", "demo")
class TestDemo(TransactionCase):
    """The demonstration keeps its promises; it is told once for all tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.there = cls.env.ref("__debt_demo__.agency", raise_if_not_found=False)
        cls.summary = cls.env["debt.demo"]._load()
        cls.company = cls.env.ref("__debt_demo__.agency")
        cls.cases = cls._mine("debt.case")
        cls.today = cls.env["debt.balance"]._today()

    @classmethod
    def _mine(cls, model):
        return cls.env[model].search([("company_id", "=", cls.company.id)])

    def _codes(self, records, field="kind_id"):
        return set(records[field].mapped("code"))

    # === CASES AND CLAIMS === #
    def test_summary_counts_what_is_there(self):
        self.assertEqual(self.summary["loaded"], not self.there)
        self.assertEqual(self.summary["cases"], len(self.cases))
        self.assertEqual(self.summary["claims"], len(self.cases.claim_ids))
        self.assertGreater(len(self.cases), 250)

    def test_every_state_phase_and_reason(self):
        self.assertEqual(set(self.cases.mapped("state")), STATES)
        self.assertEqual(set(self.cases.mapped("phase")), PHASES)
        closed = self.cases.filtered(lambda case: case.state == "closed")
        self.assertEqual(set(closed.mapped("close_reason")), REASONS)
        for case in closed:
            self.assertTrue(case.date_opened <= case.date_closed <= self.today)

    def test_every_kind_of_agreement_and_claim(self):
        self.assertEqual(
            set(self.cases.mapped("agreement_kind")), {"mandate", "assignment", "own"}
        )
        claims = self.cases.claim_ids
        self.assertEqual(
            set(claims.mapped("state")),
            {"active", "suspended", "restructured", "withdrawn"},
        )
        self.assertEqual(self._codes(claims), {"invoice", "interest_note", "other"})
        self.assertTrue(any(claims.mapped("paid_before")))

    def test_own_receivables_are_posted_invoices(self):
        own = self.cases.filtered(lambda case: case.agreement_kind == "own")
        invoices = own.claim_ids.move_id
        self.assertEqual(len(own.claim_ids.move_line_id), len(own.claim_ids))
        self.assertEqual(set(invoices.mapped("state")), {"posted"})
        self.assertIn("partial", invoices.mapped("payment_state"))

    def test_time_barred_cases_are_shown(self):
        barred = self.cases.filtered("time_barred")
        self.assertTrue(barred.filtered(lambda case: case.state == "open"))
        self.assertTrue(barred.filtered(lambda case: case.close_reason == "barred"))

    def test_waiver_and_acknowledgement_move_limitation(self):
        effects = self.env["debt.event"].search(
            [
                ("case_id", "in", self.cases.ids),
                ("type_id.limitation_effect", "!=", False),
            ]
        )
        self.assertEqual(
            set(effects.type_id.mapped("limitation_effect")),
            {"acknowledged", "plea_waived"},
        )

    def test_every_kind_of_party(self):
        roles = set(self.cases.party_ids.mapped("role"))
        self.assertEqual(roles, {"joint", "guarantor", "heir", "attorney"})

    def test_client_fields_are_filled(self):
        package = self.cases.package_id.filtered(lambda p: p.code == "ENERGIA-1")
        labels = [field["string"] for field in package.case_properties_definition]
        self.assertIn("Nr PPE", labels)
        for case in package.case_ids:
            self.assertTrue(is_valid("PPE", case.properties["nr_ppe"]))

    # === INTAKE === #
    def test_portfolios_came_by_file_with_their_faults(self):
        imports = self._mine("debt.import")
        self.assertEqual(set(imports.mapped("state")), {"done"})
        self.assertEqual(imports.package_id.agreement_id.mapped("kind").count("own"), 0)
        by_file = self.cases.claim_ids.filtered(lambda claim: not claim.move_line_id)
        self.assertEqual(sum(imports.mapped("created")), len(by_file))
        self.assertEqual(set(imports.fault_ids.mapped("code")), FAULTS)

    def test_the_file_that_waits_can_be_imported_once(self):
        package = self._mine("debt.package").filtered(lambda p: p.code == "TELEKOM-3")
        leader = package.team_id.leader_id
        with file_open("debt_collection/demo/files/telekom.csv", "rb") as waiting:
            data = waiting.read()
        first, second = (
            run_import(self.env(user=leader), package.with_user(leader), name, data)
            for name in ("first.csv", "second.csv")
        )
        self.assertEqual({fault["code"] for fault in first["refused"]}, FAULTS - DOUBTS)
        self.assertEqual({fault["code"] for fault in first["warnings"]}, DOUBTS)
        self.assertGreater(first["created"], 50)
        self.assertEqual((second["created"], second["updated"]), (0, 0))
        self.assertEqual(second["unchanged"], first["created"])

    # === MONEY === #
    def test_closed_as_paid_owe_nothing(self):
        paid = self.cases.filtered(lambda case: case.close_reason == "paid")
        self.assertEqual(set(paid.mapped("total_due")), {0})
        self.assertTrue(any(paid.mapped("overpaid")))

    def test_allocations_and_surplus_are_all_the_money(self):
        payments = self._mine("debt.payment")
        booked = payments.filtered(lambda payment: payment.state == "booked")
        credited = sum(payments.allocation_ids.mapped("amount"))
        surplus = sum(self.cases.mapped("overpaid"))
        kept = sum(booked.mapped("amount")) - sum(booked.mapped("refunded"))
        self.assertAlmostEqual(kept, credited + surplus, 2)
        money = booked.filtered(lambda payment: payment.received_by != "nobody")
        self.assertAlmostEqual(
            sum(self.cases.mapped("paid_total")),
            sum(money.mapped("amount")) - sum(money.mapped("refunded")),
            2,
        )

    def test_ledgers_agree_with_the_journal(self):
        self.assertEqual(self.env["debt.payment"]._difference_with_journal(), [])

    def test_every_source_and_a_returned_transfer(self):
        payments = self._mine("debt.payment")
        self.assertEqual(
            set(payments.mapped("source")),
            {"bank", "creditor", "bailiff", "invoice", "writeoff", "cash", "setoff"},
        )
        self.assertIn("reversed", payments.mapped("state"))

    def test_money_that_comes_by_no_bank_line(self):
        receipts, refunds = self._mine("debt.cash.receipt"), self._mine("debt.refund")
        self.assertEqual(set(receipts.mapped("state")), {"issued", "annulled"})
        self.assertEqual(set(refunds.mapped("state")), {"draft", "approved"})
        self.assertTrue(self._mine("debt.set.off"))

    def test_imported_cases_of_an_agreement_have_virtual_accounts(self):
        numbers = self._mine("debt.virtual.account")
        energy = self.cases.filtered(lambda c: c.agreement_id.code == "UZ/01")
        self.assertEqual(numbers.case_id, energy)

    def test_accountant_has_lines_in_every_state(self):
        lines = self._mine("account.bank.statement.line")
        self.assertEqual(
            set(lines.mapped("debt_match_state")),
            {"none", "proposed", "booked", "suspense"},
        )

    def test_costs(self):
        costs = self.cases.cost_ids
        kinds = self._codes(costs)
        self.assertLessEqual(
            {"postage", "court_fee", "compensation", "bailiff_advance", "visit"}, kinds
        )
        self.assertEqual(set(costs.mapped("state")), {"booked", "waived"})

    # === EVENTS === #
    def test_plan_of_yesterday_today_and_tomorrow(self):
        planned = self.cases.planned_event_ids
        self.assertTrue(planned.filtered("overdue"))
        self.assertTrue(planned.filtered(lambda event: event.date == self.today))
        self.assertTrue(planned.filtered(lambda event: event.date > self.today))

    def test_plans_of_every_state(self):
        plans = self._mine("debt.settlement.plan")
        states = dict(plans._fields["state"].selection)
        self.assertEqual(set(plans.mapped("state")), set(states))
        self.assertTrue(plans.filtered(lambda plan: plan.overdue and plan.next_due))
        self.assertTrue(plans.filtered("write_off_id"))

    def test_history_is_no_future(self):
        done = self.cases.event_ids.filtered(lambda event: event.state == "done")
        now = fields.Datetime.now()
        for event in done:
            self.assertTrue(event.case_id.date_opened <= event.date <= self.today)
            self.assertLessEqual(event.done_at, now)

    def test_outcomes_and_promises(self):
        events = self.cases.event_ids
        kinds = self.env["debt.event.type"].search([("plannable", "=", True)])
        # Those of the post come by entering its results only.
        self.assertEqual(events.outcome_id.sorted(), kinds.outcome_ids.sorted())
        promised = events.filtered("promise_date").mapped("promise_date")
        self.assertTrue(min(promised) < self.today < max(promised))

    # === PEOPLE === #
    def test_every_role_finds_its_cases(self):
        for login in USERS:
            with self.subTest(login=login):
                user = self.env["res.users"].search([("login", "=", login)])
                self.assertEqual((user.lang, user.tz), ("pl_PL", "Europe/Warsaw"))
                cases = self.env["debt.case"].with_user(user).search([])
                self.assertTrue(cases)
                rows = cases.web_search_read(
                    [], {"name": {}, "total_due": {}}, limit=80
                )
                self.assertTrue(rows["records"])

    def test_users_can_log_in(self):
        for login in ("operator", "kierownik"):
            user = self.env["res.users"].search([("login", "=", login)])
            credential = {"login": login, "password": PASSWORD, "type": "password"}
            checked = user.with_user(user)._check_credentials(
                credential, {"interactive": False}
            )
            self.assertEqual(checked["uid"], user.id)

    def test_numbers_are_right_and_no_living_persons(self):
        partners = self.cases.debtor_id
        for partner in partners.filtered("pesel"):
            self.assertTrue(is_valid("PESEL", partner.pesel))
            # The month of the century 2000 to 2099: a birth still to come.
            self.assertIn(partner.pesel[2], "23")
            self.assertGreaterEqual(partner.pesel[:2], "60")
        for partner in partners.filtered("vat"):
            self.assertTrue(is_valid("NIP", partner.vat))
            self.assertEqual(partner.vat.removeprefix("PL")[:2], "00")
        self.assertFalse(any(partners.mapped("identifier_warning")))

    def test_texts_are_polish(self):
        notes = " ".join(note for note in self.cases.event_ids.mapped("note") if note)
        self.assertTrue(set("ąćęłńóśżź") <= set(notes.lower()))
        self.assertEqual(set(self.cases.debtor_id.mapped("lang")), {"pl_PL"})

    def test_a_debtor_owes_to_two_creditors(self):
        creditors = [
            set(cases.mapped("creditor_id.id"))
            for cases in self.cases.grouped("debtor_id").values()
        ]
        self.assertTrue(any(len(owed) > 1 for owed in creditors))

    # === ONCE === #
    def test_second_call_changes_nothing(self):
        models = ("debt.case", "debt.claim", "debt.event", "debt.payment", "res.users")
        before = [self.env[model].search_count([]) for model in models]
        again = self.env["debt.demo"]._load()
        after = [self.env[model].search_count([]) for model in models]
        self.assertEqual(before, after)
        self.assertEqual(again, {**self.summary, "loaded": False})

    # === BANK FILES === #
    def test_statements_show_a_gap_and_lines_to_match(self):
        statements = self._mine("account.bank.statement")
        numbers = statements.filtered("debt_serial").sorted("debt_serial")
        self.assertEqual(numbers.mapped("debt_serial"), [41, 43])
        self.assertEqual(numbers.mapped("debt_missing"), [0, 1])
        self.assertTrue(all(numbers.mapped("debt_unexplained")))
        self.assertEqual(len(self._mine("debt.bank.file")), 3)

    def test_files_to_try_can_be_imported(self):
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("code", "=", "RWD")]
        )
        env = journal.with_company(self.company).env
        profile = self.env.ref("debt_collection.sheet_mapping_generic")
        for name, count, options in (
            ("wyciag_mbank.sta", 3, {}),
            ("wplaty_masowe.txt", 2, {"journal": journal}),
            ("wplaty.csv", 2, {"journal": journal, "mapping": profile}),
        ):
            with file_open(f"debt_collection/demo/files/{name}", "rb") as file:
                outcome = BankImport(env, **options).take(name, file.read())
            self.assertEqual(outcome.created, count, name)

    # === CREDITORS === #
    def test_accounts_are_settled(self):
        """Money of the last months is remitted, approved or waits; all of it proves."""
        remittances = self._mine("debt.remittance")
        self.assertEqual(
            sorted(remittances.mapped("state")), ["booked", "confirmed", "draft"]
        )
        self.assertTrue(all(remittances.mapped("commission")))
        self.assertTrue(any(remittances.mapped("costs")))
        self.assertFalse(
            remittances._difference_with_remittances(remittances.agreement_id)
        )
        closings = self._mine("debt.commission.period")
        self.assertEqual(set(closings.mapped("state")), {"draft", "confirmed"})
        self.assertGreater(len(closings.line_ids.user_id), 1)
