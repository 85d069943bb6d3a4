"""Cases proposed for bank lines, and what is booked without a person."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import SQL

from ..tools.reference import document_key
from .common_accounting import AccountingCommon


@tagged("post_install", "-at_install", "debt_bank")
class TestProposals(AccountingCommon):
    def propose(self, *lines):
        lines = self.env["account.bank.statement.line"].union(*lines)
        self.as_role(lines, "accountant").action_debt_propose()
        return lines

    def test_full_number_is_proposed_with_its_reason(self):
        case = self._make_case(self.debtor)
        line = self.propose(self._bank_line(f"zapłata {case.name.lower()} Jan"))
        self.assertEqual(line.debt_case_id, case)
        self.assertEqual(line.debt_match_state, "proposed")
        self.assertTrue(line.debt_proposal_ids.certain)
        self.assertIn(case.name, line.debt_match_reasons)
        self.assertIn("Jan Testowy", line.debt_match_reasons)

    def test_number_without_zeros_is_no_proof(self):
        case = self._make_case()
        letter, year, serial = case.name.split("/")
        line = self.propose(self._bank_line(f"{letter}/{year}/{int(serial)}"))
        self.assertEqual(line.debt_case_id, case)
        self.assertFalse(line.debt_proposal_ids.certain)

    def test_two_cases_in_a_title_choose_none(self):
        """T-90: both are proposed, a person decides."""
        cases = self._make_case() | self._make_case()
        line = self.propose(self._bank_line(" ".join(cases.mapped("name"))))
        self.assertEqual(line.debt_proposal_ids.case_id, cases)
        self.assertFalse(line.debt_case_id)
        self.assertFalse(any(line.debt_proposal_ids.mapped("certain")))

    def test_second_number_of_no_case_takes_the_certainty(self):
        case = self._make_case()
        line = self.propose(self._bank_line(f"{case.name} W/2019/000077"))
        self.assertEqual(line.debt_case_id, case)
        self.assertFalse(line.debt_proposal_ids.certain)

    def test_document_number_of_several_debtors_chooses_none(self):
        cases = self._make_case() | self._make_case()
        for case in cases:
            self._make_claim(case, number="FV/2026/0077")
        line = self.propose(self._bank_line("fv 2026 0077"))
        self.assertEqual(line.debt_proposal_ids.case_id, cases)
        self.assertFalse(line.debt_case_id)

    def test_document_of_another_case_takes_the_certainty(self):
        case, other = self._make_case(), self._make_case()
        self._make_claim(other, number="FV/2026/0078")
        line = self.propose(self._bank_line(f"{case.name} FV/2026/0078"))
        self.assertEqual(line.debt_proposal_ids.case_id, case | other)
        self.assertFalse(any(line.debt_proposal_ids.mapped("certain")))

    def test_document_number_alone_is_no_proof(self):
        case = self._make_case()
        self._make_claim(case, number="FV/2026/o079")
        line = self.propose(self._bank_line("za fv/2026/0079"))
        self.assertEqual(line.debt_case_id, case)
        self.assertFalse(line.debt_proposal_ids.certain)

    def test_keys_in_sql_and_python_agree(self):
        numbers = ("FV/2026/o1", " fv-12.3 ", "ŻÓŁW/07", "#9/2026 Ł", "oOo/1/2/3")
        for number in numbers:
            key = self.env["debt.claim"]._number_key_sql(SQL("%s", number))
            [(found,)] = self.env.execute_query(SQL("SELECT %s", key))
            self.assertEqual(found, document_key(number))

    def test_withdrawn_claims_are_not_looked_for(self):
        claim = self._make_claim(self._make_case(), number="FV/2026/0080")
        claim.action_withdraw("Mistake")
        line = self.propose(self._bank_line("FV/2026/0080"))
        self.assertEqual(line.debt_match_state, "suspense")

    def test_closed_case_and_money_sent_out_are_never_certain(self):
        closed, case = self._make_case(), self._make_case()
        closed._close("other")
        lines = self.propose(
            self._bank_line(closed.name), self._bank_line(case.name, -100)
        )
        self.assertEqual(lines.debt_case_id, closed | case)
        self.assertFalse(any(lines.debt_proposal_ids.mapped("certain")))

    def test_case_of_another_company_is_not_seen(self):
        """T-61: the same number may stand in two companies."""
        other = self._make_agreement(company_id=self.other_company.id, code="B-1")
        foreign = self._make_case(
            package=self._make_package(other, code="B-1-1"), name="W/2026/900001"
        )
        self._make_claim(foreign, number="FV/2026/0081")
        line = self.propose(self._bank_line("W/2026/900001 FV/2026/0081"))
        self.assertFalse(line.debt_proposal_ids)

    def test_unknown_title_waits_for_an_explanation(self):
        line = self.propose(self._bank_line("przelew środków"))
        self.assertEqual(line.debt_match_state, "suspense")
        self.assertFalse(line.debt_case_id)

    def test_proposing_again_replaces(self):
        case = self._make_case()
        line = self._bank_line(case.name)
        self.propose(line)
        self.propose(line)
        self.assertEqual(len(line.debt_proposal_ids), 1)

    def test_queries_do_not_grow_with_the_lines(self):
        """Cases and claims are looked up once for all lines; writes are batched.

        One query more per thousand lines would pass, one per line does not.
        """
        cases = self.env["debt.case"].union(*(self._make_case() for _i in range(30)))
        lines = [self._bank_line(f"wpłata {case.name}") for case in cases]
        counts = []
        for chosen in (lines[:2], lines[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.propose(*chosen)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_only_accountants_propose_and_book(self):
        case = self._make_case(user_id=self.users["collector"].id)
        line = self._bank_line(case.name)
        for role in ("collector", "team_leader", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(line, role).action_debt_propose()
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(line, role).action_debt_book()

    def test_bookkeeper_without_rights_on_cases_still_works(self):
        """T-63: core screens of bank lines stay open to core's own roles."""
        keeper = new_test_user(
            self.env, "keeper", groups="account.group_account_user",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        line = (
            self.env["account.bank.statement.line"]
            .with_user(keeper)
            .create({"journal_id": self.journal.id, "payment_ref": "x", "amount": 5})
        )
        line.partner_id = self.debtor
        self.assertNotIn("debt_case_id", line.fields_get())
        line.action_undo_reconciliation()
        line.unlink()


@tagged("post_install", "-at_install", "debt_bank")
class TestAutoBook(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._make_case(cls.debtor)
        cls._make_claim(cls.case, 1000)

    def test_nothing_is_booked_alone_unless_the_agreement_allows_it(self):
        line = self._bank_line(self.case.name)
        self.assertFalse(line._debt_match_lines())
        self.assertEqual(line.debt_match_state, "proposed")
        self.agreement.auto_book = True
        self.assertEqual(line._debt_match_lines(), line)
        self.assertEqual(self.booked(self.case), [100])

    def test_what_is_not_certain_is_never_booked_alone(self):
        self.agreement.auto_book = True
        letter, year, serial = self.case.name.split("/")
        line = self._bank_line(f"{letter}/{year}/{int(serial)}")
        self.assertFalse(line._debt_match_lines())
        self.assertFalse(self.case.payment_ids)

    def test_one_bad_line_does_not_stop_the_others(self):
        self.agreement.auto_book = True
        poor = self._make_agreement(code="POOR", auto_book=True)
        bad = self._make_case(package=self._make_package(poor, code="POOR-1"))
        lines = self._bank_line(bad.name) | self._bank_line(self.case.name)
        self.assertEqual(lines._debt_match_lines(), lines[1])
        self.assertEqual(lines[0].debt_match_state, "proposed")
        self.assertIn("settlement account", lines[0].move_id.message_ids[0].body)

    def test_job_examines_new_lines_once(self):
        self.agreement.auto_book = True
        lines = self._bank_line(self.case.name) | self._bank_line("unknown")
        with self.enter_registry_test_mode():
            self.env.ref("debt_collection.ir_cron_debt_match").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(lines.mapped("debt_match_state"), ["booked", "suspense"])
