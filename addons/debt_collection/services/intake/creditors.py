"""Original creditors named in the file; without a name it is the agreement's."""

from odoo.tools import SQL

from .partners import QUIET


def name_creditors(env, setting):
    """Fill the creditor of those rows of the stage that name one.

    Only a mandate can be for several creditors; after an assignment all is owed to
    our company.
    """
    named = env.execute_query(
        SQL(
            """SELECT DISTINCT creditor_nip, creditor_name FROM debt_stage
                WHERE creditor_nip IS NOT NULL OR creditor_name IS NOT NULL"""
        )
    )
    for nip, name in named:
        creditor = _find(env, setting, nip, name) or _create(env, nip, name)
        env.cr.execute(
            SQL(
                """UPDATE debt_stage SET creditor_id = %s
                    WHERE creditor_nip IS NOT DISTINCT FROM %s
                      AND creditor_name IS NOT DISTINCT FROM %s""",
                creditor.id,
                nip,
                name,
            )
        )


def _find(env, setting, nip, name):
    """The contact with that NIP, or with that name where no NIP is given."""
    partners = env["res.partner"]
    company = [("company_id", "in", [False, setting.company_id])]
    if nip:
        numbers = [("vat", "in", [nip, f"PL{nip}"]), ("parent_id", "=", False)]
        return partners.search([*numbers, *company], limit=1)
    return partners.search([("name", "=ilike", name), *company], limit=1, order="id")


def _create(env, nip, name):
    """A new contact for a creditor."""
    values = {"name": name or nip, "vat": nip, "is_company": True}
    return (
        env["res.partner"]
        .with_context(**QUIET)
        .create({**values, "country_id": env.ref("base.pl").id})
    )
