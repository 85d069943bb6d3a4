"""The reconciliation screen in the browser, as the accountant."""

from odoo.tests import HttpCase, tagged

from .common_accounting import AccountingCommon


@tagged("post_install", "-at_install", "debt_tour")
class TestReconciliationTour(AccountingCommon, HttpCase):
    def test_accept_split_and_undo(self):
        """One line is accepted, one split over two cases, and the split undone."""
        first = self._make_case(self._make_debtor("Adam Pierwszy"))
        second = self._make_case(self._make_debtor("Beata Druga"))
        for case in first | second:
            self._make_claim(case, 1000)
        split = self._bank_line(f"DZIEL {first.name} {second.name}", 300, "2026-05-19")
        accept = self._bank_line(f"PRZYJMIJ {first.name}", 200, "2026-05-20")
        self.as_role(split | accept, "accountant").action_debt_propose()
        self.env.flush_all()
        self.start_tour(
            "/odoo/action-debt_collection.reconciliation_action",
            "debt_reconciliation",
            login=self.users["accountant"].login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(self.booked(first), [200])
        self.assertEqual(self.booked(second), [])
        self.assertEqual(accept.debt_match_state, "booked")
        self.assertFalse(split.is_reconciled)
        self.assertEqual(sorted(split.debt_payment_ids.mapped("amount")), [100, 200])
        self.assertJournalAgrees(first | second)
