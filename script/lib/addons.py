"""Tell what the project's addons are, need and contain.

``addons.py names``: installable addons, in one comma-separated line.
``addons.py foreign``: what they depend on outside the project.
``addons.py hash``: a digest of all that an installed database depends on.
"""

import ast
import hashlib
import sys
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2] / "addons"
# Parts of an addon that leave no trace in a database.
IGNORED_FOLDERS = {"tests", "__pycache__", "readme", "description"}
IGNORED_SUFFIXES = {".pyc", ".md", ".rst", ".pot"}


def manifests():
    """Return the manifest of each installable addon by its name."""
    found = {}
    for path in sorted(ADDONS.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
        if manifest.get("installable", True):
            found[path.parent.name] = manifest
    return found


def foreign(found):
    """Return the sorted dependencies that the project does not hold itself."""
    depends = {name for manifest in found.values() for name in manifest["depends"]}
    return sorted(depends - set(found))


def counts(path):
    """Tell whether a change of this file can change an installed database."""
    folders = set(path.relative_to(ADDONS).parts[:-1])
    return (
        path.is_file()
        and path.suffix not in IGNORED_SUFFIXES
        and not folders & IGNORED_FOLDERS
    )


def digest():
    """Return a digest over the names and contents of the files that count."""
    total = hashlib.sha256()
    for path in sorted(ADDONS.rglob("*")):
        if counts(path):
            total.update(f"{path.relative_to(ADDONS)}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def main(question):
    """Answer one question on standard output."""
    found = manifests()
    answers = {
        "names": lambda: ",".join(found),
        "foreign": lambda: ",".join(foreign(found)),
        "hash": digest,
    }
    sys.stdout.write(answers[question]() + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
