"""A portfolio of cases whose steps are due, made by a few statements.

For tests and benchmarks that need many cases quickly. The cases are like those that
imports make: a debtor with an address, a claim with interest, a course.
"""

from odoo.tools import SQL

from ..services import bulk

TABLES = ("res_partner", "debt_case", "debt_claim", "debt_course")


def make_package(env, code, company=None):
    """Return a package of a new agreement, in a team of its own."""
    company = company or env.company
    creditor = env["res.partner"].create(
        {"name": f"Energia {code}", "is_company": True}
    )
    agreement = env["debt.agreement"].create(
        {
            "name": code,
            "code": code,
            "party_id": creditor.id,
            "company_id": company.id,
        }
    )
    team = env["debt.team"].create({"name": code, "company_id": company.id})
    return env["debt.package"].create(
        {"name": code, "code": code, "agreement_id": agreement.id, "team_id": team.id}
    )


def fill_due(env, package, version, cases, due, codes, day=None):
    """Make cases of a package that stand at steps of a version.

    :param due: how many of them are due on the day; the others come later
    :param codes: codes of the steps they stand at, in turns
    :param day: day on which they are due, today when None
    """
    env.flush_all()
    day = day or env["debt.balance"]._today()
    _debtors(env, package, cases)
    _cases(env, package, day)
    _claims(env, package, day)
    _courses(env, package, version, due, codes, day)
    for table in TABLES:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    env.invalidate_all()


def _debtors(env, package, cases):
    name = SQL("'Dłużnik %s ' || n", SQL(package.code))
    phone = SQL("'+48501' || lpad((n %% 1000000)::text, 6, '0')")
    email = SQL("'d' || n || '@example.com'")
    bulk.insert(
        env["res.partner"],
        {
            "name": name,
            "complete_name": name,
            "ref": SQL("%s || n", f"{package.code}/"),
            "street": SQL("'Lipowa ' || n"),
            "zip": SQL("'00-001'"),
            "city": SQL("'Warszawa'"),
            "email": email,
            "email_normalized": email,
            "phone": phone,
            "phone_sanitized": phone,
            "debt_legal_status": SQL("'consumer'"),
            "lang": SQL("'pl_PL'"),
        },
        SQL("FROM generate_series(1, %s) n", cases),
    )
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id"
        " WHERE commercial_partner_id IS NULL"
    )


def _cases(env, package, day):
    bulk.insert(
        env["debt.case"].with_context(default_package_id=package.id),
        {
            "name": SQL("d.ref"),
            "package_id": SQL("%s", package.id),
            "agreement_id": SQL("%s", package.agreement_id.id),
            "company_id": SQL("%s", package.company_id.id),
            "currency_id": SQL("%s", package.currency_id.id),
            "creditor_id": SQL("%s", package.creditor_id.id),
            "debtor_id": SQL("d.id"),
            "state": SQL("'open'"),
            "team_id": SQL("%s", package.team_id.id),
            "opening_debt": SQL("100 + d.id %% 4900"),
            "limitation_date": SQL("DATE '2032-12-31'"),
            "date_opened": SQL("%s::date", day),
        },
        SQL("FROM res_partner d WHERE d.ref LIKE %s", f"{package.code}/%"),
    )


def _claims(env, package, day):
    bulk.insert(
        env["debt.claim"],
        {
            "case_id": SQL("c.id"),
            "company_id": SQL("c.company_id"),
            "agreement_id": SQL("c.agreement_id"),
            "creditor_id": SQL("c.creditor_id"),
            "debtor_id": SQL("c.debtor_id"),
            "currency_id": SQL("c.currency_id"),
            "name": SQL("'Faktura F/' || c.id"),
            "number": SQL("'F/' || c.id"),
            "amount": SQL("c.opening_debt"),
            "paid_before": SQL("0"),
            "principal": SQL("c.opening_debt"),
            "issue_date": SQL("%s::date - 60", day),
            "due_date": SQL("%s::date - 46", day),
            "interest_from": SQL("%s::date - 45", day),
            "limitation_date": SQL("DATE '2032-12-31'"),
        },
        SQL("FROM debt_case c WHERE c.package_id = %s", package.id),
    )
    env.cr.execute(
        SQL(
            """INSERT INTO debt_claim_segment (claim_id, date_from, principal)
               SELECT k.id, k.interest_from, k.principal FROM debt_claim k
                 JOIN debt_case c ON c.id = k.case_id WHERE c.package_id = %s""",
            package.id,
        )
    )


def _courses(env, package, version, due, codes, day):
    steps = version.step_ids.filtered(lambda step: step.code in codes)
    bulk.insert(
        env["debt.course"],
        {
            "case_id": SQL("c.id"),
            "company_id": SQL("c.company_id"),
            "version_id": SQL("%s", version.id),
            "procedure_id": SQL("%s", version.procedure_id.id),
            "step_id": SQL("(%s)[1 + c.id %% %s]", steps.ids, len(steps)),
            "started_on": SQL("%s::date - 30", day),
            "anchor": SQL("%s::date - 5", day),
            "date_due": SQL(
                """CASE WHEN row_number() OVER (ORDER BY c.id) <= %(due)s
                        THEN %(day)s::date
                        ELSE %(day)s::date + 1 + (c.id %% 60)::integer END""",
                due=due,
                day=day,
            ),
            "date_latest": SQL("%s::date + 90", day),
            "grace_days": SQL("0"),
        },
        SQL("FROM debt_case c WHERE c.package_id = %s", package.id),
    )
