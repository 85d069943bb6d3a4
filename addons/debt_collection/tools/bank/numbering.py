"""Gaps in the numbers that a bank gives its statements."""


def missing_before(statements):
    """Return how many statements are missing before each one.

    Numbers begin anew with a year, at some banks with a month, at some never; nothing
    is known of what came before the first statement.

    :param statements: list of (date, serial number), in order of time
    :return: list of counts
    """
    return [
        _missing(*pair) if pair[0] else 0
        for pair in zip([None, *statements], statements, strict=False)
    ]


def _missing(previous, statement):
    """Return the count between two neighbours."""
    (day, serial), (next_day, next_serial) = previous, statement
    if next_serial > serial:
        return next_serial - serial - 1
    return next_serial - 1 if next_day.year > day.year else 0
