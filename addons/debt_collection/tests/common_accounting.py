from odoo.fields import Command

from .common import DebtCommon


class AccountingCommon(DebtCommon):
    """Bank lines, accounts and customer invoices of the company with a chart."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.client_money = cls._make_account("249100", "Client money")
        cls.income = cls.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", cls.company.ids)],
            limit=1,
        )
        cls.agreement.settlement_account_id = cls.client_money

    @classmethod
    def _make_account(cls, code, name, account_type="liability_current"):
        return cls.env["account.account"].create(
            {"code": code, "name": name, "account_type": account_type}
        )

    @classmethod
    def _bank_line(cls, title, amount=100, date="2026-05-20", **values):
        return cls.env["account.bank.statement.line"].create(
            {
                "journal_id": cls.journal.id,
                "payment_ref": title,
                "amount": amount,
                "date": date,
                **values,
            }
        )

    @classmethod
    def _make_own_package(cls, **values):
        agreement = cls._make_agreement(
            name="Own invoices", code="OWN", kind="own",
            party_id=cls.company.partner_id.id, **values,
        )  # fmt: skip
        return cls._make_package(agreement, name="Own", code="OWN-1")

    @classmethod
    def _invoice(cls, partner, amount=1000, due="2026-02-10", post=True, **values):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": "2026-01-27",
                "invoice_date_due": due,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Service",
                            "price_unit": amount,
                            "quantity": 1,
                            "account_id": cls.income.id,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _journal_entry(cls, partner, amount, date="2026-03-01"):
        """Post an entry that credits the receivable account of a partner.

        A negative amount debits it, due on the same day.
        """
        receivable = partner.property_account_receivable_id
        lines = [
            {
                "account_id": receivable.id,
                "balance": -amount,
                "partner_id": partner.id,
                "date_maturity": date,
            },
            {"account_id": cls.client_money.id, "balance": amount},
        ]
        entry = cls.env["account.move"].create(
            {"date": date, "line_ids": [Command.create(line) for line in lines]}
        )
        entry.action_post()
        return entry

    def receivable(self, move):
        """Return the receivable items of a journal entry."""
        return move.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )

    def booked(self, case):
        """Return amounts of the booked payments of a case, oldest first."""
        payments = case.payment_ids.filtered(lambda payment: payment.state == "booked")
        return payments.sorted(lambda p: (p.date, p.id)).mapped("amount")

    def assertJournalAgrees(self, cases):
        """Journal and ledgers of the cases show the same money."""
        found = self.env["debt.payment"]._difference_with_journal(cases)
        self.assertEqual(found, [])


class OwnCommon(AccountingCommon):
    """A package for own receivables and a customer with invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.package = cls._make_own_package()
        cls.customer = cls._make_debtor("Klient Testowy", is_company=True)

    def hand_over(self, invoices):
        result = self.as_role(invoices, "accountant").action_debt_hand_over()
        self.env.invalidate_all()
        return result["params"]["message"]

    def claims(self, invoices):
        return self.env["debt.claim"].search([("move_id", "in", invoices.ids)])

    def case_of(self, *invoices):
        """Hand invoices over and return their case."""
        invoices = self.env["account.move"].union(*invoices)
        self.hand_over(invoices)
        return self.claims(invoices).case_id

    def reconcile(self, *moves):
        """Reconcile the receivable items of entries, as the accountant."""
        items = self.env["account.move.line"].union(*map(self.receivable, moves))
        self.as_role(items, "accountant").reconcile()
        self.env.invalidate_all()
