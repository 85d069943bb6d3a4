"""Fixed compensation for recovery costs in commercial transactions.

Art. 10 of the act of 8 March 2013: EUR 40, 70 or 100 for each claim, due without a
demand from the day on which interest for delay is due.
"""

from datetime import date
from decimal import Decimal

from .money import round_grosz
from .workdays import last_working_day_of_previous_month, shift_due_date

INTRODUCED = date(2013, 4, 28)
GRADED_SINCE = date(2020, 1, 1)
SMALL, MIDDLE, LARGE = Decimal(40), Decimal(70), Decimal(100)
SMALL_UP_TO = Decimal(5000)
LARGE_FROM = Decimal(50000)
NONE = Decimal(0)


def compensation_eur(claim_value, due_day):
    """Return the compensation of one claim in EUR.

    EUR 40 up to and including 5000 zł, 70 above it and below 50000 zł, 100 from
    50000 zł; EUR 40 flat for claims due before 2020; nothing for claims due before
    2013-04-28 or without value.

    :param claim_value: the gross sum of the claim in PLN
    :param due_day: the due date; whether it was moved off a free day makes no
        difference at the two days on which the law changed
    """
    if claim_value <= 0 or due_day < INTRODUCED:
        return NONE
    if claim_value <= SMALL_UP_TO or due_day < GRADED_SINCE:
        return SMALL
    return MIDDLE if claim_value < LARGE_FROM else LARGE


def rate_day(due_date):
    """Return the day whose NBP average rate (table A) converts the compensation.

    The last working day of the month before the month in which the claim fell due,
    counted from the moved due date (art. 10 ust. 1a).
    """
    return last_working_day_of_previous_month(shift_due_date(due_date))


def compensation_pln(claim_value, due_day, rate):
    """Return the compensation in PLN, rounded to the grosz.

    :param rate: PLN for one EUR, the NBP average rate of ``rate_day(due_day)``
    """
    return round_grosz(compensation_eur(claim_value, due_day) * rate)
