"""Claims on own invoices follow what is reconciled; bank lines pay the invoices."""

from odoo.tests import tagged

from .common_accounting import OwnCommon


@tagged("post_install", "-at_install", "debt_own")
class TestFollowing(OwnCommon):
    """Claims follow whatever is reconciled with their invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._invoice(cls.customer, 1000)
        cls.invoice.action_debt_hand_over()
        cls.claim = cls.env["debt.claim"].search([("move_id", "=", cls.invoice.id)])
        cls.case = cls.claim.case_id

    def principal(self, claim=None):
        return self.amounts(claim or self.claim, "2026-11-01", "principal_due")[0]

    def _payments(self):
        """Return the model of customer payments, with entries before the bank line."""
        return self.env["account.payment"].with_context(force_payment_move=True)

    def test_journal_entry(self):
        """T-06"""
        entry = self._journal_entry(self.customer, 300, "2026-03-05")
        self.reconcile(self.invoice, entry)
        payment = self.case.payment_ids
        self.assertEqual((payment.amount, payment.source), (300, "invoice"))
        self.assertEqual(str(payment.date), "2026-03-05")
        self.assertEqual(payment.name, entry.name)
        self.assertEqual(self.principal(), 700)
        self.assertEqual(self.principal(), self.invoice.amount_residual)
        self.assertJournalAgrees(self.case)

    def test_credit_note(self):
        """T-02"""
        refund = self._invoice(self.customer, 200, move_type="out_refund")
        self.reconcile(self.invoice, refund)
        self.assertEqual(self.booked(self.case), [200])
        self.assertEqual(self.principal(), 800)
        self.assertJournalAgrees(self.case)

    def test_customer_payment(self):
        payment = self._payments().create(
            {
                "payment_type": "inbound", "partner_type": "customer",
                "partner_id": self.customer.id, "amount": 150,
                "journal_id": self.journal.id, "date": "2026-04-02",
            }
        )  # fmt: skip
        payment.action_post()
        self.reconcile(self.invoice, payment.move_id)
        self.assertEqual(self.booked(self.case), [150])
        self.assertEqual(str(self.case.payment_ids.date), "2026-04-02")
        self.assertJournalAgrees(self.case)

    def test_interest_stops_on_what_was_paid(self):
        entry = self._journal_entry(self.customer, 1000, "2026-03-05")
        self.reconcile(self.invoice, entry)
        names = ("principal_due", "interest_due")
        march = self.amounts(self.claim, "2026-03-05", *names)
        november = self.amounts(self.claim, "2026-11-01", *names)
        self.assertGreater(march[1], 0)
        self.assertEqual(march, november)

    def test_undone_reconciliation_reopens(self):
        """T-04, and again: each partial is one payment, once."""
        entry = self._journal_entry(self.customer, 300)
        for count in (1, 2):
            self.reconcile(self.invoice, entry)
            self.assertEqual(self.booked(self.case), [300])
            items = self.as_role(self.receivable(self.invoice), "accountant")
            items.remove_move_reconcile()
            self.env.invalidate_all()
            self.assertEqual(self.booked(self.case), [])
            self.assertEqual(self.principal(), 1000)
            self.assertEqual(len(self.case.payment_ids), count)
            self.assertJournalAgrees(self.case)

    def test_undoing_what_was_paid_before_the_hand_over(self):
        invoice = self._invoice(self.customer, 500)
        self.reconcile(invoice, self._journal_entry(self.customer, 200))
        self.hand_over(invoice)
        claim = self.claims(invoice)
        self.assertEqual(self.principal(claim), 300)
        self.receivable(invoice).remove_move_reconcile()
        self.env.invalidate_all()
        self.assertEqual((claim.paid_before, self.principal(claim)), (0, 500))
        self.assertJournalAgrees(self.case)

    def test_withdrawn_claim_does_not_follow_until_resumed(self):
        self.reconcile(self.invoice, self._journal_entry(self.customer, 100))
        self.claim.action_withdraw("Given back")
        self.assertEqual(self.booked(self.case), [])
        self.reconcile(self.invoice, self._journal_entry(self.customer, 50))
        self.assertEqual(self.booked(self.case), [])
        self.claim.action_resume()
        self.assertEqual(self.claim.paid_before, 150)
        self.assertEqual(self.principal(), self.invoice.amount_residual)
        self.assertJournalAgrees(self.case)

    def test_invoice_in_euro_is_paid_in_euro(self):
        """T-82: the claim is in the currency of its invoice.

        The euro fell, so core also reconciles a difference with the invoice; it is in
        PLN only and pays nothing of the claim.
        """
        euro = self.env.ref("base.EUR")
        euro.active = True
        for day, rate in (("2026-01-01", 4.5), ("2026-03-01", 4.0)):
            self.env["res.currency.rate"].create(
                {
                    "currency_id": euro.id, "name": day,
                    "inverse_company_rate": rate, "company_id": self.company.id,
                }
            )  # fmt: skip
        agreement = self._make_agreement(
            kind="own", code="OWN-EUR", currency_id=euro.id,
            party_id=self.company.partner_id.id,
        )  # fmt: skip
        self._make_package(agreement, code="OWN-EUR-1")
        invoice = self._invoice(self.customer, 100, currency_id=euro.id)
        case = self.case_of(invoice)
        self.assertEqual(case.currency_id, euro)
        payment = self._payments().create(
            {
                "payment_type": "inbound", "partner_type": "customer",
                "partner_id": self.customer.id, "amount": 40,
                "currency_id": euro.id, "journal_id": self.journal.id,
                "date": "2026-03-05",
            }
        )  # fmt: skip
        payment.action_post()
        self.reconcile(invoice, payment.move_id)
        self.assertTrue(invoice.line_ids.matched_credit_ids.exchange_move_id)
        self.assertEqual(self.booked(case), [40])
        self.assertEqual(self.principal(case.claim_ids), 60)
        self.assertJournalAgrees(case)

    def test_invoices_that_are_no_claims_cost_one_query(self):
        """No claim, no work: one look-up for claims, whatever is reconciled."""
        other = self._make_debtor("Inny")
        pairs = [
            (self._invoice(other, 10), self._journal_entry(other, 10))
            for _index in range(3)
        ]
        items = [self.receivable(a) + self.receivable(b) for a, b in pairs]
        items[0].reconcile()
        partials = items[0].matched_credit_ids
        self.assertTrue(partials.debit_move_id)
        self.env.flush_all()
        with self.assertQueryCount(1):
            partials._debt_pay_claims()
        self.assertFalse(other.debt_case_ids)


@tagged("post_install", "-at_install", "debt_own")
class TestBankLineOfOwnCase(OwnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.older = cls._invoice(cls.customer, 100, due="2026-02-10")
        cls.newer = cls._invoice(cls.customer, 200, due="2026-03-10")
        (cls.older | cls.newer).action_debt_hand_over()
        cls.case = (
            cls.env["debt.claim"].search([("move_id", "=", cls.older.id)]).case_id
        )

    def book(self, title, amount):
        line = self._bank_line(title, amount)
        own = self.as_role(line, "accountant")
        own.action_debt_propose()
        own.action_debt_book()
        self.env.invalidate_all()
        return line

    def residuals(self):
        return (self.older.amount_residual, self.newer.amount_residual)

    def test_oldest_invoice_is_paid_first(self):
        line = self.book(self.case.name, 150)
        self.assertEqual(self.residuals(), (0, 150))
        self.assertEqual(sum(self.booked(self.case)), 150)
        self.assertTrue(line.is_reconciled)
        self.assertJournalAgrees(self.case)

    def test_named_invoice_is_paid_first(self):
        self.book(f"{self.case.name} za {self.newer.name}", 150)
        self.assertEqual(self.residuals(), (100, 50))
        self.assertJournalAgrees(self.case)

    def test_overpaid_invoice_pays_the_other(self):
        """T-03"""
        self.book(f"{self.case.name} {self.newer.name}", 250)
        self.assertEqual(self.residuals(), (50, 0))
        self.assertJournalAgrees(self.case)

    def test_rest_stays_open_and_pays_interest(self):
        line = self.book(self.case.name, 310)
        self.assertEqual(self.residuals(), (0, 0))
        self.assertEqual(sum(self.booked(self.case)), 310)
        credit = line.move_id.line_ids.filtered("debt_case_id")
        self.assertEqual(credit.amount_residual, -10)
        rest = line.debt_payment_ids
        self.assertEqual(rest.amount, 10)
        self.assertEqual(set(rest.allocation_ids.mapped("kind")), {"interest"})
        self.assertJournalAgrees(self.case)

    def test_rest_that_is_matched_later_counts_once(self):
        self.book(self.case.name, 350)
        late = self._invoice(self.customer, 30, due="2026-04-10")
        self.hand_over(late)
        credit = self.env["account.move.line"].search(
            [("debt_case_id", "=", self.case.id)]
        )
        (credit + self.receivable(late)).with_user(self.users["accountant"]).reconcile()
        self.env.invalidate_all()
        self.assertEqual(sum(self.booked(self.case)), 350)
        self.assertEqual(late.amount_residual, 0)
        self.assertJournalAgrees(self.case)

    def test_rest_matched_with_what_is_no_claim_leaves_the_case(self):
        self.book(self.case.name, 350)
        other = self._invoice(self.customer, 50, due="2099-01-01")
        credit = self.env["account.move.line"].search(
            [("debt_case_id", "=", self.case.id)]
        )
        (credit + self.receivable(other)).reconcile()
        self.env.invalidate_all()
        self.assertEqual(sum(self.booked(self.case)), 300)
        self.assertJournalAgrees(self.case)

    def test_undo_takes_all_back(self):
        line = self.book(self.case.name, 310)
        self.as_role(line, "accountant").action_undo_reconciliation()
        self.env.invalidate_all()
        self.assertEqual(self.residuals(), (100, 200))
        self.assertEqual(self.booked(self.case), [])
        self.assertJournalAgrees(self.case)

    def test_returned_transfer_opens_the_invoices_again(self):
        """T-91"""
        self.book(self.case.name, 310)
        back = self.book(f"zwrot {self.case.name}", -310)
        self.assertEqual(self.residuals(), (100, 200))
        self.assertEqual(self.booked(self.case), [])
        self.assertTrue(back.is_reconciled)
        self.assertJournalAgrees(self.case)
        self.as_role(back, "accountant").action_undo_reconciliation()
        self.env.invalidate_all()
        self.assertEqual(self.residuals(), (0, 0))
        self.assertEqual(sum(self.booked(self.case)), 310)
        self.assertJournalAgrees(self.case)
