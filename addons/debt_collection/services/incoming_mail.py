"""On which case a mail belongs: by the number it names, else by its sender."""

from dataclasses import dataclass
from typing import Any

from odoo.fields import Domain
from odoo.tools import email_normalize, html2plaintext

from ..tools.reference import find_case_references
from .matching import numberings


@dataclass(frozen=True)
class Finding:
    """``case`` is where the mail surely belongs, or empty; ``candidates`` may be it."""

    case: Any
    candidates: Any


class CaseFinder:
    """Finds the case of a mail among the cases of a company.

    :param env: environment that may read all cases of the company
    """

    def __init__(self, env, company):
        self.Case, self.company = env["debt.case"], company
        self.numberings = numberings(env)

    def find(self, sender, subject, body):
        """Return the :class:`Finding` for a mail.

        A number written in full decides, the subject's before the body's, unless the
        sender is known from other cases only: then a digit may be wrong. A number
        without its zeros decides only together with the sender.
        """
        own = self._cases_of(sender)
        named, hinted = self._named(subject)
        if not named:
            quoted, hinted_in_body = self._named(html2plaintext(body or ""))
            named, hinted = quoted, hinted | hinted_in_body
        return Finding(self._certain(own, named, hinted), named | hinted | own)

    def _certain(self, own, named, hinted):
        if len(named) == 1:
            return named if named in own or not own else self.Case
        if named:
            return self.Case
        if len(hinted & own) == 1:
            return hinted & own
        live = own.filtered(lambda case: case.state != "closed")
        return live if len(live) == 1 and not hinted else self.Case

    def _cases_of(self, sender):
        """Return the cases in which the sender is the debtor or a party."""
        address = email_normalize(sender or "")
        if not address:
            return self.Case
        debtor = Domain("debtor_id.email_normalized", "=", address)
        party = Domain("party_ids.partner_id.email_normalized", "=", address)
        return self._search(debtor | party)

    def _named(self, text):
        """Return the cases whose numbers stand in a text: in full, and shortened."""
        found = {
            reference.number: reference.full
            for numbering in self.numberings
            for reference in find_case_references(text or "", numbering)
        }
        cases = self._search(Domain("name", "in", list(found)))
        full = cases.filtered(lambda case: found[case.name])
        return full, cases - full

    def _search(self, domain):
        return self.Case.search(domain & Domain("company_id", "=", self.company.id))
