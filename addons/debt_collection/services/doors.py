"""Doors: what only our own code may change, never a call from outside.

A context comes along with any call, so a flag in it proves nothing. What opens a door
is an object of this process, which nobody outside can name.
"""

_KEY = object()


def through(records, door):
    """Return the records as our own code changes them."""
    return records.with_context(**{door: _KEY})


def is_open(records, door):
    """Tell whether our own code is at work."""
    return records.env.context.get(door) is _KEY
