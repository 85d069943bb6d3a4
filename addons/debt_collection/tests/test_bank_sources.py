"""Evidence for the case of a bank line, source by source (T-90)."""

from odoo.tests import tagged
from odoo.tools import SQL

from ..tools.payer import name_key
from .common_accounting import AccountingCommon

ACCOUNT = "61109010140000071219812874"
SAME_END = "62109010140007122019812874"


class MatchingCommon(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agreement.auto_book = True
        cls.case = cls._make_case(cls.debtor)
        cls._make_claim(cls.case, 1000, "2026-01-12", number="FV/2026/0001")

    def match(self, title, amount=100, **values):
        """Return a line after it was examined as the job does it."""
        line = self._bank_line(title, amount, **values)
        self.as_role(line, "accountant")._debt_match_lines()
        self.env.invalidate_all()
        return line

    def reasons(self, line, case=None):
        proposals = line.debt_proposal_ids
        if case:
            proposals = proposals.filtered(lambda p: p.case_id == case)
        return {code for p in proposals for code in p.reasons.split(",")}

    def near(self, case):
        """Return the number of a case with its last digit wrong, of no case."""
        return case.name[:-1] + str((int(case.name[-1]) + 5) % 10)

    def assertAlone(self, line, case):
        self.assertEqual(line.debt_match_state, "booked")
        self.assertEqual(line.debt_case_id, case)
        self.assertJournalAgrees(case)

    def assertProposed(self, line, cases):
        self.assertEqual(line.debt_match_state, "proposed")
        self.assertEqual(line.debt_proposal_ids.case_id, cases)
        self.assertFalse(cases.payment_ids)


@tagged("post_install", "-at_install", "debt_bank")
class TestVirtualAccount(MatchingCommon):
    def pool(self, owner, prefix="00000712"):
        """Return a pool whose bank reports our eight digits, and that gives none."""
        return self.env["debt.virtual.pool"].create(
            {
                "name": f"Pool {prefix} of a {owner}",
                "journal_id": self.journal.id,
                "sort_code": "10901014",
                "prefix": prefix,
                "owner": owner,
                "reported_digits": 8,
                "date_to": "2000-01-01",
            }
        )

    def account(self, number=ACCOUNT, case=None, prefix="00000712"):
        """Give a number to a case, or to our debtor."""
        return self.env["debt.virtual.account"].create(
            {
                "pool_id": self.pool("case" if case else "debtor", prefix).id,
                "number": number,
                "debtor_id": (case or self.case).debtor_id.id,
                "case_id": case and case.id,
            }
        )

    def test_number_of_a_case_is_proof(self):
        self.account(case=self.case)
        self.assertAlone(
            self.match("dziękuję", debt_virtual_number=f"PL {ACCOUNT}"), self.case
        )

    def test_some_banks_report_only_our_part_of_it(self):
        self.account(case=self.case)
        self.assertAlone(self.match("rata", debt_virtual_number="19812874"), self.case)

    def test_account_of_a_debtor_with_one_case_is_proof(self):
        self.account()
        self.assertAlone(self.match("rata", debt_virtual_number=ACCOUNT), self.case)

    def test_several_cases_of_the_debtor_are_proposed(self):
        self.account()
        other = self._make_second_case()
        line = self.match("rata", debt_virtual_number=ACCOUNT)
        self.assertProposed(line, self.case | other)
        self.assertFalse(line.debt_case_id)

    def test_spread_over_the_cases_where_the_agreement_says(self):
        """The case that has been due longest is paid first, in full."""
        self.account()
        other = self._make_second_case()
        (self.case | other).agreement_id.write(
            {"spread_payments": True, "auto_book": True}
        )
        due = self.case.total_due
        line = self.match("rata", due + 50, debt_virtual_number=ACCOUNT)
        self.assertEqual(line.debt_match_state, "booked")
        self.assertEqual(self.booked(self.case), [due])
        self.assertEqual(self.booked(other), [50])
        self.assertJournalAgrees(self.case | other)

    def test_account_and_another_case_in_the_title_are_ambiguous(self):
        other = self._make_case()
        self.account(case=self.case)
        line = self.match(other.name, debt_virtual_number=ACCOUNT)
        self.assertProposed(line, self.case | other)

    def test_account_of_a_closed_case_is_not_certain(self):
        self.account(case=self.case)
        self.case._close("other")
        self.assertProposed(self.match("rata", debt_virtual_number=ACCOUNT), self.case)

    def test_same_identifier_in_two_pools_is_of_nobody(self):
        self.account(case=self.case)
        self.account(SAME_END, self._make_case(), "00071220")
        line = self.match("rata", debt_virtual_number="19812874")
        self.assertEqual(line.debt_match_state, "suspense")

    def _make_second_case(self):
        agreement = self._make_agreement(
            code="SECOND", settlement_account_id=self.client_money.id
        )
        package = self._make_package(agreement, code="SECOND-1")
        case = self._make_case(self.debtor, package)
        self._make_claim(case, 500, "2026-03-12")
        return case


@tagged("post_install", "-at_install", "debt_bank")
class TestTypos(MatchingCommon):
    def test_one_mistake_alone_is_only_proposed(self):
        line = self.match(f"rata {self.near(self.case)}")
        self.assertProposed(line, self.case)
        self.assertEqual(self.reasons(line), {"typo"})

    def test_name_of_the_debtor_makes_it_certain(self):
        line = self.match(self.near(self.case), partner_name="TESTOWY JAN")
        self.assertAlone(line, self.case)

    def test_exact_amount_makes_it_certain(self):
        line = self.match(self.near(self.case), self.case.total_due)
        self.assertAlone(line, self.case)

    def test_a_mistake_between_two_cases_chooses_none(self):
        """T-90: the mistake may have been made in either."""
        serial = "700100"
        first = self._make_case(name=f"W/2026/{serial}")
        second = self._make_case(name="W/2026/700111")
        line = self.match("W/2026/700101", partner_name=first.debtor_id.name)
        self.assertProposed(line, first | second)

    def test_right_number_beside_a_wrong_one_is_not_certain(self):
        line = self.match(f"{self.case.name} i {self.near(self._make_case())}")
        self.assertEqual(line.debt_match_state, "proposed")
        self.assertFalse(self.case.payment_ids)


@tagged("post_install", "-at_install", "debt_bank")
class TestOtherEvidence(MatchingCommon):
    def test_creditors_reference_of_the_case(self):
        self.case.creditor_reference = "KL-778812/A"
        line = self.match("umowa KL 778812/A")
        self.assertProposed(line, self.case)
        self.assertEqual(self.reasons(line), {"reference"})

    def test_document_and_exact_amount_are_certain(self):
        self.assertAlone(self.match("FV 2026 0001", 1000), self.case)

    def test_known_account_with_the_exact_amount_is_certain(self):
        self.match(self.case.name, 10, account_number=ACCOUNT)
        self.assertEqual(self.booked(self.case), [10])
        proposed = self.match("rata", 20, account_number=f"PL{ACCOUNT}")
        self.assertEqual(proposed.debt_case_id, self.case)
        self.assertEqual(self.reasons(proposed), {"account"})
        exact = self.match("rata", self.case.total_due, account_number=ACCOUNT)
        self.assertAlone(exact, self.case)

    def test_account_that_paid_two_debtors_tells_nothing(self):
        self.match(self.case.name, 10, account_number=ACCOUNT)
        second = self.match(self._make_case().name, 10, account_number=ACCOUNT)
        self.as_role(second, "accountant").action_debt_suspend()
        second.debt_case_id = self._make_case()
        self.as_role(second, "accountant").action_debt_book()
        line = self.match("rata", 20, account_number=ACCOUNT)
        self.assertEqual(line.debt_match_state, "suspense")

    def test_account_of_another_debtor_takes_the_certainty(self):
        other = self._make_case()
        self.match(other.name, 10, account_number=ACCOUNT)
        line = self.match(self.case.name, 20, account_number=ACCOUNT)
        self.assertEqual(line.debt_match_state, "proposed")
        self.assertEqual(line.debt_proposal_ids.case_id, self.case | other)

    def test_payer_for_many_debtors_is_nobodys_account(self):
        self.env["res.partner"].create(
            {
                "name": "Komornik Sądowy Test",
                "debt_collective_payer": True,
                "bank_ids": [(0, 0, {"acc_number": f"PL{ACCOUNT}"})],
            }
        )
        self.match(self.case.name, 10, account_number=ACCOUNT)
        line = self.match("Km 12/26", 20, account_number=ACCOUNT)
        self.assertEqual(line.debt_match_state, "suspense")

    def test_name_and_amount_are_only_proposed(self):
        line = self.match(
            "zapłata", self.case.total_due, partner_name="Testowy Jan ul. Długa 1"
        )
        self.assertProposed(line, self.case)
        self.assertEqual(self.reasons(line), {"name", "amount"})

    def test_name_alone_says_nothing(self):
        line = self.match("zapłata", 12.34, partner_name="Jan Testowy")
        self.assertEqual(line.debt_match_state, "suspense")

    def test_name_in_sql_and_python_agree(self):
        for name in ("Łucja Żak-Nowak", " Jan  Kowalski ", "ALFA Sp. z o.o.", "Ö/ü 7"):
            key = self.env["res.partner"]._debt_name_key_sql("x")
            [(found,)] = self.env.execute_query(
                SQL("SELECT %s FROM (SELECT %s AS name) x", key, name)
            )
            self.assertEqual(found, name_key(name))

    def test_reasons_are_shown_in_words(self):
        line = self.match(self.near(self.case), 50, partner_name="Ktoś Inny")
        self.assertEqual(line.debt_proposal_ids.why, "Case number with a mistake")

    def test_an_addon_adds_a_source(self):
        """T-90 holds for its evidence as well."""

        def bailiff(search):
            for line in search.lines:
                search.add(line.id, self.case.id, "enforcement")

        Line = self.registry["account.bank.statement.line"]
        sources = Line._debt_match_sources
        self.patch(Line, "_debt_match_sources", lambda s: (*sources(s), bailiff))
        self.assertProposed(self.match("Km 15/26"), self.case)
        other = self._make_case()
        line = self.match(f"Km 15/26 {other.name}")
        self.assertProposed(line, self.case | other)


@tagged("post_install", "-at_install", "debt_bank")
class TestSeveralCases(MatchingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._make_case(cls._make_debtor("Piotr Drugi"))
        cls._make_claim(cls.other, 500, "2026-03-12", number="FV/2026/0002")
        cls.both = cls.case | cls.other

    def test_sum_of_what_is_due_decides_the_parts(self):
        """A bailiff or an employer lists several debtors in one transfer."""
        dues = {case: case.total_due for case in self.both}
        line = self.match(" ".join(self.both.mapped("name")), sum(dues.values()))
        self.assertProposed(line, self.both)
        for proposal in line.debt_proposal_ids:
            self.assertEqual(proposal.amount, dues[proposal.case_id])
        self.as_role(line, "accountant").action_debt_book_parts()
        self.env.invalidate_all()
        for case, due in dues.items():
            self.assertEqual(self.booked(case), [due])
        self.assertEqual(line.debt_match_state, "booked")
        self.assertJournalAgrees(self.both)

    def test_named_claims_decide_the_parts(self):
        later = self._make_claim(self.case, 70, "2026-02-12", number="FV/2026/0003")
        claims = later | self.other.claim_ids
        title = " ".join([*self.both.mapped("name"), *claims.mapped("number")])
        line = self.match(title, round(sum(claims.mapped("total_due")), 2))
        parts = {p.case_id: p.amount for p in line.debt_proposal_ids}
        self.assertEqual(parts[self.case], later.total_due)

    def test_other_amounts_leave_the_choice_to_a_person(self):
        line = self.match(" ".join(self.both.mapped("name")), 100)
        self.assertProposed(line, self.both)
        self.assertEqual(line.debt_proposal_ids.mapped("amount"), [0, 0])

    def test_any_two_numbers_are_never_booked_alone(self):
        """T-90 for every agreement that books alone."""
        for amount in (1, 100, 5000, sum(self.both.mapped("total_due"))):
            for title in ("{0} {1}", "{1}/{0}", "za {0}, {0}, {1}"):
                with self.subTest(amount=amount, title=title):
                    line = self.match(
                        title.format(*self.both.mapped("name")), round(amount, 2)
                    )
                    self.assertProposed(line, self.both)
