"""Interest notes of any number of cases, with a number of queries that stays the same.

A note has the interest owed by a day on claims that may be demanded, and explains it
from the day after the last note that became a claim. What is owed is what the balance
says; this module only puts it into lines.
"""

from decimal import Decimal

from odoo.exceptions import UserError

from ..tools.money import from_float
from ..tools.running_interest import periods_since
from .letters.figures import Figures

ZERO = Decimal(0)


def draft(cases, values, minimum=0, claims=None):
    """Make draft notes and return them.

    Cases with less interest than the minimum, or with a note of these claims and this
    day already, get none.

    :param values: values of the notes: way, date, as_of, due_date, perhaps the ground
    :param claims: claims the notes are limited to, None: all of the cases
    """
    notes = cases.env["debt.interest.note"]
    wanted = {
        case_id: lines
        for case_id, lines in lines_of(cases, values["as_of"], claims).items()
        if sum(line["amount"] for line in lines) >= from_float(minimum)
    }
    # Nobody writes notes by hand; the caller has checked the rights.
    return (
        notes.sudo()
        .create(
            [
                {
                    **values,
                    "case_id": case_id,
                    "line_ids": [(0, 0, _stored(line)) for line in lines],
                }
                for case_id, lines in wanted.items()
            ]
        )
        .with_env(notes.env)
    )


def draft_again(note):
    """Draft a note of the claims and day of a cancelled one, if interest is left."""
    names = ("way", "as_of", "due_date", "ground", "ground_date", "bears_from")
    values = {name: note[name] for name in (*names, "ground_note")}
    values |= {"date": note.env["debt.balance"]._today(), "corrects_id": note.id}
    values["due_date"] = max(note.due_date, values["date"])
    return draft(note.case_id, values, claims=note.line_ids.claim_id)


def refresh(notes):
    """Make the lines of drafts those of this moment.

    :raises UserError: nothing is owed any more
    """
    for as_of, part in notes.grouped("as_of").items():
        found = lines_of(part.case_id, as_of, part.line_ids.claim_id)
        for note in part:
            claims = note.line_ids.claim_id
            lines = [
                line
                for line in found.get(note.case_id.id, ())
                if line["claim_id"] in claims.ids
            ]
            _refresh_one(note, lines)


def _refresh_one(note, lines):
    """Write the lines of a draft anew where they differ."""
    if not lines:
        raise UserError(
            note.env._(
                "Case %(case)s owes no interest on %(day)s that is not in a note "
                "already. Discard the draft.",
                case=note.case_id.name,
                day=note.as_of,
            )
        )
    amounts = {line.claim_id.id: line for line in note.line_ids}
    same = len(lines) == len(amounts) and not any(
        amounts[line["claim_id"]]._differs(line["amount"]) for line in lines
    )
    if not same:
        note.line_ids.unlink()
        note.write({"line_ids": [(0, 0, _stored(line)) for line in lines]})


def lines_of(cases, as_of, claims=None):
    """Return ``{case id: values of lines}`` of the interest owed on a day.

    Claims that may not be demanded are left out: suspended or on hold, and those
    time-barred against a consumer (art. 117 par. 2(1) of the Civil Code).
    """
    figures = Figures(cases, as_of)
    rates = cases.env["debt.interest.period"]._rate_table()
    noted, done = _noted(cases, as_of)
    found = {}
    for case in cases:
        lines = [
            _line(
                claim, figures.owed(claim).interest, noted.get(claim.id), as_of, rates
            )
            for claim in figures.demandable(case)
            if figures.owed(claim).interest > 0
            and claim.id not in done
            and (claims is None or claim in claims)
        ]
        if lines:
            found[case.id] = lines
    return found


def _noted(cases, as_of):
    """Return the last day moved by a note of each claim, and claims that are done.

    Done are those with a note of this day, and those whose interest a note of a later
    day has moved.
    """
    lines = (
        cases.env["debt.interest.note.line"]
        .sudo()  # whoever sees the case; only days are used
        .search([("case_id", "in", cases.ids), ("state", "=", "issued")])
    )
    noted = {}
    for line in lines.filtered("payment_id"):
        day = noted.get(line.claim_id.id)
        if line.date_to <= as_of:
            noted[line.claim_id.id] = max(day or line.date_to, line.date_to)
    done = {
        line.claim_id.id
        for line in lines
        if line.date_to == as_of or (line.payment_id and line.date_to > as_of)
    }
    return noted, done


def _line(claim, amount, noted, as_of, rates):
    """Return the values of the line of a claim."""
    periods = periods_since(
        claim._segments(),
        claim._terms(),
        noted,
        as_of,
        rates,
        claim.company_id._debt_practice(),
    )
    accrued = sum((period.interest for period in periods), ZERO)
    return {
        "claim_id": claim.id,
        "date_from": periods[0].date_from if periods else as_of,
        "date_to": as_of,
        "days": sum(period.days for period in periods),
        "accrued": accrued,
        "credited": accrued - amount,
        "amount": amount,
        "periods": [_period(period) for period in periods],
    }


def _period(period):
    """Return a rate period as JSON can hold it."""
    return [
        period.date_from.isoformat(),
        period.date_to.isoformat(),
        period.days,
        str(period.percent),
        str(period.principal),
        str(period.interest),
    ]


def _stored(line):
    """Return the values of a line as fields take them."""
    money = ("accrued", "credited", "amount")
    return {**line, **{name: float(line[name]) for name in money}}
