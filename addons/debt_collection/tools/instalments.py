"""Dividing an amount into monthly instalments."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from dateutil.relativedelta import relativedelta

from .money import GROSZ, round_grosz


@dataclass(frozen=True)
class Instalment:
    """One part of an amount and the day to pay it by."""

    due_date: date
    amount: Decimal


def monthly_instalments(total, count, agreed_on):
    """Return equal instalments of an amount, the last with what cannot be divided.

    The first is due a month after the day of the proposal, the others month by month;
    a day that a month does not have is its last.

    :param total: Decimal, positive; rounded to the grosz
    :param count: number of instalments; none when it is not positive
    :param agreed_on: date from which the months are counted
    """
    total = round_grosz(total)
    # No instalment is empty: an amount of few grosze has few parts.
    count = min(count, int(total / GROSZ))
    if count <= 0:
        return []
    part = (total / count).quantize(GROSZ, rounding=ROUND_DOWN)
    amounts = [part] * (count - 1) + [total - part * (count - 1)]
    return [
        Instalment(agreed_on + relativedelta(months=number), amount)
        for number, amount in enumerate(amounts, 1)
    ]
