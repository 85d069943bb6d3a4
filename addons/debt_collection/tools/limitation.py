"""Limitation of claims (przedawnienie), art. 117-125 kc.

``limitation`` replays what happened to a claim and says on which day it becomes
time-barred. Where the law is disputed, the date is the earlier one, safe for the
creditor, and the later reading stands beside it as the alternative.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .limitation_events import (
    CODES,
    COURT_FAMILIES,
    OWN_FAMILIES,
    SUSPENDING_FAMILIES,
    SUSPENSION_SINCE,
    UnknownEvent,
    pair,
)
from .limitation_term import TRANSITION, Rule, term_end
from .texts import _

__all__ = [
    "CODES",
    "REASONS",
    "Outcome",
    "Rule",
    "UnknownEvent",
    "limitation",
    "verdict",
]

ONE_DAY = timedelta(days=1)

# What every reason says; the parameters are those of its (code, params) tuple.
REASONS = {
    "term": _("the term of %(years)s years runs from %(start)s (%(rule)s)"),
    "year_end": _("it ends with the year: %(last_day)s"),
    "year_end_disputed": _("whether it ends with the year is disputed"),
    "due_on_31_december": _("due on 31 December: that day is counted, to be safe"),
    "new_rules_since_2018": _("still running on 2018-07-09: the new rules apply"),
    "term_cut_in_2018": _(
        "the old term of %(years)s years from %(start)s was cut: "
        "the new one runs from 2018-07-09"
    ),
    "old_term_earlier": _(
        "the old term of %(years)s years from %(start)s ends earlier"
    ),
    "ended_before_2018": _(
        "the old term of %(years)s years from %(start)s ended before 2018-07-09"
    ),
    "old_law_consumer": _(
        "a claim of a consumer from before 2018-07-09 keeps the old "
        "term of %(years)s years from %(start)s"
    ),
    "interrupted": _("%(event)s of %(day)s interrupts the term"),
    "keeps_epu_date": _("the suit of %(day)s keeps the date of the EPU: %(since)s"),
    "late": _("%(event)s of %(day)s comes after the last day %(last_day)s"),
    "runs_anew": _("after %(event)s of %(day)s the term runs anew"),
    "judged": _("%(event)s of %(day)s: the claim is stated by a final judgment"),
    "no_effect": _("%(event)s of %(day)s has no effect"),
    "no_effect_pending": _("%(event)s of %(day)s: the term does not run yet"),
    "annulled": _("%(event)s of %(day)s has no effect because of %(end)s of %(ended)s"),
    "ending_disputed": _(
        "whether %(end)s of %(ended)s takes the effect of %(event)s away is disputed"
    ),
    "refile": _("a suit filed by %(until)s keeps the date of the EPU of %(day)s"),
    "suspension_left_out": _(
        "%(event)s of %(day)s suspends the term; the days are not added, to be safe"
    ),
    "waived": _("%(event)s of %(day)s: the plea was waived, the term runs anew"),
    "alternative": _("by the later reading the last day is %(last_day)s"),
    "in_time_by_other_reading": _("by the later reading the suit is in time"),
    "consumer_debtor": _(
        "against a consumer the court looks at limitation by itself "
        "(art. 117 par. 2(1) kc)"
    ),
    "plea_needed": _("the debtor has to plead limitation (art. 117 par. 2 kc)"),
}


@dataclass(frozen=True)
class Outcome:
    """The answer to when a claim becomes time-barred.

    :ivar last_day: last day on which the claim can be sued for; None while it cannot
        become barred because a proceeding is pending
    :ivar alternative: a later last day that can be argued, or None
    :ivar reasons: tuple of (code, params) with the codes of REASONS
    :ivar state: "running"; "interrupted" = a proceeding begun in time is pending;
        "late" = a proceeding is pending that began after the last day
    """

    last_day: date | None
    alternative: date | None
    reasons: tuple
    state: str

    def is_barred(self, day):
        """Tell whether the claim is time-barred on a day."""
        return self.last_day is not None and day > self.last_day


def limitation(rule, creditor, debtor, start_date, events=()):
    """Return the Outcome for one claim.

    :param rule: the Rule of its kind
    :param creditor: "consumer", "person", "business", "bank"...: whose claim it is now
    :param debtor: the same words
    :param start_date: the day it fell due (a judgment: became final)
    :param events: (date, code) pairs in any order, with the codes of CODES
    :raise UnknownEvent: for a code that nobody knows
    """
    events = list(events)
    safe = _Replay(rule, creditor, start_date, lenient=False).run(events)
    later = _Replay(rule, creditor, start_date, lenient=True).run(events)
    reasons, alternative = list(safe.reasons), None
    if safe.last_day and later.last_day and later.last_day > safe.last_day:
        alternative = later.last_day
        reasons.append(("alternative", {"last_day": alternative}))
    if safe.state == "late" and later.state == "interrupted":
        reasons.append(("in_time_by_other_reading", {}))
    reasons.append(("consumer_debtor" if debtor == "consumer" else "plea_needed", {}))
    return Outcome(safe.last_day, alternative, tuple(reasons), safe.state)


def verdict(outcome):
    """Judge a pending proceeding: "in time", "barred", or None when none is pending."""
    return {"interrupted": "in time", "late": "barred"}.get(outcome.state)


class _Replay:
    """The running term of one claim, led from event to event in one reading."""

    def __init__(self, rule, creditor, start_date, lenient):
        """Start the first term; ``lenient`` takes the later of two readings."""
        self.rule, self.creditor, self.start_date = rule, creditor, start_date
        self.lenient = lenient
        self.pending, self.late = set(), set()
        self.judged_on = self.suspended_until = self.refile_until = None
        self.settled = False
        self.reasons = []
        self._restart(start_date)

    def run(self, events):
        """Replay all events and return the Outcome of this reading."""
        proceedings, acts = pair(events)
        steps = [step for p in proceedings for step in self._steps(p)]
        steps += [
            (day, 1, code, f"_{effect}", (day, code)) for day, code, effect in acts
        ]
        for _day, _rank, _code, method, args in sorted(steps, key=lambda s: s[:3]):
            getattr(self, method)(*args)
        return Outcome(*self._result())

    def _result(self):
        """Return last day, alternative (none), reasons and state."""
        last_day = max(self.last_day, self.refile_until or self.last_day)
        if self.late:
            return last_day, None, tuple(self.reasons), "late"
        if self.pending:
            return None, None, tuple(self.reasons), "interrupted"
        return last_day, None, tuple(self.reasons), "running"

    # === Steps of a proceeding === #

    def _steps(self, proceeding):
        """Return the steps (day, rank, code, method, arguments) of a proceeding."""
        p = proceeding
        first = p.counted_from, 0, p.code
        if self._is_without_effect(p):
            return [(*first, "_none", (p.filed, p.code))]
        if p.ending == "void" or (p.ending == "disputed" and not self.lenient):
            return [(*first, "_annul", (p,))]
        if p.ending == "refile" and not self.lenient:
            return [(*first, "_lose_epu", (p,))]
        if self._is_suspending(p):
            return [(*first, "_suspend", (p,))]
        ended = p.ended or (p.filed if p.family in SUSPENDING_FAMILIES else None)
        steps = [(*first, "_stop", (p,))]
        if ended:
            steps.append((ended, 1, p.end_code or p.code, "_end", (ended, p)))
        return steps

    def _is_without_effect(self, proceeding):
        """Tell whether a proceeding means nothing for this claim.

        A bank title helps only a bank (SN III CZP 29/16).
        """
        family = proceeding.family
        return (
            proceeding.ending == "joined"
            or (family in OWN_FAMILIES and family not in self.rule.own_events)
            or (family == "bank_title" and self.creditor != "bank")
        )

    def _is_suspending(self, proceeding):
        """Tell whether it suspends the term instead of interrupting it."""
        since_2022 = proceeding.filed >= SUSPENSION_SINCE
        family = proceeding.family
        return family == "complaint" or (family in SUSPENDING_FAMILIES and since_2022)

    def _stop(self, proceeding):
        """Interrupt the term, which does not run until the end (art. 124 kc)."""
        day, filed = proceeding.counted_from, proceeding.filed
        if not self._in_time(day):
            self.late.add(proceeding)
            self._note("late", proceeding.code, filed, last_day=self.last_day)
            return
        self.pending.add(proceeding)
        self._note("interrupted", proceeding.code, filed)
        if day != filed:
            self._note("keeps_epu_date", proceeding.code, filed, since=day)

    def _end(self, day, proceeding):
        """Let the term run anew after the end of a proceeding begun in time."""
        code = proceeding.end_code or proceeding.code
        if proceeding not in self.pending:
            self.late.discard(proceeding)
            self._note("no_effect", code, day)
            return
        self.pending.remove(proceeding)
        if self.pending:
            self._note("no_effect_pending", code, day)
        else:
            self._run_anew(day, code)

    def _suspend(self, proceeding):
        """Suspend the term; only the lenient reading adds the days (art. 121 kc)."""
        day, ended = proceeding.filed, proceeding.ended
        if not self._in_time(day):
            self._note("late", proceeding.code, day, last_day=self.last_day)
            return
        self._note("suspension_left_out", proceeding.code, day)
        if self.lenient and ended:
            first = max(day, self.running_from)
            if self.suspended_until:
                first = max(first, self.suspended_until + ONE_DAY)
            self.last_day += max(ended - first + ONE_DAY, timedelta())
            self.suspended_until = max(ended, self.suspended_until or ended)

    def _annul(self, proceeding):
        """Note a proceeding without effect because of the way it ended."""
        self._note_ending("annulled", proceeding)
        if proceeding.ending == "disputed":
            self._note_ending("ending_disputed", proceeding)

    def _lose_epu(self, proceeding):
        """Note an EPU whose date a suit could still keep (art. 505(37) kpc).

        SN III CZP 66/13 kept the interruption of an EPU discontinued under the law
        before 2020, so the lenient reading lets the term run anew instead.
        """
        day, until = proceeding.filed, proceeding.refile_until
        self._annul(proceeding)
        self._note_ending("ending_disputed", proceeding)
        if self._in_time(day):
            self.refile_until = until
            self._note("refile", proceeding.code, day, until=until)

    # === Single acts === #

    def _none(self, day, code):
        """Note an event that never has an effect (a reminder, an assignment)."""
        self._note("no_effect", code, day)

    def _acknowledge(self, day, code):
        """Start the term anew by the debtor's acknowledgement (art. 123 kc)."""
        if self.pending or day < self.start_date:
            self._note("no_effect_pending", code, day)
        elif self._in_time(day):
            self._run_anew(day, code)
        else:
            self._note("late", code, day, last_day=self.last_day)

    def _settle(self, day, code):
        """Acknowledge by a settlement, whose instalments may be called in later."""
        self.settled = self.settled or self._in_time(day)
        self._acknowledge(day, code)

    def _accelerate(self, day, code):
        """Start the term of the whole when the instalments left are called in."""
        if self.settled and not self.pending:
            self._run_anew(day, code)
        else:
            self._acknowledge(day, code)

    def _judge(self, day, code):
        """Start the term of a claim stated by a final judgment (art. 125 kc)."""
        self.pending = {p for p in self.pending if p.family not in COURT_FAMILIES}
        self.late = {p for p in self.late if p.family not in COURT_FAMILIES}
        self.rule = self.rule.judged_as or self.rule
        self.judged_on, self.refile_until = day, None
        self._note("judged", code, day)
        if not self.pending:
            self._restart(day)

    def _waive(self, day, code):
        """Start the term anew by a waiver of the plea, good only after the end."""
        if self.pending or self._in_time(day):
            self._note("no_effect", code, day)
            return
        self.late.clear()
        self._note("waived", code, day)
        self._restart(day)

    # === The term === #

    def _in_time(self, day):
        """Tell whether the claim was not yet barred on a day."""
        return bool(self.pending) or day <= self.last_day

    def _run_anew(self, day, code):
        """Start the term anew and say why."""
        self._note("runs_anew", code, day)
        self._restart(day)

    def _restart(self, day):
        """Count the term from a day, but not before the claim falls due."""
        self.running_from = max(day, self.start_date)
        due = day <= self.start_date and self.rule.starts_from == "due_date"
        self.last_day, reasons = term_end(
            self.rule, self.running_from, due, self._keeps_old_law(), self.lenient
        )
        self.reasons += reasons
        if self.suspended_until and self.suspended_until > self.running_from:
            self.last_day += self.suspended_until - self.running_from

    def _keeps_old_law(self):
        """Tell whether a consumer's old claim keeps the law before 2018-07-09.

        For one judged after that day this is disputed (art. 5(3) of the act).
        """
        old_claim = self.creditor == "consumer" and self.start_date < TRANSITION
        judged_since = self.judged_on and self.judged_on >= TRANSITION
        agreed = not judged_since or self.lenient
        return old_claim and self.rule.consumer_old_law and bool(agreed)

    # === Reasons === #

    def _note(self, reason, code, day, **params):
        """Keep a reason about an event."""
        self.reasons.append((reason, {"event": code, "day": day, **params}))

    def _note_ending(self, reason, proceeding):
        """Keep a reason about the way a proceeding ended."""
        end = {"end": proceeding.end_code, "ended": proceeding.ended}
        self._note(reason, proceeding.code, proceeding.filed, **end)
