"""The frame of MT940 and MT942: messages of tagged fields, with their line numbers."""

import re
from dataclasses import dataclass, field

from .lines import numbered

_TAG = re.compile(r":(\d{2}[A-Z]?|NS):")
_OPENING_BLOCKS = re.compile(r"^\s*(?:\{[1235]:[^{}]*(?:\{[^{}]*\}[^{}]*)*\})*\{4:")
_OPENING_ONLY = re.compile(r"^\s*\{[1235]:.*\}\s*$")
_BEGINNING = re.compile(r"\s*(?:-\}?\s*)?(?::20:|\{[1235]:)")
# The line end after the mark of the end may be missing between joined files.
_GLUED_END = re.compile(r"^-\}?(?=:20:)")
_END = re.compile(r"^-\}?(?:\{5:.*\})?\s*$")


@dataclass
class Field:
    """One field: its tag, the line where it begins and its text lines."""

    tag: str
    line: int
    texts: list

    @property
    def text(self):
        """The first line."""
        return self.texts[0]


@dataclass
class Message:
    """Fields from one :20: to the next.

    :ivar ended: whether its last line is the mark of the end
    """

    line: int
    fields: list = field(default_factory=list)
    ended: bool = False

    def first(self, *tags):
        """Return the first field of one of the tags, None without one."""
        return next((found for found in self.fields if found.tag in tags), None)


def read_messages(text):
    """Return the Messages of a file.

    Everything before the first ``:20:`` is the bank's envelope and left out.
    """
    messages = []
    lines = numbered(text)
    for index, (number, line) in enumerate(lines):
        line = _GLUED_END.sub("", _OPENING_BLOCKS.sub("", line))
        tag = _TAG.match(line)
        if tag and tag[1] == "20":
            messages.append(Message(number))
        if not messages:
            continue
        if _END.match(line) and _begins_anew(lines[index + 1 :]):
            messages[-1].ended = True
        else:
            _take(messages[-1], number, line, tag)
    return messages


def _begins_anew(lines):
    """Tell whether nothing follows, or the next message; else a dash is text."""
    following = next((line for _number, line in lines if line.strip()), "")
    return not following or bool(_BEGINNING.match(following))


def _take(message, number, line, tag):
    """Add a line to a message."""
    if tag:
        message.fields.append(Field(tag[1], number, [line[tag.end() :]]))
        message.ended = False
    elif not (_OPENING_ONLY.match(line) or (message.ended and not line.strip())):
        message.fields[-1].texts.append(line)
