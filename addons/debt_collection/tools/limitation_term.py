"""Length and end of one limitation term (art. 112, 117-125 kc).

``Rule`` is one kind of claim with its term; ``term_end`` counts a term from the day
it starts to run, also across the change of law of 2018-07-09.
"""

from dataclasses import dataclass
from datetime import date
from typing import Optional

# The act of 13.04.2018 (Dz.U. 2018 poz. 1104) took effect on this day.
TRANSITION = date(2018, 7, 9)
# Art. 118 kc: a shorter term does not end with the year.
LEAST_YEARS_FOR_YEAR_END = 2


@dataclass(frozen=True)
class Rule:
    """How claims of one kind become time-barred.

    :ivar years: length of the term since 2018-07-09; ``old_years`` before that day
    :ivar year_end: "yes", "no", or "disputed": does the term end on 31 December
    :ivar consumer_old_law: the term stands in art. 118 or 125 par. 1 kc, so that old
        claims of a consumer keep the old law (art. 5(3) of the act of 13.04.2018)
    :ivar starts_from: "due_date", "finality" (of a judgment) or "knowledge" (tort)
    :ivar judged_as: the rule of the claim once a final judgment states it; None =
        this one
    :ivar own_events: families of events that matter for this kind only
    """

    code: str
    years: int
    year_end: str = "yes"
    old_years: int | None = None
    consumer_old_law: bool = False
    starts_from: str = "due_date"
    judged_as: Optional["Rule"] = None
    own_events: frozenset = frozenset()

    @property
    def years_before_2018(self):
        """Return the length of the term before 2018-07-09, in years."""
        return self.old_years or self.years

    def ends_with_year(self, lenient=False):
        """Tell whether the term ends on 31 December, in the stricter reading or not."""
        if self.years < LEAST_YEARS_FOR_YEAR_END:
            return False
        return self.year_end == "yes" or (lenient and self.year_end == "disputed")


def add_years(day, years):
    """Return the same day years later; 29 February becomes 28 (art. 112 kc)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day, months):
    """Return the same day months later or the last day of that month (art. 112 kc)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def term_end(rule, start, due=False, old_law=False, lenient=False):
    """Return the last day of a term that runs from a day, and the reasons.

    :param start: the day the claim fell due, the event that starts the term anew...
    :param due: True when start is a due date (31 December is disputed then)
    :param old_law: True for a claim that keeps the law before 2018-07-09
    :param lenient: True for the later of two readings where the law is disputed
    :return: (date, list of (code, params)); a last day on a Sunday is not moved
    """
    if old_law:
        last_day = add_years(start, rule.years_before_2018)
        years = rule.years_before_2018
        return last_day, [("old_law_consumer", {"years": years, "start": start})]
    if start < TRANSITION:
        return _transition_end(rule, start, due, lenient)
    return _new_end(rule, start, due, lenient)


def _transition_end(rule, start, due, lenient):
    """Return the end of a term that started before 2018-07-09 (art. 5 of the act)."""
    years = rule.years_before_2018
    old_end = add_years(start, years)
    params = {"years": years, "start": start, "last_day": old_end}
    if old_end < TRANSITION:
        return old_end, [("ended_before_2018", params)]
    if rule.years >= years:
        last_day, reasons = _new_end(rule, start, due, lenient)
        return last_day, [("new_rules_since_2018", {}), *reasons]
    cut_end, reasons = _new_end(rule, TRANSITION, False, lenient)
    if old_end < cut_end:
        return old_end, [("old_term_earlier", params)]
    return cut_end, [("term_cut_in_2018", params), *reasons]


def _new_end(rule, start, due, lenient):
    """Return the end of a term under the law since 2018-07-09."""
    reasons = [("term", {"years": rule.years, "start": start, "rule": rule.code})]
    end = add_years(start, rule.years)
    if rule.year_end == "disputed":
        reasons.append(("year_end_disputed", {"last_day": end}))
    if not rule.ends_with_year(lenient):
        return end, reasons
    year = end.year
    if due and (start.month, start.day) == (12, 31):
        reasons.append(("due_on_31_december", {"start": start}))
        year += lenient
    end = date(year, 12, 31)
    return end, [*reasons, ("year_end", {"last_day": end})]
