"""Money of the demonstration that comes by no bank line: cash, refunds, set-off."""

from datetime import timedelta

from odoo.fields import Command

from .people import BANK_BRANCH

CASH = (150, 80, 200)


def open_pool(agency, agreement):
    """Give new cases of an agreement account numbers of their own."""
    agency.env["debt.virtual.pool"].create(
        {
            "name": "Płatności masowe: Energia",
            "journal_id": agency.client_journal.id,
            "sort_code": BANK_BRANCH,
            "prefix": "770011",
            "agreement_ids": [Command.set(agreement.ids)],
            "company_id": agency.company.id,
        }
    )


class Movements:
    """Takes cash, pays back what is overpaid and sets debts off."""

    def __init__(self, agency, today):
        self.agency, self.env, self.today = agency, agency.env, today
        agency.users["terenowy"].group_ids = [
            Command.link(self.env.ref("debt_collection.group_cashier").id)
        ]
        agency.company.debt_write_off_account_id = agency.account(
            "76.090.100", "Należności umorzone", "expense"
        )

    def perform(self):
        """Make some of each, so that no screen is empty."""
        self._take_cash()
        self._pay_back()
        self._set_off()

    def _owing(self, kind):
        return self.env["debt.case"].search(
            [
                ("company_id", "=", self.agency.company.id),
                ("agreement_id.kind", "=", kind),
                ("state", "=", "open"),
                ("total_due", ">", 500),
            ],
            order="id desc",
            limit=len(CASH),
        )

    def _take_cash(self):
        """Let the field agent take cash; one receipt was a mistake."""
        journals = self.env["account.journal"]
        mine = [("type", "=", "cash"), ("company_id", "=", self.agency.company.id)]
        if not journals.search(mine, limit=1):
            journals.create(
                {
                    "name": "Kasa",
                    "code": "KASA",
                    "type": "cash",
                    "company_id": self.agency.company.id,
                }
            )
        receipts = self.env["debt.cash.receipt"].create(
            [
                {
                    "case_id": case.id,
                    "amount": amount,
                    "date": self.today - timedelta(days=2),
                    "user_id": self.agency.users["terenowy"].id,
                }
                for case, amount in zip(self._owing("mandate"), CASH, strict=False)
            ]
        )
        receipts.action_issue()
        receipts[-1:].action_annul("Pomyłka: wpłata na inną sprawę")

    def _pay_back(self):
        """Refund overpayments: one is approved, the others wait."""
        overpaid = self.env["debt.payment"].search(
            [
                ("company_id", "=", self.agency.company.id),
                ("surplus", ">", 0),
                ("statement_line_id", "!=", False),
            ],
            order="id",
            limit=4,
        )
        refunds = self._as("ksiegowa", self.env["debt.refund"]).create(
            [
                {
                    "payment_id": payment.id,
                    "amount": payment.surplus,
                    "date": self.today,
                    "reason": "Nadpłata",
                }
                for payment in overpaid[:3]
            ]
        )
        self._as("manager", refunds[:1]).action_approve()

    def _as(self, login, records):
        """Return records as a user of the agency sees them."""
        return records.with_user(self.agency.users[login])

    def _set_off(self):
        """Declare a set-off with the document of a business."""
        for case in self._owing("assignment")[:1]:
            self.env["debt.set.off"].create(
                {
                    "name": f"Potrącenie 1/{self.today.year}",
                    "case_id": case.id,
                    "date": self.today - timedelta(days=3),
                    "effective_date": self.today - timedelta(days=20),
                    "counterclaim": 300,
                    "amount": 300,
                }
            ).action_declare()
