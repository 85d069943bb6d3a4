"""What README and docs/ tell is there: links, files, commands, names of screens."""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND_LINE = ROOT / "addons/debt_collection/cli/debt.py"
LABELLED = (ROOT / "README.md", ROOT / "docs/przewodnik.md")
TRANSLATION = ROOT / "addons/debt_collection/i18n/pl.po"

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
OUR_PATH = re.compile(r"(?:addons|benchmarks|docker|docs|script)/[\w./-]*\w")
DEBT = re.compile(r"(?:^|\s)debt ([a-z][a-z-]*)((?:\\\n|[^\n])*)", re.MULTILINE)
OPTION = re.compile(r"(?:^|\s)(--[a-z][a-z-]*)")
LABEL = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def read(path):
    return path.read_text(encoding="utf-8")


def code(page):
    """Return what stands on a page as code, one piece a line."""
    return "\n".join(block or inline for block, inline in CODE.findall(read(page)))


def anchors(page):
    """Return the anchors of the headings of a page."""
    headings = HEADING.findall(read(page))
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def declared():
    """Return ({names of commands}, {options}) of ``odoo debt``."""
    tree = ast.parse(read(COMMAND_LINE))
    [commands] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "COMMANDS"
    ]
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    options = {text for text in texts if str(text).startswith("--")}
    return {key.value for key in commands.keys}, options


@each_page
def test_links_and_images_lead_somewhere(page):
    dead = []
    for target in LINK.findall(read(page)):
        path, _hash, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        file = (page.parent / path) if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert not dead


@each_page
def test_files_and_scripts_are_there(page):
    named = OUR_PATH.findall(code(page))
    assert not [path for path in named if not (ROOT / path).exists()]


@each_page
def test_benchmarks_are_there(page):
    named = re.findall(r"script/benchmark ([a-z]\w*)", code(page))
    assert not [name for name in named if not (ROOT / f"benchmarks/{name}.py").exists()]


@each_page
def test_debt_commands_and_their_options_exist(page):
    commands, options = declared()
    told = DEBT.findall(code(page))
    assert {name for name, _rest in told} <= commands
    used = {option for _name, rest in told for option in OPTION.findall(rest)}
    assert used <= options


def test_every_debt_command_is_documented():
    told = {name for page in PAGES for name, _rest in DEBT.findall(code(page))}
    assert declared()[0] <= told


@pytest.mark.parametrize("page", LABELLED, ids=lambda page: page.name)
def test_screens_are_named_as_the_translation_does(page):
    shown = {entry.msgstr for entry in polib.pofile(TRANSLATION)}
    labels = {
        " ".join(part.split())
        for path in LABEL.findall(read(page))
        for part in path.split("▸")
    }
    assert sorted(labels - shown) == []
