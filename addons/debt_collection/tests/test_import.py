"""Files of claims become debtors, cases and claims, each right and only once."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import tabular
from .common_intake import IntakeCommon

CODES = {
    "zip": "bad_postal_code",
    "noname": "no_name",
    "dup": "duplicate",
    "amount": "bad_amount",
    "negative": "negative_amount",
    "date": "impossible_date",
}
SAMPLES = {"energia.xlsx": 200, "telekom_cp1250.csv": 150, "b2b.xls": 60}


@tagged("post_install", "-at_install", "debt_import")
class TestSamples(IntakeCommon):
    def test_planted_faults_are_reported_and_nothing_else_is_lost(self):
        for name, rows in SAMPLES.items():
            with self.subTest(name):
                self._check_sample(name, rows)

    def _check_sample(self, name, rows):
        agreement = self._make_agreement(code=name)
        package = self._make_package(agreement, code=name)
        summary = self.sample(name, package)
        planted = self.planted(name)
        wrong = {r: CODES[kind] for r, kind in planted.items() if kind != "pesel"}
        doubtful = {r for r, kind in planted.items() if kind == "pesel"}
        self.assertEqual({f["record"]: f["code"] for f in summary["refused"]}, wrong)
        self.assertEqual({f["record"] for f in summary["warnings"]}, doubtful)
        self.assertEqual(summary["created"], rows - len(wrong))
        claims = self.env["debt.claim"].search([("agreement_id", "=", agreement.id)])
        self.assertEqual(len(claims), rows - len(wrong))
        self.assertEqual(len(claims.case_id), summary["cases_created"])

    def test_the_same_file_twice_changes_nothing(self):
        for name in SAMPLES:
            package = self._make_package(self._make_agreement(code=name), code=name)
            first = self.sample(name, package)
            claims = package.case_ids.claim_ids
            stored = [name for name, f in claims._fields.items() if f.store]
            before = claims.read(stored)
            partners = claims.debtor_id.read(["write_date", "street", "phone", "vat"])
            again = self.sample(name, package)
            self.assertEqual((again["created"], again["updated"]), (0, 0))
            self.assertEqual(again["unchanged"], first["created"])
            self.assertEqual(again["cases_created"] + again["debtors_created"], 0)
            self.assertEqual(again["debtors_updated"], 0)
            self.assertEqual(package.case_ids.claim_ids.read(stored), before)
            self.assertEqual(
                claims.debtor_id.read(["write_date", "street", "phone", "vat"]),
                partners,
            )

    def test_a_claim_is_what_the_orm_would_have_made(self):
        self.sample("energia.xlsx")
        claims = self.package.case_ids.claim_ids
        names = (
            "name kind_id amount paid_before principal interest_from company_id "
            "agreement_id creditor_id debtor_id currency_id state limitation_date "
            "limitation_alternative limitation_reasons"
        ).split()
        for claim in claims[:40]:
            values = {
                name: claim[name].id if name.endswith("_id") else claim[name]
                for name in (
                    "kind_id",
                    "amount",
                    "paid_before",
                    "due_date",
                    "issue_date",
                    "number",
                )
            }
            case = self._make_case(claim.debtor_id, self._own_package())
            twin = self._make_claim(case, **values)
            for name in names:
                self.assertEqual(twin[name], claim[name], name)
            self.assertEqual(
                twin.segment_ids.mapped(
                    lambda s: (s.date_from, s.date_to, s.principal)
                ),
                claim.segment_ids.mapped(
                    lambda s: (s.date_from, s.date_to, s.principal)
                ),
            )
            self.assertEqual(twin.total_due, claim.total_due)

    def _own_package(self):
        count = self.env["debt.package"].search_count([])
        return self._make_package(self.agreement, code=f"T{count}")

    def test_a_case_sums_up_its_claims(self):
        self.sample("telekom_cp1250.csv")
        for case in self.package.case_ids:
            self.assertAlmostEqual(
                case.opening_debt, sum(case.claim_ids.mapped("principal")), 2
            )
            self.assertEqual(
                case.limitation_date, min(case.claim_ids.mapped("limitation_date"))
            )
            self.assertEqual((case.state, case.phase), ("new", "amicable"))
            self.assertEqual(case.team_id, self.package.team_id)
            self.assertEqual(case.user_id.id, False)
        numbers = self.package.case_ids.mapped("name")
        self.assertEqual(len(set(numbers)), len(numbers))
        self.assertEqual(self._make_case().name, _following(max(numbers)))


def _following(number):
    """The case number after a number."""
    prefix, _slash, digits = number.rpartition("/")
    return f"{prefix}/{int(digits) + 1:06d}"


@tagged("post_install", "-at_install", "debt_import")
class TestFiles(IntakeCommon):
    def test_broken_files_change_nothing(self):
        whole = self.csv({}, {"Nr faktury": "F/2"}, {"Nr faktury": "F/3"})
        counts = self._counts()
        for data, reason in (
            (b"", "empty"),
            (whole[:-30], "cut_off"),
            (whole + b'F;"x', "open_quote"),
            (b"PK\x03\x04 broken", "damaged"),
        ):
            with self.assertRaises(tabular.FileFault) as caught:
                self.load_data(data)
            self.assertEqual(caught.exception.reason, reason)
        self.assertEqual(self._counts(), counts)

    def load_data(self, data):
        from odoo.addons.debt_collection.services import intake

        with self.env.cr.savepoint():
            intake.run_import(self.env, self.package, "plik.csv", data)

    def _counts(self):
        models = ("res.partner", "debt.case", "debt.claim", "debt.import")
        return [self.env[model].search_count([]) for model in models]

    def test_missing_columns_are_named(self):
        with self.assertRaisesRegex(UserError, "Due date"):
            self.load_data(b"Nazwa;Nr faktury;Kwota\r\nA;B;12,00\r\n")

    def test_a_failure_leaves_nothing(self):
        counts = self._counts()[:3]
        record = self.draft(self.csv({}))
        record._propose()
        self.patch(type(self.env["debt.import.fault"]), "_store", _raise_unexpectedly)
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            record._execute()
        self.env.invalidate_all()
        self.assertEqual(self._counts()[:3], counts)


def _raise_unexpectedly(*_arguments):
    raise ZeroDivisionError


@tagged("post_install", "-at_install", "debt_import")
class TestRoles(IntakeCommon):
    def test_team_leader_imports(self):
        env = self.env(user=self.users["team_leader"])
        summary = self.load({"PESEL": "02070803628"}, env=env)
        self.assertEqual(summary["created"], 1)
        claim = self.claim("F/1")
        self.assertEqual(claim.create_uid, self.users["team_leader"])
        self.assertEqual(claim.case_id.create_uid, self.users["team_leader"])
        self.assertEqual(claim.debtor_id.create_uid, self.users["team_leader"])

    def test_collector_and_others_do_not(self):
        for role in ("operator", "collector", "field_agent", "lawyer", "accountant"):
            with self.assertRaises(AccessError):
                self.load({}, env=self.env(user=self.users[role]))

    def test_packages_of_other_companies_are_out_of_reach(self):
        agreement = self._make_agreement(code="B", company_id=self.other_company.id)
        package = self._make_package(agreement, code="B")
        env = self.env(user=self.users["team_leader"])
        with self.assertRaises(AccessError):
            self.load({}, env=env, package=package.with_env(env))
        record = self.draft(self.csv({}), package_id=package.id)
        self.assertFalse(
            self.env["debt.import"].with_env(env).search([("id", "=", record.id)])
        )

    def test_debtors_of_other_companies_are_not_taken(self):
        self.debtor.company_id = self.other_company
        self.load({})
        self.assertNotEqual(self.claim("F/1").debtor_id, self.debtor)


@tagged("post_install", "-at_install", "debt_import")
class TestVolume(IntakeCommon):
    def test_queries_do_not_grow_with_rows(self):
        """New persons: no query per row, debtor or case."""
        few = self._queries(5)
        many = self._queries(300)
        self.assertLessEqual(many, few + 3)

    def _queries(self, count):
        code = f"Q{count}"
        package = self._make_package(self._make_agreement(code=code), code=code)
        rows = [
            {"Nr klienta": f"{code}-{n}", "PESEL": "", "Nr faktury": f"{code}/{n}"}
            for n in range(count)
        ]
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        summary = self.load(*rows, package=package)
        self.env.flush_all()
        self.assertEqual(summary["created"], count)
        self.assertEqual(summary["cases_created"], count)
        return self.env.cr.sql_log_count - before
