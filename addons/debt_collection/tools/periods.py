"""Settlement periods: which days a remittance or a commission closing covers."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

CALENDARS = ("monthly", "half_monthly", "weekly", "nth_day")
ONE_DAY = timedelta(days=1)
HALF = 15


@dataclass(frozen=True)
class Calendar:
    """How time is cut into periods.

    :ivar kind: one of CALENDARS
    :ivar day: for "nth_day", the last day of each period; a month that has no such
        day ends its period on its own last day
    """

    kind: str = "monthly"
    day: int = 31

    def __post_init__(self):
        """Refuse a kind or a day that does not exist."""
        if self.kind not in CALENDARS:
            raise ValueError(f"A calendar is one of {CALENDARS}, not {self.kind!r}.")
        if not 1 <= self.day <= 31:
            raise ValueError(f"A day of the month is 1 to 31, not {self.day}.")

    def period(self, day):
        """Return (first, last) day of the period that a day belongs to."""
        if self.kind == "weekly":
            first = day - timedelta(days=day.weekday())
            return first, first + timedelta(days=6)
        if self.kind == "half_monthly":
            if day.day <= HALF:
                return day.replace(day=1), day.replace(day=HALF)
            return day.replace(day=HALF + 1), _month_end(day.year, day.month)
        last = self._last(day)
        return self._last_before(last) + ONE_DAY, last

    def ended(self, day):
        """Return the newest period that is over on a day."""
        return self.period(self.period(day)[0] - ONE_DAY)

    def _nth(self, year, month):
        """Return the last day of the period that ends in a month."""
        wanted = self.day if self.kind == "nth_day" else 31
        return min(
            date(year, month, 1) + timedelta(wanted - 1), _month_end(year, month)
        )

    def _last(self, day):
        """Return the last day of the monthly period of a day."""
        last = self._nth(day.year, day.month)
        if day <= last:
            return last
        following = _month_end(day.year, day.month) + ONE_DAY
        return self._nth(following.year, following.month)

    def _last_before(self, last):
        """Return the last day of the period before the one that ends on a day."""
        previous = last.replace(day=1) - ONE_DAY
        return self._nth(previous.year, previous.month)


def _month_end(year, month):
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
