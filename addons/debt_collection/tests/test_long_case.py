"""A case of hundreds of payments opens and books as fast as a young one."""

from datetime import date, timedelta

from lxml import etree

from odoo.tests import tagged

from .common import DebtCommon


@tagged("post_install", "-at_install", "debt_ledger")
class TestLongCase(DebtCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.young, cls.long = cls._paid_case(5), cls._paid_case(500)

    @classmethod
    def _paid_case(cls, payments):
        case = cls._make_case(cls._make_debtor(f"Debtor of {payments}"))
        for number in range(10):
            cls._make_claim(case, 5000, date(2020, 1, 10) + timedelta(30 * number))
        cls.env["debt.payment"].create(
            [
                {
                    "case_id": case.id,
                    "amount": 100 + number % 7,
                    "date": date(2021, 1, 1) + timedelta(3 * number),
                }
                for number in range(payments)
            ]
        )
        return case

    def queries(self, work, case):
        """Return how many queries a work on a case takes, as the accountant."""
        case = self.as_role(case, "accountant")
        before = self.env.cr.sql_log_count
        work(case)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertSameQueries(self, work):
        """A work takes hardly more queries on the long case than on the young one."""
        self.queries(work, self.young)  # settings are read once
        self.assertLessEqual(
            self.queries(work, self.long), self.queries(work, self.young) + 6
        )

    def test_opening(self):
        views = self.env["debt.case"].get_views([(False, "form")])
        arch = etree.fromstring(views["views"]["form"]["arch"])
        wanted = _fields_of(arch, self.env["debt.case"])
        self.assertSameQueries(lambda case: case.web_read(wanted))

    def test_next_payment(self):
        self.assertSameQueries(
            lambda case: case.env["debt.payment"].create(
                {"case_id": case.id, "amount": 33, "date": "2026-01-05"}
            )
        )

    def test_back_dated_payment(self):
        """All later payments are credited anew, by a few queries."""
        queries = self.queries(
            lambda case: case.env["debt.payment"].create(
                {"case_id": case.id, "amount": 33, "date": "2020-12-05"}
            ),
            self.long,
        )
        self.assertLess(queries, 120)


def _fields_of(node, model):
    """Return what a form asks for of its record, with the lists in it."""
    wanted = {}
    for field in node.iterdescendants("field"):
        name = field.get("name")
        inside = [a for a in field.iterancestors("field") if a in node.iter()]
        if inside or name not in model._fields:
            continue
        wanted[name] = {}
        nested = field.find("list")
        if nested is not None:
            rows = _fields_of(nested, model.env[model._fields[name].comodel_name])
            wanted[name] = {"fields": rows, "limit": 40}
    return wanted
