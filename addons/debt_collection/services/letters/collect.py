"""The values of letters on one case or on any number of them."""

from odoo.exceptions import UserError

from ...tools.polish import day_text
from .extras import amount_asked, fits
from .figures import Figures
from .values import letter_texts

# Cases of which everything is read at once.
CHUNK = 500


def letter_values_of(cases, template, as_of):
    """Return ``{case id: (amount asked, values)}`` of letters on cases.

    Claims that are suspended, paid, or time-barred against a consumer are left out:
    the last may not be demanded (art. 117 par. 2(1) of the Civil Code). A letter that
    demands no money can be written on any case. Cases that owe nothing such a letter
    may ask for are missing, and those of which it cannot tell. The number of queries
    does not grow with the cases; all that is read stays in memory, so give some
    hundreds at once.

    :param cases: debt.case records
    :param template: the debt.letter.template
    :param as_of: day of the balance
    """
    cases = cases.with_context(lang="pl_PL", debt_as_of=as_of)
    figures = Figures(cases, as_of, template._fields_used())
    found = {}
    for case in cases:
        asked = amount_asked(case, template, figures)
        if fits(case, template) and (asked > 0 or not template.demands_money):
            found[case.id] = (float(asked), letter_texts(case, template, figures))
    return found


def letter_values(case, template, as_of):
    """Return (amount asked, values) of a letter on one case.

    :raises UserError: nothing is left to demand, or the letter tells of something
        else
    """
    if not fits(case, template):
        raise UserError(
            case.env._(
                "The claims of case %(case)s were not bought: the agreement "
                "%(agreement)s is no assignment, so there is none to notify of.",
                case=case.name,
                agreement=case.agreement_id.name,
            )
        )
    found = letter_values_of(case, template, as_of)
    if case.id not in found:
        raise UserError(
            case.env._(
                "Case %(case)s owes nothing that may be demanded on %(day)s: "
                "its claims are paid, suspended, withdrawn or time-barred.",
                case=case.name,
                day=day_text(as_of),
            )
        )
    return found[case.id]


def demandable_claims(cases, as_of):
    """Return the claims that letters on cases may demand."""
    figures = Figures(cases, as_of)
    claims = (claim for case in cases for claim in figures.demandable(case))
    return cases.env["debt.claim"].union(*claims)
