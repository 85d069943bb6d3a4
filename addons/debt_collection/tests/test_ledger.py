"""The ledger of a case: payments, costs and reversals, in any order of entry."""

from itertools import permutations

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import format_date

from .common import DebtCommon

FIGURES = ("principal_due", "interest_due", "costs_due", "total_due", "overpaid")


@tagged("post_install", "-at_install", "debt_ledger")
class TestLedger(DebtCommon):
    def setUp(self):
        super().setUp()
        self.case = self._make_case()
        self.claim = self._make_claim(self.case, 10000, "2026-02-10")

    def allocations(self, case=None):
        rows = (case or self.case).payment_ids.allocation_ids.sorted("id")
        return sorted(
            (
                row.date.isoformat(),
                row.kind,
                row.claim_id.id,
                row.cost_id.id,
                row.amount,
            )
            for row in rows
        )

    def test_part_payment_of_principal(self):
        """Published: 28 days on 10 000 and 61 days on 4 000 at 14 % are 200,99 zł."""
        self.claim.interest_kind_id = self.env.ref(
            "debt_collection.interest_kind_commercial_delay"
        )
        first = self.env.ref("debt_collection.crediting_policy_principal_first")
        self._pay(self.case, 6000, "2026-03-10", policy_id=first.id)
        self.assertEqual(
            self.amounts(self.case, "2026-05-10", "principal_due", "interest_due"),
            (4000, 200.99),
        )

    def test_costs_then_interest_then_principal(self):
        self._add_cost(self.case, 30, "2026-03-01")
        self._pay(self.case, 5000, "2026-03-10")
        # 28 days at 9.5 % until 4 March and 9.25 % from 5 March
        interest = round(10000 * 9.5 * 22 / 36500, 2) + round(
            10000 * 9.25 * 6 / 36500, 2
        )
        kinds = {row[1]: row[4] for row in self.allocations()}
        self.assertEqual(kinds["cost"], 30)
        self.assertAlmostEqual(kinds["interest"], interest, 2)
        self.assertAlmostEqual(kinds["principal"], 5000 - 30 - interest, 2)

    def test_order_of_entry_never_matters(self):
        """T-43: back-dated payments and late costs give the same ledger."""
        entries = (
            ("pay", 4000, "2026-03-10"),
            ("pay", 2500.55, "2026-05-20"),
            ("cost", 100, "2026-04-15"),
        )
        results = set()
        for order in permutations(entries):
            case = self._make_case()
            claims = self._make_claim(case, 3000, "2026-01-15")
            claims |= self._make_claim(case, 4000, "2025-11-03")
            number = {claim.id: index for index, claim in enumerate(claims)}
            for what, amount, day in order:
                enter = self._pay if what == "pay" else self._add_cost
                enter(case, amount, day)
            ledger = tuple(
                (day, kind, number.get(claim), bool(cost), amount)
                for day, kind, claim, cost, amount in self.allocations(case)
            )
            results.add(
                (
                    tuple(sorted(ledger, key=str)),
                    self.amounts(case, "2026-11-23", *FIGURES),
                )
            )
        self.assertEqual(len(results), 1, results)

    def test_reversed_payment_was_never_paid(self):
        """T-91: a returned transfer brings back debt and interest alike."""
        before = self.amounts(self.case, "2026-11-23", *FIGURES)
        payment = self._pay(self.case, 4000, "2026-03-10")
        self.assertNotEqual(self.amounts(self.case, "2026-11-23", *FIGURES), before)
        payment.action_reverse("Returned by the bank")
        self.assertEqual(self.amounts(self.case, "2026-11-23", *FIGURES), before)
        self.assertEqual(payment.state, "reversed")
        self.assertFalse(payment.allocation_ids)

    def test_principal_paid_interest_still_claimed(self):
        """T-42: paying the principal does not make the interest vanish."""
        first = self.env.ref("debt_collection.crediting_policy_principal_first")
        self._pay(self.case, 10000, "2026-03-10", policy_id=first.id)
        owed = self.amounts(self.case, "2026-03-10", "interest_due")
        self.assertGreater(owed[0], 0)
        later = self.amounts(self.case, "2026-11-23", "principal_due", "interest_due")
        self.assertEqual(later, (0, owed[0]))

    def test_debtor_names_the_claim(self):
        newer = self._make_claim(self.case, 400, "2026-03-02")
        self._pay(self.case, 300, "2026-03-02", claim_ids=[(6, 0, newer.ids)])
        self.assertEqual({row[2] for row in self.allocations()}, {newer.id})

    def test_overpayment_is_kept_and_used_for_later_costs(self):
        """T-03: what is overpaid offsets whatever else the case comes to owe."""
        self._pay(self.case, 11000, "2026-03-10")
        overpaid = self.amounts(self.case, "2026-03-10", "overpaid", "total_due")
        self.assertGreater(overpaid[0], 900)
        self.assertEqual(overpaid[1], 0)
        self._add_cost(self.case, 100, "2026-04-01")
        after = self.amounts(self.case, "2026-04-01", "overpaid", "total_due")
        self.assertAlmostEqual(after[0], overpaid[0] - 100, 2)
        self.assertEqual(after[1], 0)

    def test_every_grosz_is_somewhere(self):
        self._add_cost(self.case, 77.77, "2026-02-20")
        for amount, day in ((33.33, "2026-02-25"), (12000, "2026-06-01")):
            self._pay(self.case, amount, day)
        for payment in self.case.payment_ids:
            self.assertAlmostEqual(
                payment.allocated + payment.surplus, payment.amount, 2
            )

    def test_waived_cost_gives_its_money_back(self):
        cost = self._add_cost(self.case, 200, "2026-02-20")
        self._pay(self.case, 200, "2026-02-25")
        self.assertEqual(self.amounts(self.case, "2026-02-25", "costs_due"), (0,))
        cost.action_waive()
        self.assertLess(
            self.amounts(self.case, "2026-02-25", "principal_due")[0], 10000
        )
        self.assertFalse(self.case.payment_ids.allocation_ids.filtered("cost_id"))

    def test_booked_money_cannot_be_changed(self):
        payment = self._pay(self.case, 10, "2026-03-10")
        with self.assertRaises(UserError):
            payment.amount = 1000
        with self.assertRaises(UserError):
            payment.unlink()

    def test_a_balance_of_the_past_stays(self):
        """What was owed on a day does not change with later payments."""
        self._pay(self.case, 4000, "2026-03-10")
        past = self.amounts(self.case, "2026-04-01", *FIGURES)
        self._pay(self.case, 4000, "2026-05-10")
        self.assertEqual(self.amounts(self.case, "2026-04-01", *FIGURES), past)

    def test_only_accountants_book(self):
        vals = {"case_id": self.case.id, "amount": 5, "date": "2026-03-03"}
        self.case.user_id = self.users["collector"]
        for role in ("operator", "collector", "lawyer", "team_leader", "manager"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.as_role(self.env["debt.payment"], role).create(vals)
        payment = self.as_role(self.env["debt.payment"], "accountant").create(vals)
        self.assertEqual(payment.allocated, 5)

    def test_replay_of_a_long_case_writes_only_differences(self):
        for day in range(1, 25):
            self._pay(self.case, 10, f"2026-04-{day:02d}")
        kept = self.case.payment_ids.allocation_ids
        self._pay(self.case, 10, "2026-05-30")
        self.assertFalse(kept - self.case.payment_ids.allocation_ids)


@tagged("post_install", "-at_install", "debt_claim")
class TestClaims(DebtCommon):
    def setUp(self):
        super().setUp()
        self.case = self._make_case(user_id=self.users["collector"].id)

    def test_collector_adds_and_leader_removes(self):
        claims = self.as_role(self.env["debt.claim"], "collector")
        claim = claims.create(
            {
                "case_id": self.case.id,
                "amount": 120,
                "due_date": "2026-03-02",
                "number": "F/1",
            }
        )
        self.assertEqual(claim.name, "Invoice F/1")
        with self.assertRaises(AccessError):
            claim.unlink()
        self.as_role(claim, "team_leader").unlink()
        self.assertFalse(self.case.claim_ids)

    def test_used_claim_is_withdrawn_not_deleted(self):
        claim = self._make_claim(self.case, 100)
        self._pay(self.case, 10, "2026-03-03")
        with self.assertRaises(UserError):
            claim.unlink()
        claim.action_withdraw("Credited by the creditor")
        self.assertEqual(claim.state, "withdrawn")
        self.assertEqual(self.case.payment_ids.surplus, 10)

    def test_suspended_claim_is_still_owed(self):
        claim = self._make_claim(self.case, 100)
        claim.action_suspend("Complaint", "2026-03-01", "2026-04-01")
        self.assertEqual(self.amounts(claim, "2026-01-12", "total_due"), (100,))
        claim.action_resume()
        self.assertEqual(claim.state, "active")

    def test_part_paid_before_hand_over(self):
        claim = self._make_claim(self.case, 216.71, "2021-12-22", paid_before=101.85)
        self.assertAlmostEqual(claim.principal, 114.86, 2)
        self.assertAlmostEqual(self.case.opening_debt, 114.86, 2)

    def test_due_date_on_a_free_day_moves(self):
        """T-72: due on Saturday 31 January 2026, late from Tuesday 3 February."""
        claim = self._make_claim(self.case, 100, "2026-01-31")
        self.assertEqual(claim.interest_from.isoformat(), "2026-02-03")

    def test_dates_without_rates_are_refused(self):
        with self.assertRaises(ValidationError):
            self._make_claim(self.case, 100, "1992-01-31")

    def test_limitation_follows_events(self):
        """T-73: three years and 31 December; an acknowledgement starts them anew."""
        claim = self._make_claim(self.case, 100, "2021-04-10")
        self.assertEqual(claim.limitation_date.isoformat(), "2024-12-31")
        self.assertTrue(claim.time_barred)
        self.env["debt.event"].create(
            {
                "case_id": self.case.id,
                "state": "done",
                "date": "2023-02-15",
                "type_id": self.env.ref(
                    "debt_collection.event_type_acknowledgement"
                ).id,
            }
        )
        self.assertEqual(claim.limitation_date.isoformat(), "2026-12-31")
        self.assertEqual(self.case.limitation_date.isoformat(), "2026-12-31")
        self.assertIn(format_date(self.env, "2023-02-15"), claim.limitation_explained)

    def test_limitation_rule_of_the_agreement(self):
        claim = self._make_claim(self.case, 100, "2024-10-05")
        rule = self.env.ref("debt_collection.limitation_rule_energy_sale")
        self.agreement.limitation_rule_id = rule
        self.assertEqual(claim.limitation_date.isoformat(), "2026-12-31")
        claim.limitation_rule_id = self.env.ref(
            "debt_collection.limitation_rule_energy_distribution"
        )
        self.assertEqual(claim.limitation_date.isoformat(), "2027-12-31")
