"""Which cases a bank statement line is meant for: one file per kind of evidence.

A source is a function of a :class:`Search` that adds reasons for any number of lines
with a fixed number of queries. ``account.bank.statement.line._debt_match_sources``
lists them; an addon adds its own there.
"""

from .matcher import Matcher
from .search import Search, numberings

__all__ = ["Matcher", "Search", "numberings"]
