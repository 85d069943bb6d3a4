"""The true cost of collection: what was spent, who bears it, what it brought."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DebtCommon


@tagged("post_install", "-at_install", "debt_cost_analysis")
class TestCostAnalysis(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.call = cls.env.ref("debt_collection.event_type_call")
        cls.letter = cls.env.ref("debt_collection.event_type_letter")
        cls.call.unit_cost, cls.letter.unit_cost = 4.5, 2
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls._make_claim(cls.case, 1000, "2026-01-12")
        cls._do(cls.case, cls.call, cls.call, cls.letter)

    @classmethod
    def _do(cls, case, *types, state="done"):
        cls.env["debt.event"].create(
            [{"case_id": case.id, "type_id": kind.id, "state": state} for kind in types]
        )

    def sums(self, *names, field="case_id", record=None, role="manager"):
        analysis = self.as_role(self.env["debt.cost.analysis"], role)
        found = analysis._read_group(
            [(field, "in", (record or self.case).ids)],
            [],
            [f"{name}:sum" for name in names],
        )
        return tuple(round(amount or 0, 2) for amount in found[0])

    def test_work_at_standard_cost(self):
        self._do(self.case, self.call, state="planned")
        self.assertEqual(
            self.sums("event_count", "standard_cost", "true_cost"), (3, 11, 11)
        )

    def test_who_bears_the_outlays(self):
        self._add_cost(self.case, 30, "2026-02-01")
        self._add_cost(self.case, 12, "2026-02-01", borne_by="creditor")
        self._add_cost(self.case, 200, "2026-02-01", code="compensation")
        names = ("borne_us", "borne_creditor", "charged", "true_cost")
        self.assertEqual(self.sums(*names), (30, 12, 242, 53))

    def test_waived_costs_were_spent_all_the_same(self):
        cost = self._add_cost(self.case, 30, "2026-02-01")
        cost.action_waive()
        self.assertEqual(
            self.sums("borne_us", "waived", "charged", "true_cost"), (30, 30, 0, 41)
        )

    def test_what_debtors_gave_back(self):
        self._add_cost(self.case, 30, "2026-02-01")
        self._pay(self.case, 100, "2026-02-10")
        self.case._write_off(10, "2026-02-11", "Goodwill")
        names = ("recovered", "collected", "true_cost", "net_cost")
        self.assertEqual(self.sums(*names), (30, 100, 41, 11))

    def test_cost_of_a_hundred_is_a_ratio_of_sums(self):
        other = self._make_case()
        self._make_claim(other, 1000, "2026-01-12")
        self._pay(self.case, 50, "2026-02-10")
        self._pay(other, 150, "2026-02-10")
        analysis = self.as_role(self.env["debt.cost.analysis"], "manager")
        [(found,)] = analysis._read_group(
            [("case_id", "in", (self.case | other).ids)], [], ["cost_per_100:avg"]
        )
        self.assertAlmostEqual(found, 5.5, 2)

    def test_the_same_cost_on_case_package_and_agreement(self):
        for record in (self.case, self.package, self.agreement):
            shown = self.as_role(record, "manager")
            self.assertEqual(shown.true_cost, 11, record)
            action = shown.action_true_cost()
            found = self.env["debt.cost.analysis"].search(action["domain"])
            self.assertEqual(sum(found.mapped("true_cost")), 11)

    def test_roles_see_the_costs_of_their_cases(self):
        elsewhere = self._make_package(self.agreement, code="EN-2026-09")
        hidden = self._make_case(package=elsewhere)
        self._do(hidden, self.call)
        analysis = self.as_role(self.env["debt.cost.analysis"], "collector")
        self.assertEqual(analysis.search([]).case_id & (self.case | hidden), self.case)
        with self.assertRaises(AccessError):
            self.as_role(self.env["debt.cost.analysis"], "operator").search([])
        self.assertNotIn("true_cost", self.as_role(self.case, "operator").fields_get())

    def test_accountants_say_who_bears_a_cost(self):
        cost = self._add_cost(self.case, 30, "2026-02-01")
        with self.assertRaises(AccessError):
            self.as_role(cost, "collector").borne_by = "creditor"
        self.as_role(cost, "accountant").borne_by = "creditor"
        self.assertEqual(self.sums("borne_us", "borne_creditor"), (0, 30))

    def test_the_agreement_says_who_bears_new_costs(self):
        self.agreement.costs_borne_by = "creditor"
        self.assertEqual(
            self._add_cost(self.case, 5, "2026-02-01").borne_by, "creditor"
        )

    def test_queries_do_not_grow_with_the_packages(self):
        packages = self.package.union(
            *(self._make_package(self.agreement, code=f"P-{i}") for i in range(5))
        )
        self.assertEqual(self._queries(self.package), self._queries(packages))

    def _queries(self, packages):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        packages.mapped("true_cost")
        return self.cr.sql_log_count - before

    def test_screens(self):
        for role in ("collector", "team_leader", "accountant", "manager"):
            analysis = self.as_role(self.env["debt.cost.analysis"], role)
            kinds = ("pivot", "graph", "list", "search")
            views = analysis.get_views([(False, kind) for kind in kinds])
            self.assertEqual(set(views["views"]), set(kinds))
            rows = analysis.formatted_read_group(
                [], ["agreement_id"], ["true_cost:sum", "cost_per_100:avg"]
            )
            self.assertTrue(rows)
