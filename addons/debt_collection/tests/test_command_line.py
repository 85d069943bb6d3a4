"""``odoo debt``: what it prints, where, and with which exit status."""

import csv
import io
import json
import sys
import tempfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock, patch

from odoo import SUPERUSER_ID
from odoo.cli.command import find_command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import services
from ..tools.tabular import FileFault
from .common import DebtCommon
from .tools.common import VECTORS, vectors

INTEREST, LIMITATION = "interest_worked_examples.csv", "limitation.csv"


class CommandCommon(DebtCommon):
    """Runs the command in the test's own transaction."""

    def setUp(self):
        super().setUp()
        self.command = find_command("debt")

        @contextmanager
        def environment(command, args):
            yield self.env(user=SUPERUSER_ID)

        opened = patch.object(self.command, "_environment", environment)
        opened.start()
        self.addCleanup(opened.stop)

    def _debt(self, *args, stdin=b""):
        """Run ``debt ARGS``; return (exit status, stdout, stderr)."""
        out, err = io.StringIO(), io.StringIO()
        source = io.TextIOWrapper(io.BytesIO(stdin))
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch("sys.stdin", source),
            self.assertRaises(SystemExit) as stopped,
        ):
            self.command().run([str(arg) for arg in args])
        return stopped.exception.code, out.getvalue(), err.getvalue()

    def _json(self, *args, status=0):
        """Run ``debt ARGS``, check the exit status and return the JSON of stdout."""
        code, out, err = self._debt(*args)
        self.assertEqual(code, status, err)
        return json.loads(out)

    def _file(self, text, name="rows.csv"):
        """Return the path of a file with a text."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / name
        path.write_text(text, encoding="utf-8")
        return path

    def _answers(self, out):
        """Return {id: answer} of CSV lines; the header must be right."""
        rows = list(csv.reader(out.splitlines()))
        return dict(rows[1:])


@tagged("post_install", "-at_install", "debt_command_line")
class TestFilesOfRows(CommandCommon):
    def test_interest_of_all_vectors(self):
        status, out, err = self._debt("interest", "--csv", VECTORS / INTEREST)
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.startswith("id,interest\nW01,4203.89\n"))
        expected = {r["id"]: r["expected_interest"] for r in vectors(INTEREST)}
        self.assertEqual(self._answers(out), expected)

    def test_limitation_of_all_vectors(self):
        status, out, err = self._debt("limitation", "--csv", VECTORS / LIMITATION)
        self.assertEqual((status, err), (0, ""))
        self.assertTrue(out.startswith("id,last_day\n"))
        expected = {r["id"]: r["expected_last_day"] for r in vectors(LIMITATION)}
        self.assertEqual(self._answers(out), expected)

    def test_stdin(self):
        data = (VECTORS / INTEREST).read_bytes()
        status, out, _err = self._debt("interest", "--csv", "-", stdin=data)
        self.assertEqual(status, 0)
        self.assertEqual(self._answers(out)["W22"], "200.99")

    def test_rates_are_those_of_the_database(self):
        self.env["debt.interest.rate"].create(
            {
                "kind_id": self.env.ref("debt_collection.interest_kind_delay_481").id,
                "date_from": "2026-11-05",
                "percent": 9,
            }
        )
        path = self._file(
            "id,kind,principal,due_date,as_of\nX,delay_481,36500,2026-11-04,2026-11-14"
        )
        self.assertEqual(
            self._debt("interest", "--csv", path)[1], "id,interest\nX,90.00\n"
        )

    def test_rules_are_those_of_the_database(self):
        rule = self.env.ref("debt_collection.limitation_rule_sale")
        rule.years = 5
        _status, out, _err = self._debt("limitation", "--csv", VECTORS / LIMITATION)
        self.assertEqual(self._answers(out)["L04"], "2030-12-31")

    def test_a_faulty_row_does_not_stop_the_others(self):
        path = self._file(
            "id;kind;principal;due_date;as_of\n"
            "A;delay_481;100;2026-01-12;2026-13-01\n"
            "B;delay_481;10000;2026-03-31;2026-06-30\n"
            "C;odsetki;100;2026-01-12;2026-02-01\n"
        )
        status, out, err = self._debt("interest", "--csv", path)
        self.assertEqual(status, 1)
        self.assertEqual(out, "id,interest\nA,\nB,230.62\nC,\n")
        first, second = err.splitlines()
        self.assertIn("Record 1: Row A, column as_of: '2026-13-01'", first)
        self.assertIn("write YYYY-MM-DD", first)
        self.assertIn("Record 3: Row C, column kind", second)
        self.assertIn("delay_481", second)

    def test_a_faulty_row_of_limitation(self):
        path = self._file(
            "id,claim_kind,creditor,debtor,start_date,events\n"
            "A,sale,business,business,12.06.2018,\n"
            "B,sale,business,business,2018-06-11,\n"
        )
        status, out, err = self._debt("limitation", "--csv", path)
        self.assertEqual((status, out), (1, "id,last_day\nA,\nB,2020-12-31\n"))
        self.assertIn("Record 1: Row A, column start_date", err)

    def test_files_that_cannot_be_used(self):
        for path, part in (
            ("nowhere.csv", "nowhere.csv cannot be read: No such file"),
            (self._file(""), "add to the header the columns id, kind, principal"),
            (self._file("id,kind\n1,x\n"), "add to the header the columns principal"),
        ):
            status, out, err = self._debt("interest", "--csv", path)
            self.assertEqual((status, out), (2, ""))
            self.assertIn(part, err)

    def test_a_header_alone_is_no_fault(self):
        status, out, _err = self._debt(
            "interest", "--csv", self._file("id,kind,principal\n")
        )
        self.assertEqual((status, out), (0, "id,interest\n"))


@tagged("post_install", "-at_install", "debt_command_line")
class TestBalanceCommand(CommandCommon):
    def setUp(self):
        super().setUp()
        self.case = self._make_case(self.debtor)
        self.claim = self._make_claim(
            self.case, 10000, "2026-02-10", number="FV/1/2026", external_id="E-1"
        )
        self._add_cost(self.case, 30, "2026-02-20")
        self._pay(self.case, 6030, "2026-03-10")

    def test_a_case_on_a_day(self):
        answer = self._json("balance", self.case.name, "--as-of", "2026-05-10")
        names = (
            "principal_due",
            "interest_due",
            "costs_due",
            "paid_total",
            "total_due",
        )
        keys = ("principal", "interest", "costs", "payments", "total")
        self.assertEqual(
            tuple(float(answer[key]) for key in keys),
            self.amounts(self.case, "2026-05-10", *names),
        )
        self.assertEqual(answer["case"], self.case.name)
        self.assertEqual(answer["as_of"], "2026-05-10")
        self.assertEqual(answer["currency"], "PLN")
        self.assertEqual(answer["overpaid"], "0.00")

    def test_the_periods_behind_it(self):
        answer = self._json("balance", self.case.name, "--as-of", "2026-05-10")
        periods = answer["claims"][0]["periods"]
        self.assertEqual(
            periods[0],
            {
                "from": "2026-02-11",
                "to": "2026-03-04",
                "days": 22,
                "rate": "9.5",
                "principal": "10000.00",
                "interest": "57.26",
            },
        )
        lines = sum(round(float(line["interest"]) * 100) for line in periods)
        self.assertEqual(lines, round(float(answer["interest_accrued"]) * 100))
        self.assertEqual(
            float(answer["interest"]),
            round(
                float(answer["interest_accrued"]) - float(answer["interest_paid"]), 2
            ),
        )

    def test_before_the_payment(self):
        answer = self._json("balance", self.case.name, "--as-of", "2026-02-19")
        self.assertEqual(answer["principal"], "10000.00")
        self.assertEqual((answer["costs"], answer["payments"]), ("0.00", "0.00"))

    def test_a_claim_by_either_number(self):
        by_number = self._json("balance", "FV/1/2026", "--as-of", "2026-05-10")
        by_identifier = self._json("balance", "E-1", "--as-of", "2026-05-10")
        self.assertEqual(by_number, by_identifier)
        self.assertEqual(by_number["claim"], "E-1")
        self.assertEqual(by_number["case_of_claim"], self.case.name)
        self.assertEqual(
            float(by_number["total"]),
            self.amounts(self.claim, "2026-05-10", "total_due")[0],
        )

    def test_today_unless_a_day_is_named(self):
        today = self.env["debt.balance"]._today()
        self.assertEqual(self._json("balance", "E-1")["as_of"], today.isoformat())

    def test_overpaid(self):
        self._pay(self.case, 5000, "2026-03-11")
        answer = self._json("balance", self.case.name, "--as-of", "2026-05-10")
        self.assertEqual(answer["total"], "0.00")
        self.assertEqual(
            float(answer["overpaid"]),
            self.amounts(self.case, "2026-05-10", "overpaid")[0],
        )
        self.assertGreater(float(answer["overpaid"]), 900)

    def test_a_withdrawn_claim_is_owed_nothing(self):
        claim = self._make_claim(self._make_case(), 500, number="FV/2/2026")
        claim.action_withdraw("mistake")
        answer = self._json("balance", "FV/2/2026")
        self.assertEqual((answer["total"], answer["claims"]), ("0.00", []))

    def test_two_cases_have_such_a_claim(self):
        other = self._make_case()
        self._make_claim(other, 500, number="FV/1/2026")
        answer = self._json("balance", "FV/1/2026", status=2)
        self.assertEqual(answer["error"]["code"], "ambiguous_claim")
        self.assertEqual(answer["error"]["cases"], sorted([self.case.name, other.name]))
        narrowed = self._json("balance", "FV/1/2026", "--case", other.name)
        self.assertEqual(narrowed["principal"], "500.00")

    def test_what_cannot_be_found(self):
        for args, code in (
            (["X/1"], "unknown_reference"),
            (["FV/1/2026", "--case", "X/1"], "unknown_case"),
            ([self.case.name, "--as-of", "2026-02-30"], "bad_date"),
            ([self.case.name, "--as-of", "20260228"], "bad_date"),
            ([self.case.name, "--company", "Nobody"], "unknown_company"),
            ([self.case.name, "--company", "Agency B"], "unknown_reference"),
        ):
            answer = self._json("balance", *args, status=2)
            self.assertEqual(answer["error"]["code"], code, args)
            self.assertTrue(answer["error"]["message"])

    @mute_logger("odoo.cli.debt")
    def test_a_failure_nobody_thought_of(self):
        balance = type(self.env["debt.balance"])
        with patch.object(balance, "_today", side_effect=RuntimeError("broken")):
            answer = self._json("balance", self.case.name, status=2)
        self.assertEqual(
            answer,
            {"error": {"code": "unexpected", "message": "RuntimeError: broken"}},
        )

    def test_what_is_printed_on_the_way_does_not_reach_stdout(self):
        balance = type(self.env["debt.balance"])
        today = balance._today

        def noisy(model):
            sys.stdout.write("noise")
            return today(model)

        with patch.object(balance, "_today", noisy):
            status, out, err = self._debt("balance", self.case.name)
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(out)["case"], self.case.name)
        self.assertIn("noise", err)


@tagged("post_install", "-at_install", "debt_command_line")
class TestImportCommand(CommandCommon):
    """What the command makes of its options and of the importer's answer."""

    def setUp(self):
        super().setUp()
        self.file = self._file("a;b\n1;2\n", "portfolio.csv")
        self.importer = Mock(return_value={"created": 3, "refused": []})
        module = SimpleNamespace(run_import=self.importer)
        stand_in = patch.object(services, "intake", module, create=True)
        stand_in.start()
        self.addCleanup(stand_in.stop)

    def _import(self, *options, status=0, code="EN-2026-01"):
        return self._json(
            "import", self.file, "--package", code, *options, status=status
        )

    def test_the_file_goes_to_the_package(self):
        self.assertEqual(self._import(), {"created": 3, "refused": []})
        env, package, name, data = self.importer.call_args.args
        self.assertEqual((package, name), (self.package, "portfolio.csv"))
        self.assertEqual(data, b"a;b\n1;2\n")
        self.assertEqual(env.company, self.package.company_id)

    def test_refused_rows_are_exit_status_1(self):
        summary = {"created": 2, "refused": [{"row": 3, "reason": "Żle"}]}
        self.importer.return_value = summary
        self.assertEqual(self._import(status=1), summary)

    def test_progress_goes_to_stderr(self):
        def importer(*args, options, **more):
            options["progress"](500, 2000)
            return {"refused": []}

        self.importer.side_effect = importer
        _status, out, err = self._debt("import", self.file, "--package", "EN-2026-01")
        self.assertEqual(json.loads(out), {"refused": []})
        self.assertIn("500 of 2000", err)

    def test_sheet_and_password(self):
        secret = self._file("Hasło 1\n", "secret")
        self._import("--sheet", "Dane", "--password-file", secret)
        options = self.importer.call_args.kwargs["options"]
        self.assertEqual((options["sheet"], options["password"]), ("Dane", "Hasło 1"))

    def test_a_file_that_cannot_be_read(self):
        self.importer.side_effect = FileFault("wrong_password").at(file="p.xlsx")
        error = self._import(status=2)["error"]
        self.assertEqual(error["code"], "wrong_password")
        self.assertIn("p.xlsx", error["message"])

    def test_what_the_importer_refuses(self):
        self.importer.side_effect = UserError("The package is being loaded already.")
        error = self._import(status=2)["error"]
        self.assertEqual(error["code"], "refused")
        self.assertIn("being loaded", error["message"])

    def test_an_unknown_package_names_the_known_ones(self):
        error = self._import(code="EN-2026-02", status=2)["error"]
        self.assertEqual(error["code"], "unknown_package")
        self.assertIn("EN-2026-01", error["known"])
        self.importer.assert_not_called()

    def test_a_code_that_two_companies_use(self):
        agreement = self._make_agreement(code="B-1", company_id=self.other_company.id)
        other = self._make_package(agreement, code="EN-2026-01")
        error = self._import(status=2)["error"]
        self.assertEqual(error["code"], "ambiguous_package")
        self.assertIn("Agency B", error["companies"])
        self._import("--company", "agency b")
        env, package = self.importer.call_args.args[:2]
        self.assertEqual((package, env.company), (other, self.other_company))

    def test_no_such_file(self):
        self.file = "nowhere.xlsx"
        error = self._import(status=2)["error"]
        self.assertEqual(error["code"], "unreadable_file")
        self.importer.assert_not_called()


@tagged("post_install", "-at_install", "debt_command_line")
class TestHelp(CommandCommon):
    def test_statuses_are_documented(self):
        for command in ("import", "balance", "interest", "limitation"):
            status, out, _err = self._debt(command, "--help")
            self.assertEqual(status, 0)
            self.assertIn("exit status:", out)

    def test_wrong_options(self):
        for args in ([], ["fly"], ["import", "f.csv"], ["interest"]):
            status, out, err = self._debt(*args)
            self.assertEqual((status, out), (2, ""))
            self.assertIn("usage:", err)
