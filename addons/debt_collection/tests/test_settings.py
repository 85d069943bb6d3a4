"""Settings that change what is owed take effect on what is there already."""

from odoo.tests import tagged

from .common import DebtCommon


@tagged("post_install", "-at_install", "debt_settings")
class TestSettings(DebtCommon):
    def setUp(self):
        super().setUp()
        self.case = self._make_case()

    def test_due_dates_stop_moving(self):
        """The first day of interest follows, unless somebody set it by hand."""
        moved = self._make_claim(self.case, 100, "2026-01-31")
        by_hand = self._make_claim(
            self.case, 100, "2026-01-31", interest_from="2026-03-01"
        )
        self.company.debt_due_date_shift = "none"
        self.assertEqual(moved.interest_from.isoformat(), "2026-02-01")
        self.assertEqual(by_hand.interest_from.isoformat(), "2026-03-01")
        self.assertEqual(
            moved.segment_ids.date_from.isoformat(), "2026-02-01", "interest runs so"
        )

    def test_rounding_credits_payments_anew(self):
        """Nothing is left over or lacking after the practice changes."""
        self._make_claim(self.case, 10000, "2015-01-02")
        self._pay(self.case, 20000, "2022-05-20")
        for rounding in ("total", "per_period"):
            self.company.debt_interest_rounding = rounding
            owed, overpaid = self.amounts(
                self.case, "2022-05-20", "interest_due", "overpaid"
            )
            self.assertEqual(owed, 0)
            self.assertGreater(overpaid, 4800)

    def test_default_interest_kind(self):
        claim = self._make_claim(self.case, 1000, "2026-01-12")
        before = self.amounts(claim, "2026-07-12", "interest_due")
        self.company.debt_interest_kind_id = self.env.ref(
            "debt_collection.interest_kind_commercial_delay"
        )
        self.assertGreater(self.amounts(claim, "2026-07-12", "interest_due"), before)

    def test_limitation_rule_that_changes(self):
        claim = self._make_claim(self.case, 100, "2024-02-10")
        self.assertEqual(claim.limitation_date.isoformat(), "2027-12-31")
        rule = self.env.ref("debt_collection.limitation_rule_business")
        rule.years = 2
        self.assertEqual(claim.limitation_date.isoformat(), "2026-12-31")

    def test_crediting_policy_that_changes(self):
        self._make_claim(self.case, 1000, "2026-01-12")
        self._pay(self.case, 100, "2026-06-12")
        self.assertIn("interest", self.case.payment_ids.allocation_ids.mapped("kind"))
        self.agreement.crediting_policy_id.order = "principal,interest,cost"
        self.assertEqual(
            self.case.payment_ids.allocation_ids.mapped("kind"), ["principal"]
        )
