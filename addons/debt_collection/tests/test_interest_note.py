"""Interest notes: on paper, as claims, capitalised; undone and corrected."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from ..services.statement import statements
from .common import DebtCommon

TODAY = "2026-06-01"
DAY = "2026-05-31"
WIZARD = "odoo.addons.debt_collection.wizards.debt_interest_note_issue"
FIGURES = ("total_due", "principal_due", "interest_due", "costs_due", "paid_total")


@tagged("post_install", "-at_install", "debt_interest_note")
class NoteCase(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        freezer = freeze_time(f"{TODAY} 10:00:00")
        freezer.start()
        cls.addClassCleanup(freezer.stop)
        cls.case = cls._make_case(
            cls.debtor, user_id=cls.users["collector"].id, phase="court"
        )
        cls.first = cls._make_claim(cls.case, 10000, "2026-01-12", number="FV/1")
        cls.second = cls._make_claim(cls.case, 5000, "2026-02-10", number="FV/2")
        cls._add_cost(cls.case, 40, "2026-02-20")

    def wizard(self, role, cases=None, **values):
        screen = Form(
            self.as_role(self.env["debt.interest.note.issue"], role).with_context(
                active_model="debt.case", active_ids=(cases or self.case).ids
            )
        )
        as_of = values.pop("as_of", DAY)
        for name, value in {**values, "as_of": as_of}.items():
            setattr(screen, name, value)
        return screen.save()

    def note(self, role, cases=None, **values):
        wizard = self.wizard(role, cases, **values)
        action = wizard.action_make()
        found = self.env["debt.interest.note"]
        notes = found.browse(action.get("res_id")) or found.search(action["domain"])
        return notes.with_user(self.users[role])

    def figures(self, day, *names):
        return self.amounts(self.case, day, *(names or FIGURES))


class TestDocument(NoteCase):
    def test_a_document_changes_nothing(self):
        before = self.figures(DAY)
        note = self.note("collector")
        self.assertEqual(note.state, "issued")
        self.assertEqual(self.figures(DAY), before)
        self.assertAlmostEqual(note.amount, before[2], 2)
        self.assertFalse(note.claim_ids)

    def test_lines_explain_the_amount(self):
        self._pay(self.case, 200, "2026-04-01")
        note = self.note("collector")
        for line in note.line_ids:
            rows = line._period_rows()
            self.assertAlmostEqual(
                float(sum(row["interest"] for row in rows)), line.accrued, 2
            )
            self.assertAlmostEqual(line.accrued - line.credited, line.amount, 2)
        self.assertGreater(sum(note.line_ids.mapped("credited")), 0)

    def test_numbers_of_a_company_and_year(self):
        other = self._make_case(user_id=self.users["collector"].id)
        self._make_claim(other, 9000, "2026-01-12")
        notes = self.note("collector", self.case | other)
        again = self.note("collector", as_of="2026-04-30")
        numbers = sorted((notes | again).mapped("name"))
        self.assertEqual(numbers, ["NO/2026/00001", "NO/2026/00002", "NO/2026/00003"])

    def test_once_for_a_claim_and_day(self):
        self.note("collector")
        with self.assertRaises(UserError):
            self.note("collector")
        line = self.env["debt.interest.note.line"].search([], limit=1)
        twin = line.note_id.copy({"line_ids": [(0, 0, line.copy_data()[0])]})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            twin.state = "issued"
            self.env.flush_all()

    def test_drafts_take_what_is_owed_when_they_are_issued(self):
        draft = self.note("collector", issue_now=False)
        self.assertEqual((draft.state, draft.display_name), ("draft", "Draft"))
        self._pay(self.case, 240, "2026-05-01")
        draft.action_issue()
        self.assertAlmostEqual(draft.amount, self.figures(DAY, "interest_due")[0], 2)

    def test_paper(self):
        note = self.note("collector")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "debt_collection.interest_note_report", note.ids
        )
        for text in ("NO/2026/00001", "FV/1", "Jan Testowy", "Energia Testowa"):
            self.assertIn(text, html.decode())

    def test_paper_names_the_account_that_letters_name(self):
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.env["debt.virtual.pool"].create(
            {"name": "Mass", "journal_id": journal.id, "sort_code": "10901014"}
        )
        self.case.action_give_virtual_account()
        note = self.note("collector", minimum=1)
        page, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "debt_collection.interest_note_report", note.ids
        )
        self.assertIn(self.case.payment_account, page.decode())
        self.assertIn(self.case.payment_title, page.decode())

    def test_barred_suspended_and_too_little_get_none(self):
        old = self._make_case(self._make_debtor("Stara", pesel="44051401359"))
        old.debtor_id.debt_legal_status = "consumer"
        self._make_claim(old, 10000, "2019-01-12")
        stopped = self._make_case()
        self._make_claim(stopped, 9000, "2026-01-12").action_suspend("Complaint", DAY)
        small = self._make_case()
        self._make_claim(small, 9, "2026-01-12")
        wizard = self.wizard("manager", self.case | old | stopped | small)
        self.assertEqual((wizard.note_count, wizard.left_out), (1, 3))
        self.assertAlmostEqual(wizard.amount, self.figures(DAY, "interest_due")[0], 2)


class TestBooked(NoteCase):
    def test_the_total_stays_and_further_interest_accrues(self):
        """T-46: to the grosz on the day, before it, and later."""
        days = ("2026-04-30", DAY)
        before = [self.figures(day) for day in days]
        later = self.figures("2026-07-31", "total_due")
        note = self.note("accountant", way="claim")
        self.assertEqual(self.figures(days[0]), before[0])
        total, principal, interest, costs, paid = before[1]
        self.assertEqual(
            self.figures(DAY),
            (total, round(principal + interest, 2), 0, costs, paid),
        )
        self.assertEqual(self.figures("2026-07-31", "total_due"), later)
        self.assertEqual(note.claim_ids.kind_id.code, "interest_note")
        self.assertEqual(
            self.amounts(note.claim_ids, "2027-05-31", "interest_due"), (0,)
        )

    def test_it_is_no_money(self):
        note = self.note("accountant", way="claim")
        credits = note.line_ids.payment_id
        self.assertEqual(set(credits.mapped("received_by")), {"nobody"})
        self.assertEqual(self.figures(DAY, "paid_total", "overpaid"), (0, 0))
        account = statements(self.case, Date.to_date(DAY))[self.case.id]
        self.assertAlmostEqual(float(account.noted), note.amount, 2)
        self.assertEqual(account.paid, 0)

    def test_second_note_has_only_new_interest(self):
        self.note("accountant", way="claim", as_of="2026-03-31")
        second = self.note("accountant", way="claim")
        self.assertEqual(
            set(second.line_ids.mapped("date_from")), {Date.to_date("2026-04-01")}
        )
        self.assertEqual(second.line_ids.mapped("credited"), [0, 0])
        self.assertEqual(self.figures(DAY, "interest_due"), (0,))

    def test_a_back_dated_payment_is_no_surplus_but_something_to_correct(self):
        note = self.note("accountant", way="claim")
        self.assertFalse(note.to_correct)
        alone = self._make_case()
        for claim in self.first | self.second:
            self._make_claim(alone, claim.amount, claim.due_date)
        self._add_cost(alone, 40, "2026-02-20")
        for case in (self.case, alone):
            self._pay(case, 6000, "2026-03-02")
        note.invalidate_recordset()
        self.assertTrue(note.to_correct)
        self.assertIn(note, note.search([("to_correct", "=", True)]))
        self.assertEqual(self.figures(DAY, "overpaid"), (0,))
        self.assertEqual(sum(note.line_ids.payment_id.mapped("surplus")), 0)
        new = note.with_user(self.users["accountant"]).action_correct()
        self.assertEqual(note.state, "cancelled")
        self.assertEqual((new.state, new.corrects_id), ("issued", note))
        self.assertFalse(new.to_correct)
        expected = self.amounts(alone, DAY, "total_due")
        self.assertEqual(self.figures(DAY, "total_due"), expected)

    def test_excess_pays_no_later_cost(self):
        self.note("accountant", way="claim")
        self._pay(self.case, 15400, "2026-02-28")
        self._add_cost(self.case, 30, "2026-05-31")
        self.assertEqual(self.figures(DAY, "costs_due"), (30,))

    def test_cancelling_takes_back_both(self):
        days = ("2026-04-30", DAY, "2026-07-31")
        before = [self.figures(day) for day in days]
        note = self.note("accountant", way="claim")
        note.action_cancel("Agreed with the debtor")
        self.assertEqual([self.figures(day) for day in days], before)
        self.assertEqual(set(note.line_ids.payment_id.mapped("state")), {"reversed"})
        self.assertEqual(note.claim_ids.state, "withdrawn")
        # After that the same day is free again.
        self.assertEqual(self.note("accountant", way="claim").state, "issued")

    def test_money_on_the_note_goes_elsewhere_when_it_is_cancelled(self):
        note = self.note("accountant", way="claim")
        self._pay(self.case, 100, "2026-06-01", claim_ids=[(6, 0, note.claim_ids.ids)])
        self.assertEqual(note.claim_ids.allocation_ids.amount, 100)
        note.action_cancel("Mistake")
        self.assertEqual(self.figures("2026-06-01", "overpaid", "paid_total"), (0, 100))

    def test_not_before_a_later_payment(self):
        self._pay(self.case, 100, "2026-05-30")
        wizard = self.wizard("accountant", way="claim", as_of="2026-04-30")
        self.assertEqual(wizard.note_count, 0)
        with self.assertRaises(UserError):
            wizard.action_make()

    def test_order_of_entry_does_not_matter(self):
        note = self.note("accountant", way="claim")
        self._pay(self.case, 700, "2026-05-31")
        told = self.case.payment_ids.allocation_ids.mapped("amount")
        self.case._replay()
        self.assertEqual(self.case.payment_ids.allocation_ids.mapped("amount"), told)
        self.assertFalse(note.to_correct)

    def test_the_note_has_the_limitation_of_its_interest(self):
        self.first.debtor_id.debt_legal_status = "consumer"
        note = self.note("accountant", way="claim", due_date="2029-01-15")
        dates = (self.first | self.second).mapped("limitation_date")
        self.assertEqual(note.claim_ids.limitation_date, min(dates))

    def test_only_its_note_changes_a_claim_or_credit(self):
        note = self.note("accountant", way="claim")
        claim, credit = note.claim_ids, note.line_ids.payment_id[:1]
        claim.name = "Named otherwise"
        for change in (
            lambda: claim.write({"amount": 1}),
            lambda: claim.action_withdraw("Gone"),
            lambda: credit.action_reverse("Gone"),
            lambda: credit.write({"claim_ids": [(5,)]}),
            lambda: self._pay(self.case, 5, DAY, source="capitalized"),
        ):
            with self.assertRaises(UserError):
                change()

    def test_many_at_once_with_the_same_number_of_queries(self):
        few, many = self._portfolio(3), self._portfolio(9)
        self.note("manager", self._portfolio(1), way="document", as_of="2026-03-31")
        self.assertEqual(self._queries(few), self._queries(many))

    def test_very_many_are_left_to_jobs(self):
        cases = self._portfolio(3)
        wizard = self.wizard("manager", cases)
        with (
            patch(f"{WIZARD}.CHUNK", 2),
            trap_jobs() as trap,
        ):
            wizard.action_make()
            trap.assert_jobs_count(2)
            trap.perform_enqueued_jobs()
            noted = self.env["debt.interest.note"].search(
                [("case_id", "in", cases.ids)]
            )
            self.assertEqual(noted.mapped("state"), ["issued"] * 3)
            # The same work again finds its notes.
            wizard.action_make()
            trap.perform_enqueued_jobs()
        again = noted.search([("case_id", "in", cases.ids)])
        self.assertEqual(again, noted)

    def _portfolio(self, size):
        cases = self.env["debt.case"].union(*(self._make_case() for _i in range(size)))
        for case in cases:
            self._make_claim(case, 9000, "2026-01-12")
        return cases

    def _queries(self, cases):
        wizard = self.wizard("manager", cases)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        wizard.action_make()
        return self.cr.sql_log_count - before


class TestCapitalised(NoteCase):
    GROUND = {
        "way": "capitalized",
        "ground": "suit",
        "ground_date": "2026-05-20",
        "ground_note": "VI Nc-e 1/26",
    }

    def capitalise(self, role="lawyer", **values):
        wanted = self.GROUND | values
        as_of = wanted.pop("as_of", "2026-05-19")
        return self.note(role, **wanted, as_of=as_of)

    def test_interest_bears_interest_from_the_day_of_filing(self):
        """Art. 482 par. 1: not a day before the suit."""
        before = self.figures("2026-05-19", "total_due")
        note = self.capitalise()
        claim = note.claim_ids
        self.assertEqual(self.figures("2026-05-19", "total_due"), before)
        self.assertEqual(claim.interest_from, Date.to_date("2026-05-20"))
        self.assertEqual(claim._terms().kind, "delay_481")
        self.assertEqual(self.amounts(claim, "2026-05-19", "interest_due"), (0,))
        self.assertGreater(self.amounts(claim, "2026-12-19", "interest_due")[0], 0)
        self.assertEqual((note.ground, note.ground_note), ("suit", "VI Nc-e 1/26"))

    def test_the_last_day_before_the_suit_is_proposed(self):
        screen = Form(
            self.as_role(self.env["debt.interest.note.issue"], "lawyer").with_context(
                active_model="debt.case", active_ids=self.case.ids
            )
        )
        screen.way, screen.ground = "capitalized", "suit"
        screen.ground_date = "2026-05-20"
        self.assertEqual(Date.to_string(screen.as_of), "2026-05-19")
        self.assertEqual(Date.to_string(screen.bears_from), "2026-05-20")

    def test_an_agreement_counts_only_for_interest_that_was_due(self):
        agreed = {"ground": "agreement", "ground_date": "2026-05-10"}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.capitalise(**agreed, as_of="2026-05-20")
        note = self.capitalise(**agreed, as_of="2026-05-10")
        self.assertEqual(note.claim_ids.interest_from, Date.to_date("2026-05-11"))

    def test_only_lawyers_and_managers(self):
        for role in ("collector", "accountant", "team_leader"):
            with self.assertRaises(AccessError, msg=role):
                self.capitalise(role)
        self.assertTrue(self.capitalise("manager"))

    def test_collectors_issue_documents_but_no_claims(self):
        with self.assertRaises(AccessError):
            self.note("collector", way="claim")

    def test_no_ground_no_capitalisation(self):
        wizard = self.wizard("lawyer", **self.GROUND, as_of="2026-05-19")
        wizard.ground = False
        with self.assertRaises(UserError):
            wizard.action_make()

    def test_no_other_path_makes_interest_bear_interest(self):
        """Neither a kind by hand, nor a change of kind, nor the dictionary."""
        kind = self.env.ref("debt_collection.claim_kind_capitalized_interest")
        with self.assertRaises(ValidationError):
            self._make_claim(self.case, 5, DAY, kind_id=kind.id)
        plain = self.env.ref("debt_collection.claim_kind_interest_note")
        theirs = self._make_claim(self.case, 5, DAY, kind_id=plain.id)
        invoice = self.env.ref("debt_collection.claim_kind_invoice")
        with self.assertRaises(AccessError):
            self.as_role(theirs, "collector").kind_id = invoice
        with self.assertRaises(ValidationError):
            plain.bears_interest = True
        note = self.note("accountant", way="claim")
        with self.assertRaises(UserError):
            self.as_role(note.claim_ids, "manager").kind_id = invoice

    def test_nobody_writes_notes_by_hand(self):
        note = self.note("collector")
        for role in ("collector", "lawyer", "accountant", "manager"):
            with self.assertRaises(AccessError):
                self.as_role(note, role).write({"amount": 1})
