"""Own receivables of the demonstration: posted invoices, the overdue ones claims."""

from datetime import timedelta
from itertools import count

from odoo.fields import Command

from ..own_receivables import HandOver
from .people import partner_values

CUSTOMERS = 26
SERVICES = (
    "Monitoring należności, abonament",
    "Raport o kontrahencie",
    "Szkolenie z windykacji polubownej",
    "Obsługa prawna, ryczałt",
    "Wezwania do zapłaty, pakiet",
)
# Days since the due date; the last ones are not overdue, or only just.
LATE = (310, 240, 190, 150, 120, 95, 80, 64, 47, 33, 21, 12, 5, 3, -4, -12)


class OwnInvoices:
    """Makes customer invoices and hands over what is overdue."""

    def __init__(self, agency, crowd, today):
        self.agency, self.env = agency, agency.env
        self.crowd, self.today = crowd, today

    def hand_over(self, package):
        """Create the invoices and their claims, as the daily job would have done."""
        self._invoices()
        service = HandOver(self.env)
        items = service.overdue(
            [("company_id", "=", self.agency.company.id)],
            package.agreement_id.own_grace_days,
        )
        service.hand_over(items, package)
        for case in package.case_ids:
            oldest = min(case.claim_ids.mapped("due_date"))
            case.date_opened = oldest + timedelta(days=8)

    def _invoices(self):
        customers = self.env["res.partner"].create(
            [
                partner_values(self.env, self.crowd.company())
                for _number in range(CUSTOMERS)
            ]
        )
        turn = count()
        values = [
            self._invoice_values(customer, LATE[(5 * next(turn)) % len(LATE)])
            for customer in customers
            for _invoice in range(self.crowd.rng.choice((1, 2, 3, 4)))
        ]
        # In the order of their days, so that the numbers run as the days do.
        values.sort(key=lambda invoice: invoice["invoice_date"])
        self.env["account.move"].create(values).action_post()

    def _invoice_values(self, customer, late):
        due = self.today - timedelta(days=late)
        rng = self.crowd.rng
        line = {
            "name": rng.choice(SERVICES),
            "quantity": rng.choice((1, 1, 1, 2, 3)),
            "price_unit": rng.randrange(240, 9000, 10),
        }
        return {
            "move_type": "out_invoice",
            "partner_id": customer.id,
            "company_id": self.agency.company.id,
            "invoice_date": due - timedelta(days=14),
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create(line)],
        }
