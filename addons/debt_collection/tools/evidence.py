"""What speaks for a case as the receiver of a transfer, and whether it is proof.

Pure rules, kept apart from finding the evidence: every source gives a *reason*, the
reasons of a case add up to a score, and only proof without a rival is booked by itself.
"""

from dataclasses import dataclass, field

# What each reason is worth alone, 0 to 100.
WEIGHTS = {
    "virtual": 100,
    "full": 100,
    "court": 80,
    "enforcement": 80,
    "debtor_virtual": 70,
    "document": 60,
    "reference": 60,
    "returned": 60,
    "account": 55,
    "typo": 50,
    "short": 50,
    "amount": 30,
    "check": 30,
    "name": 25,
}
PROOF = frozenset({"virtual", "full"})
# They say which case is meant; the others only support them.
NAMING = frozenset(
    {"debtor_virtual", "document", "reference", "typo", "short", "court", "enforcement"}
)
# They say who paid, not for which of his cases.
PERSONAL = frozenset({"debtor_virtual", "account", "name"})
HIGHEST_WITHOUT_PROOF = 95
CLOSED_PENALTY = 30
RIVAL_PENALTY = 20


@dataclass(frozen=True)
class Candidate:
    """A case that a transfer may be meant for.

    :ivar reasons: frozenset of reasons, keys of WEIGHTS or those of another addon
    :ivar live: whether the case is open
    """

    case_id: int
    debtor_id: int
    reasons: frozenset = field(default_factory=frozenset)
    live: bool = True


def plausible(candidates):
    """Return the candidates that have more for them than who paid.

    The account or the name of a payer speaks for all his cases. As soon as one of them
    is named, the others have nothing of their own any more.

    >>> named = Candidate(1, 7, frozenset({"full", "account"}))
    >>> plausible([named, Candidate(2, 7, frozenset({"account"}))]) == [named]
    True
    """
    named = {c.debtor_id for c in candidates if c.reasons - PERSONAL - {"amount"}}
    return [
        candidate
        for candidate in candidates
        if candidate.debtor_id not in named or candidate.reasons - PERSONAL - {"amount"}
    ]


def proves(reasons):
    """Tell whether reasons are proof: a strong one, or two that are independent."""
    if reasons & PROOF:
        return True
    naming = reasons & NAMING
    if len(naming) > 1 or (naming and "account" in reasons):
        return True
    supported = bool(reasons & {"amount", "name"})
    return bool(naming and supported) or {"account", "amount"} <= reasons


def certain(candidate, rivals, incoming, stray=False):
    """Tell whether a transfer may be booked on a case without a person.

    :param rivals: how many other cases are plausible
    :param incoming: whether money came in
    :param stray: whether the title has a case number that is of no case
    """
    if rivals or stray or not incoming or not candidate.live:
        return False
    return proves(candidate.reasons)


def score(candidate, rivals, weights=None):
    """Return 0 to 100: what is left of the doubt after each reason took its part."""
    weights = WEIGHTS | (weights or {})
    doubt = 1.0
    for reason in candidate.reasons:
        doubt *= 1 - weights.get(reason, 0) / 100
    value = round(100 * (1 - doubt))
    if not candidate.reasons & PROOF:
        value = min(value, HIGHEST_WITHOUT_PROOF)
    value -= 0 if candidate.live else CLOSED_PENALTY
    return max(value - (RIVAL_PENALTY if rivals else 0), 0)


def decided_split(amount, dues, named=None):
    """Return ``{case id: part}`` if the parts of a transfer are beyond choice.

    :param amount: of the transfer, above zero, as Decimal
    :param dues: ``{case id: total due}``
    :param named: ``{case id: due on the claims that the title names}``, if it names
        claims of every case
    :return: an empty dict when neither adds up
    """
    for parts in (dues, named or {}):
        whole = len(parts) == len(dues) > 1 and all(part > 0 for part in parts.values())
        if whole and sum(parts.values()) == amount:
            return dict(parts)
    return {}
