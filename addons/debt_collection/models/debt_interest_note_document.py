from datetime import date
from decimal import Decimal

from odoo import models

from ..tools.money import format_pln, from_float, in_words
from ..tools.polish import address_text, day_text, percent_text


class DebtInterestNote(models.Model):
    """What the document of a note prints."""

    _inherit = "debt.interest.note"

    def _writers(self):
        """Return how the document writes amounts, days, rates and addresses."""
        return {
            "money": _money,
            "words": lambda amount: in_words(from_float(amount)),
            "day": day_text,
            "percent": percent_text,
            "address": address_text,
        }

    def _payment_details(self):
        """Return where to pay, as letters tell it; the account may be empty."""
        self.ensure_one()
        return self.case_id._payment_details()[self.case_id.id]

    def _legal_basis(self):
        """Return the legal basis of the interest, such as art. 481 k.c."""
        kinds = self.env["debt.interest.kind"]
        for claim in self.line_ids.claim_id:
            kinds |= claim._effective_interest_kind()
        bases = [basis for basis in kinds.mapped("legal_basis") if basis]
        return ", ".join(dict.fromkeys(bases)) or "art. 481 k.c."


class DebtInterestNoteLine(models.Model):
    """The rate periods of a line."""

    _inherit = "debt.interest.note.line"

    def _period_rows(self):
        """Return the rate periods as dicts of dates, days, rate and amounts."""
        return [
            {
                "date_from": date.fromisoformat(first),
                "date_to": date.fromisoformat(last),
                "days": days,
                "percent": Decimal(percent),
                "principal": Decimal(principal),
                "interest": Decimal(interest),
            }
            for first, last, days, percent, principal, interest in self.periods or ()
        ]


def _money(amount):
    """Return an amount, stored or exact, as Polish documents write it."""
    return format_pln(from_float(amount))
