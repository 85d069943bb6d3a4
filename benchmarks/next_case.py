"""Next case for many operators at once: time at the server, and nothing twice.

A portfolio of cases with one claim each, every tenth with a planned call, a third of
the cases at an agreed rate, every twentieth debtor without a phone. Operators of five
teams work in two processes as a server's workers would, each request in a session
(connection, transaction, environment) of its own. An operator asks for the next case
with all that the panel shows, books an outcome, pauses as for a call, and asks again.
Then they do the same with the reference, a plain search for the first due call without
any lock. Before it one operator works alone; at last all ask in the same instant.

    script/benchmark next_case [CASES] [OPERATORS] [SECONDS]
"""

import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from statistics import median, quantiles

from environment import benchmark_environment, table

import odoo.sql_db
from odoo import Command, fields
from odoo.api import Environment
from odoo.modules.registry import Registry

CASES, OPERATORS, SECONDS = 1_000_000, 50, 120
TEAMS, PROCESSES = 5, 2
PAUSE = 30.0  # seconds of a call, on the average
ALONE = 20  # cases of the one who works alone

FILL = """
    INSERT INTO res_partner (name, complete_name, active, is_company, type, phone,
                             phone_sanitized, debt_legal_status, autopost_bills,
                             city, street)
    SELECT 'Debtor ' || n, 'Debtor ' || n, TRUE, FALSE, 'contact', p.number, p.number,
           'consumer', 'ask', 'Warszawa', 'Lipowa ' || n
      FROM generate_series(1, %(cases)s) n, LATERAL (
           SELECT CASE WHEN hashint4(n) %% 20 != 0
                       THEN '+48' || (600000000 + n) END AS number) p;
    UPDATE res_partner SET commercial_partner_id = id
     WHERE commercial_partner_id IS NULL;
    INSERT INTO debt_case (name, package_id, agreement_id, company_id, currency_id,
                           creditor_id, debtor_id, state, phase, team_id,
                           opening_debt, interest_kind_id, interest_percent)
    SELECT 'N/' || d.n, p.id, p.agreement_id, p.company_id, a.currency_id,
           a.creditor_id, d.id, 'open', 'amicable',
           (%(teams)s::integer[])[1 + d.n %% %(team_count)s], 20 + d.n %% 5000,
           CASE WHEN d.n %% 3 = 0 THEN %(contractual)s END, 12
      FROM debt_package p JOIN debt_agreement a ON a.id = p.agreement_id,
           (SELECT id, substr(name, 8)::integer AS n FROM res_partner
             WHERE name LIKE 'Debtor %%') d
     WHERE p.id = %(package)s;
    INSERT INTO debt_claim (case_id, company_id, agreement_id, creditor_id, debtor_id,
                            currency_id, kind_id, name, amount, paid_before, principal,
                            state, issue_date, due_date, interest_from)
    SELECT c.id, c.company_id, c.agreement_id, c.creditor_id, c.debtor_id,
           c.currency_id, %(invoice)s, 'F/' || c.id, c.opening_debt, 0, c.opening_debt,
           'active', d.day - 14, d.day, d.day + 1
      FROM debt_case c, LATERAL (
           SELECT %(today)s::date - 30 - c.id %% 700 AS day) d;
    INSERT INTO debt_claim_segment (claim_id, date_from, principal)
    SELECT id, interest_from, principal FROM debt_claim;
    INSERT INTO debt_event (case_id, company_id, partner_id, type_id, channel, state,
                            date, deadline, team_id, priority)
    SELECT c.id, c.company_id, c.debtor_id, %(call)s, 'phone', 'planned',
           %(today)s::date - c.id %% 10, %(today)s::date - c.id %% 10 + 5, c.team_id,
           FLOOR(10 * LN(1 + c.opening_debt))::integer
      FROM debt_case c
     WHERE hashint4(c.id) %% 10 = 0;
"""


def fill(env, cases, operators):
    """Make the portfolio, the teams and the operators, for good."""
    env["debt.contact.rule"].search([("channel", "=", "phone")]).active = False
    env.company.debt_bank_max_age = 0
    group = env.ref("debt_collection.group_operator")
    users = env["res.users"].create(
        [
            {
                "name": f"Operator {n}",
                "login": f"operator_{n}",
                "group_ids": [Command.link(group.id)],
            }
            for n in range(operators)
        ]
    )
    teams = env["debt.team"].create(
        [
            {"name": f"Team {n}", "member_ids": [Command.set(users[n::TEAMS].ids)]}
            for n in range(TEAMS)
        ]
    )
    party = env["res.partner"].create({"name": "Benchmark"})
    agreement = env["debt.agreement"].create(
        {"name": "Benchmark", "code": "BENCHMARK", "party_id": party.id}
    )
    package = env["debt.package"].create(
        {"name": "Benchmark", "code": "BENCHMARK", "agreement_id": agreement.id}
    )
    env.flush_all()
    env.cr.execute(
        FILL,
        {
            "cases": cases,
            "teams": teams.ids,
            "team_count": TEAMS,
            "package": package.id,
            "today": env["debt.balance"]._today(),
            "call": env.ref("debt_collection.event_type_call").id,
            "invoice": env.ref("debt_collection.claim_kind_invoice").id,
            "contractual": env.ref("debt_collection.interest_kind_contractual").id,
        },
    )
    env.cr.commit()
    env.cr.execute(
        "ANALYZE res_partner, debt_case, debt_claim, debt_claim_segment, debt_event"
    )
    env.cr.commit()
    return users.ids


class Operator:
    """One operator's sessions and the times of his requests."""

    def __init__(self, registry, user_id):
        """Belong to a user."""
        self.registry, self.user_id = registry, user_id
        self.times = {"next case": [], "booking": [], "search": []}
        self.handed, self.searched = [], []

    def request(self, name, work):
        """Run one request as the server would and note its time."""
        started = time.perf_counter()
        with self.registry.cursor() as cr:
            result = work(Environment(cr, self.user_id, {"lang": "en_US"}))
        self.times[name].append(time.perf_counter() - started)
        return result

    def ask(self, name="next case"):
        """Ask for the next case; return the id of the event."""
        answer = self.request(name, lambda env: env["debt.event"].next_case())
        event_id = answer.get("event", {}).get("id")
        if event_id:
            self.handed.append(event_id)
        return event_id

    def book(self, event_id, outcome_id):
        """Register that nobody answered."""
        self.request(
            "booking",
            lambda env: env["debt.event"].browse(event_id).register_call(outcome_id),
        )

    def search(self):
        """Look for the first due call with the ORM, without lock or gates."""

        def work(env):
            event = env["debt.event"].search(
                [
                    ("state", "=", "planned"),
                    ("channel", "=", "phone"),
                    ("date", "<=", fields.Date.today()),
                    ("user_id", "in", (False, env.uid)),
                    ("team_id.member_ids", "in", env.uid),
                ],
                order="priority desc, date, id",
                limit=1,
            )
            return event.id

        self.searched.append(self.request("search", work))

    def work(self, until, outcome_id):
        """Ask and book, with a call between two cases, until a moment."""
        while pause(until):
            event_id = self.ask()
            if event_id:
                self.book(event_id, outcome_id)

    def look(self, until):
        """Search with the same pauses until a moment."""
        while pause(until):
            self.search()

    def forget(self):
        """Begin to count anew, with warm caches."""
        self.times = {name: [] for name in self.times} | {"all at once": []}
        self.handed, self.searched = [], []


def pause(until):
    """Wait as for a call; tell whether there is time for another one."""
    time.sleep(random.uniform(0, 2 * PAUSE))
    return time.monotonic() < until


def serve(database, user_ids, seconds, outcome_id, barrier, results):
    """Be one worker process: its operators work, search, and all ask at once."""
    registry = Registry(database)
    people = [Operator(registry, user_id) for user_id in user_ids]
    for person in people:  # fill the caches, as a server that has run a while
        person.ask()
        person.search()
        person.forget()
    barrier.wait()
    until = time.monotonic() + seconds
    in_threads(people, lambda person: person.work(until, outcome_id))
    barrier.wait()
    until = time.monotonic() + seconds / 2
    in_threads(people, lambda person: person.look(until))
    barrier.wait()
    in_threads(people, lambda person: person.ask("all at once"))
    results.put([(p.times, p.handed, p.searched) for p in people])


def alone(database, user_id, outcome_id):
    """Let one operator work without pauses; return the times of his requests."""
    person = Operator(Registry(database), user_id)
    person.ask()
    person.forget()
    for _turn in range(ALONE):
        person.book(person.ask(), outcome_id)
    odoo.sql_db.close_all()  # connections are not to be shared by processes
    return person.times


def in_threads(people, work):
    """Let all do their work at the same time."""
    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run(database, user_ids, seconds, outcome_id):
    """Share the operators between processes; return what each of them noted."""
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(PROCESSES), context.SimpleQueue()
    workers = [
        context.Process(
            target=serve,
            args=(
                database,
                user_ids[n::PROCESSES],
                seconds,
                outcome_id,
                barrier,
                results,
            ),
        )
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    notes = [note for _worker in workers for note in results.get()]
    for worker in workers:
        worker.join()
    return notes


def row(name, times, ids):
    """Return a line of the table: how many, how long, how often the same."""
    hundredths = quantiles(times, n=100) if len(times) > 1 else times * 99
    doubled = sum(count - 1 for count in Counter(filter(None, ids)).values())
    return (
        name,
        f"{len(times):,}",
        f"{1000 * median(times):.0f} ms",
        f"{1000 * hundredths[94]:.0f} ms",
        f"{1000 * max(times):.0f} ms",
        f"{doubled:,}" if ids else "–",
    )


def main(cases=CASES, operators=OPERATORS, seconds=SECONDS):
    """Fill, work, and print the times."""
    with benchmark_environment() as env:
        user_ids = fill(env, cases, operators)
        database = env.cr.dbname
        outcome_id = env.ref("debt_collection.event_outcome_no_answer").id
    single = alone(database, user_ids[0], outcome_id)
    notes = run(database, user_ids, seconds, outcome_id)
    handed = [id_ for _times, ids, _searched in notes for id_ in ids]
    searched = [id_ for _times, _ids, ids in notes for id_ in ids]
    lines = [row("next case, alone", single["next case"], [])]
    lines += [
        row(name, [t for times, *_rest in notes for t in times[name]], ids)
        for name, ids in (
            ("next case", handed),
            ("booking", []),
            ("all at once", []),
            ("search", searched),
        )
    ]
    print(f"{cases:,} cases, {operators} operators, {seconds} s")
    table(("request", "number", "p50", "p95", "max", "handed out twice"), lines)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
