"""The payer's name and the amount: they support a case, or hint at one."""

from collections import defaultdict

from odoo.tools import SQL

from ...tools.payer import name_key, name_keys

TOO_COMMON = 10


def find(search):
    """Add open cases of debtors of the payer's name who owe exactly the amount.

    Only where nothing else was found; such a case is never more than a proposal.
    """
    lines = search.unknown().filtered(lambda line: line.amount > 0)
    keys = {line: name_keys(line.partner_name or "") for line in lines}
    cases = _cases(search, {key for found in keys.values() for key in found})
    dues = Dues(
        search.env["debt.case"].browse([i for ids in cases.values() for i in ids])
    )
    for line, found in keys.items():
        for key in found:
            for case_id in cases.get((line.company_id.id, key), ()):
                if dues.has(case_id, line.currency_id.id, line.amount):
                    search.add(line.id, case_id, "name")
                    search.add(line.id, case_id, "amount")


def support(search):
    """Add name and amount to what speaks for cases of lines without a proof."""
    lines = search.unproven()
    cases = search.cases(lines)
    dues = Dues(cases)
    names = {case.id: name_key(case.debtor_id.sudo().name or "") for case in cases}
    for line in lines:
        payer = name_keys(line.partner_name or "")
        for case_id, reasons in search.found[line.id].items():
            if names[case_id] and names[case_id] in payer:
                reasons.add("name")
            if line.amount > 0 and dues.has(case_id, line.currency_id.id, line.amount):
                reasons.add("amount")


class Dues:
    """What is owed today on cases, in whole and on each claim."""

    def __init__(self, cases):
        self.total, self.amounts = {}, defaultdict(set)
        claims = cases.env["debt.claim"].search(
            [("case_id", "in", cases.ids), ("state", "!=", "withdrawn")]
        )
        for case in cases:
            self.total[case.id] = round(case.total_due, 2)
            self._add(case.id, case.currency_id, case.total_due)
        for claim in claims:
            if claim.total_due > 0:
                self._add(claim.case_id.id, claim.currency_id, claim.total_due)
                self._add(claim.case_id.id, claim.currency_id, claim.principal_due)

    def _add(self, case_id, currency, amount):
        self.amounts[case_id].add((currency.id, round(amount, 2)))

    def has(self, case_id, currency_id, amount):
        """Tell whether a case, or one of its claims, is owed exactly the amount."""
        return amount > 0 and (currency_id, round(amount, 2)) in self.amounts[case_id]


def _cases(search, keys):
    """Return ``{(company id, name): ids of open cases}``."""
    if not keys:
        return {}
    search.env["debt.case"].check_access("read")
    search.env.flush_all()
    rows = search.env.execute_query(
        SQL(
            """SELECT holder.company_id, %(key)s, ARRAY_AGG(holder.id)
                 FROM res_partner debtor
                 JOIN debt_case holder ON holder.debtor_id = debtor.id
                WHERE %(key)s = ANY(%(keys)s) AND holder.state != 'closed'
                  AND holder.company_id = ANY(%(companies)s)
             GROUP BY 1, 2 HAVING COUNT(*) <= %(limit)s""",
            key=search.env["res.partner"]._debt_name_key_sql(),
            keys=sorted(keys),
            companies=search.lines.company_id.ids,
            limit=TOO_COMMON,
        )
    )
    return {(company, key): ids for company, key, ids in rows}
