"""``odoo debt bank-import``: many files, each once."""

from types import SimpleNamespace

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from ..services.bank_command import BankCommand
from .common_bank import SAMPLES, BankFileCommon
from .test_command_line import CommandCommon


@tagged("post_install", "-at_install", "debt_bank")
class TestBankCommand(CommandCommon, BankFileCommon):
    def test_files_are_imported_once(self):
        paths = [SAMPLES / "mbank_collect_mt942.sta", SAMPLES / "pko_mt940.txt"]
        first, second = self._json("bank-import", *paths)
        self.assertEqual((first["created"], second["created"]), (3, 2))
        self.assertEqual(second["statements"], ["PKO 7/2026-03-02"])

    def test_second_run_changes_nothing(self):
        args = SimpleNamespace(company=None, journal=None, profile=None)
        name = "mbank_collect_mt940.sta"
        file = (name, (SAMPLES / name).read_bytes())
        command = BankCommand(self.env(user=SUPERUSER_ID), args)
        [first], [again] = (command.import_files([file]) for _time in range(2))
        self.assertEqual((first["created"], first["repeated"]), (4, False))
        self.assertEqual((again["created"], again["repeated"]), (0, True))
        self.assertEqual(len(self.lines_of(self.mbank)), 4)

    def test_refused_file_stops_no_other(self):
        paths = [SAMPLES / "mbank_unbalanced.sta", SAMPLES / "pko_mt940.txt"]
        refused, taken = self._json("bank-import", *paths, status=1)
        self.assertIn("870.82", refused["refused"])
        self.assertEqual(taken["created"], 2)
        self.assertFalse(self.lines_of(self.mbank))

    def test_journal_and_profile_are_named(self):
        options = ["--journal", "PKO", "--profile", "Table of payments"]
        [summary] = self._json("bank-import", SAMPLES / "table.csv", *options)
        self.assertEqual(summary["created"], 2)

    def test_unknown_journal_names_those_there_are(self):
        options = ["--journal", "XYZ"]
        answer = self._json("bank-import", SAMPLES / "table.csv", *options, status=2)
        self.assertEqual(answer["error"]["code"], "unknown_journal")
        self.assertIn("MBK", answer["error"]["known"])
