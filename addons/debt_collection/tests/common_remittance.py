from odoo.fields import Command

from .common_accounting import AccountingCommon

CREDITOR_NRB = "PL27114020040000300201355387"
OUR_NRB = "PL61109010140000071219812874"


class RemittanceCommon(AccountingCommon):
    """A mandate with 10 % commission plus 23 % VAT, settled monthly and net."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls.env["account.tax"].create(
            {"name": "VAT 23", "amount": 23, "type_tax_use": "sale"}
        )
        cls.scheme = cls._make_scheme("creditor", percent=10)
        cls.agreement.write(
            {
                "commission_scheme_id": cls.scheme.id,
                "commission_tax_id": cls.vat.id,
                "interest_kind_id": cls.env.ref(
                    "debt_collection.interest_kind_none"
                ).id,
            }
        )
        cls.case = cls._make_case(cls.debtor, user_id=cls.users["collector"].id)
        cls._make_claim(cls.case, 5000, number="FV/1")

    @classmethod
    def _make_scheme(cls, side, name="Ten", **rule):
        return cls.env["debt.commission.scheme"].create(
            {
                "name": name,
                "side": side,
                "company_id": cls.company.id,
                "rule_ids": [Command.create({"name": name, **rule})],
            }
        )

    @classmethod
    def _make_payout_accounts(cls):
        """Give us and the creditor bank accounts; return the creditor's."""
        banks = cls.env["res.partner.bank"]
        cls.journal.bank_account_id = banks.create(
            {"acc_number": OUR_NRB, "partner_id": cls.company.partner_id.id}
        )
        return banks.create(
            {
                "acc_number": CREDITOR_NRB,
                "partner_id": cls.creditor.id,
                "allow_out_payment": True,
            }
        )

    @classmethod
    def _make_elixir_line(cls, **values):
        """Return a payment method of the bank journal that writes Elixir-O files."""
        method = cls.env.ref("debt_collection.payment_method_elixir_o")
        return cls.env["account.payment.method.line"].create(
            {
                "name": "Elixir-O",
                "payment_method_id": method.id,
                "journal_id": cls.journal.id,
                "company_id": cls.company.id,
                "selectable": True,
                **values,
            }
        )

    def transfer(self, amount, date="2026-05-20", case=None):
        """Book money of a bank line on a case, as the accountant."""
        case = case or self.case
        line = self._bank_line(f"wpłata {case.name}", amount, date)
        line.debt_case_id = case
        self.as_role(line, "accountant").action_debt_book()
        self.env.invalidate_all()
        return line

    def draft(self, last="2026-05-31", first="2026-05-01"):
        """Make a draft, as the accountant."""
        draft = self.as_role(self.env["debt.remittance"], "accountant").create(
            {
                "agreement_id": self.agreement.id,
                "date_from": first,
                "date_to": last,
            }
        )
        return self.env["debt.remittance"].browse(draft.id)

    def finish(self, draft):
        """Confirm, approve and book a draft, each as who has to."""
        self.as_role(draft, "accountant").action_confirm()
        self.as_role(draft, "manager").action_approve()
        self.as_role(draft, "accountant").action_book()
        self.env.invalidate_all()
        return draft

    def held(self):
        """Return the client money in the journal."""
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.client_money.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(-sum(items.mapped("balance")), 2)

    def assertClientMoneyProves(self):
        found = self.env["debt.remittance"]._difference_with_remittances(self.agreement)
        self.assertEqual(found, [])
