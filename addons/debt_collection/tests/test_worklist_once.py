"""Exactly once: real sessions, each with its own connection, ask at the same time."""

import threading
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, new_test_user, tagged

from ..services.worklist import hand_out

PEOPLE, CALLS = 6, 24


@tagged("post_install", "-at_install", "debt_worklist")
class TestExactlyOnce(TransactionCase):
    """The data are committed, so that all connections see them, and removed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls._committed() as env:
            cls.team_id, cls.user_ids, cls.event_ids = cls._fill(env)
        cls.addClassCleanup(cls._remove)

    @classmethod
    @contextmanager
    def _committed(cls, uid=SUPERUSER_ID):
        with cls.registry.cursor() as cr:
            yield api.Environment(cr, uid, {"tracking_disable": True})

    @classmethod
    def _fill(cls, env):
        groups = "base.group_user,debt_collection.group_operator"
        users = [new_test_user(env, f"once_{n}", groups=groups) for n in range(PEOPLE)]
        ids = [user.id for user in users]
        team = env["debt.team"].create({"name": "Once", "member_ids": [(6, 0, ids)]})
        party = env["res.partner"].create({"name": "Once", "phone": "+48600100200"})
        agreement = env["debt.agreement"].create(
            {"name": "Once", "code": "ONCE", "party_id": party.id}
        )
        package = env["debt.package"].create(
            {"name": "Once", "code": "ONCE", "agreement_id": agreement.id}
        )
        hours = env["debt.contact.rule"].search([])
        cls.rule_ids = hours.ids
        hours.active = False
        events = env["debt.event"]
        for number in range(CALLS):
            debtor = party.copy({"name": f"Once {number}"})
            case = env["debt.case"].create(
                {
                    "package_id": package.id,
                    "debtor_id": debtor.id,
                    "team_id": team.id,
                }
            )
            env["debt.claim"].create(
                {"case_id": case.id, "amount": 100, "due_date": "2026-01-12"}
            )
            case.action_open()
            events |= events.create(
                {
                    "case_id": case.id,
                    "type_id": env.ref("debt_collection.event_type_call").id,
                    "date": "2026-03-02",
                    "user_id": False,
                }
            )
        return team.id, ids, events.ids

    @classmethod
    def _remove(cls):
        with cls._committed() as env:
            env["debt.contact.rule"].browse(cls.rule_ids).active = True
            env.flush_all()
            team = env["debt.team"].browse(cls.team_id)
            cases = env["debt.case"].search([("team_id", "=", team.id)])
            package, debtors = cases.package_id, cases.debtor_id
            env.cr.execute(
                "DELETE FROM debt_claim WHERE case_id = ANY(%s)", [cases.ids]
            )
            env.cr.execute("DELETE FROM debt_case WHERE id = ANY(%s)", [cases.ids])
            env.invalidate_all()
            agreement = package.agreement_id
            party = agreement.party_id
            package.unlink()
            agreement.unlink()
            (debtors | party).unlink()
            team.unlink()
            env["res.users"].browse(cls.user_ids).unlink()

    def test_every_call_goes_to_one_person(self):
        """All hands ask at once until nothing is left; none is doubled, none lost."""
        got = {user_id: [] for user_id in self.user_ids}
        faults = []
        start = threading.Barrier(PEOPLE)

        def work(user_id):
            try:
                start.wait()
                passed = []
                for _turn in range(CALLS + 1):
                    with self._committed(user_id) as env:
                        # As in a request: the snapshot is taken before asking.
                        self.assertTrue(env.user.name)
                        handed = hand_out(env, "phone", passed)
                    if not handed.event_id:
                        break
                    got[user_id].append(handed.event_id)
                    with self._committed(user_id) as env:
                        env["debt.event"].browse(handed.event_id).action_done()
            except Exception as error:
                faults.append(error)

        threads = [threading.Thread(target=work, args=(u,)) for u in self.user_ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertFalse(faults)
        handed = [event_id for events in got.values() for event_id in events]
        self.assertEqual(sorted(handed), sorted(self.event_ids))

    def test_row_locked_by_a_colleague_is_left_to_him(self):
        with self._committed() as env:
            env.cr.execute(
                "UPDATE debt_event SET state = 'planned' WHERE id = ANY(%s)",
                [self.event_ids],
            )
        first = min(self.event_ids)
        with self.registry.cursor() as locking:
            locking.execute(
                "SELECT 1 FROM debt_event WHERE id = %s FOR UPDATE", (first,)
            )
            with self._committed(self.user_ids[0]) as env:
                handed = hand_out(env, "phone")
        self.assertTrue(handed.event_id)
        self.assertNotEqual(handed.event_id, first)
