"""What the tests of crediting share: rates, and makers of claims and payments."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.debt_collection.tools.allocation import Claim, Payment, Policy
from odoo.addons.debt_collection.tools.interest import RatePeriod, RateTable, Terms

ONE_DAY = timedelta(days=1)
RATES = RateTable(
    {
        "even": [RatePeriod(date(2010, 1, 1), None, Decimal("36.5"))],
        "stepped": [
            RatePeriod(date(2010, 1, 1), date(2019, 6, 30), Decimal("7")),
            RatePeriod(date(2019, 7, 1), date(2020, 3, 17), Decimal("9.5")),
            RatePeriod(date(2020, 3, 18), None, Decimal("5.6")),
        ],
    }
)
EVEN = Terms("even")
NO_INTEREST = Terms(None)
USUAL = Policy()


def claim(number, principal, due, terms=NO_INTEREST):
    """Return a claim whose interest runs from the day after the due date."""
    return Claim(number, due, Decimal(principal), terms, due + ONE_DAY)


def payment(number, amount, day, *claim_ids, policy=None):
    """Return a payment, perhaps for named claims."""
    return Payment(number, day, Decimal(amount), claim_ids, policy)


def credited(ledger):
    """Return what a ledger credited as (payment, kind, claim or cost, amount)."""
    return [
        (a.payment_id, a.kind, a.cost_id or a.claim_id, str(a.amount))
        for a in ledger.allocations
    ]
