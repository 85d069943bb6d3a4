"""A process of its own that fills a database or works on its runs.

    python run_worker.py fill DATABASE DAY CASES DUE
    python run_worker.py work DATABASE DAY

A worker says ``ready`` when it begins and ``done`` when nothing is left.
"""

import os
import sys
from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time

import odoo.cli.server  # first: it prepares Odoo's other modules
from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tools import config

CHUNK = 40


@contextmanager
def environment(database):
    """Yield an environment on a database; what was done is committed."""
    config.parse_config(["-c", os.environ["ODOO_RC"], "-d", database])
    odoo.cli.server.report_configuration()
    registry = Registry(database)
    with registry.cursor() as cr:
        yield Environment(cr, SUPERUSER_ID, {"tracking_disable": True})


def fill(database, day, cases, due):
    """Make cases of two companies, some of them due on the day."""
    with environment(database) as env:
        from odoo.addons.debt_collection.tests.portfolio import fill_due, make_package

        # Where attachments lie is not what is tested.
        env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        env["debt.contact.rule"].search([]).active = False
        version = env.ref("debt_collection.procedure_standard_v1")
        other = env["res.company"].create({"name": "Agency B"})
        for company, code in ((env.company, "A"), (other, "B")):
            package = make_package(env, code, company)
            steps = ("demand", "call_1")
            fill_due(
                env,
                package,
                version,
                int(cases),
                int(due),
                steps,
                date.fromisoformat(day),
            )


def work(database, day):
    """Work in small chunks until nothing is due."""
    with environment(database) as env, freeze_time(f"{day} 09:00"):
        from odoo.addons.debt_collection.models import debt_run

        debt_run.work_chunk.__defaults__ = debt_run.send_chunk.__defaults__ = (CHUNK,)
        print("ready", flush=True)
        for company in env["debt.course"]._companies():
            run = begin(env, company)
            run._work_to_the_end(lambda _done, remaining: env.cr.commit())
    print("done", flush=True)


def begin(env, company):
    """Begin the run of a company, or join the one that another worker began."""
    while True:
        try:
            run = env["debt.run"]._begin(company).sudo()
            env.cr.commit()
            return run
        except ConcurrencyError:
            env.cr.rollback()
            env.invalidate_all()


if __name__ == "__main__":
    {"fill": fill, "work": work}[sys.argv[1]](*sys.argv[2:])
