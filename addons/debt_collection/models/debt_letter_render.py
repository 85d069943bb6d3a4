import logging
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_ERRORS_TO_RETRY
from odoo.tools import SQL, split_every

from ..tools.letter_pdf import render_letters
from ..tools.odt import TemplateRefused
from ..tools.soffice import OfficeMissing, shared_office
from ..tools.texts import Told

_logger = logging.getLogger(__name__)

# Letters converted together, and lost together when a worker is killed.
CHUNK = 250
# Jobs at once: LibreOffice works on one core.
WORKERS = 2
# A job gives way to others after so many seconds and goes on as another job.
JOB_SECONDS = 60


class DebtLetter(models.Model):
    """Making the PDFs of letters: now, or in the background by any number of workers.

    A worker locks the letters it makes, so nobody else makes them, and commits PDF and
    state together: when it is killed they wait as before.
    """

    _inherit = "debt.letter"

    error = fields.Text(
        string="Why It Failed",
        readonly=True,
        copy=False,
        help="Why no PDF could be made. Mend the cause and try again.",
    )
    enters_history = fields.Boolean(
        readonly=True,
        copy=False,
        help="The letter is entered in the history of its case when its PDF is made.",
    )

    _waiting_idx = models.Index("(template_id, id) WHERE state = 'waiting'")

    # === NOW === #
    def _render(self):
        """Make the PDFs of letters; of one that fails, keep the reason.

        :raises UserError: LibreOffice is missing
        """
        waiting = self.filtered(lambda letter: letter.state == "waiting")
        for template, letters in waiting.grouped("template_id").items():
            for ids in split_every(CHUNK, letters.ids):
                letters.browse(ids)._render_chunk(template._odt())

    def _render_or_raise(self):
        """Make the PDFs of letters.

        :raises UserError: one of them cannot be made
        """
        self._render()
        for letter in self.filtered("error"):
            raise UserError(
                self.env._(
                    "The letter for case %(case)s could not be made. %(error)s",
                    case=letter.case_id.name,
                    error=letter.error,
                )
            )

    def _render_chunk(self, odt):
        """Make the PDFs of letters of one template, all in one document."""
        try:
            made = render_letters(odt, self.mapped("values"), shared_office())
        except OfficeMissing as error:
            raise UserError(error.told(self.env._)) from error
        except TemplateRefused as error:
            made = [error] * len(self)
        ready = self.browse()
        contents = []
        for letter, pdf in zip(self, made, strict=True):
            if isinstance(pdf, bytes):
                ready += letter
                contents.append(pdf)
            else:
                letter.error = letter._reason(pdf)
        ready._keep(contents)

    def _reason(self, error):
        """Return why a letter failed, for people; log what nobody expected."""
        if isinstance(error, Told | TemplateRefused):
            return error.told(self.env._)
        _logger.error("Letter %s failed", self.id, exc_info=error)
        return self.env._("An unexpected error; the log of the server has it.")

    def _keep(self, contents):
        """Store a PDF with each letter, as its field does, but all at once."""
        self.write({"state": "ready", "error": False})
        # As the field itself does; the right to change the letter was checked.
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": "pdf",
                    "res_model": self._name,
                    "res_field": "pdf",
                    "res_id": letter.id,
                    "type": "binary",
                    "mimetype": "application/pdf",
                    "raw": pdf,
                }
                for letter, pdf in zip(self, contents, strict=True)
            ]
        )
        self.invalidate_recordset(["pdf"])

    # === IN THE BACKGROUND === #
    @api.model
    def _render_later(self):
        """Let the background make all letters that wait."""
        # Workers make the letters of all users; the rights were checked in writing.
        letters = self.with_user(SUPERUSER_ID)
        for number in range(WORKERS):
            letters.with_delay(
                identity_key=f"debt-letters-{number}",
                description=self.env._("Make letters"),
            )._job_render(number)

    @api.model
    def _job_render(self, number):
        """Make waiting letters for a while; another job does what is left then."""
        end = time.monotonic() + JOB_SECONDS
        while self._render_waiting():
            # Outside of a cron it commits, which is all that is wanted here.
            self.env["ir.cron"]._commit_progress()
            if time.monotonic() > end:
                self.with_delay(
                    identity_key=f"debt-letters-{number}",
                    description=self.env._("Make letters"),
                )._job_render(number)
                return

    @api.model
    def _cron_render(self):
        """Make letters that still wait, should the jobs have been lost."""
        while done := self._render_waiting():
            left = self.env["ir.cron"]._commit_progress(
                done, remaining=self.search_count(self._waiting_domain())
            )
            if not left:
                return

    @api.model
    def _waiting_domain(self):
        """Return the domain of the letters whose PDF is still to be made."""
        return [("state", "=", "waiting"), ("error", "=", False)]

    @api.model
    def _render_waiting(self, limit=CHUNK):
        """Make the PDFs of some letters that nobody else is making.

        The caller commits; until then the letters are locked.

        :param limit: letters at most
        :return: number of letters that were made or failed
        """
        letters = self._claim_waiting(limit)
        letters._render()
        letters.filtered(
            lambda letter: letter.enters_history and letter.state == "ready"
        )._register_events()
        return len(letters)

    def _claim_waiting(self, limit):
        """Return waiting letters, locked for this transaction."""
        self.flush_model(["state", "error", "template_id"])
        query = SQL(
            """SELECT id FROM debt_letter
                WHERE state = 'waiting' AND error IS NULL
             ORDER BY template_id, id LIMIT %s
                  FOR NO KEY UPDATE SKIP LOCKED""",
            limit,
        )
        while True:
            try:
                return self.browse(row[0] for row in self.env.execute_query(query))
            except OperationalError as error:
                if error.pgcode not in PG_CONCURRENCY_ERRORS_TO_RETRY:
                    raise
                # Another worker finished some since this transaction began, in
                # which nothing was done yet.
                self.env.cr.rollback()

    # === WHAT PEOPLE SEE === #
    @api.model
    @api.readonly
    def progress(self):
        """Return how many letters the user may see wait, failed, were made lately."""
        failed = [("state", "=", "waiting"), ("error", "!=", False)]
        lately = fields.Datetime.now() - timedelta(minutes=1)
        made = [("state", "=", "ready"), ("write_date", ">=", lately)]
        waiting = self.search_count(self._waiting_domain())
        return {
            "waiting": waiting,
            "failed": self.search_count(failed),
            "minute": self.search_count(made) if waiting else 0,
        }

    def action_try_again(self):
        """Let the background make letters that failed."""
        failed = self.filtered(lambda letter: letter.state == "waiting")
        failed.write({"error": False})
        self._render_later()
