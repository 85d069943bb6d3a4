"""The virtual account that the money was sent to: of one case, or of one debtor."""

import re
from collections import defaultdict

from ...tools.nrb import LENGTH


def find(search):
    """Add the case of the account, or the open cases of its debtor.

    A debtor with one open case leaves no choice, so it is proof as well.
    """
    numbers = {
        line: re.sub(r"\D", "", line.debt_virtual_number)
        for line in search.lines
        if line.debt_virtual_number
    }
    accounts = _accounts(search, {number for number in numbers.values() if number})
    of_debtors = {}
    for line, number in numbers.items():
        found = accounts.get((line.company_id.id, number), [])
        # A short identifier that two pools gave away is of nobody.
        if len(found) == 1 and found[0].case_id:
            search.add(line.id, found[0].case_id.id, "virtual")
        elif len(found) == 1:
            of_debtors[line] = found[0].debtor_id
    _of_debtors(search, of_debtors)


def _accounts(search, numbers):
    """Return ``{(company id, number or identifier): accounts}``."""
    if not numbers:
        return {}
    found = defaultdict(list)
    whole = [number for number in numbers if len(number) == LENGTH]
    accounts = search.env["debt.virtual.account"].search(
        [
            ("company_id", "in", search.lines.company_id.ids),
            "|",
            ("number", "in", whole),
            ("identifier", "in", sorted(numbers)),
        ]
    )
    for account in accounts:
        company_id = account.company_id.id
        found[company_id, account.number].append(account)
        if account.identifier != account.number:
            found[company_id, account.identifier].append(account)
    return found


def _of_debtors(search, debtors):
    if not debtors:
        return
    cases = search.env["debt.case"].search(
        [
            ("debtor_id", "in", [debtor.id for debtor in debtors.values()]),
            ("company_id", "in", search.lines.company_id.ids),
            ("state", "!=", "closed"),
        ]
    )
    owned = cases.grouped(lambda case: (case.company_id, case.debtor_id))
    for line, debtor in debtors.items():
        own = owned.get((line.company_id, debtor), cases.browse())
        for case in own:
            search.add(
                line.id, case.id, "virtual" if len(own) == 1 else "debtor_virtual"
            )
