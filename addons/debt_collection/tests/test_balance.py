"""Balances: the SQL definition, its pure twin, and what screens make of them."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from odoo.tests import tagged

from ..tools.money import from_float
from .common import DebtCommon

SEED = 20261123
KINDS = ("delay_481", "commercial_delay", "max_delay_481", "tax_arrears", "none")


@tagged("post_install", "-at_install", "debt_balance")
class TestBalance(DebtCommon):
    def test_published_example(self):
        """10 000 zł due on 7 January 2015 bears 4 203,89 zł by 10 January 2021."""
        claim = self._make_claim(self._make_case(), 10000, "2015-01-07")
        self.assertEqual(
            self.amounts(claim, "2021-01-10", "principal_due", "interest_due"),
            (10000, 4203.89),
        )

    def test_before_the_due_date_nothing_accrues(self):
        claim = self._make_claim(
            self._make_case(), 500, "2026-03-31", issue_date="2026-03-01"
        )
        names = ("principal_due", "interest_due", "total_due")
        self.assertEqual(self.amounts(claim, "2026-02-28", *names), (0, 0, 0))
        self.assertEqual(self.amounts(claim, "2026-03-31", *names), (500, 0, 500))
        self.assertEqual(self.amounts(claim, "2026-04-01", *names)[1], 0.13)

    def test_lower_level_of_terms_wins(self):
        """Claim over case over agreement; empty inherits, zero is zero (T-45)."""
        contractual = self.env.ref("debt_collection.interest_kind_contractual").id
        case = self._make_case()
        claim = self._make_claim(case, 36500, "2026-01-12")
        day = "2026-01-22"  # ten days of delay

        def interest():
            return self.amounts(claim, day, "interest_due")[0]

        self.assertEqual(interest(), 95)
        self.agreement.write({"interest_kind_id": contractual, "interest_percent": 10})
        self.assertEqual(interest(), 100)
        case.write({"interest_kind_id": contractual, "interest_percent": 0})
        self.assertEqual(interest(), 0)
        claim.write({"interest_kind_id": contractual, "interest_percent": 5})
        self.assertEqual(interest(), 50)
        claim.interest_kind_id = False
        self.assertEqual(interest(), 0)
        case.interest_kind_id = False
        self.assertEqual(interest(), 100)

    def test_agreed_rate_is_cut_to_the_cap(self):
        contractual = self.env.ref("debt_collection.interest_kind_contractual").id
        claim = self._make_claim(
            self._make_case(),
            36500,
            "2026-03-31",
            interest_kind_id=contractual,
            interest_percent=60,
        )
        self.assertEqual(self.amounts(claim, "2026-04-10", "interest_due"), (185,))

    def test_interest_note_bears_none(self):
        note = self.env.ref("debt_collection.claim_kind_interest_note")
        claim = self._make_claim(self._make_case(), 800, "2024-01-10", kind_id=note.id)
        self.assertEqual(self.amounts(claim, "2026-01-10", "interest_due"), (0,))

    def test_withdrawn_claim_is_not_owed(self):
        case = self._make_case()
        kept, gone = self._make_claim(case, 100), self._make_claim(case, 900)
        gone.action_withdraw("Invoiced by mistake")
        self.assertEqual(self.amounts(case, "2026-01-12", "total_due"), (100,))
        self.assertEqual(self.amounts(gone, "2026-06-01", "total_due"), (0,))
        gone.action_resume()
        self.assertEqual(self.amounts(case, "2026-01-12", "total_due"), (1000,))
        self.assertTrue(kept.segment_ids)

    def test_case_is_the_sum_of_its_parts(self):
        """T-46: claims and costs of the case add up to the case, to the grosz."""
        case = self._make_case()
        claims = self._make_claim(case, 33.33, "2024-02-03")
        claims |= self._make_claim(case, 66.67, "2025-07-19")
        self._add_cost(case, 40, "2026-02-01")
        self._pay(case, 50, "2026-05-05")
        dated = (case | case).with_context(debt_as_of="2026-11-23")
        parts = sum(claims.with_context(debt_as_of="2026-11-23").mapped("total_due"))
        case_cost = 40 - sum(
            case.payment_ids.allocation_ids.filtered("cost_id").mapped("amount")
        )
        self.assertAlmostEqual(dated.total_due, parts + case_cost, 2)
        self.assertGreater(dated.total_due, 0)

    def test_totals_sorting_and_search(self):
        """Group totals, order and filters use the same figures as the screen."""
        cases = self._make_case() | self._make_case() | self._make_case()
        for case, amount in zip(cases, (300, 100, 200), strict=True):
            self._make_claim(case, amount, "2025-03-03")
        Case = self.env["debt.case"].with_context(debt_as_of="2026-11-23")
        domain = [("id", "in", cases.ids)]
        shown = {case.id: case.total_due for case in Case.browse(cases.ids)}
        [(_package, total)] = Case._read_group(
            domain, ["package_id"], ["total_due:sum"]
        )
        self.assertAlmostEqual(total, sum(shown.values()), 2)
        ordered = Case.search(domain, order="total_due desc")
        self.assertEqual(ordered, Case.browse([cases[0].id, cases[2].id, cases[1].id]))
        found = Case.search([*domain, ("total_due", ">", shown[cases[2].id] - 0.01)])
        self.assertEqual(found, Case.browse([cases[0].id, cases[2].id]))

    def test_list_of_cases_costs_one_balance_query(self):
        """The number of queries does not grow with the cases (T-20)."""
        few = self._make_case()
        self._make_claim(few, 10)
        many = self.env["debt.case"]
        for _index in range(20):
            many |= (case := self._make_case())
            self._make_claim(case, 10)
        counts = []
        for cases in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.mapped("total_due")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_company_that_nobody_may_see_does_not_leak(self):
        """T-61: another agency's cases are neither found nor summed."""
        other = self._make_agreement(company_id=self.other_company.id, code="B-1")
        foreign = self._make_case(package=self._make_package(other, code="B-1-1"))
        self._make_claim(foreign, 777)
        own = self._make_case(user_id=self.users["collector"].id)
        self._make_claim(own, 10)
        Case = self.as_role(self.env["debt.case"], "manager")
        self.assertIn(own, Case.search([]))
        self.assertNotIn(foreign, Case.search([("total_due", ">", 0)]))


@tagged("post_install", "-at_install", "debt_balance")
class TestTwins(DebtCommon):
    """SQL and Python give the same interest for random claims and payments."""

    def test_random_claims_under_every_practice(self):
        chance = random.Random(SEED)
        cases = [self._random_case(chance) for _index in range(12)]
        claims = self.env["debt.claim"].union(*(case.claim_ids for case in cases))
        practices = product(("per_period", "total"), ("365", "actual"))
        for rounding, divisor in practices:
            self.company.write(
                {"debt_interest_rounding": rounding, "debt_interest_divisor": divisor}
            )
            for case in cases:
                case._replay()
            for _index in range(3):
                day = date(2015, 1, 1) + timedelta(chance.randrange(4300))
                with self.subTest(rounding=rounding, divisor=divisor, day=day):
                    self._compare(claims, day)

    def _random_case(self, chance):
        case = self._make_case()
        for _index in range(chance.randint(1, 4)):
            self._make_claim(
                case,
                chance.randint(1, 5_000_000) / 100,
                date(2010, 1, 1) + timedelta(chance.randrange(5900)),
                **self._random_terms(chance),
            )
        for _index in range(chance.randint(0, 4)):
            day = date(2016, 1, 1) + timedelta(chance.randrange(3900))
            self._pay(case, chance.randint(1, 3_000_000) / 100, day)
        return case

    def _random_terms(self, chance):
        if chance.random() < 0.4:
            kind, percent = "contractual", chance.choice((0, 4.5, 11, 16.25, 24, 90))
        elif chance.random() < 0.7:
            kind, percent = chance.choice(KINDS), 0
        else:
            return {}
        kind_id = self.env.ref(f"debt_collection.interest_kind_{kind}").id
        return {"interest_kind_id": kind_id, "interest_percent": percent}

    def _compare(self, claims, day):
        dated = claims.with_context(debt_as_of=day)
        dated.invalidate_recordset()
        for claim in dated:
            explained = sum(
                (line.interest for line in claim._interest_periods(day)), Decimal(0)
            )
            self.assertEqual(from_float(claim.interest_accrued), explained, claim.name)
            self.assertGreaterEqual(from_float(claim.interest_due), 0)
