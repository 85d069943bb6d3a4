"""Workers are killed and work side by side: every letter is made exactly once."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import config

from .common_process import shared_filestore

LETTERS = 24
# A worker of its own process that makes a few letters at a time until none waits.
WORKER = """
import sys
import odoo.cli.server
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(["-c", sys.argv[1], "-d", sys.argv[2]])
odoo.cli.server.report_configuration()
with Registry(sys.argv[2]).cursor() as cr:
    letters = api.Environment(cr, SUPERUSER_ID, {})["debt.letter"]
    print("ready", flush=True)
    sys.stdin.readline()
    while letters._render_waiting(4):
        cr.commit()
        print("made", flush=True)
"""


@tagged("post_install", "-at_install", "debt_letter")
class TestLetterWorkers(BaseCase):
    """What it writes is committed, and removed afterwards."""

    def setUp(self):
        super().setUp()
        self.name = get_db_name()
        self.enterContext(shared_filestore(self.name))
        self.registry = Registry(self.name)
        self.addCleanup(self._remove)
        with self._cursor() as env:
            self._make(env)

    @contextmanager
    def _cursor(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _make(self, env):
        creditor = env["res.partner"].create({"name": "Worker Test Creditor"})
        values = {"name": "Worker test", "code": "WORKER-TEST"}
        agreement = env["debt.agreement"].create({**values, "party_id": creditor.id})
        package = env["debt.package"].create({**values, "agreement_id": agreement.id})
        cases = env["debt.case"]
        for number in range(LETTERS):
            debtor = env["res.partner"].create({"name": f"Worker Test {number:03d}"})
            cases += cases.create({"package_id": package.id, "debtor_id": debtor.id})
        env["debt.claim"].create(
            [
                {"case_id": case.id, "amount": 100, "due_date": "2026-01-12"}
                for case in cases
            ]
        )
        template = env.ref("debt_collection.letter_template_demand")
        self.ids = env["debt.letter"]._write(cases, template).ids

    def _remove(self):
        with self._cursor() as env:
            of_test = "SELECT id FROM debt_case WHERE package_id IN (SELECT id FROM"
            of_test += " debt_package WHERE code = 'WORKER-TEST')"
            for statement in (
                "DELETE FROM ir_attachment WHERE res_model = 'debt.letter' AND res_id"
                f" IN (SELECT id FROM debt_letter WHERE case_id IN ({of_test}))",
                f"DELETE FROM debt_letter WHERE case_id IN ({of_test})",
                f"DELETE FROM debt_claim WHERE case_id IN ({of_test})",
                f"DELETE FROM debt_case WHERE id IN ({of_test})",
                "DELETE FROM debt_package WHERE code = 'WORKER-TEST'",
                "DELETE FROM debt_agreement WHERE code = 'WORKER-TEST'",
                "DELETE FROM res_partner WHERE name LIKE 'Worker Test%'",
            ):
                env.cr.execute(statement)

    def _start(self):
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, config["config"], self.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.addCleanup(worker.stdout.close)
        self.addCleanup(worker.stdin.close)
        self.addCleanup(worker.wait)
        self.addCleanup(worker.kill)
        self.assertEqual(worker.stdout.readline(), b"ready\n")
        return worker

    def _go(self, *workers):
        """Let workers that are ready begin at the same time."""
        for worker in workers:
            worker.stdin.write(b"go\n")
            worker.stdin.flush()

    def assert_made_once(self):
        with self._cursor() as env:
            letters = env["debt.letter"].browse(self.ids)
            self.assertEqual(letters.mapped("state"), ["ready"] * LETTERS)
            env.cr.execute(
                "SELECT res_id, COUNT(*) FROM ir_attachment WHERE res_id = ANY(%s)"
                " AND res_model = 'debt.letter' AND res_field = 'pdf' GROUP BY res_id",
                [self.ids],
            )
            self.assertEqual(
                dict(env.cr.fetchall()), dict.fromkeys(self.ids, 1), "one PDF each"
            )

    def test_two_workers_share_and_a_killed_one_loses_nothing(self):
        first, second = self._start(), self._start()
        self._go(first, second)
        # After its first chunk is committed, at some moment of the second.
        self.assertEqual(first.stdout.readline(), b"made\n")
        time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait()
        self.assertEqual(second.wait(120), 0)
        made = second.stdout.read().count(b"made")
        self.assertGreater(made, 0)
        # What the killed one had locked may have been passed over by the other.
        third = self._start()
        self._go(third)
        self.assertEqual(third.wait(120), 0)
        self.assert_made_once()

    def test_two_workers_in_one_process(self):
        made = []

        def work():
            with self._cursor() as env:
                while count := env["debt.letter"]._render_waiting(4):
                    env.cr.commit()
                    made.append(count)

        workers = [threading.Thread(target=work) for _number in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
        self.assertEqual(sum(made), LETTERS)
        self.assert_made_once()
