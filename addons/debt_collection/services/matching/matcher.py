"""Proposals of cases for bank lines, from the evidence of all sources."""

from decimal import Decimal

from ...tools.evidence import Candidate, certain, decided_split, plausible, score
from ...tools.reference import document_key, document_keys
from ..booking.part import open_amount
from .debtor import Dues, support
from .search import Search


class Matcher:
    """Proposes cases for bank statement lines; books nothing."""

    def __init__(self, env):
        self.env = env

    def propose(self, lines):
        """Replace the proposals of lines that are not settled yet."""
        lines = lines.filtered(lambda line: not line.is_reconciled)
        Proposal = self.env["debt.match.proposal"]
        Proposal.search([("line_id", "in", lines.ids)]).unlink()
        search = Search(lines)
        for find in lines._debt_match_sources():
            find(search)
        support(search)
        found = Judgement(search).proposals()
        proposals = Proposal.create(found)
        lines._debt_adopt_proposals(proposals)


def named_claims(keys, case):
    """Return the claims of a case whose document number is among keys of a title."""
    return case.claim_ids.filtered(
        lambda claim: (
            claim.state != "withdrawn"
            and claim.number
            and document_key(claim.number) in keys
        )
    )


class Judgement:
    """Turns evidence into proposals: scores, certainty, and how to split."""

    def __init__(self, search):
        self.search, self.env = search, search.env
        self.cases = {case.id: case for case in search.cases()}
        self.several = search.lines.filtered(
            lambda line: len(search.found[line.id]) > 1 and line.amount > 0
        )
        self.dues = Dues(search.cases(self.several))

    def proposals(self):
        """Return values of the proposals of all lines."""
        return [values for line in self.search.lines for values in self._of_line(line)]

    def _of_line(self, line):
        candidates = plausible(
            [
                Candidate(
                    case_id,
                    self.cases[case_id].debtor_id.id,
                    frozenset(reasons),
                    self.cases[case_id].state != "closed",
                )
                for case_id, reasons in self.search.found[line.id].items()
            ]
        )
        rivals, stray = len(candidates) - 1, bool(self.search.strays[line.id])
        spread = self._spread(line, candidates) if not stray else {}
        amounts = spread or self._amounts(line, candidates)
        weights = self.env["debt.match.proposal"]._weights()
        return [
            {
                "line_id": line.id,
                "case_id": candidate.case_id,
                "reasons": ",".join(sorted(candidate.reasons)),
                "score": score(candidate, rivals, weights),
                "certain": bool(spread)
                or certain(candidate, rivals, line.amount > 0, stray),
                "amount": amounts.get(candidate.case_id, 0),
            }
            for candidate in candidates
        ]

    def _amounts(self, line, candidates):
        """Return ``{case id: amount}`` where the parts leave no choice."""
        if len(candidates) == 1:
            return {candidates[0].case_id: open_amount(line)}
        if len(candidates) < 2 or not self._comparable(line, candidates):
            return {}
        dues = {c.case_id: _exact(self.dues.total[c.case_id]) for c in candidates}
        return decided_split(
            _exact(open_amount(line)), dues, self._named(line, candidates)
        )

    def _named(self, line, candidates):
        keys = document_keys(self.search.titles[line.id])
        named = {}
        for candidate in candidates:
            claims = named_claims(keys, self.cases[candidate.case_id])
            if claims:
                named[candidate.case_id] = _exact(sum(claims.mapped("total_due")))
        return named

    def _comparable(self, line, candidates):
        currency = line.foreign_currency_id or line.currency_id
        return line.amount > 0 and all(
            self.cases[c.case_id].currency_id == currency for c in candidates
        )

    def _spread(self, line, candidates):
        """Return ``{case id: amount}`` of a debtor's account that agreements spread.

        The case that has been due longest is paid first; what is too much stays on
        the last one.
        """
        cases = [self.cases[candidate.case_id] for candidate in candidates]
        wanted = (
            len(cases) > 1
            and self._comparable(line, candidates)
            and all("debtor_virtual" in c.reasons for c in candidates)
            and all(case.agreement_id.spread_payments for case in cases)
        )
        if not wanted:
            return {}
        left, parts = _exact(open_amount(line)), {}
        for case in sorted(cases, key=_due_since):
            part = min(left, max(_exact(self.dues.total[case.id]), Decimal(0)))
            if part:
                parts[case.id] = part
                left -= part
        last = max(cases, key=_due_since).id
        if left:
            parts[last] = parts.get(last, 0) + left
        return parts


def _due_since(case):
    dates = case.claim_ids.filtered(lambda c: c.state != "withdrawn").mapped("due_date")
    return (min(dates).toordinal() if dates else 0, case.id)


def _exact(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def adopt(lines, outcomes):
    """Write state and case of many lines at once.

    :param outcomes: list of (line id, state, case id or None)
    """
    lines.check_access("write")
    lines.flush_recordset()
    lines.env.cr.execute_values(
        """UPDATE account_bank_statement_line line
              SET debt_match_state = new.state, debt_case_id = new.case_id::integer
             FROM (VALUES %s) new (id, state, case_id) WHERE line.id = new.id""",
        outcomes,
        page_size=len(outcomes),
    )
    lines.invalidate_recordset(["debt_match_state", "debt_case_id"], flush=False)
