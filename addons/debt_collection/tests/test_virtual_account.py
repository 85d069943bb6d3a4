"""Virtual accounts: given once, never again, and told wherever a debtor pays."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..services.virtual_accounts import VirtualAccounts
from ..tools.nrb import is_number
from ..tools.reference import with_check_digit
from .common import DebtCommon
from .common_accounting import AccountingCommon
from .common_intake import IntakeCommon


class VirtualCommon(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pln = cls.env.ref("base.PLN")
        cls.pln.active = True
        cls.agreement.currency_id = cls.pln
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "Mass payments",
                "type": "bank",
                "code": "VIRT",
                "currency_id": cls.pln.id,
                "bank_account_id": cls._bank_account("61109010140000071219812874").id,
            }
        )

    @classmethod
    def _bank_account(cls, number, **values):
        return cls.env["res.partner.bank"].create(
            {
                "acc_number": f"PL{number}",
                "partner_id": cls.company.partner_id.id,
                **values,
            }
        )

    @classmethod
    def _make_pool(cls, **values):
        return cls.env["debt.virtual.pool"].create(
            {
                "name": "Mass payments",
                "journal_id": cls.journal.id,
                "sort_code": "10901014",
                "prefix": "778899",
                **values,
            }
        )

    def numbers(self, cases):
        return self.env["debt.virtual.account"].search([("case_id", "in", cases.ids)])


@tagged("post_install", "-at_install", "debt_virtual")
class TestGiving(VirtualCommon):
    def test_a_new_case_has_a_number_of_its_own(self):
        self._make_pool()
        cases = self._make_case() | self._make_case()
        numbers = self.numbers(cases)
        self.assertEqual(numbers.case_id, cases)
        self.assertTrue(all(is_number(number) for number in numbers.mapped("number")))
        self.assertEqual(
            [n[2:16] for n in numbers.mapped("number")], ["10901014778899"] * 2
        )

    def test_without_a_pool_nobody_has_a_number(self):
        self.assertFalse(self.numbers(self._make_case()))

    def test_older_cases_get_theirs_by_an_action_and_only_once(self):
        cases = self._make_case() | self._make_case()
        self._make_pool()
        for _again in range(2):
            self.as_role(self.package, "accountant").action_give_virtual_account()
        self.assertEqual(len(self.numbers(cases)), 2)

    def test_collectors_give_no_numbers(self):
        self._make_pool()
        for role in ("operator", "collector", "team_leader"):
            with self.assertRaises(AccessError):
                self.as_role(self._make_case(), role).action_give_virtual_account()

    def test_many_cases_cost_as_many_queries_as_few(self):
        cases = self.env["debt.case"].union(*(self._make_case() for _n in range(30)))
        self._make_pool()
        self.env.flush_all()
        queries = []
        for part in (cases[:2], cases[2:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            VirtualAccounts(self.env).give(part)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self.numbers(cases)), 30)
        self.assertLessEqual(queries[1], queries[0] + 1)

    def test_debtors_share_a_number_among_their_cases(self):
        self._make_pool(owner="debtor")
        debtor = self._make_debtor()
        other = self._make_package(self.agreement, code="EN-2026-02")
        first = self._make_case(debtor)
        second = self._make_case(debtor, other)
        [number] = self.env["debt.virtual.account"].search(
            [("debtor_id", "=", debtor.id)]
        )
        self.assertFalse(number.case_id)
        self.assertEqual(first.payment_account, second.payment_account)
        self.assertEqual(first.payment_account.replace(" ", ""), number.number)

    def test_a_pool_serves_its_agreements_before_one_for_all(self):
        other = self._make_agreement(code="X", currency_id=self.pln.id)
        general = self._make_pool(prefix="11")
        own = self._make_pool(prefix="22", agreement_ids=[(6, 0, self.agreement.ids)])
        mine, foreign = (
            self._make_case(),
            self._make_case(package=self._make_package(other, code="X1")),
        )
        self.assertEqual(self.numbers(mine).pool_id, own)
        self.assertEqual(self.numbers(foreign).pool_id, general)

    def test_a_pool_in_another_currency_serves_nobody(self):
        self.agreement.currency_id = self.env.ref("base.EUR")
        self._make_pool()
        self.assertFalse(self.numbers(self._make_case()))

    def test_a_pool_gives_only_while_it_is_valid(self):
        pool = self._make_pool(date_to="2020-01-01")
        self.assertFalse(self.numbers(self._make_case()))
        pool.date_to = False
        self.assertTrue(self.numbers(self._make_case()))

    def test_numbers_given_by_the_bank_are_skipped(self):
        """A register that a bank sends is entered or imported as a list."""
        pool = self._make_pool()
        old = self._make_case()
        given = self.numbers(old)
        second = pool.example.replace(" ", "")
        case = self._make_case()
        self.assertEqual(self.numbers(case).number, second)
        third = pool.example.replace(" ", "")
        self.env["debt.virtual.account"].search([]).flush_recordset()
        # Somebody else's case takes the third number by hand.
        pool.date_to = "2020-01-01"
        by_hand = self._make_case()
        self.as_role(self.env["debt.virtual.account"], "accountant").create(
            {"pool_id": pool.id, "number": third, "case_id": by_hand.id}
        )
        pool.date_to = False
        following = self.numbers(self._make_case())
        self.assertEqual(len(following), 1)
        self.assertNotIn(following.number, (given.number, second, third))


@tagged("post_install", "-at_install", "debt_virtual")
class TestForEver(VirtualCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pool = cls._make_pool()
        cls.case = cls._make_case(user_id=cls.users["collector"].id)
        cls.number = cls.env["debt.virtual.account"].search(
            [("case_id", "=", cls.case.id)]
        )

    def test_a_number_is_never_deleted_nor_given_to_another(self):
        number = self.as_role(self.number, "administrator")
        with self.assertRaises(AccessError):
            number.unlink()
        with self.assertRaises(UserError):
            self.number.unlink()
        with self.assertRaises(UserError):
            self.number.case_id = self._make_case()

    def test_a_closed_case_keeps_its_number(self):
        self.case.action_open()
        self.case._close("paid")
        self.assertEqual(self.numbers(self.case), self.number)

    def test_the_same_number_twice_is_refused(self):
        other = self._make_case()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["debt.virtual.account"].create(
                {
                    "pool_id": self._make_pool(prefix="1").id,
                    "number": self.number.number,
                    "case_id": other.id,
                }
            )

    def test_a_wrong_number_is_refused(self):
        wrong = ("11" if self.number.number[:2] != "11" else "12") + "0" * 24
        with self.assertRaises(ValidationError):
            self.env["debt.virtual.account"].create(
                {
                    "pool_id": self._make_pool(prefix="1").id,
                    "number": wrong,
                    "case_id": self.case.id,
                }
            )

    def test_the_form_of_a_used_pool_stays(self):
        for values in ({"prefix": "1"}, {"owner": "debtor"}, {"sort_code": "10101270"}):
            with self.assertRaises(UserError):
                self.pool.write(values)
        with self.assertRaises(UserError):
            self.pool.next_number = 0
        with self.assertRaises(UserError):
            self.pool.unlink()

    def test_a_pool_tells_when_it_is_nearly_used_up(self):
        pool = self._make_pool(prefix="1" * 14)
        self.assertEqual((pool.digits, pool.left, pool.scarce), (2, 99, False))
        pool.next_number = 95
        self.assertEqual((pool.left, pool.scarce), (5, True))
        self.assertIn(pool, pool.search([("scarce", "=", True)]))

    def test_a_pool_that_is_used_up(self):
        """New cases come in without a number; who asks for numbers is told."""
        self.pool.date_to = "2020-01-01"
        self._make_pool(prefix="1" * 15, next_number=8)
        cases = self.env["debt.case"].union(*(self._make_case() for _n in range(3)))
        self.assertEqual(len(self.numbers(cases)), 2)
        with self.assertRaisesRegex(UserError, "only 0 numbers left"):
            self.as_role(cases, "accountant").action_give_virtual_account()

    def test_a_wrong_sort_code_is_refused(self):
        with self.assertRaises(ValidationError):
            self._make_pool(sort_code="12345678")


@tagged("post_install", "-at_install", "debt_virtual", "debt_security")
class TestWhoSees(VirtualCommon):
    def test_numbers_are_seen_with_their_cases(self):
        self._make_pool()
        own = self._make_case(user_id=self.users["field_agent"].id)
        foreign = self._make_case()
        seen = self.as_role(self.numbers(own | foreign), "field_agent").search([])
        self.assertEqual(seen.case_id.ids, own.ids)

    def test_a_debtors_number_is_seen_with_any_of_his_cases(self):
        self._make_pool(owner="debtor")
        own = self._make_case(user_id=self.users["field_agent"].id)
        self._make_case()
        seen = self.as_role(self.env["debt.virtual.account"], "field_agent").search([])
        self.assertEqual(seen.debtor_id.ids, own.debtor_id.ids)

    def test_every_role_is_told_where_to_pay(self):
        self._make_pool()
        case = self._make_case(user_id=self.users["field_agent"].id, phase="pre_court")
        number = self.numbers(case).number
        for role in self.users:
            seen = self.as_role(case, role)
            if seen.search_count([("id", "=", case.id)]):
                self.assertEqual(seen.payment_account.replace(" ", ""), number, role)
                self.assertTrue(seen.payment_qr, role)

    def test_the_other_agency_sees_nothing(self):
        self._make_pool()
        number = self.numbers(self._make_case())
        stranger = self._make_user("accountant", self.other_company, "stranger")
        self.assertNotIn(number, number.with_user(stranger).search([]))


@tagged("post_install", "-at_install", "debt_virtual")
class TestWhereToPay(VirtualCommon):
    def test_the_account_of_the_agreement_without_a_number(self):
        self.agreement.payment_bank_id = self._bank_account(
            "12160014621234000000000001", acc_holder_name="Energia Testowa S.A."
        )
        details = self._make_case()._payment_details()
        [details] = details.values()
        self.assertEqual(details.account, "12160014621234000000000001")
        self.assertEqual(details.recipient, "Energia Testowa S.A.")

    def test_the_virtual_number_comes_first(self):
        self.agreement.payment_bank_id = self.journal.bank_account_id
        self._make_pool()
        case = self._make_case()
        details = case._payment_details()[case.id]
        self.assertEqual(details.account, self.numbers(case).number)
        self.assertEqual(details.recipient, self.company.name)
        self.assertEqual(details.title, with_check_digit(case.name))

    def test_an_ended_pool_is_not_paid_to_any_more(self):
        self.agreement.payment_bank_id = self.journal.bank_account_id
        pool = self._make_pool()
        case = self._make_case()
        pool.date_to = "2020-01-01"
        self.assertEqual(
            case._payment_details()[case.id].account, "61109010140000071219812874"
        )

    def test_nothing_known(self):
        case = self._make_case()
        self.assertEqual(case._payment_details()[case.id].account, "")
        self.assertFalse(case.payment_qr)

    def test_the_code_asks_for_what_is_owed(self):
        self._make_pool()
        case = self._make_case()
        text = case._payment_details()[case.id].qr_text(123.45)
        self.assertIn(f"|PL|{self.numbers(case).number}|012345|", text)
        self.assertIn(f"|{with_check_digit(case.name)}|", text)

    def test_no_code_for_another_currency(self):
        self.agreement.currency_id = self.env.ref("base.EUR")
        self.agreement.payment_bank_id = self.journal.bank_account_id
        case = self._make_case()
        self.assertEqual(case._payment_details()[case.id].qr_text(1), "")

    def test_many_cases_cost_no_more_queries(self):
        self._make_pool()
        cases = self.env["debt.case"].union(*(self._make_case() for _n in range(20)))
        queries = []
        for part in (cases[:2], cases[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part._payment_details()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(queries[1], queries[0])


@tagged("post_install", "-at_install", "debt_virtual")
class TestOrdinaryCases(DebtCommon):
    def test_a_company_without_pools_asks_once(self):
        self._make_case()
        self.env.flush_all()
        case = self._make_case()
        before = self.env.cr.sql_log_count
        VirtualAccounts(self.env).give(case)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 1)


@tagged("post_install", "-at_install", "debt_virtual")
class TestImport(IntakeCommon):
    def _make_pool(self):
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.env["debt.virtual.pool"].create(
            {
                "name": "Imports",
                "journal_id": journal.id,
                "sort_code": "10901014",
                "prefix": "5",
            }
        )

    def _imported(self, count, first=0):
        rows = [
            {
                "Nr faktury": f"F/{n}",
                "Nr klienta": f"K-{n}",
                "PESEL": "",
                "Nazwa": f"D {n}",
            }
            for n in range(first, first + count)
        ]
        before = self.env.cr.sql_log_count
        self.load(*rows)
        return self.env.cr.sql_log_count - before

    def test_imported_cases_have_numbers(self):
        self._make_pool()
        self._imported(5)
        cases = self.package.case_ids
        self.assertEqual(len(cases), 5)
        given = self.env["debt.virtual.account"].search([("case_id", "in", cases.ids)])
        self.assertEqual(given.case_id, cases)

    def test_numbers_add_the_same_few_queries_to_any_import(self):
        self._imported(1)
        plain = self._imported(20, 100)
        self._make_pool()
        with_numbers = self._imported(20, 200)
        self.assertLessEqual(with_numbers - plain, 14)
