"""The values of letters on one case or on any number of them."""

from odoo.exceptions import UserError

from .figures import Figures
from .values import letter_texts

# Cases of which everything is read at once.
CHUNK = 500


def letter_values_of(cases, template, as_of):
    """Return ``{case id: (total, values)}`` of letters on cases.

    Claims that are suspended, paid, or time-barred against a consumer are left out:
    the last may not be demanded (art. 117 par. 2(1) of the Civil Code). Cases that owe
    nothing that may be demanded are missing. The number of queries does not grow with
    the cases; all that is read stays in memory, so give some hundreds at once.

    :param cases: debt.case records
    :param template: the debt.letter.template
    :param as_of: day of the balance
    """
    cases = cases.with_context(lang="pl_PL")
    figures = Figures(cases, as_of, template._fields_used())
    found = {}
    for case in cases:
        total = figures.sums(case).total
        if total > 0:
            values = letter_texts(case, template, figures)
            found[case.id] = (float(total), values)
    return found


def letter_values(case, template, as_of):
    """Return (total, values) of a letter on one case.

    :raises UserError: nothing is left to demand
    """
    found = letter_values_of(case, template, as_of)
    if case.id not in found:
        raise UserError(
            case.env._(
                "Case %(case)s owes nothing that may be demanded on %(day)s: "
                "its claims are paid, suspended, withdrawn or time-barred.",
                case=case.name,
                day=as_of.strftime("%d.%m.%Y"),
            )
        )
    return found[case.id]


def demandable_claims(cases, as_of):
    """Return the claims that letters on cases may demand."""
    figures = Figures(cases, as_of)
    claims = (claim for case in cases for claim in figures.demandable(case))
    return cases.env["debt.claim"].union(*claims)
