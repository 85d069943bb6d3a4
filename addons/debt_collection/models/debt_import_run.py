import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.intake.run import Busy, Run
from ..tools import tabular

_logger = logging.getLogger(__name__)

# Files with more rows are imported in the background.
AT_ONCE = 2000


class DebtImport(models.Model):
    """Running an import: checking, writing, now or in the background."""

    _inherit = "debt.import"

    # === BUTTONS === #
    def action_check(self):
        """Check all rows without importing any."""
        self._guard(lambda record: record._check())

    def action_import(self):
        """Import now, or in the background when the file is long."""
        self._guard(lambda record: record._import_or_queue())

    def _check(self):
        savepoint = self.env.cr.savepoint()
        try:
            run = self._run("check")
        finally:
            savepoint.close(rollback=True)
        self._store_result(run, "checked")

    def _import_or_queue(self):
        table = self._open()
        if table.length <= AT_ONCE:
            self._execute(table=table)
            return
        self.write({"state": "queued", "error": False})
        self.env.ref("debt_collection.ir_cron_debt_import")._trigger()

    # === RUNNING === #
    def _run(self, method, progress=None, table=None):
        """Make a run of the file and do ``check`` or ``carry_out`` of it."""
        self.check_access("write")
        everything = self.sudo().with_context(tracking_disable=True)
        package = everything.package_id.with_company(self.company_id)
        run = Run(
            package,
            table or self._open(),
            self._mapping(),
            self.claim_key or None,
            self.debtor_key or None,
            progress,
        )
        getattr(run, method)()
        return run

    def _execute(self, progress=None, table=None):
        """Import the file in this transaction; return the summary.

        :param table: the opened file, when it is already open
        :raises FileFault, UserError: nothing was changed
        """
        with self.env.cr.savepoint():
            run = self._run("carry_out", progress, table)
        self._store_result(run, "done")
        self._remember_profile(run)
        return self._summary(run)

    def _store_result(self, run, state):
        self.fault_ids.unlink()
        described = list(map(run.describe, run.faults))
        self.env["debt.import.fault"]._store(self, described, run.raw_rows())
        warned = {fault.record for fault in run.faults if fault.severity == "warning"}
        self.write(
            {
                **run.counts,
                "state": state,
                "error": False,
                "rows": run.rows,
                "refused": run.refused,
                "warned": len(warned),
                "date_done": fields.Datetime.now(),
            }
        )

    def _summary(self, run):
        """What became of the file, as plain values."""
        told = {"error": [], "warning": []}
        for fault in map(run.describe, run.faults):
            told[fault.pop("severity")].append(fault)
        return {
            "import": self.id,
            "file": self.file_name,
            "package": self.package_id.code,
            "rows": run.rows,
            **run.counts,
            "refused_rows": run.refused,
            "refused": told["error"],
            "warnings": told["warning"],
        }

    def _remember_profile(self, run):
        """Keep the mapping for the next file of the agreement."""
        values = {
            "mapping": self._mapping(),
            "claim_key": self.claim_key,
            "debtor_key": self.debtor_key,
        }
        if self.profile_id:
            if self.profile_id.mapping != values["mapping"]:
                self.profile_id.sudo().write(values)
            return
        self.profile_id = (
            self.env["debt.import.profile"]
            .sudo()
            .create(
                {**values, "name": self.file_name, "agreement_id": self.agreement_id.id}
            )
        )

    # === BACKGROUND === #
    @api.model
    def _cron_run(self):
        """Import the files that wait, each in a transaction of its own.

        A run that was interrupted left nothing and begins again.
        """
        waiting = self.search([("state", "in", ("queued", "running"))], order="id")
        for number, record in enumerate(waiting, 1):
            record._run_in_background()
            self.env["ir.cron"]._commit_progress(1, remaining=len(waiting) - number)

    def _run_in_background(self):
        self.state = "running"
        self.env["ir.cron"]._commit_progress(0)
        owner = self.with_user(self.user_id).with_company(self.company_id)
        try:
            owner._execute(self.env["debt.import.progress"]._reporter(self))
        except Busy:
            self.state = "queued"
        except tabular.FileFault as fault:
            self._fail(fault.told(owner.env._))
        except UserError as error:
            self._fail(str(error))
        except Exception:
            _logger.exception("Import %s failed", self.id)
            self._fail(
                self.env._(
                    "An unexpected error; the log of the server has it. "
                    "Nothing was imported."
                )
            )

    def _fail(self, message):
        self.write({"state": "failed", "error": message})

    @api.autovacuum
    def _gc_progress(self):
        self.env.cr.execute(
            SQL(
                "DELETE FROM debt_import_progress WHERE write_date < now() - interval"
                " '7 days'"
            )
        )
