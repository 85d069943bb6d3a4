"""mBank: descriptions are running text with labels, also of mass payments (Collect)."""

import re
from dataclasses import replace

from .numbers import iban
from .subfields import join_lines

_CODE = re.compile(r"\s*(\d{3})\b")
_TNR = re.compile(r";\s*TNR:\s*([\d.\s]+?)\s*;?\s*$")
_STAMP = re.compile(r";\s*DATA STEMPLA:\s*[\d.\s]*;?\s*$")
_TITLE = re.compile(r";\s*TYT\.?:")
# Asked for from the last to the first, each in what stands before the one after it.
_HEAD = (
    ("payer", re.compile(r";\s*OD:")),
    ("account", re.compile(r";\s*Z RACH\.?:")),
    ("virtual", re.compile(r";\s*ID IPH:")),
)
_FULL = 65
_LABELS = re.compile(r";\s*(TNR|TYT\.?|ID IPH|Z RACH\.?|OD):")


def fits(texts):
    """Tell whether descriptions are mBank's."""
    return bool(_LABELS.search("".join(line for lines in texts for line in lines)))


def describe(entry, _rest, texts):
    """Return the entry with what its labelled text tells."""
    text = _joined([line for lines in texts for line in lines])
    text, unique = _cut_end(text, _TNR)
    text, _stamp = _cut_end(text, _STAMP)
    mark = _TITLE.search(text)
    head = text[: mark.start()] if mark else text
    title = text[mark.end() :] if mark else ""
    found = {}
    for name, label in _HEAD:
        if mark := label.search(head):
            found[name] = head[mark.end() :].strip(" ;")
            head = head[: mark.start()]
    code = _CODE.match(head)
    payer, address = _name_and_address(found.get("payer", ""))
    return replace(
        entry,
        code=code[1] if code else entry.code,
        unique=f"TNR{unique}" if unique else "",
        virtual=re.sub(r"\D", "", found.get("virtual", "")),
        payer=payer,
        payer_address=address,
        payer_account=iban(found.get("account", "")),
        title=" ".join(title.strip(" ;").split()) or join_lines([head.strip(" ;")]),
    )


def _joined(texts):
    """Return the lines as one text.

    Lines break anywhere; the space at a break stands at the end of the line unless
    somebody took it away, then the line is short.
    """
    joined = last = ""
    for text in texts:
        short = joined and len(last) < _FULL and not last.endswith(" ")
        inside = joined[-1:].isdigit() and re.match(r"[\d.]", text)
        joined += (" " if short and not inside else "") + text
        last = text
    return joined


def _cut_end(text, label):
    """Return the text before a label at its end, and what stood behind the label."""
    match = label.search(text)
    if not match:
        return text, ""
    value = re.sub(r"\s", "", match[1]) if match.groups() else ""
    return text[: match.start()], value


def _name_and_address(text):
    """Return the payer's name and address, which two spaces divide."""
    name, *address = re.split(r"\s{2,}", text.strip(), maxsplit=1)
    return name, " ".join(" ".join(address).split())
