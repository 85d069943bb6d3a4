"""May this be done now? The gates every step and every dispatch has to pass.

Each gate answers for many subjects at once with a code of ``debt.refusal`` and its
parameters. The same gates hold for a run that plans, for a dispatch at the moment of
sending and for the call panel.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from ...tools.contact_hours import allowed, next_allowed
from ...tools.workdays import WARSAW
from .facts import contacts_of, read_facts, statement_days

ADDRESS_OF = {"email": "email", "sms": "phone", "phone": "phone"}
MISSING = {"email": "no_email", "sms": "no_phone", "phone": "no_phone"}
MORNING = time(6)


@dataclass(frozen=True)
class Subject:
    """Something to be done on a case.

    :ivar key: what identifies it for the caller
    :ivar channel: phone, letter, email, sms, visit or None for internal work
    :ivar demand: money is asked for
    :ivar plan: it is about the instalment plan that the case is on hold for
    """

    key: object
    case_id: int
    channel: str | None = None
    demand: bool = True
    amount_from: float = 0
    amount_to: float = 0
    plan: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why not, and when to look again (naive UTC; None: tomorrow morning)."""

    code: str
    params: dict = field(default_factory=dict)
    again: datetime | None = None


def refusals(env, subjects, day, moment=None):
    """Return ``({key: Refusal}, {case id: CaseFacts})`` of what may not be done.

    :param subjects: list of Subject, all of one company
    :param day: the legal day
    :param moment: time of sending, naive UTC; None plans for a day and leaves hours,
        frequency, addresses and the age of statements to the moment of sending
    """
    case_ids = {subject.case_id for subject in subjects}
    facts = read_facts(env, case_ids, day)
    gates = [_Standing(env, case_ids, day), _Money(env, facts, day)]
    if moment:
        gates += [
            _Address(env, facts, day),
            _Statements(env, facts, day),
            _Contact(env, facts, day, moment),
        ]
    found = {}
    for subject in subjects:
        case = facts[subject.case_id]
        refusal = next(
            filter(None, (gate.check(subject, case) for gate in gates)), None
        )
        if refusal:
            found[subject.key] = refusal
    return found, facts


class _Standing:
    """Is the case open and not on hold?"""

    def __init__(self, env, case_ids, day):
        """Read the holds."""
        cases = env["debt.case"].browse(case_ids)
        self._holds = cases._holds_in_force(day)
        held = cases.browse(self._holds)
        self._beside_plans = held._holds_in_force(day, but="instalments")

    def check(self, subject, case):
        """Return the refusal, or None."""
        if case.state != "open":
            return Refusal("closed")
        if case.dead_on:
            return Refusal("dead", {"day": case.dead_on.isoformat()})
        holds = self._beside_plans if subject.plan else self._holds
        hold = holds.get(subject.case_id)
        if hold:
            again = hold.date_to and _morning(hold.date_to + timedelta(days=1))
            return Refusal("hold", {"hold": hold.display_name}, again or None)
        return None


class _Money:
    """Is there anything that may be demanded, within the limits of the step?"""

    def __init__(self, env, facts, day):
        """Need nothing but the facts."""

    def check(self, subject, case):
        """Return the refusal, or None."""
        if subject.amount_from and case.total < subject.amount_from:
            return Refusal("band")
        if subject.amount_to and case.total >= subject.amount_to:
            return Refusal("band")
        if not subject.demand:
            return None
        if case.total <= 0:
            return Refusal("paid")
        if not case.demandable and case.barred_on:
            return Refusal("barred", {"day": case.barred_on.isoformat()})
        return None if case.demandable else Refusal("suspended")


class _Address:
    """Can the debtor be reached by the channel, and may he?"""

    def __init__(self, env, facts, day):
        """Read refusals and the e-mail blacklist."""
        self._refused = {}
        debtors = [case.debtor_id for case in facts.values()]
        for company in env["res.company"].browse(
            {c.company_id for c in facts.values()}
        ):
            self._refused |= env["debt.contact.consent"]._refusals(
                debtors, company, day
            )
        emails = {case.email for case in facts.values() if case.email}
        # Whom Odoo may not write to is not the collector's to read.
        listed = env["mail.blacklist"].sudo().search([("email", "in", list(emails))])
        self._blacklist = set(listed.mapped("email"))

    def check(self, subject, case):
        """Return the refusal, or None."""
        if not subject.channel:
            return None
        address = getattr(case, ADDRESS_OF.get(subject.channel, ""), "")
        if subject.channel in MISSING and not address:
            return Refusal(MISSING[subject.channel])
        for of in ("", address):
            day = self._refused.get((case.debtor_id, subject.channel, of))
            if day:
                return Refusal("refused", {"day": day.isoformat()})
        if subject.channel == "email" and address in self._blacklist:
            return Refusal("blacklisted")
        if subject.channel == "letter":
            return self._letter(case)
        return None

    def _letter(self, case):
        if not case.posted:
            return Refusal("no_address")
        return Refusal("bad_address") if case.doubtful else None


class _Statements:
    """Are payments up to date, so that no paid debt is demanded?"""

    def __init__(self, env, facts, day):
        """Read the day of the last statement of each agreement that is checked."""
        agreements = env["debt.agreement"].browse(
            {c.agreement_id for c in facts.values()}
        )
        self._limits = {
            agreement.id: day - timedelta(days=agreement.company_id.debt_bank_max_age)
            for agreement in agreements
            if agreement.company_id.debt_bank_max_age
        }
        checked = agreements.filtered(lambda a: a.id in self._limits)
        self._days = statement_days(env, checked)

    def check(self, subject, case):
        """Return the refusal, or None."""
        limit = self._limits.get(case.agreement_id)
        if not limit or not subject.demand:
            return None
        last = self._days.get(case.agreement_id)
        if not last:
            return Refusal("bank_never")
        return Refusal("bank", {"day": last.isoformat()}) if last < limit else None


class _Contact:
    """Is it the hour, and has the debtor been left in peace long enough?"""

    def __init__(self, env, facts, day, moment):
        """Read the rules and how often each debtor was contacted."""
        self._day, self._moment = day, moment
        self._hours, self._limits, self._days = {}, [], {}
        companies = env["res.company"].browse({c.company_id for c in facts.values()})
        for company in companies:
            rules = env["debt.contact.rule"]._of_company(company)
            self._hours |= {rule.channel: rule._hours() for rule in rules}
            self._limits += [
                (rule.channel, rule.max_contacts, rule.in_days)
                for rule in rules
                if rule.max_contacts
            ]
            self._read_contacts(env, facts, company)
        self._planned = defaultdict(list)

    def _read_contacts(self, env, facts, company):
        if not self._limits:
            return
        since = self._day - timedelta(days=max(limit[2] for limit in self._limits))
        debtors = {c.debtor_id for c in facts.values() if c.company_id == company.id}
        self._days |= contacts_of(env, debtors, company, since)

    def check(self, subject, case):
        """Return the refusal, or None; what may go counts for those behind it."""
        if not subject.channel:
            return None
        hours = self._hours.get(subject.channel)
        if hours and not allowed(hours, self._moment):
            begin = next_allowed(hours, self._moment)
            return Refusal(
                "hours",
                {"moment": begin and begin.strftime("%d.%m.%Y %H:%M")},
                begin and begin.astimezone(UTC).replace(tzinfo=None),
            )
        refusal = self._too_often(subject, case) if subject.demand else None
        if not refusal:
            self._planned[case.debtor_id].append(self._day)
        return refusal

    def _too_often(self, subject, case):
        contacts = self._days.get(case.debtor_id, []) + self._planned[case.debtor_id]
        for channel, most, days in self._limits:
            since = self._day - timedelta(days=days - 1)
            recent = sorted(day for day in contacts if day >= since)
            if channel in (False, subject.channel) and len(recent) >= most:
                free = recent[-most] + timedelta(days=days)
                return Refusal(
                    "frequency",
                    {"count": len(recent), "days": days, "day": free.isoformat()},
                    _morning(free),
                )
        return None


def _morning(day):
    """Return the morning of a legal day as naive UTC."""
    local = datetime.combine(day, MORNING, WARSAW)
    return local.astimezone(UTC).replace(tzinfo=None)


def next_look(refusal, day):
    """Return when a refused subject is looked at again, naive UTC."""
    return refusal.again or _morning(day + timedelta(days=1))
