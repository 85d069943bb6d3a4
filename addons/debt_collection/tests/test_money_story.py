"""From the file of the bank to the creditor's money, for each kind of agreement."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..services.bank_import import BankImport
from .common_accounting import AccountingCommon, OwnCommon
from .common_remittance import RemittanceCommon

NRB = "61109010140000071219812874"
PAYER = "27114020040000300201355387"


def statement(number, opening, *operations):
    """Return the bytes of a statement of mBank in its dialect.

    :param operations: (amount, title, virtual id or None), all of 20 May 2026
    """
    closing = opening + sum(amount for amount, _title, _virtual in operations)
    lines = [
        f":20:ST26{number:04d}CYC/1",
        f":25:PL{NRB}",
        f":28C:{number}/1",
        f":60F:{_balance(opening)}",
    ]
    for place, (amount, title, virtual) in enumerate(operations, 1):
        sign = "C" if amount > 0 else "D"
        reference = f"MB{number:06d}{place:06d}"
        known = f"ID IPH: XX{virtual}; " if virtual else ""
        lines += [
            f":61:2605200520{sign}N{_comma(abs(amount))}NTRFNONREF//{reference}",
            "911-TRANSAKCJA IPH" if virtual else "770-PRZELEW",
            f":86:911 TRANSAKCJA COLLECT; {known}Z RACH.: {PAYER}; OD: JAN TESTOWY; "
            f"TYT.: {title}; TNR: {number:09d}{place:06d}.010001",
        ]
    lines += [f":62F:{_balance(closing)}", "-", ""]
    return "\r\n".join(lines).encode("iso8859_2")


def _balance(amount):
    return f"{'C' if amount >= 0 else 'D'}260520PLN{_comma(abs(amount))}"


def _comma(amount):
    return f"{amount:.2f}".replace(".", ",")


class StoryCommon(AccountingCommon):
    """A bank journal whose number the files name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal.bank_account_id = cls.env["res.partner.bank"].create(
            {"acc_number": f"PL{NRB}", "partner_id": cls.company.partner_id.id}
        )

    def receive(self, number, opening, *operations):
        """Import a statement as the accountant, and let its lines be matched."""
        env = self.as_role(self.env["account.bank.statement.line"], "accountant").env
        data = statement(number, opening, *operations)
        outcome = BankImport(env).take(f"wyciag_{number}.sta", data)
        lines = outcome.statements[0].line_ids.sorted("id")
        lines._debt_match_lines()
        self.env.invalidate_all()
        return lines.with_env(self.env)

    def assertBooksProve(self):
        """Journal and ledgers agree, and nothing was credited twice."""
        self.assertFalse(self.env["debt.ledger.difference"].search([]))


@tagged("post_install", "-at_install", "debt_story")
class TestMandate(StoryCommon, RemittanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["debt.virtual.pool"].create(
            {
                "name": "Collect",
                "journal_id": cls.journal.id,
                "sort_code": "11401010",
                "prefix": "20",
            }
        )
        cls.agreement.auto_book = True
        cls.case = cls._make_case(cls._make_debtor("Zofia Testowa"))
        cls._make_claim(cls.case, 1000, number="FV/77")

    def test_virtual_account_to_remittance_and_back(self):
        [known] = self.env["debt.virtual.account"].search(
            [("case_id", "=", self.case.id)]
        )
        paid, unknown = self.receive(
            1, 0, (300, "rata", known.identifier), (55, "za prąd", None)
        )

        # What is certain is booked alone; the rest waits for the accountant.
        self.assertEqual(paid.debt_match_state, "booked")
        self.assertEqual(unknown.debt_match_state, "suspense")
        self.assertEqual(self.case.with_context(debt_as_of="2026-05-21").total_due, 700)
        self.assertEqual(self.held(), 300)

        # The month ends: 10 % and VAT stay with us, the creditor gets the rest.
        remittance = self.finish(self.draft())
        self.assertEqual((remittance.collected, remittance.commission), (300, 30))
        self.assertEqual(remittance.invoice_total, 36.9)
        self.assertEqual(remittance.invoice_id.payment_state, "paid")
        self.assertEqual(remittance.payout, 263.1)
        self.assertClientMoneyProves()
        self.assertBooksProve()

        # The bank takes the transfer back: the debt is whole again.
        [back] = self.receive(2, 355, (-300, f"ZWROT {self.case.name}", None))
        self.as_role(back, "accountant").debt_case_id = self.case
        self.as_role(back, "accountant").action_debt_book()
        self.env.invalidate_all()
        self.assertEqual(
            self.case.with_context(debt_as_of="2026-05-21").total_due, 1000
        )
        self.assertClientMoneyProves()

        # The creditor owes what he was paid for it; so do we the commission.
        june = self.draft("2026-06-30", "2026-06-01")
        self.assertEqual((june.collected, june.commission), (-300, -30))
        self.finish(june)
        self.assertEqual(june.payout, 0)
        self.assertEqual(june.carried_out, -263.1)
        self.assertClientMoneyProves()
        self.assertBooksProve()

    def test_same_file_again_changes_nothing(self):
        operations = (300, f"wpłata {self.case.name}", None)
        self.receive(1, 0, operations)
        env = self.as_role(self.env["account.bank.statement.line"], "accountant").env
        again = BankImport(env).take("kopia.sta", statement(1, 0, operations))
        self.assertTrue(again.repeated)
        self.assertEqual(self.booked(self.case), [300])
        self.assertBooksProve()


@tagged("post_install", "-at_install", "debt_story")
class TestAssignment(StoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portfolio = cls._make_account("139100", "Portfolio", "asset_current")
        cls.bought = cls._make_agreement(
            name="Bought debts",
            code="CES-1",
            kind="assignment",
            settlement_account_id=cls.portfolio.id,
            auto_book=True,
        )
        package = cls._make_package(cls.bought, name="Bought", code="CES-1-1")
        cls.case = cls._make_case(package=package, user_id=cls.users["collector"].id)
        cls._make_claim(cls.case, 800, number="UM/5")

    def test_case_number_to_portfolio_and_collector(self):
        [paid] = self.receive(1, 0, (200, f"sprawa {self.case.name}", None))
        self.assertEqual(paid.debt_match_state, "booked")
        self.assertEqual(self.booked(self.case), [200])
        items = paid.move_id.line_ids.filtered("debt_case_id")
        self.assertEqual(items.account_id, self.portfolio)

        # The debt is ours: there is nobody to remit the money to.
        with self.assertRaisesRegex(UserError, "no mandate"):
            self.as_role(self.env["debt.remittance"], "accountant").create(
                {
                    "agreement_id": self.bought.id,
                    "date_from": "2026-05-01",
                    "date_to": "2026-05-31",
                }
            )

        # Undone and booked on another case, the books still agree.
        other = self._make_case(self._make_debtor(), self.case.package_id)
        self._make_claim(other, 500)
        accountant = self.as_role(paid, "accountant")
        accountant.action_undo_reconciliation()
        accountant.debt_case_id = other
        accountant.action_debt_book()
        self.env.invalidate_all()
        self.assertEqual((self.booked(self.case), self.booked(other)), ([], [200]))
        self.assertBooksProve()


@tagged("post_install", "-at_install", "debt_story")
class TestOwn(StoryCommon, OwnCommon):
    def test_invoice_number_pays_the_invoice(self):
        invoice = self._invoice(self.customer, 1230)
        case = self.case_of(invoice)
        [paid] = self.receive(1, 0, (1230, f"zapłata {invoice.name}", None))
        self.assertEqual(paid.debt_proposal_ids.case_id, case)
        if paid.debt_match_state != "booked":
            self.as_role(paid, "accountant").action_debt_book()
        self.env.invalidate_all()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        claim = self.claims(invoice).with_context(debt_as_of="2026-05-21")
        self.assertEqual(claim.principal_due, 0)
        self.assertBooksProve()

        # The customer's bank takes it back: the invoice is open again.
        [back] = self.receive(2, 1230, (-1230, f"ZWROT {invoice.name}", None))
        self.as_role(back, "accountant").debt_case_id = case
        self.as_role(back, "accountant").action_debt_book()
        self.env.invalidate_all()
        self.assertEqual(invoice.payment_state, "not_paid")
        claim.invalidate_recordset()
        self.assertEqual(claim.principal_due, 1230)
        self.assertBooksProve()
