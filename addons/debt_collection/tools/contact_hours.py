"""On which days and at which hours a debtor may be contacted.

The hours are settings: in Poland they come from the industry's code (KPF, ZPF),
which binds its members only; the law knows no numbers, it forbids being burdensome.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from .workdays import WARSAW, is_working_day

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Hours of contact as floats (8.5 is 8:30); the same twice means never."""

    working_from: float = 0.0
    working_to: float = 24.0
    free_from: float = 0.0
    free_to: float = 24.0

    def of(self, day):
        """Return (from, to) in hours of a legal day."""
        if is_working_day(day):
            return self.working_from, self.working_to
        return self.free_from, self.free_to


def allowed(hours, moment):
    """Tell whether a debtor may be contacted at a moment (aware, or naive UTC)."""
    local = _local(moment)
    begin, end = hours.of(local.date())
    now = local.hour + local.minute / 60 + local.second / 3600
    return begin <= now < end


def next_allowed(hours, moment):
    """Return the first allowed moment from a moment on, aware; None when never."""
    local = _local(moment)
    if allowed(hours, moment):
        return local
    for ahead in range(8):
        day = (local + ahead * ONE_DAY).date()
        begin, end = hours.of(day)
        opened = datetime.combine(day, time(0), WARSAW) + timedelta(hours=begin)
        if begin < end and opened >= local:
            return opened
    return None


def _local(moment):
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(WARSAW)
