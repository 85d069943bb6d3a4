"""Bring the .po files beside a .pot up to date: merge_translations.py FILE.pot

Translations of texts that are still there are kept; texts that are gone go. The days
of the export are dropped, so that only a changed text changes a file.
"""

import sys
from pathlib import Path

import polib

DAYS = ("POT-Creation-Date", "PO-Revision-Date")


def without_days(catalogue):
    """Drop the days of the export from the head of a catalogue; return it."""
    for name in DAYS:
        catalogue.metadata.pop(name, None)
    return catalogue


def merged(template, old):
    """Return the entries of a template with the translations of an old catalogue.

    :param template: polib.POFile of the texts, without translations
    :param old: polib.POFile of one language
    """
    known = {entry.msgid: entry.msgstr for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=78)
    new.header, new.metadata = old.header, old.metadata
    for entry in template:
        entry.msgstr = known.get(entry.msgid, "")
        new.append(entry)
    return without_days(new)


def main(path):
    """Merge a template into all catalogues of its folder and say what is missing."""
    without_days(polib.pofile(path, wrapwidth=78)).save()
    for catalogue in sorted(Path(path).parent.glob("*.po")):
        new = merged(polib.pofile(path), polib.pofile(catalogue))
        new.save(str(catalogue))
        missing = len(new.untranslated_entries())
        sys.stdout.write(f"{catalogue.name}: {len(new)} texts, {missing} missing\n")


if __name__ == "__main__":
    main(sys.argv[1])
