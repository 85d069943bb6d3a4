"""Check XML files, translations and sizes; print each fault, exit 1 on any.

XML must be well-formed with record ids unique in their addon. A ``.po`` file
must be complete, without fuzzy entries, and keep the placeholders. No function
is longer than 50 lines (its docstring not counted), no source file than 400.
"""

import ast
import re
import sys
from collections import Counter
from pathlib import Path

import polib
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("addons", "tests", "script", "benchmarks")
MAX_FUNCTION = 50
MAX_FILE = 400
SIZED_SUFFIXES = {".py", ".sh", ".js", ".scss"}
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
PLACEHOLDER = re.compile(r"%\(\w+\)[-\d.]*[a-z]|%[-\d.]*[sdfr]|\{\w*\}")


def sources():
    """Return the project's own files below the checked folders."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return [path for path in found if path.is_file() and "__pycache__" not in str(path)]


def function_lines(node):
    """Count the lines of a function without its docstring."""
    lines = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node, clean=False) is not None:
        lines -= node.body[0].end_lineno - node.body[0].lineno + 1
    return lines


def long_functions(path):
    """Yield a fault for each function that is too long."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTION) and function_lines(node) > MAX_FUNCTION:
            yield node.lineno, f"{node.name} has {function_lines(node)} lines"


def long_file(path):
    """Yield a fault when the file is too long."""
    lines = path.read_text(encoding="utf-8").count("\n")
    if lines > MAX_FILE:
        yield lines, f"the file has {lines} lines"


def broken_xml(path):
    """Yield a fault when the file is no well-formed XML."""
    try:
        etree.parse(path)
    except etree.XMLSyntaxError as error:
        yield error.lineno, error.msg


def entry_faults(entry):
    """Yield what is wrong with one translation."""
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.translated():
        yield "not translated"
    elif Counter(PLACEHOLDER.findall(entry.msgid)) != Counter(
        PLACEHOLDER.findall(entry.msgstr)
    ):
        yield "other placeholders than the source"


def broken_translations(path):
    """Yield the faults of a ``.po`` file."""
    for entry in polib.pofile(path, check_for_duplicates=True):
        if entry.obsolete:
            continue
        for fault in entry_faults(entry):
            yield entry.linenum, f"{fault}: {entry.msgid[:60]!r}"


def record_ids(path):
    """Return the external identifiers that an XML data file defines."""
    try:
        root = etree.parse(path).getroot()
    except etree.XMLSyntaxError:
        return []
    if root.tag != "odoo":
        return []
    return [node.get("id") for node in root.iter("record", "template", "menuitem")]


def repeated_ids(paths):
    """Yield a fault for each identifier defined twice in one addon."""
    for manifest in sorted(ROOT.glob("addons/*/__manifest__.py")):
        own = [path for path in paths if path.is_relative_to(manifest.parent)]
        ids = Counter(name for path in own for name in record_ids(path) if name)
        for name, count in ids.items():
            if count > 1:
                yield manifest.parent, 1, f"id {name!r} is defined {count} times"


CHECKS = {
    ".py": (long_functions,),
    ".xml": (broken_xml,),
    ".po": (broken_translations,),
}


def faults(paths):
    """Yield (path, line, fault) for all files."""
    for path in paths:
        checks = CHECKS.get(path.suffix, ())
        if path.suffix in SIZED_SUFFIXES:
            checks = (*checks, long_file)
        for check in checks:
            for line, fault in check(path):
                yield path, line, fault
    yield from repeated_ids([path for path in paths if path.suffix == ".xml"])


def main():
    """Print the faults and return the exit status."""
    found = list(faults(sources()))
    for path, line, fault in found:
        sys.stdout.write(f"{path.relative_to(ROOT)}:{line}: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
