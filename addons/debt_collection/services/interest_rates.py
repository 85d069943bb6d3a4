"""Interest rates of the database: what new rows would change, and saving them.

Rates come from a file, from a decision of the Monetary Policy Council or from the
calendar (half-yearly rates). In each case the changes are worked out first, so that
they can be shown, and saved together or not at all.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from ..tools.rates import RateFileFault, RateRow, derive, law_formulas

ONE_DAY = timedelta(days=1)
NEW, CHANGED, VERIFIED, KEPT = "new", "changed", "verified", "kept"
# Row 1 of a file is its header.
FIRST_ROW = 2


@dataclass(frozen=True)
class Change:
    """A rate that is new or differs from the one in the database.

    :ivar state: NEW, CHANGED, VERIFIED (the same percent, verified to another day) or
        KEPT (a derived rate never replaces one that was shipped, entered or imported)
    :ivar old: percent that the database has for the first day, None for none
    """

    row: RateRow
    state: str
    old: Decimal | None = None


def compare(env, rows, origin):
    """Return the Changes that rows would make, in their order.

    :param rows: iterable of RateRow; those the database has already are left out
    :param origin: "user" replaces any rate, "derived" only derived ones
    """
    by_kind = env["debt.interest.rate"].search([]).grouped(lambda r: r.kind_id.code)
    nothing = env["debt.interest.rate"]
    compared = (_compare(row, by_kind.get(row.kind, nothing), origin) for row in rows)
    return [change for change in compared if change]


def _compare(row, rates, origin):
    """Return the Change that a row makes to the rates of its kind, None for none."""
    held = rates.filtered(lambda rate: rate.date_from <= row.date_from)
    rate = held.sorted("date_from")[-1:]
    old = percent_of(rate) if rate else None
    if not rate or rate.date_from < row.date_from:
        return Change(row, NEW, old)
    if old != row.percent:
        ours = origin == "user" or rate.origin == "derived"
        return Change(row, CHANGED if ours else KEPT, old)
    verified = row.verified_up_to
    if origin == "user" and verified and verified != rate.verified_until:
        return Change(row, VERIFIED, old)
    return None


def save(env, changes, origin):
    """Write the changes that are not KEPT."""
    rates = env["debt.interest.rate"]
    kinds = {kind.code: kind for kind in env["debt.interest.kind"].search([])}
    new = []
    for change in changes:
        kind = kinds[change.row.kind]
        key = {"kind_id": kind.id, "date_from": change.row.date_from}
        if change.state == NEW:
            new.append({**key, **_values(change.row, kind, origin)})
        elif change.state != KEPT:
            same = rates.search([(name, "=", value) for name, value in key.items()])
            same.write(_changed_values(change, kind, origin))
    rates.create(new)


def _changed_values(change, kind, origin):
    """Return the fields that a change writes to an existing rate."""
    if change.state == VERIFIED:
        return {"verified_until": change.row.verified_up_to}
    return _values(change.row, kind, origin)


def check_file(env, rows):
    """Refuse rows of a file that are right by themselves but not together.

    :raises RateFileFault: naming row, column and remedy
    """
    faults = [*_kind_faults(env, rows), *_sequence_faults(env, rows)]
    if faults:
        raise RateFileFault(sorted(faults, key=lambda fault: fault[0]))


def _kind_faults(env, rows):
    """Yield the rows whose kind has no rates of its own."""
    kinds = env["debt.interest.kind"].search([])
    own = kinds.filtered(lambda kind: not kind.agreed_rate and kind.code != "none")
    codes = set(own.mapped("code"))
    known = ", ".join(sorted(codes))
    for number, row in enumerate(rows, FIRST_ROW):
        if row.kind not in codes:
            why = env._("write one of: %(codes)s", codes=known)
            yield number, "kind", row.kind, why


def _sequence_faults(env, rows):
    """Yield rows that come twice, or do not end before the next rate begins."""
    starts = {
        (r.kind_id.code, r.date_from) for r in env["debt.interest.rate"].search([])
    }
    starts |= {(row.kind, row.date_from) for row in rows}
    following = _following(starts)
    places = {}
    for number, row in enumerate(rows, FIRST_ROW):
        key = row.kind, row.date_from
        if (first := places.setdefault(key, number)) != number:
            why = env._(
                "the rate of this day already stands in row %(row)s: delete one",
                row=first,
            )
            yield number, "date_from", row.date_from.isoformat(), why
        elif row.date_to and (after := following.get(key)):
            if row.date_to + ONE_DAY != after:
                why = env._(
                    "the next rate begins on %(day)s: write the day before it",
                    day=after,
                )
                yield number, "date_to", row.date_to.isoformat(), why


def _following(starts):
    """Return {(kind, day): next day on which a rate of the kind begins}."""
    ordered = sorted(starts)
    return {
        (kind, day): after
        for (kind, day), (other, after) in pairwise(ordered)
        if kind == other
    }


def after_decision(env, decision, until):
    """Return what follows from a decision of the Monetary Policy Council.

    :param decision: iterable of RateRow of base kinds, all from the same day
    :param until: day to which all decisions are known
    :return: (base rows that differ from what holds, derived rows from that day on)
    """
    decision = list(decision)
    day = decision[0].date_from
    known = {(row.kind, row.date_from): row for row in base_rows(env)}
    fresh = [row for row in decision if _held(known.values(), row) != row.percent]
    known.update({(row.kind, row.date_from): row for row in fresh})
    derived = derive(known.values(), until=max(until, day))
    return fresh, [row for row in derived if row.date_from >= day]


def due_half_yearly(env, today):
    """Return half-yearly rates that began by today but are not in the database.

    Only what comes after the last known rate of a kind: the past is left alone.
    """
    halves = {formula.kind for formula in law_formulas() if formula.half_yearly}
    last = dict(
        env["debt.interest.rate"]._read_group(
            [("kind_id.code", "in", list(halves))], ["kind_id"], ["date_from:max"]
        )
    )
    last = {kind.code: day for kind, day in last.items()}
    return [
        row
        for row in derive(base_rows(env), until=today)
        if row.kind in last and row.date_from > last[row.kind]
    ]


def base_rows(env):
    """Return the rates of the central bank in the database as RateRow."""
    bases = list({formula.base for formula in law_formulas()})
    rates = env["debt.interest.rate"].search([("kind_id.code", "in", bases)])
    return [
        RateRow(rate.kind_id.code, rate.date_from, None, percent_of(rate))
        for rate in rates
    ]


def percent_of(rate):
    """Return the percent of a rate record as an exact Decimal."""
    return Decimal(str(rate.percent))


def _held(rows, wanted):
    """Return the percent that holds on the first day of a row, by other rows."""
    older = [
        row
        for row in rows
        if row.kind == wanted.kind and row.date_from <= wanted.date_from
    ]
    return max(older, key=lambda row: row.date_from).percent if older else None


def _values(row, kind, origin):
    """Return the fields of a rate that a row gives; its law is that of the kind."""
    translate = kind.env._
    return {
        "percent": float(row.percent),
        "legal_basis": row.legal_basis or kind.legal_basis,
        "source": row.source and translate(row.source),
        "certainty": row.certainty or False,
        "verified_until": row.verified_up_to,
        "note": row.note,
        "origin": origin,
    }
