"""Commissions: who earns what, and that the sum is that of the final ledger."""

import random
from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.commission import Money, charge
from ..tools.money import from_float
from .common_remittance import RemittanceCommon


@tagged("post_install", "-at_install", "debt_commission")
class TestRules(RemittanceCommon):
    def rule(self, **values):
        rule = self.scheme.rule_ids[:1].copy({"scheme_id": self.scheme.id, **values})
        rule.sequence = 1
        return rule

    def test_court_is_another_price_and_the_past_keeps_its_phase(self):
        self.rule(phase="court", percent=20)
        self.transfer(100)
        self.case.phase = "court"
        self.transfer(200, "2026-05-21")
        self.case.phase = "enforcement"
        self.assertEqual(self.draft().commission, 10 + 40)

    def test_age_of_the_debt(self):
        """Due on 12 January: 20 May is the 128th day."""
        self.rule(age_to=127, percent=50)
        self.transfer(100, "2026-05-19")
        self.transfer(100, "2026-05-20")
        draft = self.draft()
        ages = draft.commission_ids.sorted("date").mapped("age")
        self.assertEqual(ages, [127, 128])
        self.assertEqual(draft.commission, 60)

    def test_act_is_charged_once(self):
        visit = self.env.ref("debt_collection.event_type_visit")
        self.rule(basis="act", event_type_id=visit.id, fixed_amount=50)
        event = {"case_id": self.case.id, "type_id": visit.id, "date": "2026-05-05"}
        self.env["debt.event"].create([event | {"state": "done"}, event])
        first = self.finish(self.draft())
        self.assertEqual(first.commission, 50)
        self.assertEqual(first.commission_ids.kind, "act")
        self.assertEqual(self.draft("2026-06-30", "2026-06-01").commission, 0)

    def test_tiers_of_a_period_follow_what_comes_back(self):
        """The month falls below the tier: the whole month is charged anew."""
        tiers = [(0, 20), (1000, 10)]
        self.scheme.rule_ids.write(
            {
                "scope": "period",
                "tier_ids": [
                    Command.create({"amount_from": start, "percent": percent})
                    for start, percent in tiers
                ],
            }
        )
        self.transfer(600, "2026-05-03")
        late = self.transfer(600, "2026-05-04")
        self.assertEqual(self.finish(self.draft()).commission, 120)
        self.as_role(late, "accountant").action_undo_reconciliation()
        second = self.draft("2026-06-30", "2026-06-01")
        self.assertEqual(second.commission, 120 - 120)
        self.assertEqual(sorted(second.commission_ids.mapped("amount")), [-60, 60])

    def test_money_without_a_rule_is_listed(self):
        self.scheme.rule_ids.kind = "interest"
        self.transfer(100)
        draft = self.draft()
        self.assertEqual(draft.commission, 0)
        self.assertIn("no rule", draft.commission_ids.explanation)


@tagged("post_install", "-at_install", "debt_commission")
class TestSettledStays(RemittanceCommon):
    def setUp(self):
        super().setUp()
        self.transfer(100)
        self.finish(self.draft())
        self.rule = self.scheme.rule_ids

    def test_used_rules_do_not_change(self):
        for act in (
            lambda: self.rule.write({"percent": 12}),
            lambda: self.rule.write({"tier_ids": [Command.create({"percent": 5})]}),
            lambda: self.rule.write({"date_to": "2026-05-19"}),
            lambda: self.rule.unlink(),
            lambda: self.scheme.unlink(),
            lambda: self.scheme.write({"side": "collector"}),
            lambda: self.rule.copy({"scheme_id": self.scheme.id}),
        ):
            with self.assertRaises(UserError):
                act()

    def test_a_new_price_holds_from_a_later_day(self):
        self.rule.date_to = "2026-05-31"
        self.scheme.rule_ids = [
            Command.create({"name": "12", "percent": 12, "date_from": "2026-06-01"})
        ]
        self.transfer(100, "2026-06-01")
        self.transfer(10, "2026-05-31")
        self.assertEqual(self.draft("2026-06-30", "2026-06-01").commission, 12 + 1)

    def test_another_scheme_holds_for_new_money_only(self):
        self.agreement.commission_scheme_id = self._make_scheme("creditor", percent=50)
        self.transfer(10, "2026-06-01")
        second = self.draft("2026-06-30", "2026-06-01")
        self.assertEqual(second.commission, 5)


@tagged("post_install", "-at_install", "debt_commission")
class TestCollectors(RemittanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collectors = cls._make_scheme("collector", percent=5)
        cls.agreement.collector_scheme_id = cls.collectors

    def closing(self, first="2026-05-01", last="2026-05-31"):
        closing = self.as_role(self.env["debt.commission.period"], "accountant").create(
            {"date_from": first, "date_to": last}
        )
        return self.env["debt.commission.period"].browse(closing.id)

    def confirm(self, closing):
        self.as_role(closing, "manager").action_confirm()
        self.env.invalidate_all()
        return closing

    def earned(self, closing):
        return {
            user.login: amount
            for user, amount in self.env["debt.commission.line"]._read_group(
                [("period_id", "=", closing.id)], ["user_id"], ["amount:sum"]
            )
        }

    def test_who_had_the_case_earns(self):
        self.transfer(100)
        self.case.user_id = self.users["team_leader"]
        self.transfer(40, "2026-05-21")
        closing = self.confirm(self.closing())
        self.assertEqual(
            self.earned(closing), {"debt_collector": 5, "debt_team_leader": 2}
        )
        self.assertEqual((closing.base, closing.amount), (140, 7))

    def test_nearest_scheme_decides(self):
        self.team.commission_scheme_id = self._make_scheme("collector", percent=7)
        self.transfer(100)
        self.assertEqual(self.closing().amount, 7)
        self.users["collector"].debt_commission_scheme_id = self._make_scheme(
            "collector", percent=9
        )
        closing = self.env["debt.commission.period"].search([("state", "=", "draft")])
        closing.action_compute()
        self.assertEqual(closing.amount, 9)

    def test_bought_debts_earn_as_well(self):
        bought = self._make_agreement(
            kind="assignment", code="A-1", collector_scheme_id=self.collectors.id
        )
        case = self._make_case(
            package=self._make_package(bought, code="A-1-1"),
            user_id=self.users["collector"].id,
        )
        self._make_claim(case, 1000)
        self._pay(case, 200, "2026-05-05")
        self.assertEqual(self.closing().amount, 10)

    def test_what_came_back_is_taken_off_the_next(self):
        paid = self.transfer(100)
        self.confirm(self.closing())
        self.as_role(paid, "accountant").action_undo_reconciliation()
        june = self.confirm(self.closing("2026-06-01", "2026-06-30"))
        self.assertEqual(june.amount, -5)
        self.assertIn("reversed on", june.line_ids.explanation)

    def test_credit_that_is_corrected_moves(self):
        self.transfer(100)
        self.confirm(self.closing())
        self.case.payment_ids.credited_user_id = self.users["operator"]
        june = self.closing("2026-06-01", "2026-06-30")
        self.assertEqual(self.earned(june), {"debt_collector": -5, "debt_operator": 5})

    def test_collector_reads_his_list_after_the_case_went_to_somebody_else(self):
        self.transfer(100)
        self.confirm(self.closing())
        self.case.write(
            {"user_id": self.users["manager"].id, "team_id": False, "phase": "court"}
        )
        lines = self.as_role(self.env["debt.commission.line"], "collector")
        arch = lines.get_views([(False, "list"), (False, "pivot"), (False, "search")])
        shown = arch["models"]["debt.commission.line"]["fields"]
        found = lines.web_search_read(
            [("side", "=", "collector")],
            {
                name: {"fields": {"display_name": {}}} if "relation" in field else {}
                for name, field in shown.items()
            },
        )
        self.assertEqual(found["length"], 1)
        self.assertIn("Ten", found["records"][0]["explanation"])
        self.assertEqual(found["records"][0]["percent"], 5)

    def test_only_a_manager_confirms_what_he_saw(self):
        self.transfer(100)
        closing = self.closing()
        with self.assertRaises(UserError):
            self.as_role(closing, "accountant").action_confirm()
        self.transfer(100, "2026-05-21")
        with self.assertRaisesRegex(UserError, "since you looked"):
            self.as_role(closing, "manager").action_confirm()

    def test_each_sees_what_he_may(self):
        self.transfer(100)
        self.finish(self.draft())
        closing = self.confirm(self.closing())
        mine, ours = closing.line_ids, self.agreement.remittance_ids.commission_ids
        Line = self.env["debt.commission.line"]
        seen = {
            "collector": mine,
            "operator": Line,
            "field_agent": Line,
            "team_leader": mine | ours,
            "manager": mine | ours,
            "accountant": mine | ours,
        }
        for role, wanted in seen.items():
            found = self.as_role(Line, role).search([("case_id", "=", self.case.id)])
            self.assertEqual(Line.browse(found.ids), wanted.sorted("id"), role)
        with self.assertRaises(AccessError):
            self.as_role(closing, "collector").read(["amount"])


@tagged("post_install", "-at_install", "debt_commission")
class TestHistory(RemittanceCommon):
    """Whatever happened between closings, the sum is that of the final ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.rule_ids.write(
            {
                "scope": "case",
                "progressive": True,
                "minimum": 3,
                "tier_ids": [
                    Command.create({"amount_from": start, "percent": percent})
                    for start, percent in ((0, 20), (300, 7.5), (900, 3))
                ],
            }
        )
        cls.cases = cls.case | cls._make_case(user_id=cls.users["collector"].id)
        cls._make_claim(cls.cases[1], 700, "2026-02-01")

    def expected(self):
        """Return the commission of the ledger as it is, by the pure function."""
        parts = self.cases.payment_ids.filtered(
            lambda p: p.state == "booked" and p.received_by != "nobody"
        ).allocation_ids
        # Costs here are ours to bear: what is recovered of them is ours altogether.
        monies = [
            Money(
                key=(p.payment_id.id, p.kind, p.claim_id.id, p.cost_id.id, 0),
                case_id=p.case_id.id,
                payment_id=p.payment_id.id,
                kind=p.kind,
                date=p.date,
                amount=from_float(p.amount),
            )
            for p in parts
            if p.kind != "cost"
        ]
        found = charge(self.scheme._money_rules(), monies)
        return sum((item.amount for item in found), Decimal(0))

    def test_random_histories(self):
        for seed in range(4):
            with self.subTest(seed=seed), self.cr.savepoint() as point:
                self.live(random.Random(seed))
                point.close(rollback=True)
            self.env.invalidate_all()

    def live(self, rng):
        day = date(2026, 5, 1)
        for _month in range(4):
            last = day + timedelta(days=27)
            for _act in range(4):
                self.act(rng, day)
            self.finish(self.draft(last, day))
            lines = self.agreement.remittance_ids.commission_ids
            self.assertEqual(from_float(sum(lines.mapped("amount"))), self.expected())
            day = last + timedelta(days=1)

    def act(self, rng, day):
        """Pay, report, reverse or add a back-dated cost."""
        case = rng.choice(self.cases)
        when = day + timedelta(days=rng.randint(-40, 27))
        booked = case.payment_ids.filtered(
            lambda p: p.state == "booked" and not p.statement_line_id
        )
        what = rng.choice(["pay", "pay", "report", "reverse", "cost"])
        amount = rng.randint(1, 40000) / 100
        if what == "reverse" and booked:
            rng.choice(booked).action_reverse()
        elif what == "cost":
            self._add_cost(case, amount / 10, when)
        elif what == "report":
            self._pay(case, amount, when, source="creditor")
        else:
            self._pay(case, amount, when, source="cash")


@tagged("post_install", "-at_install", "debt_commission")
class TestVolume(RemittanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agreement.collector_scheme_id = cls._make_scheme("collector", percent=5)

    def count_queries(self, payments):
        """Return how many queries a draft of so many payments asks."""
        agreement = self._make_agreement(
            code=f"V-{payments}", commission_scheme_id=self.scheme.id
        )
        package = self._make_package(agreement, code=agreement.code)
        cases = self.env["debt.case"].create(
            [
                {"package_id": package.id, "debtor_id": debtor.id}
                for debtor in self.env["res.partner"].create(
                    [{"name": f"D{i}"} for i in range(payments)]
                )
            ]
        )
        self._pay_in_full(cases)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        draft = self.env["debt.remittance"].create(
            {
                "agreement_id": agreement.id,
                "date_from": "2026-05-01",
                "date_to": "2026-05-31",
            }
        )
        self.env.flush_all()
        spent = self.env.cr.sql_log_count - before
        self.assertEqual(draft.collected, 100 * payments)
        self.assertEqual(draft.commission, 10 * payments)
        return spent

    def _pay_in_full(self, cases):
        self.env["debt.claim"].create(
            [
                {"case_id": case.id, "amount": 100, "due_date": "2026-01-12"}
                for case in cases
            ]
        )
        self.env["debt.payment"].create(
            [{"case_id": c.id, "amount": 100, "date": "2026-05-05"} for c in cases]
        )

    def test_queries_do_not_grow_with_the_payments(self):
        """Lines, commission and sums are found by the same statements for all."""
        self.count_queries(2)
        self.assertLessEqual(self.count_queries(40), self.count_queries(4))

    def test_closing_of_collectors_does_not_either(self):
        counts = []
        for size in (3, 30):
            cases = self.env["debt.case"].create(
                [
                    {
                        "package_id": self.package.id,
                        "debtor_id": self._make_debtor().id,
                        "user_id": self.users["collector"].id,
                    }
                    for _index in range(size)
                ]
            )
            self._pay_in_full(cases)
            closing = self.env["debt.commission.period"].search([])
            closing = closing or self.env["debt.commission.period"].create(
                {"date_from": "2026-05-01", "date_to": "2026-05-31"}
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            closing.action_compute()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
