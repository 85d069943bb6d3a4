"""Chooses the track of cases: the first whose rule fits, all by sets."""

from dataclasses import dataclass

from psycopg2.extras import Json

from odoo.tools import SQL

from ...tools.debtor import band_of
from ...tools.tracks import CaseFacts, choose, reason


@dataclass
class Place:
    """Where a case stands before it is classified.

    :ivar by_hand: a leader chose the track; it stays
    :ivar judged: it was classified before
    :ivar course_procedure: procedure of the course that is not finished, or None
    :ivar package_procedure: procedure that the package names, or None
    """

    track_id: int | None
    by_hand: bool
    judged: bool
    changed: bool
    segment_before: str | None
    band_before: int | None
    course_procedure: int | None
    package_procedure: int | None


def classify(env, company, amounts, day):
    """Give cases their track, size band and segment; write what differs.

    Figures of the debtors must be up to date. A course that runs is left alone: the
    case is marked when its track now names another procedure.

    :param amounts: ``{case id: owed, in the currency of the company}``
    """
    if not amounts:
        return
    found = _read(env, company, amounts, day)
    tracks = env["debt.track"]._tried(company)
    rules = [(track.id, track._rule()) for track in tracks]
    met = _conditions(env, tracks, list(amounts))
    rows = []
    for case_id, (place, facts) in found.items():
        row = _judge(tracks, rules, met, case_id, place, facts)
        if row:
            rows.append((case_id, *row, day))
    _store(env, rows)


def _read(env, company, amounts, day):
    """Return ``{case id: (Place, CaseFacts)}``."""
    bands = env["debt.size.band"]._limits(company)
    rows = env.execute_query_dict(_query(list(amounts), day))
    found = {}
    for row in rows:
        case_id = row.pop("case_id")
        amount = amounts[case_id]
        place = Place(**{name: row.pop(name) for name in Place.__annotations__})
        facts = CaseFacts(amount=amount, band=band_of(amount, bands), **row)
        found[case_id] = place, facts
    return found


def _query(case_ids, day):
    """Return SQL of what is known of cases; its columns are Place and CaseFacts."""
    return SQL(
        """SELECT c.id AS case_id, c.track_id, c.track_date IS NOT NULL AS judged,
                  COALESCE(c.track_manual, FALSE) AS by_hand,
                  COALESCE(c.track_changed, FALSE) AS changed,
                  c.customer_segment AS segment_before, c.size_band_id AS band_before,
                  course.procedure_id AS course_procedure,
                  package.procedure_id AS package_procedure,
                  f.average_delay AS delay, COALESCE(f.delay_sample, 0) AS delay_sample,
                  GREATEST(%(day)s - claims.oldest, 0) AS age,
                  f.segment, p.debt_legal_status AS legal_status, t.channel,
                  COALESCE(f.earlier_cases, 0) AS earlier,
                  COALESCE(claims.barred_open, claims.barred_all, FALSE) AS barred
             FROM unnest(%(ids)s) AS wanted (id)
             JOIN debt_case c ON c.id = wanted.id
             JOIN debt_package package ON package.id = c.package_id
             JOIN res_partner p ON p.id = c.debtor_id
        LEFT JOIN debt_course course
               ON course.case_id = c.id AND course.state != 'finished'
        LEFT JOIN debt_debtor_figures f
               ON f.partner_id = c.debtor_id AND f.company_id = c.company_id
        LEFT JOIN debt_event_type t ON t.id = f.preferred_type_id
        LEFT JOIN (%(claims)s) claims ON claims.case_id = c.id""",
        ids=case_ids,
        day=day,
        claims=_claims_query(case_ids, day),
    )


def _claims_query(case_ids, day):
    """Return SQL of the age of cases, and of whether all is time-barred.

    Claims whose principal is paid do not count, unless all are.
    """
    return SQL(
        """SELECT claim.case_id, MIN(claim.due_date) AS oldest,
                  bool_and(barred.so) FILTER (WHERE unpaid.so) AS barred_open,
                  bool_and(barred.so) AS barred_all
             FROM unnest(%(ids)s) AS wanted (id)
             JOIN debt_claim claim ON claim.case_id = wanted.id
       CROSS JOIN LATERAL (
               SELECT COALESCE(claim.limitation_date < %(day)s, FALSE) AS so) barred
       CROSS JOIN LATERAL (
               SELECT EXISTS (SELECT FROM debt_claim_segment s
                               WHERE s.claim_id = claim.id AND s.date_to IS NULL
                                 AND s.principal > 0) AS so) unpaid
            WHERE claim.state != 'withdrawn'
         GROUP BY claim.case_id""",
        ids=case_ids,
        day=day,
    )


def _conditions(env, tracks, case_ids):
    """Return ``{track id: cases that fulfil its further condition}``."""
    cases = env["debt.case"].sudo()  # the leader's condition is asked of all cases
    return {
        track.id: set(cases.search([("id", "in", case_ids), *track._domain()]).ids)
        for track in tracks.filtered("domain")
    }


def _judge(tracks, rules, met, case_id, place, facts):
    """Return the new values of a case, or None when nothing differs."""
    track_id = place.track_id
    if not place.by_hand:
        track_id = choose(
            rules, facts, lambda key: key not in met or case_id in met[key]
        )
    same_track = place.judged and track_id == place.track_id
    if same_track and (facts.segment, facts.band) == (
        place.segment_before,
        place.band_before,
    ):
        return None
    track = tracks.browse(track_id)
    changed = place.changed
    if not same_track:
        changed = _elsewhere(track, place)
    why = None if same_track else _why(track, dict(rules).get(track_id), place, facts)
    return track_id, changed, why, facts.segment, facts.band


def _elsewhere(track, place):
    """Tell whether the running course is of another procedure than the track's."""
    if not place.course_procedure:
        return False
    return track._procedure_id(place.package_procedure) != place.course_procedure


def _why(track, rule, place, facts):
    """Return the reason of a decision as it is kept on the case."""
    told = reason(rule, facts) if rule else {"facts": vars(facts).copy(), "rules": []}
    before = place.track_id if place.judged else None
    return Json({**told, "before": before, "domain": bool(track.domain)})


def _store(env, rows):
    """Write the decisions; a reason that is None keeps the one before."""
    if not rows:
        return
    env.cr.execute_values(
        """UPDATE debt_case c
              SET track_id = n.track_id::integer,
                  track_changed = n.changed,
                  track_reason = COALESCE(n.why::jsonb, c.track_reason),
                  customer_segment = n.segment,
                  size_band_id = n.band::integer,
                  track_date = CASE WHEN n.why IS NULL
                                    THEN COALESCE(c.track_date, n.day::date)
                                    ELSE n.day::date END
             FROM (VALUES %s) n (id, track_id, changed, why, segment, band, day)
            WHERE c.id = n.id""",
        rows,
        page_size=len(rows),
    )
    env["debt.case"].invalidate_model()
