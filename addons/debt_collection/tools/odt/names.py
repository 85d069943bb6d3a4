"""The little language of templates: names of fields, ``for`` and ``if``."""

import keyword
import re
from collections.abc import Mapping
from difflib import get_close_matches

_NAME = r"[a-z][a-z0-9_]*"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"
_CURLY_QUOTES = str.maketrans("“”„", '"""')
# In a path: any row of a list.
ROW = "[]"

NAME = re.compile(_DOTTED)
FOR = re.compile(rf'for="({_NAME}) in ({_DOTTED})"')
IF = re.compile(rf'if="(?:not )?({_DOTTED})"')


def plain(text):
    """Return an instruction with straight quotes and single spaces."""
    return " ".join(text.translate(_CURLY_QUOTES).split())


class Scope:
    """The names that may be used at a place, and those that were.

    :ivar used: paths of fields in use, such as ``("letter", "claims", "[]", "total")``
    """

    def __init__(self, fields):
        self.fields = fields
        self.used = set()
        self._rows = []

    def enter(self, variable, dotted):
        """Begin a loop: the variable means a row of the list from now on.

        Of a list that does not exist nothing is said any more: one fault is enough.
        """
        path = self._path(dotted)
        known = self._is_list(self._node(path))
        self._rows.append((variable, (*path, ROW) if known else None))

    def leave(self):
        """End the innermost loop."""
        self._rows.pop()

    def fault_of_field(self, dotted):
        """Return the code of what is wrong with a name to print, or None."""
        return self._fault(dotted, self._is_text, "is_a_list")

    def fault_of_condition(self, dotted):
        """Return the code of what is wrong with a name in an ``if``, or None."""
        return self._fault(dotted, self._is_text_or_list, "not_a_name")

    def fault_of_loop(self, variable, dotted):
        """Return the code of what is wrong with a ``for``, or None."""
        rows = dict(self._rows)
        if keyword.iskeyword(variable) or variable in self.fields or variable in rows:
            return "name_taken"
        return self._fault(dotted, self._is_list, "not_a_list")

    def texts(self, wanted=""):
        """Return the dotted names of all texts in scope, the likeliest first."""
        return self._likeliest(wanted, self._is_text)

    def lists(self, wanted=""):
        """Return the dotted names of all lists in scope, the likeliest first."""
        return self._likeliest(wanted, self._is_list)

    def _fault(self, dotted, fits, otherwise):
        path = self._path(dotted)
        if path is None:
            return None
        node = self._node(path)
        if node is None:
            return "unknown_name"
        if not fits(node):
            return otherwise
        self.used.add(path)
        return None

    def _path(self, dotted):
        """Return the whole path of a name, None when it is of an unknown list."""
        first, *rest = dotted.split(".")
        start = dict(self._rows).get(first, (first,))
        return None if start is None else (*start, *rest)

    def _node(self, path):
        """Return what the fields say of a path, None when there is no such field."""
        node = self.fields if path else None
        for part in path or ():
            if part == ROW:
                node = node[0]
            else:
                node = node.get(part) if isinstance(node, Mapping) else None
        return node

    def _likeliest(self, wanted, fits):
        roots = dict(self.fields)
        roots |= {name: self._node(path) for name, path in self._rows}
        names = [
            dotted
            for root, node in roots.items()
            for dotted, leaf in _leaves(root, node)
            if fits(leaf)
        ]
        close = get_close_matches(wanted, names)
        return (*close, *(name for name in names if name not in close))

    @staticmethod
    def _is_text(node):
        return isinstance(node, str)

    @staticmethod
    def _is_list(node):
        return isinstance(node, list)

    @staticmethod
    def _is_text_or_list(node):
        return isinstance(node, str | list)


def _leaves(name, node):
    """Yield (dotted name, node) of every text and list below a node."""
    if not isinstance(node, Mapping):
        yield name, node
        return
    for key, child in node.items():
        yield from _leaves(f"{name}.{key}", child)


def tree_of(paths):
    """Return paths as nested dicts; a list is ``{"[]": {...}}``, a text ``{}``."""
    tree = {}
    for path in paths:
        node = tree
        for part in path:
            node = node.setdefault(part, {})
    return tree
