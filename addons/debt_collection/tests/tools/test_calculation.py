"""The interest calculator as a pure function."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.debt_collection.tools.calculation import (
    Debt,
    Instalment,
    calculate,
)
from odoo.addons.debt_collection.tools.interest import (
    Practice,
    Segment,
    Terms,
    first_interest_day,
    interest,
)

from .common import law_table

COMMERCIAL = Debt(
    Decimal(10000),
    date(2026, 2, 10),
    first_interest_day(date(2026, 2, 10)),
    Terms("commercial_delay"),
)
AS_OF = date(2026, 5, 10)


def _calculate(*instalments, debt=COMMERCIAL, as_of=AS_OF, **practice):
    return calculate(debt, instalments, as_of, law_table(), Practice(**practice))


def test_principal_first_is_the_published_example():
    """W22: 28 days on 10000 and 61 days on 4000 at 14 percent."""
    paid = Instalment(date(2026, 3, 10), Decimal(6000), "principal")
    answer = _calculate(paid)
    assert [line.days for line in answer.periods] == [28, 61]
    assert answer.interest == Decimal("200.99")
    assert answer.principal_due == Decimal(4000)
    assert answer.total_due == Decimal("4200.99")


def test_interest_first_leaves_more_principal():
    paid = Instalment(date(2026, 3, 10), Decimal(6000))
    answer = _calculate(paid)
    assert answer.interest_paid == Decimal("107.40")
    assert answer.principal_due == Decimal("4107.40")
    assert answer.interest_due == answer.interest - Decimal("107.40")


def test_a_later_instalment_counts_for_nothing():
    paid = Instalment(date(2026, 5, 11), Decimal(6000))
    assert _calculate(paid) == _calculate()
    assert _calculate(paid, as_of=date(2026, 5, 11)) != _calculate(
        as_of=date(2026, 5, 11)
    )


def test_what_nothing_was_owed_for():
    paid = Instalment(date(2026, 2, 9), Decimal("10000.50"))
    answer = _calculate(paid)
    assert answer.overpaid == Decimal("0.50")
    assert answer.total_due == 0
    assert answer.periods == ()


def test_tax_arrears_in_full_zloty():
    debt = Debt(
        Decimal("1234.56"), date(2026, 1, 26), date(2026, 1, 27), Terms("tax_arrears")
    )
    answer = _calculate(debt=debt, rounding="full_zloty")
    assert answer.interest == answer.interest.to_integral_value()
    assert abs(answer.interest - _calculate(debt=debt).interest) <= Decimal("0.51")


INSTALMENTS = st.lists(
    st.builds(
        Instalment,
        st.dates(date(2025, 12, 1), date(2026, 6, 30)),
        st.decimals("0.01", "7000", places=2),
        st.sampled_from(["interest", "principal"]),
    ),
    max_size=6,
)


@given(INSTALMENTS, st.sampled_from(["per_period", "total"]))
def test_every_grosz_has_its_place(instalments, rounding):
    answer = _calculate(*instalments, rounding=rounding)
    received = sum(paid.amount for paid in instalments if paid.date <= AS_OF)
    credited = answer.principal_paid + answer.interest_paid
    assert credited + answer.overpaid == received
    assert answer.principal_due >= 0
    assert answer.interest_due >= 0
    assert answer.interest == sum(line.interest for line in answer.periods)


@given(st.decimals("0.01", "99999", places=2))
def test_without_instalments_it_is_plain_interest(principal):
    debt = Debt(
        principal, COMMERCIAL.due_date, COMMERCIAL.interest_from, COMMERCIAL.terms
    )
    whole = [Segment(debt.interest_from, None, principal)]
    expected = interest(whole, debt.terms, AS_OF, law_table())
    assert _calculate(debt=debt).interest == expected
