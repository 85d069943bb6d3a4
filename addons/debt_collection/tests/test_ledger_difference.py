"""The check of the ledgers is empty, and finds whatever was torn."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_accounting import AccountingCommon


@tagged("post_install", "-at_install", "debt_ledger")
class TestLedgerDifference(AccountingCommon):
    def setUp(self):
        super().setUp()
        self.case = self._make_case(self.debtor)
        self.claim = self._make_claim(self.case, 1000)
        line = self._bank_line(self.case.name, 400)
        line.debt_case_id = self.case
        self.as_role(line, "accountant")._debt_book()
        self.cost = self._add_cost(self.case, 30, "2026-02-01")

    def differences(self):
        """Return (kind, difference) of our case, as the accountant sees them."""
        Difference = self.as_role(self.env["debt.ledger.difference"], "accountant")
        found = Difference.search([("case_id", "=", self.case.id)])
        return [(line.kind, round(line.difference, 2)) for line in found]

    def tear(self, query):
        """Change the tables behind the back of the models."""
        self.env.flush_all()
        self.env.cr.execute(query, {"case": self.case.id})
        self.assertEqual(self.env.cr.rowcount, 1)
        self.env.invalidate_all()

    def test_nothing_differs(self):
        self.assertEqual(self.differences(), [])

    def test_payment_that_the_journal_does_not_have(self):
        self.tear("UPDATE debt_payment SET amount = 500 WHERE case_id = %(case)s")
        self.assertEqual(self.differences(), [("journal", -100)])

    def test_credit_beyond_the_payment(self):
        self.tear(
            "UPDATE debt_payment_allocation SET amount = 401"
            " WHERE case_id = %(case)s AND kind = 'principal'"
        )
        [(kind, difference)] = self.differences()
        self.assertEqual(kind, "credited")
        self.assertLess(difference, 0)

    def test_cost_paid_beyond_what_it_is(self):
        self.tear("UPDATE debt_cost SET amount = 10 WHERE case_id = %(case)s")
        self.assertEqual(self.differences(), [("debt", -20)])

    def test_nightly_task_is_planned_once(self):
        self.tear("UPDATE debt_payment SET amount = 500 WHERE case_id = %(case)s")
        for _night in range(2):
            self.env["debt.ledger.difference"]._cron_tell_accountants()
        [task] = self.case.activity_ids
        self.assertEqual(task.user_id, self.agreement.user_id)

    def test_only_accountants_and_managers_look(self):
        for role in ("operator", "collector", "lawyer", "team_leader"):
            with self.assertRaises(AccessError):
                self.as_role(self.env["debt.ledger.difference"], role).search([])
        self.as_role(self.env["debt.ledger.difference"], "manager").search([])
