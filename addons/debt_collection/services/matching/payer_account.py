"""The payer's account: earlier booked transfers from it paid only one debtor."""

from odoo.tools import SQL

from ...tools.payer import account_key, name_key


def find(search):
    """Add the open cases of the debtor who was paid for from the account before.

    A bailiff or an employer pays for many, so his account tells nothing, however few
    debtors he has paid for so far.
    """
    keys = {line: account_key(line.account_number) for line in search.lines}
    collective = _collective_accounts(search, set(keys.values()) - {""})
    names = _collective_names(search)
    keys = {
        line: key
        for line, key in keys.items()
        if key
        and key not in collective
        and name_key(line.partner_name or "") not in names
    }
    debtors = _debtors(search, set(keys.values()))
    cases = search.env["debt.case"].search(
        [("debtor_id", "in", list(debtors.values())), ("state", "!=", "closed")]
    )
    owned = cases.grouped(lambda case: (case.company_id.id, case.debtor_id.id))
    for line, key in keys.items():
        company_id = line.company_id.id
        debtor_id = debtors.get((company_id, key))
        for case in owned.get((company_id, debtor_id), ()):
            search.add(line.id, case.id, "account")


def _debtors(search, keys):
    """Return ``{(company id, account): debtor id}`` where there is only one."""
    if not keys:
        return {}
    search.env.flush_all()
    rows = search.env.execute_query(
        SQL(
            """SELECT line.company_id, %(key)s, MIN(holder.debtor_id)
                 FROM account_bank_statement_line line
                 JOIN account_move_line item ON item.statement_line_id = line.id
                 JOIN debt_case holder ON holder.id = item.debt_case_id
                WHERE %(key)s = ANY(%(keys)s) AND line.account_number IS NOT NULL
                  AND line.company_id = ANY(%(companies)s) AND line.amount > 0
             GROUP BY 1, 2 HAVING COUNT(DISTINCT holder.debtor_id) = 1""",
            key=search.env["account.bank.statement.line"]._debt_account_key_sql(),
            keys=sorted(keys),
            companies=search.lines.company_id.ids,
        )
    )
    return {(company, key): debtor for company, key, debtor in rows}


def _collective(search):
    # Bailiffs and employers are known to all who match lines.
    return (
        search.env["res.partner"].sudo().search([("debt_collective_payer", "=", True)])
    )


def _collective_accounts(search, keys):
    banks = _collective(search).bank_ids
    return {account_key(bank.acc_number) for bank in banks} & keys


def _collective_names(search):
    return {name_key(partner.name or "") for partner in _collective(search)}
