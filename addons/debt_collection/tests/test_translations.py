"""The Polish translation is whole and belongs to the texts of today."""

import re
from collections import Counter

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader

ADDON = "debt_collection"
PLACEHOLDER = re.compile(r"%\(\w+\)[-\d.]*[a-z]|%[-\d.]*[sdfr]|<[^>]*?(?:>|\s)")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.polish = polib.pofile(file_path(f"{ADDON}/i18n/pl.po"))
        cls.template = polib.pofile(file_path(f"{ADDON}/i18n/{ADDON}.pot"))
        reader = TranslationModuleReader(cls.env.cr, [ADDON])
        cls.texts = {text[4] for text in reader}

    def test_the_files_have_the_texts_of_the_addon(self):
        for catalogue in (self.polish, self.template):
            known = {entry.msgid for entry in catalogue if not entry.obsolete}
            self.assertFalse(self.texts - known, "run script/update-translations")
            self.assertFalse(known - self.texts, "run script/update-translations")

    def test_every_text_is_translated(self):
        self.assertFalse(self.polish.untranslated_entries())
        self.assertFalse(self.polish.fuzzy_entries())
        self.assertFalse(self.polish.obsolete_entries())

    def test_placeholders_and_tags_are_kept(self):
        for entry in self.polish:
            with self.subTest(entry.msgid):
                self.assertEqual(
                    Counter(PLACEHOLDER.findall(entry.msgid)),
                    Counter(PLACEHOLDER.findall(entry.msgstr)),
                )

    def test_marked_texts_reach_the_user_in_polish(self):
        polish = self.env(context={"lang": "pl_PL"})
        labels = dict(polish["debt.event.type"]._selection_limitation_effect())
        self.assertEqual(labels["acknowledged"], "Uznanie długu")
        told = polish["debt.limitation.rule"]._explain(
            [["interrupted", {"event": "lawsuit_filed", "day": "2025-03-31"}]]
        )
        self.assertIn("przerwanie biegu przedawnienia", told)
        self.assertIn("Sąd: wniesienie pozwu", told)
