"""Which track a case is treated on: rules, facts, and why a rule fits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What a track asks of a case; what is empty or 0 is not asked.

    Limits belong to the range. ``earlier`` is "none" or "some" (at least
    ``earlier_from``); ``barred`` is "yes" or "no".
    """

    amount_from: float = 0
    amount_to: float = 0
    delay_from: int = 0
    delay_to: int = 0
    age_from: int = 0
    age_to: int = 0
    segment: str | None = None
    legal_status: str | None = None
    band: int | None = None
    channel: str | None = None
    earlier: str | None = None
    earlier_from: int = 0
    barred: str | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What rules may ask about a case.

    :ivar delay: usual delay of the debtor, None when not known
    :ivar age: days since the oldest due date
    :ivar band: key of the size band
    :ivar channel: channel of the preferred action
    :ivar earlier: number of earlier, closed cases
    :ivar barred: every claim still open is time-barred
    """

    amount: float = 0
    delay: float | None = None
    delay_sample: int = 0
    age: int = 0
    segment: str | None = None
    legal_status: str | None = None
    band: int | None = None
    channel: str | None = None
    earlier: int = 0
    barred: bool = False


def conditions(rule):
    """Return the names of what the rule asks, in the order they are told."""
    ranges = ("amount", "delay", "age")
    asked = [
        name
        for name in ranges
        if getattr(rule, f"{name}_from") or getattr(rule, f"{name}_to")
    ]
    single = ("segment", "legal_status", "band", "channel", "earlier", "barred")
    return asked + [name for name in single if getattr(rule, name)]


def fits(rule, facts):
    """Tell whether a case is as the rule asks.

    >>> fits(Rule(amount_to=500), CaseFacts(amount=500))
    True
    >>> fits(Rule(delay_from=5), CaseFacts(delay=None))
    False
    """
    return all(_met(name, rule, facts) for name in conditions(rule))


def _met(name, rule, facts):
    if name in ("amount", "delay", "age"):
        low, high = getattr(rule, f"{name}_from"), getattr(rule, f"{name}_to")
        return _within(getattr(facts, name), low, high)
    if name == "earlier":
        least = max(rule.earlier_from, 1)
        return facts.earlier >= least if rule.earlier == "some" else not facts.earlier
    if name == "barred":
        return facts.barred == (rule.barred == "yes")
    return getattr(facts, name) == getattr(rule, name)


def _within(value, low, high):
    return value is not None and value >= low and (not high or value <= high)


def choose(tracks, facts, allowed=lambda _key: True):
    """Return the key of the first track whose rule fits, or None.

    :param tracks: (key, Rule) in the order of trying
    :param allowed: tells whether the further condition of a track is met
    """
    return next(
        (key for key, rule in tracks if fits(rule, facts) and allowed(key)), None
    )


def reason(rule, facts):
    """Return what made a rule fit, as plain values to be kept and told later."""
    values = dict(vars(facts))
    return {
        "facts": values,
        "rules": [
            {
                "name": name,
                "value": values[name],
                **{
                    part: getattr(rule, f"{name}_{part}")
                    for part in ("from", "to")
                    if hasattr(rule, f"{name}_{part}")
                },
            }
            for name in conditions(rule)
        ],
    }
