from odoo.tests import TransactionCase, new_test_user

ROLES = (
    "operator",
    "field_agent",
    "collector",
    "lawyer",
    "regional",
    "team_leader",
    "accountant",
    "manager",
    "administrator",
)


class DebtCommon(TransactionCase):
    """Two agencies, a user for each role, an agreement, a package and a team.

    ``self.users["collector"]`` is the user of a role; ``self.as_role(records,
    "collector")`` shows records as that user.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "no_vat_validation": True,
            }
        )
        cls.company = cls.env.ref("base.main_company")
        cls.other_company = cls.env["res.company"].create(
            {"name": "Agency B", "currency_id": cls.company.currency_id.id}
        )
        cls.users = {role: cls._make_user(role) for role in ROLES}
        cls.team = cls.env["debt.team"].create(
            {
                "name": "North",
                "company_id": cls.company.id,
                "leader_id": cls.users["team_leader"].id,
                "member_ids": [
                    (4, cls.users[role].id) for role in ("collector", "operator")
                ],
            }
        )
        cls.creditor = cls.env["res.partner"].create(
            {"name": "Energia Testowa S.A.", "is_company": True}
        )
        cls.debtor = cls._make_debtor("Jan Testowy", pesel="44051401359")
        cls.agreement = cls._make_agreement()
        cls.package = cls._make_package()

    @classmethod
    def _make_user(cls, role, company=None, login=None):
        return new_test_user(
            cls.env,
            login or f"debt_{role}",
            groups=f"base.group_user,debt_collection.group_{role}",
            company_id=(company or cls.company).id,
            company_ids=[(6, 0, (company or cls.company).ids)],
        )

    @classmethod
    def _make_debtor(cls, name="Anna Testowa", **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _make_agreement(cls, **values):
        return cls.env["debt.agreement"].create(
            {
                "name": "Energy 2026",
                "code": "EN-2026",
                "party_id": cls.creditor.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _make_package(cls, agreement=None, **values):
        return cls.env["debt.package"].create(
            {
                "name": "January",
                "code": "EN-2026-01",
                "agreement_id": (agreement or cls.agreement).id,
                "team_id": cls.team.id if agreement is None else False,
                **values,
            }
        )

    @classmethod
    def _make_case(cls, debtor=None, package=None, **values):
        return cls.env["debt.case"].create(
            {
                "package_id": (package or cls.package).id,
                "debtor_id": (debtor or cls._make_debtor()).id,
                **values,
            }
        )

    @classmethod
    def _make_claim(cls, case, amount=1000, due_date="2026-01-12", **values):
        return cls.env["debt.claim"].create(
            {"case_id": case.id, "amount": amount, "due_date": due_date, **values}
        )

    @classmethod
    def _pay(cls, case, amount, date, **values):
        return cls.env["debt.payment"].create(
            {"case_id": case.id, "amount": amount, "date": date, **values}
        )

    @classmethod
    def _add_cost(cls, case, amount, date, code="court_fee", **values):
        kind = cls.env.ref(f"debt_collection.cost_kind_{code}")
        return cls.env["debt.cost"].create(
            {
                "case_id": case.id,
                "amount": amount,
                "date": date,
                "kind_id": kind.id,
                **values,
            }
        )

    def as_role(self, records, role):
        """Return the records seen by the user of a role, without cached values."""
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_user(self.users[role])

    def amounts(self, record, as_of, *names):
        """Return balance fields of a record on a day, as floats rounded to grosze."""
        dated = record.with_context(debt_as_of=as_of)
        return tuple(round(dated[name], 2) for name in names)
