"""What a field is, and how its synonyms are written.

Synonyms are written as ``words()`` leaves a name: small letters, no Polish marks, no
abbreviations. ``*`` at the end of a word stands for any ending. WHO is replaced by
each word for a debtor, CREDITOR by each word for a creditor.
"""

from dataclasses import dataclass

WHO = (
    "klient* dluznik* kontrahent* platnik* odbiorc* abonent* nabywc* najemc* "
    "customer* debtor* client* payer* buyer*"
).split()
CREDITOR = "wierzyciel* sprzedawc* cedent* wystawc* creditor* seller*".split()


@dataclass(frozen=True)
class Field:
    """One importable field.

    :param code: stable name, kept in import profiles
    :param group: "debtor", "claim", "creditor" or "case"
    :param label: for the user, English source text
    :param synonyms: tuple of tuples of words
    :param without: words that speak against the field
    :param shape: name of a check of sampled values, see ``samples.SHAPES``, or ""
    :param telling: whether the shape is enough to propose the field without a name
    """

    code: str
    group: str
    label: str
    synonyms: tuple
    without: tuple
    shape: str
    telling: bool


def define(code, group, label, shape, synonyms, without="", telling=False):
    """Make a Field; synonyms are separated by commas, words against it by spaces."""
    phrases = _expand(synonyms.split(","))
    against = _expand(without.split())
    return Field(
        code,
        group,
        label,
        tuple(tuple(phrase.split()) for phrase in phrases),
        tuple(against),
        shape,
        telling,
    )


def _expand(phrases):
    """The phrases, those with WHO or CREDITOR once for each word these stand for."""
    for phrase in phrases:
        stems = WHO if "WHO" in phrase else CREDITOR if "CREDITOR" in phrase else [""]
        for stem in stems:
            yield phrase.replace("WHO", stem).replace("CREDITOR", stem).strip()
