"""Carries the plots out: people, parties, changes of claims, costs, events, states.

Set by set, not case by case: all events of all cases are created at once.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import cycle

from odoo import fields

from ...tools.compensation import rate_day
from ...tools.soffice import OfficeMissing, find_soffice, shared_office
from .cashier import Cashier

# Office hours in UTC.
FIRST_HOUR, HOURS = 7, 8
# Days until a leader has to decide; some decisions are late.
DUE = (-2, 0, 1, 3, 7)
LETTERS = 5


class Stage:
    """The cases of the demonstration, and what happens to them.

    :param roles: list of (case, plot); the cases are opened and have their claims
    """

    def __init__(self, agency, crowd, today, roles):
        self.env, self.agency = agency.env, agency
        self.crowd, self.today = crowd, today
        self.roles = roles
        # Each case goes at its own pace; the order of what happens stays.
        self.paces = {case: 1 + crowd.rng.random() / 2 for case, _plot in roles}
        self.owners = self._owners()
        self.parties = {}

    def perform(self):
        """Tell all plots, in the order in which they could have happened."""
        self._deal_out()
        self._open()
        self._invite_parties()
        self._change_claims()
        self._charge()
        self._live_through()
        Cashier(self.agency, self.crowd, self._day).take_money(self.roles)
        self._hold_and_close()
        self._leave_notes()
        self._write_letters()

    def _cases(self, roles):
        return self.env["debt.case"].union(*[case for case, _plot in roles])

    def _grouped(self, key):
        """Return ``{key(case, plot): cases}``."""
        groups = defaultdict(list)
        for case, plot in self.roles:
            groups[key(case, plot)].append((case, plot))
        return {value: self._cases(roles) for value, roles in groups.items()}

    # --- Who works on what --------------------------------------------------

    def _owners(self):
        """Return ``{case: collector}``, the collectors of a plot taking turns."""
        turns = {plot.by: cycle(plot.by) for _case, plot in self.roles if plot.by}
        logins = {case: next(turns[p.by]) if p.by else None for case, p in self.roles}
        nobody = self.env["res.users"]
        return {
            case: self.agency.users[login] if login else nobody
            for case, login in logins.items()
        }

    def _deal_out(self):
        """Give the cases to teams and collectors; set phase and agreed interest."""
        agreed = self.env.ref("debt_collection.interest_kind_contractual")
        groups = self._grouped(
            lambda case, plot: (plot.phase, plot.team, plot.percent, self.owners[case])
        )
        for (phase, team, percent, owner), cases in groups.items():
            values = {"phase": phase, "user_id": owner.id}
            if team:
                values["team_id"] = self.agency.teams[team].id
            if percent is not None:
                values |= {"interest_kind_id": agreed.id, "interest_percent": percent}
            cases.write(values)

    def _open(self):
        self._cases(
            [role for role in self.roles if role[1].state != "new"]
        ).action_open()

    def _hold_and_close(self):
        groups = self._grouped(
            lambda case, plot: (
                plot.state,
                plot.reason,
                self._closed_on(case, plot),
                plot.hold,
            )
        )
        for (state, reason, day, hold), cases in groups.items():
            if hold:
                self._hold(cases, hold)
            if state == "closed":
                cases._close(reason)
                cases.date_closed = day

    def _hold(self, cases, kind):
        self.env["debt.hold"].create(
            [{"case_id": case.id, "kind": kind} for case in cases]
        )

    def _closed_on(self, case, plot):
        return plot.closed and self._day(case, plot.closed)

    def _day(self, case, day):
        """Return the date of a day of the plot of a case."""
        return day.on(case.date_opened, self.today, self.paces[case])

    # --- Parties and claims -------------------------------------------------

    def _invite_parties(self):
        wanted = [(case, party) for case, p in self.roles for party in p.parties]
        partners = self.env["res.partner"].create(
            [self._partner_values(party) for _case, party in wanted]
        )
        created = self.env["debt.case.party"].create(
            [
                {
                    "case_id": case.id,
                    "partner_id": partner.id,
                    "role": party.role,
                    "note": party.note,
                    "share": party.share,
                    "date_from": case.date_opened,
                }
                for (case, party), partner in zip(wanted, partners, strict=True)
            ]
        )
        for party in created:
            self.parties.setdefault((party.case_id, party.role), party.partner_id)

    def _partner_values(self, party):
        person = self.crowd.person()
        job = {"attorney": "adwokat"}.get(party.role)
        return {
            "name": person.full_name,
            "function": job,
            "pesel": person.pesel if not job else False,
            "street": f"ul. {person.address}",
            "zip": person.postal_code,
            "city": person.town,
            "country_id": self.env.ref("base.pl").id,
            "phone": person.phone,
            "email": person.email,
        }

    def _change_claims(self):
        for case, plot in self.roles:
            for change in plot.changes:
                self._change(case, change)

    def _change(self, case, change):
        ordered = case.claim_ids.sorted(lambda claim: (claim.due_date, claim.id))
        chosen = {"all": ordered, "first": ordered[:1], "last": ordered[-1:]}
        claims = chosen[change.which]
        if change.operation == "suspend":
            until = self.today + timedelta(days=30)
            day = self.today - timedelta(days=15)
            claims.action_suspend(change.reason, day, until)
        elif change.operation == "withdraw":
            claims.action_withdraw(change.reason)
        else:
            claims.action_restructure(change.reason)

    # --- Costs and events ---------------------------------------------------

    def _charge(self):
        self._compensate([case for case, plot in self.roles if plot.compensation])
        self.env["debt.cost"].create(
            [
                self._cost_values(case, charge)
                for case, plot in self.roles
                for charge in plot.charges
            ]
        )

    def _cost_values(self, case, charge):
        kind = self.env.ref(f"debt_collection.cost_kind_{charge.kind}")
        return {
            "case_id": case.id,
            "kind_id": kind.id,
            "date": self._day(case, charge.day),
            "amount": charge.amount,
            "state": "waived" if charge.waived else "booked",
        }

    def _compensate(self, cases):
        """Add the fixed compensation, at rates of the euro made up for it."""
        claims = self._cases([(case, None) for case in cases]).claim_ids
        days = {rate_day(claim.due_date) for claim in claims}
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": self.env.ref("base.EUR").id,
                    "company_id": self.agency.company.id,
                    "name": day,
                    "inverse_company_rate": self.crowd.rng.randrange(42000, 43500)
                    / 1e4,
                }
                for day in sorted(days)
            ]
        )
        for case in cases:
            case.action_add_compensation()

    def _live_through(self):
        debts = {case: case.total_due for case, _plot in self.roles}
        self.env["debt.event"].create(
            [
                self._event_values(case, step, debts[case])
                for case, plot in self.roles
                for step in plot.steps
            ]
        )

    def _event_values(self, case, step, debt):
        day = self._day(case, step.day)
        user = self.agency.users[step.by] if step.by else self.owners[case]
        values = {
            "case_id": case.id,
            "type_id": self.env.ref(f"debt_collection.event_type_{step.type}").id,
            "date": day,
            "user_id": user.id,
            "note": step.note,
            "state": "done" if step.done else "planned",
        }
        if step.done:
            values["done_at"] = self._moment(day)
        if step.outcome:
            outcome = self.env.ref(f"debt_collection.event_outcome_{step.outcome}")
            values["outcome_id"] = outcome.id
        if step.promise:
            days, share = step.promise
            values["promise_date"] = day + timedelta(days=days)
            values["promise_amount"] = max(round(debt * share), 1)
        if step.to:
            values["partner_id"] = self.parties[case, step.to].id
        return values

    def _moment(self, day):
        """Return a moment of the working hours of a day, in UTC."""
        hour = FIRST_HOUR + self.crowd.rng.randrange(HOURS)
        moment = datetime.combine(day, time(hour, self.crowd.rng.randrange(60)))
        return min(moment, fields.Datetime.now())

    # --- Notes --------------------------------------------------------------

    def _leave_notes(self):
        """Post messages of collectors and ask leaders for decisions."""
        leaders = {team: team.leader_id for team in self.agency.teams.values()}
        for case, plot in self.roles:
            if plot.message:
                case.message_post(
                    body=plot.message,
                    author_id=self.owners[case].partner_id.id,
                    subtype_xmlid="mail.mt_note",
                )
            if plot.todo:
                case.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=self.today
                    + timedelta(days=self.crowd.rng.choice(DUE)),
                    summary=plot.todo,
                    user_id=leaders[case.team_id].id,
                )

    def _write_letters(self):
        """Print demands for payment, where LibreOffice is there to make them."""
        try:
            find_soffice()
        except OfficeMissing:
            return
        cases = self._cases([role for role in self.roles if role[1].letter][:LETTERS])
        template = self.env.ref("debt_collection.letter_template_demand")
        letters = self.env["debt.letter"].with_user(self.agency.users["kierownik"])
        letters._generate(cases.with_env(letters.env), template)
        shared_office().close()
