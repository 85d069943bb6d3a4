"""The interest calculator: its screen, its paper and its spreadsheet."""

import base64
import re
from io import BytesIO

from openpyxl import load_workbook

from odoo.tests import Form, tagged

from .common import DebtCommon
from .tools.common import vectors

NBSP = "\u00a0"


@tagged("post_install", "-at_install", "debt_calculator")
class TestInterestCalculator(DebtCommon):
    def _calculator(self, role="operator", payments=(), **values):
        """Return a calculator of the user of a role; the example is 10 000 zł."""
        kind = self.env.ref(
            f"debt_collection.interest_kind_{values.pop('kind', 'commercial_delay')}"
        )
        as_role = self.env["debt.interest.calculator"].with_user(self.users[role])
        return as_role.create(
            {
                "principal": 10000,
                "interest_kind_id": kind.id,
                "due_date": "2026-02-10",
                "as_of": "2026-05-10",
                "payment_ids": [
                    (0, 0, {"date": day, "amount": amount, "order": order})
                    for day, amount, order in payments
                ],
                **values,
            }
        )

    def test_published_examples(self):
        """Those with a due date and without payments, as the law file gives them."""
        dated = [
            row
            for row in vectors("interest_worked_examples.csv")
            if row["due_date"] and not row["payments"]
        ]
        self.assertGreater(len(dated), 20)
        for row in dated:
            with self.subTest(row["id"]):
                calculator = self._calculator(
                    kind=row["kind"],
                    principal=float(row["principal"]),
                    due_date=row["due_date"],
                    as_of=row["as_of"],
                    shift=row["shift_rule"],
                )
                self.assertEqual(f"{calculator.interest:.2f}", row["expected_interest"])

    def test_part_payments_in_both_orders(self):
        first = self._calculator(payments=[("2026-03-10", 6000, "principal")])
        self.assertEqual(first.interest, 200.99)
        self.assertEqual(first.principal_due, 4000)
        second = self._calculator(payments=[("2026-03-10", 6000, "interest")])
        self.assertEqual(second.interest_paid, 107.40)
        self.assertEqual(second.principal_due, 4107.40)

    def test_the_same_as_the_claim_with_the_same_facts(self):
        case = self._make_case()
        self._make_claim(case, 10000, "2026-02-10")
        self._pay(case, 6000, "2026-03-10")
        calculator = self._calculator(
            kind="delay_481", payments=[("2026-03-10", 6000, "interest")]
        )
        names = ("principal_due", "interest_due", "total_due")
        self.assertEqual(
            self.amounts(case, "2026-05-10", *names),
            tuple(calculator[name] for name in names),
        )

    def test_the_screen_follows_what_is_typed(self):
        self.company.debt_interest_rounding = "total"
        empty = self.env["debt.interest.calculator"].with_user(self.users["collector"])
        with Form(empty) as form:
            self.assertEqual(form.rounding, "total")
            form.principal = 10000
            self.assertFalse(form.interest)
            form.due_date = "2026-02-07"
            self.assertEqual(str(form.due_date_moved), "2026-02-09")
            self.assertEqual(str(form.interest_from), "2026-02-10")
            form.shift = "none"
            self.assertEqual(str(form.interest_from), "2026-02-08")
            form.as_of = "2026-02-17"
            self.assertEqual(form.interest, 26.03)
            self.assertIn(f"26,03{NBSP}zł", form.explanation)
            with form.payment_ids.new() as payment:
                payment.date = "2026-02-17"
                payment.amount = 10026.03
            self.assertEqual(form.total_due, 0)

    def test_an_agreed_rate_is_cut_to_the_cap(self):
        calculator = self._calculator(kind="contractual", interest_percent=30)
        self.assertIn(f"19{NBSP}%", calculator.explanation)
        self.assertNotIn(f"30{NBSP}%", calculator.explanation)
        self.assertIn("Maximum interest for delay", calculator.explanation)

    def test_rates_are_named_with_law_and_verification(self):
        text = self._calculator(kind="delay_481").explanation
        for part in ("art. 481", "M.P. 2026 poz. 367", "High", "08.10.2026"):
            self.assertIn(part, text)
        self.assertNotIn("verified up to", text)
        later = self._calculator(kind="delay_481", as_of="2026-10-09").explanation
        self.assertIn("verified up to 08.10.2026", later)

    def test_rates_of_the_predecessor_are_named(self):
        text = self._calculator(due_date="2015-12-01", as_of="2016-01-31").explanation
        self.assertIn("Interest on tax arrears", text)
        self.assertIn("commercial transactions", text)

    def test_days_without_a_known_rate(self):
        calculator = self._calculator(due_date="1990-01-10")
        self.assertEqual(calculator.interest, 0)
        self.assertIn("enter or import the missing rate", calculator.explanation)

    def test_tax_arrears_in_full_zloty(self):
        calculator = self._calculator(
            kind="tax_arrears", principal=1234.56, rounding="full_zloty"
        )
        self.assertTrue(calculator.interest)
        self.assertEqual(calculator.interest % 1, 0)

    def test_overpaid(self):
        calculator = self._calculator(payments=[("2026-02-09", 10000.5, "interest")])
        self.assertEqual((calculator.total_due, calculator.overpaid), (0, 0.5))

    # === PAPER AND SPREADSHEET === #
    def _paper(self, calculator):
        report = self.env["ir.actions.report"].with_user(calculator.env.user)
        html, _kind = report._render_qweb_html(
            "debt_collection.interest_calculation_document", calculator.ids
        )
        return re.sub(r"[ \n]+", " ", html.decode())

    def test_paper(self):
        calculator = self._calculator(
            name="Invoice FV/7/2026",
            due_date="2026-02-07",
            payments=[("2026-03-10", 6000, "principal")],
        )
        paper = self._paper(calculator)
        for part in (
            "Invoice FV/7/2026",
            f"10{NBSP}000,00{NBSP}zł",
            "07.02.2026, moved to 09.02.2026 (art. 115",
            "Payment of 10.03.2026",
            "Principal first",
            f"14{NBSP}%",
            "art. 4 pkt 3",
            f"4{NBSP}204,82{NBSP}zł",
        ):
            self.assertIn(part, paper)

    def test_pdf_is_one_document_without_header(self):
        """Several bodies, or a header, would need a patched wkhtmltopdf."""
        report = self.env.ref("debt_collection.interest_calculation_report")
        html, _kind = report._render_qweb_html(
            report.report_name, self._calculator().ids
        )
        bodies, _ids, header, footer, _arguments = report._prepare_html(html)
        self.assertEqual(len(bodies), 1)
        self.assertNotIn("o_header", f"{header}{footer}")

    def test_buttons(self):
        calculator = self._calculator()
        self.assertEqual(
            calculator.action_pdf()["report_name"],
            "debt_collection.interest_calculation_document",
        )
        self.assertIn(f"/{calculator.id}/xlsx/", calculator.action_xlsx()["url"])

    def test_spreadsheet(self):
        calculator = self._calculator(payments=[("2026-03-10", 6000, "principal")])
        book = load_workbook(BytesIO(base64.b64decode(calculator.xlsx)))
        rows = list(book.active.iter_rows(values_only=True))
        by_label = {row[0]: row for row in rows if isinstance(row[0], str)}
        self.assertEqual(by_label["Sum"][5], 200.99)
        self.assertEqual(by_label["Together"][1], 4200.99)
        self.assertEqual(by_label["Overpaid"][1], 0)
        lines = [row[2:] for row in rows if row[5] in (107.4, 93.59)]
        self.assertEqual(lines, [(28, 14, 10000, 107.4), (61, 14, 4000, 93.59)])

    def test_no_query_for_each_period(self):
        """Rates are read once, however many of them the span crosses."""

        def queries(due_date):
            calculator = self._calculator(due_date=due_date)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(calculator.interest)
            return self.env.cr.sql_log_count - before

        queries("2026-02-10")  # fills the caches of templates and rights
        self.assertLessEqual(queries("1999-02-10"), queries("2026-02-10") + 4)
