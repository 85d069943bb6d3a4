import time
from collections import Counter
from datetime import datetime

from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..services.dispatch.sender import send_chunk
from ..services.procedure.preview import preview
from ..services.procedure.run import work_chunk
from ..services.procedure.start import start_missing
from ..tools.workdays import WARSAW
from .debt_run_piece import COUNTERS

CHANNELS = ("letter", "email", "sms")
# Workers that meet at the same rows try again so many times in a row.
MAX_CONFLICTS = 20


class DebtRun(models.Model):
    """A run of procedures in a company on a day, or the dry run of a day.

    A run is done in small pieces of work. Each piece locks what it takes, so workers
    may share a run, and is committed by itself, so a run that was stopped goes on.
    """

    _name = "debt.run"
    _description = "Run of Procedures"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(required=True, readonly=True)
    mode = fields.Selection(
        [("real", "Run"), ("preview", "Dry Run")],
        default="real",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("running", "Running"), ("done", "Done")],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    started_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    finished_at = fields.Datetime(readonly=True)
    due_count = fields.Integer(string="Due", readonly=True)
    piece_ids = fields.One2many("debt.run.piece", "run_id", readonly=True)
    started_count = fields.Integer(string="Cases Started", compute="_compute_counts")
    acted_count = fields.Integer(
        string="Steps Done or Queued", compute="_compute_counts"
    )
    skipped_count = fields.Integer(string="Skipped", compute="_compute_counts")
    passed_count = fields.Integer(string="Passed Over", compute="_compute_counts")
    sent_count = fields.Integer(
        string="Dispatches Looked At", compute="_compute_counts"
    )
    progress = fields.Float(compute="_compute_progress")
    line_ids = fields.One2many("debt.run.line", "run_id", readonly=True)

    _one_running = models.UniqueIndex(
        "(company_id, day) WHERE state = 'running' AND mode = 'real'",
        "A run of this day is going on already.",
    )

    @api.depends("company_id", "day")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.company_id.name} {run.day}"

    @api.depends("piece_ids")
    def _compute_counts(self):
        groups = self.env["debt.run.piece"]._read_group(
            [("run_id", "in", self.ids)],
            ["run_id"],
            [f"{name}:sum" for name in COUNTERS],
        )
        sums = {run.id: counts for run, *counts in groups}
        for run in self:
            counts = sums.get(run.id, [0] * len(COUNTERS))
            for name, count in zip(COUNTERS, counts, strict=True):
                run[name] = count

    @api.depends("due_count", "acted_count", "skipped_count", "passed_count", "state")
    def _compute_progress(self):
        for run in self:
            seen = run.acted_count + run.skipped_count + run.passed_count
            share = 100 * seen / run.due_count if run.due_count else 0
            run.progress = 100 if run.state == "done" else min(share, 99)

    # === BEGINNING === #
    @api.model
    def action_run_now(self):
        """Start today's run of the company, or join the one that is going on."""
        self._check_may_run()
        run = self._begin(self.env.company)
        return run._open()

    @api.model
    def action_preview(self, day=None):
        """Show what the run of a day (tomorrow) would do, without doing it."""
        self._check_may_run()
        today = self.env["debt.balance"]._today()
        wanted = fields.Date.to_date(day) or _tomorrow(today)
        run = self.sudo()._preview(self.env.company, wanted)
        return run.sudo(False)._open()

    def _check_may_run(self):
        if not self.env.su and not self.env.user._debt_has_role("team_leader"):
            raise UserError(self.env._("Only a team leader may start a run."))

    @api.model
    def _begin(self, company):
        """Return the run of today that is going on, started if there was none.

        The run works on all cases of the company, whoever started it.
        """
        everything = self.sudo()
        day = self.env["debt.balance"]._today()
        going = everything.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "running"),
                ("mode", "=", "real"),
            ],
            limit=1,
        )
        run = going or everything._create_run(company, day)
        if not going:
            run.due_count = run._count_due()
        run._call_workers()
        return run.sudo(False)

    @api.model
    def _create_run(self, company, day):
        """Create the run of a day, unless somebody just did: then ask to try again."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return self.create({"company_id": company.id, "day": day})
        except UniqueViolation as error:
            # Committed after this transaction began, so it cannot be seen in it.
            raise ConcurrencyError("The run was started by somebody else") from error

    def _count_due(self):
        return self.env["debt.course"].search_count(self._due_domain())

    def _due_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "running"),
            ("date_due", "<=", self.day),
        ]

    def _call_workers(self):
        """Wake the cron, and the job workers that share the work."""
        self.env.ref("debt_collection.ir_cron_debt_run")._trigger()
        for number in range(1, self.company_id.debt_workers):
            self.with_delay(
                identity_key=f"debt.run:{self.id}:{number}",
                description=self.display_name,
            )._job(number)

    # === WORK === #
    def _job(self, number):
        """Do one piece of work as a job and ask for the next; each commits."""
        if self.exists() and self._work():
            self.with_delay(
                identity_key=f"debt.run:{self.id}:{number}:{self.env.cr.now()}",
                description=self.display_name,
            )._job(number)

    def _work(self):
        """Do the next piece of work; tell whether there may be more.

        The caller commits.
        """
        self.ensure_one()
        if self.state == "done":
            return False
        pieces = (
            self._prepare,
            self._start_cases,
            self._work_steps,
            *(lambda channel=channel: self._send(channel) for channel in CHANNELS),
        )
        if any(piece() for piece in pieces):
            return True
        self._finish()
        return False

    def _prepare(self):
        """Bring up to date what steps depend on; for extension.

        :return: whether there was anything to do
        """
        return self.env["debt.event"]._check_promised_payments(self.company_id)

    def _start_cases(self):
        count = start_missing(self.env, self.company_id, self.day)
        self._add(started_count=count)
        return count

    def _work_steps(self):
        outcome = work_chunk(self.env, self.company_id, self.day)
        if outcome:
            self._add(
                acted_count=len(outcome.acted),
                skipped_count=len(outcome.skipped),
                passed_count=len(outcome.passed),
            )
        return bool(outcome)

    def _send(self, channel):
        count = send_chunk(self.env, self.company_id, channel)
        self._add(sent_count=count)
        return count

    def _add(self, **counts):
        """Note what a piece of work did."""
        if any(counts.values()):
            self.env["debt.run.piece"].create({"run_id": self.id, **counts})

    def _finish(self):
        """End the run, unless another worker still holds some of its cases.

        Should that worker die, the cron goes on with the run.
        """
        due = [
            *self._due_domain(),
            "|",
            ("skip_date", "=", False),
            ("skip_date", "<", self.day),
        ]
        if not self.env["debt.course"].search_count(due, limit=1):
            self.write({"state": "done", "finished_at": fields.Datetime.now()})

    # === CRON === #
    @api.model
    def _cron_run(self):
        """Start the daily runs, go on with those begun, send what may go now."""
        self.env["debt.dispatch"]._find_lost()
        self._begin_daily()
        going = self.search([("state", "=", "running"), ("mode", "=", "real")])
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=len(going))
        for run in going:
            run._work_to_the_end(commit)
        self._send_waiting(commit)

    def _work_to_the_end(self, commit):
        """Do piece after piece; one that met another worker's is done again.

        :param commit: called after each piece
        """
        conflicts = 0
        while True:
            try:
                more = self._work()
                commit(1, remaining=int(more))
            except (SerializationFailure, DeadlockDetected):
                conflicts += 1
                if conflicts > MAX_CONFLICTS:
                    raise
                self.env.cr.rollback()
                self.env.invalidate_all()
                time.sleep(0.05 * conflicts)
                continue
            if not more:
                return
            conflicts = 0

    def _begin_daily(self):
        """Begin today's run of each company that had none yet."""
        moment = datetime.now(WARSAW)
        today = self.env["debt.balance"]._today()
        ran = self.search([("day", "=", today), ("mode", "=", "real")]).company_id
        for company in self.env["debt.course"]._companies() - ran:
            if moment.hour >= company.debt_run_hour:
                self._begin(company)

    def _send_waiting(self, commit):
        """Send dispatches whose hour has come since the last run."""
        for company in self.env["debt.course"]._companies():
            for channel in CHANNELS:
                while send_chunk(self.env, company, channel):
                    commit(1, remaining=1)

    # === DRY RUN === #
    @api.model
    def _preview(self, company, day):
        lines = preview(self.env, company, day)
        run = self.create(
            {
                "company_id": company.id,
                "day": day,
                "mode": "preview",
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "due_count": len(lines),
            }
        )
        decisions = Counter(line["decision"] for line in lines)
        run._add(
            acted_count=decisions["act"],
            skipped_count=decisions["wait"],
            passed_count=decisions["pass"],
        )
        self.env["debt.run.line"].create([{**line, "run_id": run.id} for line in lines])
        return run

    @api.autovacuum
    def _gc_previews(self):
        """Forget dry runs after a week."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        old = [("mode", "=", "preview"), ("started_at", "<", before)]
        self.search(old, limit=20).unlink()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }


def _tomorrow(day):
    return fields.Date.add(day, days=1)
