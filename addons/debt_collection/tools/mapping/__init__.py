"""Which column of a file fills which field: proposals from names and samples.

Names are compared word by word with the synonyms of ``fields``; the values
below a name can confirm it, forbid it, or, where they are telling (a PESEL, a postal
code), be enough without any name.
"""

from .fields import BY_CODE, FIELDS
from .samples import fitting_share
from .words import matches, words

__all__ = ["BY_CODE", "FIELDS", "missing", "propose", "reuse", "same_columns"]

# Below this a proposal would be a guess.
_ENOUGH = 0.45
# Share of the sampled values that must fit a field's shape.
_TOLERATED = 0.3
_TELLING = 0.9
_CONFIRMED = 0.15
# A column called PESEL holds PESELs, however many of them are wrong.
_EXACT = 0.95
UNMISTAKABLE = ("pesel", "nip", "regon", "krs", "ppe", "email", "phone")


def propose(header, sample_rows):
    """Propose columns for the fields.

    :param header: column names, each only once
    :param sample_rows: sequences of values, in the order of the header
    :return: ``{field code: column name}``; each column is used once at most
    """
    samples = _samples(header, sample_rows)
    scored = [
        (score, -place, field.code, column)
        for place, field in enumerate(FIELDS)
        for column in header
        if (score := _score(field, column, samples[column])) >= _ENOUGH
    ]
    chosen = {}
    for _points, _place, code, column in sorted(scored, reverse=True):
        if code not in chosen and column not in chosen.values():
            chosen[code] = column
    return {field.code: chosen[field.code] for field in FIELDS if field.code in chosen}


def missing(mapping):
    """What a mapping lacks for new claims: a tuple of alternatives of field codes.

    A debtor needs a name and a claim a number or identifier, a due date and an amount.
    """
    needed = (
        ("name", "last_name"),
        ("number", "external_id"),
        ("due_date",),
        ("amount", "remaining"),
    )
    return tuple(codes for codes in needed if not mapping.keys() & set(codes))


def same_columns(header, profile):
    """Whether all columns of a remembered mapping stand in a header, by their words."""
    known = set(map(words, header))
    return bool(profile) and all(words(column) in known for column in profile.values())


def reuse(header, profile):
    """A remembered mapping with the columns as this header spells them.

    :param profile: ``{field code: column name}``; what the header lacks is left out
    """
    spelled = {tuple(words(column)): column for column in reversed(header)}
    found = {
        code: spelled.get(tuple(words(column))) for code, column in profile.items()
    }
    return {code: column for code, column in found.items() if column}


def _samples(header, sample_rows):
    """Values of each column that are given."""
    return {
        column: [row[place] for row in sample_rows if row[place] not in (None, "")]
        for place, column in enumerate(header)
    }


def _score(field, column, values):
    """How well a column fits a field: 0 for not at all, about 1 for a sure hit."""
    named = name_score(field, column)
    if not values or not field.shape:
        return named
    share = fitting_share(field.shape, values)
    if field.telling and share >= _TELLING:
        named = max(named, 0.5)
    elif share < _TOLERATED and not (field.shape in UNMISTAKABLE and named >= _EXACT):
        return 0
    return named + _CONFIRMED * share


def name_score(field, column):
    """How well a column's name fits a field, 0 to 1; near 1 is a synonym itself."""
    given = words(column)
    if any(matches(bad, word) for bad in field.without for word in given):
        return 0
    return max((_likeness(synonym, given) for synonym in field.synonyms), default=0)


def _likeness(synonym, given):
    """Near 1 for the same words, less for every further word, 0 for a missing one."""
    if not all(any(matches(wanted, word) for word in given) for wanted in synonym):
        return 0
    # Of two equally full matches the one with more words says more.
    return min(len(synonym) / len(given), 1) - 0.02 / len(synonym)
