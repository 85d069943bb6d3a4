"""Which case a bank statement line is meant for, from its title.

Set-based: whatever the number of lines, cases are looked up in one query by their
numbers and claims in one by the keys of their document numbers.
"""

from collections import defaultdict

from odoo.tools import SQL

from ..tools.reference import (
    Numbering,
    document_key,
    document_keys,
    find_case_references,
)

SCORES = {"full": 100, "document": 60, "short": 50}
CLOSED_PENALTY = 30
SHARED_PENALTY = 20
# A document number of more cases than this tells nothing, e.g. a year and month.
TOO_COMMON = 10


class Matcher:
    """Proposes cases for bank statement lines; books nothing."""

    def __init__(self, env):
        self.env = env
        self.numberings = numberings(env)

    def propose(self, lines):
        """Replace the proposals of lines that are not settled yet."""
        lines = lines.filtered(lambda line: not line.is_reconciled)
        hits = self._hits(lines)
        Proposal = self.env["debt.match.proposal"]
        Proposal.search([("line_id", "in", lines.ids)]).unlink()
        Proposal.create(
            [
                values
                for line in lines
                for values in self._proposals(line, hits.get(line.id, {}))
            ]
        )
        lines._debt_adopt_proposals()

    def named_claims(self, line, case):
        """Return the claims of a case whose document number stands in the title."""
        keys = document_keys(line._debt_title())
        return case.claim_ids.filtered(
            lambda claim: (
                claim.state != "withdrawn"
                and claim.number
                and document_key(claim.number) in keys
            )
        )

    def _hits(self, lines):
        """Return ``{line id: {case: reason}}``, the best reason for each case."""
        hits = defaultdict(dict)
        for line_id, case in self._hits_of_documents(lines):
            hits[line_id][case] = "document"
        for line_id, case, full in self._hits_of_numbers(lines):
            if full or case not in hits[line_id]:
                hits[line_id][case] = "full" if full else "short"
        return hits

    def _hits_of_numbers(self, lines):
        """Yield (line id, case, whether the number is full)."""
        found = {line: self._references(line) for line in lines}
        numbers = {ref.number for refs in found.values() for ref in refs}
        cases = self.env["debt.case"].search(
            [("name", "in", list(numbers)), ("company_id", "in", lines.company_id.ids)]
        )
        by_number = {(case.company_id, case.name): case for case in cases}
        for line, references in found.items():
            for reference in references:
                if case := by_number.get((line.company_id, reference.number)):
                    yield line.id, case, reference.full

    def _references(self, line):
        return [
            reference
            for numbering in self.numberings
            for reference in find_case_references(line._debt_title(), numbering)
        ]

    def _hits_of_documents(self, lines):
        """Yield (line id, case) for claims whose document number is in the title."""
        found = {line: document_keys(line._debt_title()) for line in lines}
        cases = self._cases_of_documents(
            lines.company_id.ids, {key for keys in found.values() for key in keys}
        )
        for line, keys in found.items():
            for key in keys:
                for case_id in cases.get((line.company_id.id, key), ()):
                    yield line.id, self.env["debt.case"].browse(case_id)

    def _cases_of_documents(self, company_ids, keys):
        """Return ``{(company id, key): case ids}``."""
        if not keys:
            return {}
        self.env["debt.claim"].check_access("read")
        self.env["debt.claim"].flush_model(["number", "company_id", "case_id", "state"])
        key = self.env["debt.claim"]._number_key_sql(SQL("number"))
        rows = self.env.execute_query(
            SQL(
                """SELECT company_id, %(key)s, ARRAY_AGG(DISTINCT case_id)
                     FROM debt_claim
                    WHERE company_id = ANY(%(companies)s) AND state != 'withdrawn'
                      AND number IS NOT NULL AND %(key)s = ANY(%(keys)s)
                 GROUP BY 1, 2 HAVING COUNT(DISTINCT case_id) <= %(limit)s""",
                key=key,
                companies=company_ids,
                keys=list(keys),
                limit=TOO_COMMON,
            )
        )
        return {(company, found): case_ids for company, found, case_ids in rows}

    def _proposals(self, line, hits):
        """Return values of the proposals of one line."""
        return [
            {
                "line_id": line.id,
                "case_id": case.id,
                "reason": reason,
                "score": self._score(case, reason, len(hits)),
                "certain": len(hits) == 1 and self._proves(line, case, reason),
            }
            for case, reason in hits.items()
        ]

    def _proves(self, line, case, reason):
        """Tell whether a lone hit is proof: money came in, for a live case.

        A title with two case numbers proves nothing, even if one is of no case.
        """
        if reason != "full" or line.amount <= 0 or case.state == "closed":
            return False
        return {reference.number for reference in self._references(line)} == {case.name}

    def _score(self, case, reason, rivals):
        score = SCORES[reason]
        score -= CLOSED_PENALTY if case.state == "closed" else 0
        return score - (SHARED_PENALTY if rivals > 1 else 0)


def numberings(env):
    """Return how cases are numbered, by the sequences of the companies."""
    # Sequences are settings; whoever matches lines need not be allowed to read them.
    sequences = env["ir.sequence"].sudo().search([("code", "=", "debt.case")])
    return {Numbering(seq.prefix or "", seq.padding) for seq in sequences}
