"""What the outside of a letter may say: nobody may learn of the debt from it."""

import re

# Stems of words by which a stranger would know, Polish and English.
STEMS = (
    "windyk",
    "dług",
    "dłużn",
    "wierzyt",
    "należnoś",
    "egzekuc",
    "egzekwo",
    "komorni",
    "odzyskiw",
    "wezwani",
    "zapłat",
    "debt",
    "collect",
    "recovery",
)
_REVEALING = re.compile(rf"\b({'|'.join(STEMS)})\w*", re.IGNORECASE)


def revealing_words(text):
    """Return the words of a text that tell a stranger about a debt.

    >>> revealing_words("Kancelaria Windykacyjna Alfa")
    ['Windykacyjna']
    >>> revealing_words("ul. Długa 5")
    []
    """
    found = (match[0] for match in _REVEALING.finditer(text or ""))
    return [word for word in found if not _is_name(word)]


def _is_name(word):
    """Tell whether a word is a street such as Długa, or a town such as Długie."""
    return bool(
        re.fullmatch(r"dług(a|ie|iego|iej|osza|osz|ołęka)", word, re.IGNORECASE)
    )
