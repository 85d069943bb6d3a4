"""Why no letter can be written on a case."""

from .figures import Figures


def why_left_out(cases, as_of):
    """Return ``{case id: reason}`` for cases that owe nothing that may be demanded.

    :param cases: debt.case records
    :param as_of: day of the balance
    """
    figures = Figures(cases, as_of)
    return {
        case.id: _reason(case, figures)
        for case in cases
        if figures.sums(case).total <= 0
    }


def _reason(case, figures):
    """Return the first reason that applies, in the language of the user."""
    _ = case.env._
    claims = case.claim_ids.filtered(lambda claim: claim.state != "withdrawn")
    working = claims.filtered(lambda claim: claim.state != "suspended")
    due = working.filtered(lambda claim: claim.due_date <= figures.as_of)
    owing = due.filtered(lambda claim: figures.owed(claim).total > 0)
    if not case.claim_ids:
        return _("it has no claims")
    if not claims:
        return _("its claims were withdrawn")
    if not working:
        return _("its claims are suspended")
    if not due:
        return _("nothing is due yet")
    return _("it is paid") if not owing else _("it is time-barred")
