"""What of a bank line is booked on which case."""

from dataclasses import dataclass
from typing import Any

from odoo.exceptions import UserError


@dataclass(frozen=True)
class Part:
    """What of a line is booked on one case.

    :ivar amount: above zero, in the currency of the transaction
    :ivar claims: claims that the payer named; may be empty
    """

    case: Any
    amount: float
    claims: Any = None


def suspense_of(line):
    """Return the journal item that holds what of a line nobody has explained."""
    _liquidity, suspense, _other = line._seek_for_lines()
    return suspense


def open_amount(line):
    """Return what of the line no journal item explains yet, without sign."""
    return abs(suspense_of(line).amount_currency)


def refuse(line, reason):
    """Raise a UserError that names the bank line."""
    raise UserError(
        line.env._(
            "Bank line %(line)s (%(title)s): %(reason)s",
            line=line.move_id.name or line.id,
            title=line.payment_ref or "",
            reason=reason,
        )
    )
