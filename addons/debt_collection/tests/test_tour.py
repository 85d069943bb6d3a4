"""Through the screens as a user: file, case, letter, payment."""

from odoo.tests import HttpCase, tagged

from .common_accounting import AccountingCommon


@tagged("post_install", "-at_install", "debt_tour")
class TestTour(AccountingCommon, HttpCase):
    def test_portfolio_to_payment(self):
        """A leader who also keeps the books walks from the file to the payment."""
        package = self._make_package(name="Tour package", code="TOUR")
        sequence = self.env.ref("debt_collection.sequence_debt_case")
        number = sequence.get_next_char(sequence.number_next_actual)
        self._bank_line(f"TOUR PAYMENT {number}", 400)
        self.env.flush_all()
        self.start_tour(
            "/odoo/action-debt_collection.debt_import_action",
            "debt_portfolio_to_payment",
            login=self.users["administrator"].login,
            timeout=120,
        )
        case = package.case_ids
        self.assertEqual(case.name, number)
        self.assertEqual(case.state, "open")
        self.assertEqual(case.claim_ids.mapped("number"), ["F/TOUR/1"])
        self.assertEqual(case.letter_ids.template_id.code, "demand")
        self.assertTrue(case.letter_ids.pdf)
        self.assertEqual(case.payment_ids.amount, 400)
        # Interest first, then principal: the debt falls by what was paid.
        self.assertEqual(sum(case.payment_ids.allocation_ids.mapped("amount")), 400)
