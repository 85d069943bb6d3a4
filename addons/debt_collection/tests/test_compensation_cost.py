"""Fixed compensation as a cost of a case, at the NBP rate of the right day."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DebtCommon

DUE = "2026-03-10"
RATE_DAY = "2026-02-27"  # last working day of February 2026
RATE = 4.2215


@tagged("post_install", "-at_install", "debt_compensation")
class TestCompensationCost(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls._make_debtor("Firma Testowa sp. z o.o.", is_company=True)
        cls.case = cls._make_case(cls.firm)
        cls.claim = cls._make_claim(cls.case, 5000, DUE, number="FV/1")
        cls._set_rate(RATE_DAY, RATE)

    @classmethod
    def _set_rate(cls, day, rate):
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": cls.env.ref("base.EUR").id,
                "company_id": cls.company.id,
                "name": day,
                "inverse_company_rate": rate,
            }
        )

    def charge(self, record, role="collector"):
        self.team.share_cases = True
        self.case.team_id = self.team
        return self.as_role(record, role).action_add_compensation()

    def refused(self, reason):
        return self.assertRaisesRegex(UserError, f"FV/1.*{reason}")

    def test_cost_of_the_claim(self):
        self.charge(self.claim)
        cost = self.case.cost_ids
        self.assertEqual(cost.amount, 168.86)  # 40 EUR
        self.assertEqual(cost.kind_id.code, "compensation")
        self.assertEqual(cost.claim_id, self.claim)
        self.assertEqual(str(cost.date), "2026-03-11")
        self.assertEqual(cost.effect_key, f"compensation/{self.claim.id}")
        self.assertIn("art. 10", cost.legal_basis)
        self.assertIn("4.2215", cost.name)
        self.assertTrue(cost.charged)

    def test_amount_follows_the_gross_sum_of_the_claim(self):
        for amount, euros in ((5000.01, 70), (49999.99, 70), (50000, 100)):
            claim = self._make_claim(self.case, amount, DUE, paid_before=4000)
            self.charge(claim)
            cost = self.case.cost_ids.filtered(lambda c: c.claim_id == claim)  # noqa: B023
            self.assertEqual(cost.amount, round(euros * RATE + 1e-9, 2), amount)

    def test_balance_of_the_case_grows(self):
        before = self.amounts(self.case, "2026-05-01", "costs_due", "total_due")
        self.charge(self.claim)
        after = self.amounts(self.case, "2026-05-01", "costs_due", "total_due")
        self.assertEqual(before[0], 0)
        self.assertEqual(after[0], 168.86)
        self.assertAlmostEqual(after[1] - before[1], 168.86, 2)
        self.assertEqual(self.amounts(self.case, "2026-03-10", "costs_due"), (0,))

    def test_never_twice(self):
        """T-44"""
        self.charge(self.claim)
        with self.refused("already"):
            self.charge(self.claim)
        self.case.cost_ids.action_waive()
        with self.refused("already"):
            self.charge(self.claim)

    def test_case_charges_all_claims_entitled_and_says_why_not_others(self):
        self._make_claim(self.case, 100, DUE, number="FV/2")
        note = self.env.ref("debt_collection.claim_kind_interest_note").id
        self._make_claim(self.case, 100, DUE, kind_id=note, name="Note 7")
        message = self.charge(self.case)["params"]["message"]
        self.assertEqual(len(self.case.cost_ids), 2)
        self.assertIn("337.72", message)
        self.assertIn("Note 7: this kind of claim bears no interest", message)
        self.charge(self.case)
        self.assertEqual(len(self.case.cost_ids), 2)

    def test_missing_rate_names_its_day(self):
        self.claim.due_date = "2026-04-14"
        with self.refused("2026-03-31 is missing"):
            self.charge(self.claim)
        self.assertFalse(self.case.cost_ids)

    def test_rate_of_a_neighbouring_day_does_not_serve(self):
        self.env["res.currency.rate"].search(
            [("name", "=", RATE_DAY), ("currency_id.name", "=", "EUR")]
        ).name = "2026-02-26"
        with self.refused("2026-02-27 is missing"):
            self.charge(self.claim)

    def test_rate_of_another_company_does_not_serve(self):
        self.env["res.currency.rate"].search(
            [("name", "=", RATE_DAY), ("currency_id.name", "=", "EUR")]
        ).company_id = self.other_company
        with self.refused("2026-02-27 is missing"):
            self.charge(self.claim)

    def test_day_of_the_moved_due_date(self):
        """Due on Saturday 31 January: on Monday, so of January (art. 10 ust. 1a)."""
        self._set_rate("2026-01-30", 4.2)
        self.claim.due_date = "2026-01-31"
        self.charge(self.claim)
        self.assertEqual(self.case.cost_ids.amount, 168)

    def test_public_body_pays_too(self):
        self.firm.debt_legal_status = "public"
        self.charge(self.claim)
        self.assertTrue(self.case.cost_ids)

    def test_consumer_does_not_pay(self):
        self.firm.debt_legal_status = "consumer"
        with self.refused("neither a business nor a public body"):
            self.charge(self.claim)

    def test_creditor_must_be_a_business(self):
        self.agreement.creditor_status = "person"
        with self.refused("creditor is no business"):
            self.charge(self.claim)

    def test_right_cannot_be_assigned_since_2020(self):
        self.agreement.write({"kind": "assignment", "date_signed": "2020-01-01"})
        with self.refused("cannot be assigned"):
            self.charge(self.claim)
        self.agreement.date_signed = "2019-12-31"
        self.charge(self.claim)
        self.assertTrue(self.case.cost_ids)

    def test_withdrawn_or_not_overdue(self):
        self.claim.due_date = "2099-01-01"
        with self.refused("not overdue"):
            self.charge(self.claim)
        self.claim.action_withdraw("Mistake")
        with self.refused("withdrawn"):
            self.charge(self.claim)

    def test_before_the_law(self):
        self.claim.due_date = "2013-04-26"
        with self.refused("before the law"):
            self.charge(self.claim)
