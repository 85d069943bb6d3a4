"""Column names cut into comparable words.

Small letters, no Polish marks, abbreviations written out: "Data płatn." gives
("data", "platn"), "NrFaktury" gives ("numer", "faktury").
"""

import re
import unicodedata
from functools import lru_cache

_WRITTEN_OUT = {
    short: word
    for word, shorts in {
        "numer": "nr num no number numery n",
        "data": "dt dat date daty",
        "faktura": "fv fa fra fry fvat",
        "faktury": "faktur",
        "invoice": "inv",
        "telefon": "tel phone telefonu telefony",
        "kwota": "kwt kw",
        "ulica": "ul",
        "miejscowosc": "msc",
        "dokument": "dok dokum doc document",
        "amount": "amt",
        "klient": "kli kl",
        "kontrahent": "kontrah kh",
        "wartosc": "wart",
        "email": "mail",
        "identyfikator": "id ident",
        "nazwisko": "nazw",
        "platnosci": "plat platn",
        "termin": "term",
    }.items()
    for short in shorts.split()
}
_NO_MARK = str.maketrans("łŁ", "lL")
_CAMEL = re.compile(r"(?<=[a-ząćęłńóśźż])(?=[A-ZĄĆĘŁŃÓŚŹŻ])")
# Names that fall apart at their punctuation, or are written together.
_REJOINED = (
    (re.compile(r"\be mail"), "email"),
    (re.compile(r"\bf (?:ra|ry|vat|v)\b"), "faktura"),
    (re.compile(r"\b(nr|id|kod|data|kwota|termin)(?=[a-z]{5})"), r"\1 "),
)


@lru_cache(maxsize=4096)
def words(name):
    """The words of a column name as a tuple, see the module."""
    text = _CAMEL.sub(" ", name).translate(_NO_MARK)
    text = unicodedata.normalize("NFKD", text).lower()
    text = "".join(mark for mark in text if not unicodedata.combining(mark))
    text = " ".join(re.findall(r"[a-z]+|\d+", text))
    for pattern, rejoined in _REJOINED:
        text = pattern.sub(rejoined, text)
    return tuple(_WRITTEN_OUT.get(word, word) for word in text.split())


def matches(wanted, word):
    """Whether a word is the wanted one; ``wanted*`` stands for any ending."""
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted
