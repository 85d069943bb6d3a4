"""Average rates of the National Bank of Poland as text: pasted lines or its archive.

Pasted lines are ``date;rate``. The archive of table A is a CSV whose header names
each currency with its unit, such as ``1EUR`` or ``100JPY``; only rows that begin with
a day are rates there.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from .texts import Told, _
from .values import parse_date

LINES = re.compile(r"\r\n|\r|\n")
RATE = re.compile(r"\d{1,4}(?:[.,]\d{1,8})?")
BAD_RATE = _("write the rate of one unit in PLN, such as 4,2345")
NO_RATE = _("write date;rate, such as 2026-01-30;4,2345")
TWICE = _("the day is already in line %(line)s with another rate")


class ExchangeRateFault(ValueError):
    """Lines of rates cannot be used.

    :ivar faults: tuple of (line number, text, Told of what to mend)
    """

    def __init__(self, faults):
        self.faults = tuple(faults)
        super().__init__(self.told())

    def told(self, translate=str):
        """Return a line for each fault; ``translate`` as in :mod:`.texts`."""
        line = translate(_("line %(number)s, %(text)s: %(why)s"))
        return "\n".join(
            line % {"number": number, "text": repr(text), "why": why.told(translate)}
            for number, text, why in self.faults
        )


@dataclass
class _Layout:
    """Where the rate stands: column, number of units, whether it is an archive."""

    column: int = 1
    unit: int = 1
    archive: bool = False


def read_exchange_rates(text, currency="EUR"):
    """Return ``{date: PLN for one unit}``.

    :param currency: code of the column to take from an archive of table A
    :raises ExchangeRateFault: naming every line at fault
    """
    layout, rates, places, faults = _Layout(), {}, {}, []
    for number, line in enumerate(LINES.split(text.lstrip("\ufeff")), 1):
        cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
        if header := _header(cells, currency):
            layout = header
        elif any(cells) and not (layout.archive and not cells[0].isdecimal()):
            try:
                day, rate = _rate(cells, layout)
                if rates.setdefault(day, rate) != rate:
                    raise Told(TWICE, line=places[day])
                places.setdefault(day, number)
            except Told as fault:
                faults.append((number, line.strip(), fault))
    if faults:
        raise ExchangeRateFault(faults)
    return rates


def _header(cells, currency):
    """Return the layout when the cells are the header of an archive, else None."""
    for column, cell in enumerate(cells):
        if match := re.fullmatch(rf"(\d+) ?{re.escape(currency)}", cell):
            return _Layout(column, int(match[1]), archive=True)
    return None


def _rate(cells, layout):
    """Return (day, rate of one unit) of the cells of a line."""
    if len(cells) <= layout.column:
        raise Told(NO_RATE)
    day = parse_date(cells[0])
    text = cells[layout.column]
    rate = Decimal(text.replace(",", ".")) if RATE.fullmatch(text) else Decimal(0)
    if not rate:
        raise Told(BAD_RATE)
    return day, rate / layout.unit
