"""How a case of the demonstration is told: the parts of a plot.

Days are told by words: ``after(3)`` is three days after the hand-over, ``ago(5)`` five
days before today, ``ahead(2)`` in two days. A plot is a value; ``acting`` carries it
out on many cases at once.
"""

from dataclasses import dataclass
from datetime import timedelta

from ...tools.workdays import is_working_day, previous_working_day


@dataclass(frozen=True)
class Day:
    """A day of a plot; ``base`` is "opened" or "today"."""

    base: str
    days: int

    def on(self, opened, today, pace=1.0):
        """Return the date: of the past a working day, never before the hand-over.

        :param pace: stretches past spans, so that cases of one plot differ
        """
        if self.base == "opened":
            day = min(opened + timedelta(days=int(self.days * pace)), today)
        else:
            span = self.days if self.days > 0 else int(self.days * pace)
            day = today + timedelta(days=span)
        if day < today:
            return max(_back_to_work(day), opened)
        return day if day == today else _on_to_work(day)


def _back_to_work(day):
    return day if is_working_day(day) else previous_working_day(day)


def _on_to_work(day):
    """Return the day or, for later ones, the next working day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after(days):
    """Return the day so long after the hand-over."""
    return Day("opened", days)


def ago(days):
    """Return the day so long before today."""
    return Day("today", -days)


def ahead(days):
    """Return the day so long after today; 0 is today."""
    return Day("today", days)


@dataclass(frozen=True)
class Step:
    """An event; without ``outcome`` and ``done`` it is planned.

    :ivar by: login of who is responsible; empty: the collector of the case
    :ivar promise: days until the promised payment and share of the debt, or None
    :ivar to: role of the party that is contacted; empty: the debtor
    """

    day: Day
    type: str
    note: str
    outcome: str = ""
    done: bool = True
    by: str = ""
    promise: tuple | None = None
    to: str = ""


def did(day, event_type, note, outcome="", **more):
    """Return an event that took place."""
    return Step(day, event_type, note, outcome, **more)


def plan(day, event_type, note, **more):
    """Return an event that is still to come, or should have come."""
    return Step(day, event_type, note, done=False, **more)


@dataclass(frozen=True)
class Charge:
    """A cost; ``amount`` in PLN, or a share of the debt when below 1."""

    day: Day
    kind: str
    amount: float
    waived: bool = False


@dataclass(frozen=True)
class Money:
    """A payment: a share of the debt of its day, plus ``extra`` PLN.

    :ivar source: "bank" comes by a bank line, the others are reported
    :ivar title: of the transfer; ``{case}`` is the number of the case, ``{document}``
        of its oldest claim
    :ivar returned: days after which the transfer came back, or None
    """

    day: Day
    share: float
    extra: float = 0
    source: str = "bank"
    title: str = "Spłata {case}"
    returned: int | None = None


@dataclass(frozen=True)
class Change:
    """What happens to claims: ``which`` is "all", "first" or "last"."""

    operation: str
    which: str
    reason: str


@dataclass(frozen=True)
class Party:
    """Somebody beside the debtor."""

    role: str
    note: str = ""
    share: float = 0


@dataclass(frozen=True)
class Plot:
    """The story of a case.

    :ivar who: of whom it can be told: "person", "business", "silesian", else all
    :ivar claims: how many claims the case must have
    :ivar closed: day on which it was closed for ``reason``
    :ivar by: logins of collectors who take such cases in turn; empty: nobody yet
    :ivar percent: agreed interest of the case instead of that of the agreement
    :ivar letter: whether a demand for payment may be printed today
    :ivar message: what a collector left in the messages of the case
    :ivar todo: what the leader of the team is asked to decide
    """

    who: str = ""
    claims: int = 1
    phase: str = "amicable"
    state: str = "open"
    hold: str = ""
    reason: str = ""
    closed: Day | None = None
    by: tuple = ("windykator", "windykator2")
    team: str = ""
    steps: tuple = ()
    charges: tuple = ()
    money: tuple = ()
    changes: tuple = ()
    parties: tuple = ()
    percent: float | None = None
    compensation: bool = False
    letter: bool = False
    message: str = ""
    todo: str = ""
