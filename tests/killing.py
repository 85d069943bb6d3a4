"""Databases of their own, and workers that are killed somewhere in their work."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from odoo.tools import config

from odoo.addons.debt_collection.tests.common_process import shared_filestore


@contextmanager
def own_database(suffix):
    """Yield the name of a database with our addons that goes away afterwards."""
    template = os.environ.get("DEBT_TEST_TEMPLATE")
    if not template:
        pytest.fail("DEBT_TEST_TEMPLATE is not set: run the tests by script/test")
    name = f"{config['db_name'][0]}_{suffix}"
    subprocess.run(["createdb", "-T", template, name], check=True)
    try:
        with shared_filestore(name):
            yield name
    finally:
        subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)


class Workers:
    """Processes of a script: ``SCRIPT COMMAND DATABASE ...``.

    A worker says ``ready`` when it begins and ``done`` when nothing is left.
    """

    def __init__(self, script, database):
        self.script, self.database = script, database

    def call(self, command, *arguments):
        """Do a command to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, self.script, command, self.database, *arguments],
            check=True,
            timeout=300,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def start(self, *arguments):
        """Start a worker."""
        return subprocess.Popen(
            [sys.executable, self.script, "work", self.database, *arguments],
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_at_random(self, chance, latest, *arguments):
        """Kill a worker somewhere in its work; tell whether it got done."""
        worker = self.start(*arguments)
        assert worker.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.1, latest))
        worker.kill()
        return worker.communicate()[0] == "done\n"

    def finish(self, *workers):
        """Let workers do all that is left."""
        for worker in workers:
            output, _none = worker.communicate(timeout=300)
            assert worker.returncode == 0
            assert output.endswith("done\n")
