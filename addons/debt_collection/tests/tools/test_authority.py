"""Who may grant what: one table for the choice of a limit, one for what exceeds it."""

from datetime import date
from decimal import Decimal

import pytest

from odoo.addons.debt_collection.tools.authority import (
    Limit,
    Terms,
    excesses,
    limit_of,
    months_until,
)

COLLECTOR = Limit("collector", max_count=12)
LEADER = Limit("team_leader", max_count=24)
OF_AGREEMENT = Limit("collector", agreement_id=5, max_count=6)
OF_COMPANY = Limit("collector", company_id=1, max_count=10)
ALL = (COLLECTOR, LEADER, OF_AGREEMENT, OF_COMPANY)


@pytest.mark.parametrize(
    ("roles", "agreement", "company", "wanted"),
    [
        ({"collector"}, 9, 2, COLLECTOR),
        ({"collector"}, 9, 1, OF_COMPANY),
        ({"collector"}, 5, 1, OF_AGREEMENT),
        ({"collector", "team_leader"}, 5, 1, LEADER),
        ({"collector", "team_leader", "manager"}, 9, 2, LEADER),
        ({"operator"}, 5, 1, None),
        (set(), 5, 1, None),
    ],
)
def test_the_highest_role_and_the_most_special_limit_win(
    roles, agreement, company, wanted
):
    assert limit_of(ALL, roles, agreement, company) == wanted


LIMIT = Limit(
    "collector",
    max_count=12,
    max_months=12,
    max_debt=Decimal(10000),
    min_instalment=Decimal(50),
    min_down=Decimal(10),
    interest=Decimal(20),
)
USUAL = {
    "count": 12,
    "months": 12,
    "debt": Decimal(10000),
    "smallest": Decimal(50),
    "down": Decimal(10),
    "interest": Decimal(20),
}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"count": 13}, ["count"]),
        ({"months": 13}, ["months"]),
        ({"debt": Decimal("10000.01")}, ["debt"]),
        ({"smallest": Decimal("49.99")}, ["smallest"]),
        ({"down": Decimal("9.99")}, ["down"]),
        ({"principal": Decimal("0.01")}, ["principal"]),
        ({"interest": Decimal("20.01")}, ["interest"]),
        ({"costs": Decimal(1)}, ["costs"]),
        ({"stops_interest": True}, ["stops_interest"]),
        ({"count": 13, "smallest": Decimal(1)}, ["count", "smallest"]),
    ],
)
def test_what_exceeds_a_limit(change, codes):
    found = excesses(Terms(**(USUAL | change)), LIMIT)
    assert [excess.code for excess in found] == codes


def test_without_a_limit_nothing_may_be_granted():
    assert [e.code for e in excesses(Terms(**USUAL), None)] == ["none"]


def test_empty_upper_limits_allow_everything():
    free = Limit("manager", stops_interest=True, interest=Decimal(100))
    assert excesses(Terms(**(USUAL | {"count": 600, "months": 600})), free) == []


@pytest.mark.parametrize(
    ("last", "months"),
    [("2026-04-02", 1), ("2026-04-03", 2), ("2027-03-02", 12), ("2026-03-10", 1)],
)
def test_a_begun_month_counts(last, months):
    assert months_until(date(2026, 3, 2), date.fromisoformat(last)) == months
