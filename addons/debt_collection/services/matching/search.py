"""The lines that are looked at together, and what was found for them so far."""

from collections import defaultdict

from ...tools.evidence import PROOF
from ...tools.reference import Numbering


class Search:
    """Evidence for a set of bank lines.

    :ivar lines: bank statement lines
    :ivar titles: ``{line id: text in which references are looked for}``
    :ivar found: ``{line id: {case id: set of reasons}}``
    :ivar strays: ``{line id: case numbers in the title that are of no case}``
    """

    def __init__(self, lines):
        self.lines, self.env = lines, lines.env
        self.titles = {line.id: line._debt_title() for line in lines}
        self.numberings = numberings(self.env)
        self.found = defaultdict(lambda: defaultdict(set))
        self.strays = defaultdict(set)

    def add(self, line_id, case_id, reason):
        """Note that something speaks for a case."""
        self.found[line_id][case_id].add(reason)

    def unproven(self):
        """Return the lines for which no source has a proof yet."""
        return self.lines.filtered(
            lambda line: (
                not any(reasons & PROOF for reasons in self.found[line.id].values())
            )
        )

    def unknown(self):
        """Return the lines for which nothing was found yet."""
        return self.lines.filtered(lambda line: not self.found[line.id])

    def cases(self, lines=None):
        """Return the cases found for lines, for all by default."""
        ids = {
            case_id
            for line_id in (self.lines if lines is None else lines).ids
            for case_id in self.found[line_id]
        }
        return self.env["debt.case"].browse(sorted(ids))


def numberings(env):
    """Return how cases are numbered, by the sequences of the companies."""
    # Sequences are settings; whoever matches lines need not be allowed to read them.
    sequences = env["ir.sequence"].sudo().search([("code", "=", "debt.case")])
    return {Numbering(seq.prefix or "", seq.padding) for seq in sequences}
