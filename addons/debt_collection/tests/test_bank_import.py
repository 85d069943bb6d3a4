"""Bank files become lines: once, whole, in the right journal, with checked balances."""

import io
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..services.bank_import import BankImport
from .common_bank import SAMPLES, BankFileCommon
from .samples import make_bank_samples as made


def mt940(number, opening, closing, *entries, day="260303"):
    """Return an MT940 of mBank; entries are (amount, title, TNR)."""
    lines = [
        ":20:X", f":25:PL{made.MBANK}", f":28C:{number}/1",
        f":60F:C{day}PLN{opening},00",
    ]  # fmt: skip
    for amount, title, tnr in entries:
        lines += [
            f":61:{day}{day[2:]}CN{amount},00NTRFNONREF//B1",
            f":86:911 TRANSAKCJA COLLECT; TYT.: {title}; TNR: {tnr}",
        ]
    lines += [f":62F:C{day}PLN{closing},00", "-"]
    return "\r\n".join(lines).encode()


@tagged("post_install", "-at_install", "debt_bank")
class TestBankImport(BankFileCommon):
    def test_payment_comes_with_all_that_matching_needs(self):
        self.upload("mbank_collect_mt940.sta")
        line = self.lines_of(self.mbank)[0]
        self.assertEqual(line.amount, 250)
        self.assertEqual(line.payment_ref, "SPŁATA; TYT.: RATA 3")
        self.assertEqual(line.partner_name, "ŻANETA GĘŚLA")
        self.assertEqual(line.account_number, f"PL{made.PAYER}")
        self.assertEqual(line.debt_virtual_number, "000000000017")
        self.assertEqual(str(line.debt_value_date), "2026-03-02")
        self.assertEqual(line.ref, "MB260302000011")
        self.assertEqual(line.transaction_type, "911")
        self.assertIn("TNR: 262061073864111.010001", line.raw_data)

    def test_statement_keeps_number_balances_and_file(self):
        self.upload("mbank_collect_mt940.sta")
        statement = self.statements_of(self.mbank)
        self.assertEqual(statement.name, "MBK 43/2026-03-02")
        self.assertEqual((statement.debt_number, statement.debt_serial), ("43/1", 43))
        self.assertEqual(statement.balance_start, 1000.40)
        self.assertEqual(statement.balance_end_real, 1351.40)
        self.assertTrue(statement.is_complete)
        self.assertEqual(statement.debt_file_id.name, "mbank_collect_mt940.sta")
        self.assertEqual(statement.debt_unexplained, 4)
        self.assertFalse(statement.debt_warning)

    def test_notice_leads_to_the_new_lines(self):
        notice = self.upload("mbank_collect_mt940.sta")
        self.assertIn("New lines: 4", notice["message"])
        lines = self.lines.search(notice["next"]["domain"])
        self.assertEqual(lines, self.lines_of(self.mbank).sorted())

    def test_same_file_again_changes_nothing(self):
        """T-92."""
        self.upload("mbank_collect_mt940.sta")
        lines, statements = self.lines_of(self.mbank), self.statements_of(self.mbank)
        notice = self.upload("mbank_collect_mt940.sta")
        self.assertIn("imported before", notice["message"])
        self.assertIn("debt_accountant", notice["message"])
        self.assertEqual(self.lines_of(self.mbank), lines)
        self.assertEqual(self.statements_of(self.mbank), statements)
        self.assertEqual(len(lines), 4)

    def test_file_whose_lines_were_deleted_brings_them_back(self):
        self.upload("mbank_collect_mt940.sta")
        self.statements_of(self.mbank).unlink()
        self.lines_of(self.mbank).unlink()
        self.upload("mbank_collect_mt940.sta")
        self.assertEqual(len(self.lines_of(self.mbank)), 4)

    def test_statement_takes_over_the_lines_of_the_interim_report(self):
        self.upload("mbank_collect_mt942.sta")
        interim = self.lines_of(self.mbank)
        self.assertEqual(len(interim), 3)
        self.assertFalse(interim.statement_id)
        notice = self.upload("mbank_collect_mt940.sta")
        self.assertIn("New lines: 1. Known already and left out: 3", notice["message"])
        statement = self.statements_of(self.mbank)
        self.assertEqual(len(statement.line_ids), 4)
        self.assertLessEqual(interim, statement.line_ids)
        self.assertEqual(statement.balance_start, 1000.40)
        self.assertTrue(statement.is_complete)

    def test_interim_report_after_the_statement_brings_nothing(self):
        self.upload("mbank_collect_mt940.sta")
        self.upload("mbank_collect_mt942.sta")
        self.assertEqual(len(self.lines_of(self.mbank)), 4)

    def test_report_and_statement_of_pko_are_the_same_operations(self):
        self.upload("pko_elixir.txt")
        self.assertEqual(len(self.lines_of(self.pko)), 2)
        self.upload("pko_mt940.txt")
        self.assertEqual(len(self.lines_of(self.pko)), 2)
        self.assertTrue(self.statements_of(self.pko).is_complete)

    def test_overlapping_statement_brings_only_what_is_new(self):
        first = ("100", "jedna", "1.000001")
        self.upload("a.sta", mt940(1, 0, 100, first))
        self.upload("b.sta", mt940(2, 0, 150, first, ("50", "druga", "2.000001")))
        lines = self.lines_of(self.mbank)
        self.assertEqual(lines.mapped("amount"), [100, 50])
        second = lines[1].statement_id
        self.assertEqual((second.balance_start, second.balance_end_real), (100, 150))
        self.assertTrue(second.is_complete and second.is_valid)

    def test_equal_payments_are_two(self):
        data = (SAMPLES / "pko_mt940.txt").read_bytes()
        text = data.replace(b"2603020000000017", b"NONREF").replace(b"~38", b"~39")
        start, end = text.index(b":61:"), text.index(b":61:2603020302D")
        entry = text[start:end]
        text = text.replace(entry, entry * 2).replace(b"1230,34", b"1242,68")
        self.upload("twice.txt", text)
        self.assertEqual(self.lines_of(self.pko).mapped("amount"), [12.34, 12.34, -2])

    def test_balances_that_disagree_are_refused_with_figures(self):
        with self.assertRaisesRegex(UserError, "870.82"):
            self.upload("mbank_unbalanced.sta")
        self.assertFalse(self.lines_of(self.mbank))

    def test_damaged_file_tells_the_line_and_leaves_nothing(self):
        data = mt940(1, 0, 100, ("100", "a", "1.1")) + mt940(
            2, 100, 150, ("5O", "b", "2.1")
        )
        with self.assertRaisesRegex(UserError, "bad.sta: Line 12: “2603"):
            self.upload("bad.sta", data)
        self.assertFalse(self.lines_of(self.mbank))
        self.assertFalse(self.env["debt.bank.file"].search([]))

    def test_unknown_account_of_the_second_statement_keeps_nothing(self):
        data = mt940(1, 0, 100, ("100", "a", "1.1"))
        stranger = data.replace(made.MBANK.encode(), made.NEST.encode())
        with self.assertRaisesRegex(UserError, made.NEST):
            self.upload("two.sta", data + stranger)
        self.assertFalse(self.lines_of(self.mbank))

    def test_file_of_several_accounts_goes_to_their_journals(self):
        data = mt940(1, 0, 100, ("100", "a", "1.1"))
        other = data.replace(made.MBANK.encode(), made.PKO.encode())
        self.upload("two.sta", data + other)
        self.assertEqual(self.lines_of(self.mbank).mapped("amount"), [100])
        self.assertEqual(self.lines_of(self.pko).mapped("amount"), [100])

    def test_wrong_journal_and_currency_are_refused(self):
        with self.assertRaisesRegex(UserError, "Bank MBK.*Bank PKO"):
            self.upload("mbank_collect_mt940.sta", debt_journal_id=self.pko.id)
        self._bank_journal("EUR", made.NEST, currency_id=self._currency("EUR").id)
        with self.assertRaisesRegex(UserError, "PLN.*EUR"):
            self.upload("nest.sta")

    def test_payer_of_one_account_is_recognised_others_never(self):
        partners = self.debtor | self._make_debtor("Inny")
        bank = self.env["res.partner.bank"]
        bank.create({"acc_number": f"PL{made.PAYER}", "partner_id": self.debtor.id})
        for partner in partners:
            bank.create({"acc_number": f"PL{made.SECOND}", "partner_id": partner.id})
        self.upload("mbank_collect_mt940.sta")
        partners = self.lines_of(self.mbank).mapped(lambda line: line.partner_id.name)
        self.assertEqual(partners, ["Jan Testowy", False, False, False])

    def test_new_lines_are_examined_soon(self):
        cron = self.env.ref("debt_collection.ir_cron_debt_match")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.upload("mbank_collect_mt940.sta")
        found = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertEqual(found, triggers + 1)

    def test_nothing_is_guessed_by_names_and_invoices(self):
        """OCA takes the first partner of a name, and any invoice with the title."""
        partner = self._make_debtor("ŻANETA GĘŚLA")
        self._invoice(partner, 250, ref="x", payment_reference="SPŁATA; TYT.: RATA 3")
        data = (SAMPLES / "mbank_collect_mt940.sta").read_bytes()
        env = self.env(context={**self.env.context, "_test_account_reconcile_oca": 1})
        BankImport(env).take("mbank.sta", data)
        lines = self.lines_of(self.mbank)
        self.assertFalse(lines.partner_id)
        self.assertFalse(any(lines.mapped("is_reconciled")))

    def test_rules_that_users_set_still_work(self):
        self.env["account.reconcile.model"].create(
            {
                "name": "Fees",
                "trigger": "auto_reconcile",
                "match_label": "contains",
                "match_label_param": "PROWIZJA",
                "line_ids": [
                    Command.create({"account_id": self.income.id, "amount_string": 100})
                ],
            }
        )
        self.pko.debt_stock_rules = True
        self.upload("pko_mt940.txt")
        settled = self.lines_of(self.pko).mapped("is_reconciled")
        self.assertEqual(settled, [False, True])

    def test_known_lines_cost_no_query_each(self):
        """A file imported again asks once for its keys, however many they are."""
        counts = []
        for number, size in ((1, 3), (2, 40)):
            entries = [("10", "a", f"{number}.{i}") for i in range(size)]
            data = mt940(number, 0, 10 * size, *entries)
            BankImport(self.env).take("x.sta", data)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            BankImport(self.env).take("x.sta", data)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_entries_are_numbered_without_holes(self):
        march = [("10", "a", f"1.{i}") for i in range(3)]
        april = [("10", "b", f"2.{i}") for i in range(2)]
        data = mt940(1, 0, 30, *march) + b"\r\n"
        self.upload("a.sta", data + mt940(2, 30, 50, *april, day="260402"))
        self.upload("b.sta", mt940(3, 50, 60, ("10", "c", "3.1"), day="260403"))
        moves = self.lines_of(self.mbank).move_id
        self.assertEqual(moves.mapped("sequence_number"), [1, 2, 3, 4, 5, 6])
        self.assertEqual(len(set(moves.mapped("name"))), 6)

    def test_only_accountants_import(self):
        for role in ("collector", "team_leader", "manager", "operator", "lawyer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.upload("mbank_collect_mt940.sta", role=role)

    def test_archive_is_all_or_nothing(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("1.sta", mt940(1, 0, 100, ("100", "a", "1.1")))
            archive.writestr("2.sta", mt940(2, 100, 150, ("50", "b", "2.1")))
        self.upload("files.zip", packed.getvalue())
        self.assertEqual(self.lines_of(self.mbank).mapped("amount"), [100, 50])
        with zipfile.ZipFile(packed, "a") as archive:
            archive.writestr("3.sta", mt940(3, 150, 250, ("100", "c", "3.1")))
            archive.writestr("4.sta", mt940(4, 250, 300, ("51", "d", "4.1")))
        with self.assertRaisesRegex(UserError, "4.sta"):
            self.upload("files.zip", packed.getvalue())
        self.assertEqual(len(self.lines_of(self.mbank)), 2)


@tagged("post_install", "-at_install", "debt_bank")
class TestGaps(BankFileCommon):
    def test_missing_statement_warns_until_it_comes(self):
        self.upload("1.sta", mt940(1, 0, 100, ("100", "a", "1.1"), day="260302"))
        last = mt940(4, 150, 250, ("100", "d", "4.1"), day="260305")
        notice = self.upload("4.sta", last)
        self.assertEqual(notice["type"], "warning")
        self.assertIn("missing before number 4/1: 2", notice["message"])
        statement = self.statements_of(self.mbank)[-1]
        self.assertEqual(statement.debt_missing, 2)
        self.assertIn(statement, self.statements.search([("debt_missing", ">", 0)]))
        self.upload("2.sta", mt940(2, 100, 120, ("20", "b", "2.1"), day="260303"))
        self.assertEqual(statement.debt_missing, 1)
        self.upload("3.sta", mt940(3, 120, 150, ("30", "c", "3.1"), day="260304"))
        self.assertFalse(statement.debt_warning)

    def test_opening_that_does_not_go_on_warns(self):
        self.upload("1.sta", mt940(1, 0, 100, ("100", "a", "1.1"), day="260302"))
        notice = self.upload("2.sta", mt940(2, 90, 100, ("10", "b", "2.1")))
        self.assertIn("doesn't match the ending balance", notice["message"])
        statement = self.statements_of(self.mbank)[-1]
        self.assertTrue(statement.debt_warning)
        warned = self.statements.search([("debt_warning", "!=", False)])
        self.assertIn(statement, warned)
        self.assertNotIn(self.statements_of(self.mbank)[0], warned)

    def test_statement_without_entries_fills_its_number(self):
        self.upload("1.sta", mt940(1, 0, 100, ("100", "a", "1.1"), day="260302"))
        self.upload("2.sta", mt940(2, 100, 100, day="260303"))
        self.upload("2b.sta", mt940(2, 100, 100, day="260303") + b"\r\n")
        self.upload("3.sta", mt940(3, 100, 150, ("50", "b", "3.1"), day="260304"))
        statements = self.statements_of(self.mbank)
        self.assertEqual(statements.mapped("debt_serial"), [1, 2, 3])
        self.assertFalse(any(statements.mapped("debt_missing")))

    def test_deleting_a_statement_leaves_a_gap(self):
        for number in (1, 2, 3):
            balance = number * 100
            entry = ("100", "a", f"{number}.1")
            data = mt940(number, balance - 100, balance, entry, day=f"26030{number}")
            self.upload(f"{number}.sta", data)
        self.statements_of(self.mbank)[1].unlink()
        last = self.statements_of(self.mbank)[-1]
        self.assertEqual(last.debt_missing, 1)


@tagged("post_install", "-at_install", "debt_bank")
class TestMassPayments(BankFileCommon):
    def test_file_without_account_goes_where_the_user_says(self):
        with self.assertRaisesRegex(UserError, "choose the bank journal"):
            self.upload("bph_wns.txt")
        self.upload("bph_wns.txt", debt_journal_id=self.pko.id)
        lines = self.lines_of(self.pko)
        self.assertEqual(lines.mapped("debt_virtual_number"), ["000042", "000043"])
        self.assertFalse(lines.statement_id)

    def test_virtual_account_tells_the_journal(self):
        pool = self.env["debt.virtual.pool"].create(
            {"name": "Pool", "journal_id": self.mbank.id, **self.pool_values()}
        )
        self.env["debt.virtual.account"].create(
            {
                "pool_id": pool.id,
                "number": made.VIRTUAL,
                "identifier": made.VIRTUAL[-12:],
                "debtor_id": self.debtor.id,
                "case_id": self._make_case(self.debtor).id,
            }
        )
        self.upload("bz_wbk.txt")
        self.assertEqual(self.lines_of(self.mbank).mapped("amount"), [123.45, 10])

    def pool_values(self):
        """Return a pool that gives no numbers any more."""
        known = {"sort_code": made.VIRTUAL[2:10], "prefix": "777"}
        return {**known, "date_to": "2000-01-01"}

    def test_file_without_totals_says_so(self):
        notice = self.upload("pko_elixir.txt")
        self.assertIn("no totals", notice["message"])


@tagged("post_install", "-at_install", "debt_bank")
class TestProfiles(BankFileCommon):
    def setUp(self):
        super().setUp()
        self.profile = self.env.ref("debt_collection.sheet_mapping_generic")

    def upload_table(self, data=None, **values):
        return self.upload(
            "table.csv",
            data,
            debt_journal_id=self.pko.id,
            sheet_mapping_id=self.profile.id,
            **values,
        )

    def test_table_is_read_by_its_profile_once(self):
        for _time in range(2):
            self.upload_table()
            lines = self.lines_of(self.pko)
            self.assertEqual(lines.mapped("amount"), [1234.5, -10])
        self.assertEqual(lines[0].debt_virtual_number, made.VIRTUAL)
        self.assertEqual(lines[0].partner_name, "ŻANETA GĘŚLA")
        self.assertEqual(lines[0].account_number, f"PL{made.PAYER}")

    def test_bad_cell_tells_row_and_column(self):
        data = (SAMPLES / "table.csv").read_bytes().replace(b"-10,00", b"dziesiec")
        with self.assertRaisesRegex(UserError, "Line 3.*Kwota.*dziesiec"):
            self.upload_table(data)
        self.assertFalse(self.lines_of(self.pko))

    def test_missing_column_names_those_there_are(self):
        data = (SAMPLES / "table.csv").read_bytes().replace(b"Kwota", b"Suma")
        with self.assertRaisesRegex(UserError, "Kwota.*Suma"):
            self.upload_table(data)

    def test_bank_file_is_known_although_the_journal_has_a_profile(self):
        self.upload("mbank_collect_mt940.sta", sheet_mapping_id=self.profile.id)
        self.assertEqual(len(self.lines_of(self.mbank)), 4)

    def test_file_of_no_kind_is_left_to_other_addons(self):
        with self.assertRaisesRegex(UserError, "not supported"):
            self.upload("table.csv")
