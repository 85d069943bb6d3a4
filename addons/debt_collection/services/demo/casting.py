"""Which plot each case of the demonstration gets."""

from dataclasses import replace
from itertools import chain, cycle, repeat

from . import plots
from .agency import TEAMS

EVERYDAY = (
    plots.DEMANDED,
    plots.CALLED_TODAY,
    plots.SILENT,
    plots.PROMISED,
    plots.SMALL_PARTS,
    plots.WRONG_NUMBER,
    plots.REMINDED,
    plots.PROMISE_BROKEN,
)
# For cases with a claim that cannot be enforced any more.
OF_BARRED = (plots.BARRED_OPEN, plots.WAIVED, plots.BARRED, plots.BARRED_OPEN)
# Package -> (plot, how many cases), then what the rest of its cases get in turn.
CASTS = {
    "ENERGIA-1": (
        (
            (plots.FIELD, 3),
            (plots.FIELD_PROMISED, 2),
            (plots.BANKRUPT, 1),
            (plots.HEIRS, 2),
            (plots.DISPUTED, 2),
            (plots.CORRECTED, 1),
            (plots.COURT, 3),
            (plots.COURT_PAYS, 2),
            (plots.ENFORCEMENT, 3),
            (plots.ENFORCEMENT_IDLE, 2),
            (plots.PRE_COURT, 3),
            (plots.INSTALMENTS, 3),
            (plots.PROMISE_KEPT, 2),
            (plots.PAID, 3),
            (plots.PAID_IN_TWO, 2),
            (plots.OVERPAID, 1),
            (plots.GIVEN_BACK, 2),
            (plots.HOPELESS, 2),
            (plots.MERGED, 1),
        ),
        EVERYDAY,
    ),
    "ENERGIA-2": (
        (
            (plots.MARRIED, 2),
            (plots.DISPUTED, 2),
            (plots.CORRECTED, 1),
            (plots.GUARANTOR, 1),
            (plots.PAID_TO_CREDITOR, 2),
            (plots.RETURNED_TRANSFER, 1),
            (plots.PAID, 3),
            (plots.DEALT, 4),
        ),
        EVERYDAY,
    ),
    "TELEKOM-1": (
        (
            (plots.FIELD, 2),
            (plots.HEIRS, 1),
            (plots.DISPUTED, 2),
            (plots.CORRECTED, 2),
            (plots.ATTORNEY, 1),
            (plots.COURT, 4),
            (plots.COURT_PAYS, 1),
            (plots.ENFORCEMENT, 2),
            (plots.PRE_COURT, 4),
            (plots.INSTALMENTS, 2),
            (plots.ACKNOWLEDGED, 2),
            (plots.PROMISE_KEPT, 3),
            (plots.PAID, 4),
            (plots.PAID_IN_TWO, 2),
            (plots.OVERPAID, 1),
            (plots.GIVEN_BACK, 1),
            (plots.FORGIVEN, 2),
            (plots.MERGED, 1),
        ),
        EVERYDAY,
    ),
    "TELEKOM-2": ((), (plots.FRESH, plots.FRESH, plots.DEALT)),
    "KIELNIA-1": (
        (
            (plots.FIELD, 2),
            (plots.GUARANTOR, 2),
            (plots.ATTORNEY, 2),
            (plots.BANKRUPT, 2),
            (plots.DISPUTED, 2),
            (plots.COURT, 4),
            (plots.ENFORCEMENT, 3),
            (plots.ENFORCEMENT_IDLE, 1),
            (plots.PRE_COURT, 3),
            (plots.ACKNOWLEDGED, 2),
            (plots.INSTALMENTS, 2),
            (plots.PAID, 2),
            (plots.FORGIVEN, 1),
            (plots.HOPELESS, 1),
        ),
        (plots.BUSINESS_TALKS, plots.PROMISED, plots.DEMANDED),
    ),
    "WLASNE": (
        ((plots.SMALL_PARTS, 4), (plots.PAID, 2), (plots.DISPUTED, 1)),
        (plots.REMINDED, plots.BUSINESS_TALKS, plots.PROMISED, plots.FRESH),
    ),
}
BUSINESS_PACKAGES = ("KIELNIA-1", "WLASNE")
BUSINESS = ("windykator3",)
MASS = {TEAMS["mass"][1], *TEAMS["mass"][2]}


def cast(package, cases):
    """Give each case of a package its plot.

    :return: list of (case, plot)
    """
    barred = cases.filtered("time_barred")
    waiting = list(cases - barred)
    roles = list(zip(barred, _told(package, cycle(OF_BARRED)), strict=False))
    chosen, everyday = CASTS.get(package.code, ((), ()))
    named = chain.from_iterable(repeat(plot, count) for plot, count in chosen)
    for plot in chain(_told(package, named), _told(package, cycle(everyday))):
        if not waiting:
            break
        case = next((case for case in waiting if _fits(plot, case)), None)
        if case:
            waiting.remove(case)
            roles.append((case, plot))
    return roles


def _told(package, wanted):
    """Yield the plots; in packages of the business team without the mass team."""
    for plot in wanted:
        yield _of_business(plot) if package.code in BUSINESS_PACKAGES else plot


def _of_business(plot):
    """Return the plot with what the mass team does done by the other collector."""
    steps = [replace(s, by="") if s.by in MASS else s for s in plot.steps]
    by = BUSINESS if MASS.intersection(plot.by) else plot.by
    return replace(plot, steps=tuple(steps), by=by)


def _fits(plot, case):
    """Tell whether the plot can be told of the case."""
    debtor = case.debtor_id
    traits = {
        "": True,
        "person": bool(debtor.pesel),
        "business": bool(debtor.vat),
        "silesian": debtor.zip[:2] in ("40", "41", "43", "44"),
    }
    return traits[plot.who] and len(case.claim_ids) >= plot.claims
