from odoo import fields, models
from odoo.tools import SQL

from ..services.dispatch.sender import pass_gates

# Gates are passed again when an e-mail waited longer than this in the queue.
FRESH_MINUTES = 15


class DebtDispatch(models.Model):
    """E-mails: written into Odoo's mail queue, claimed before they leave."""

    _inherit = "debt.dispatch"

    def _send_email(self):
        """Put the e-mails into the mail queue and let it run."""
        for template, rows in self.grouped("mail_template_id").items():
            if not template:
                rows._refuse("no_template")
                continue
            # A case with two e-mails at once gets the second with the next chunk.
            by_case = {row.case_id.id: row for row in reversed(rows)}
            # The ledger writes for everybody; collectors need no right to templates.
            mails = template.sudo().send_mail_batch(list(by_case))
            for mail in mails:
                row = by_case[mail.res_id]
                mail.debt_dispatch_id = row
                row._set_state("sending", mail_message_id=mail.mail_message_id.id)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _claim_mail(self, mail, commit):
        """Claim the row for sending now; tell whether the e-mail may leave.

        The claim is committed before the e-mail leaves. If it is found claimed
        already, an earlier try ended before its answer was known.
        """
        self.ensure_one()
        if not self._lock_or_skip():
            return False
        if self.state != "sending":
            mail.cancel()
            return False
        if self.claimed_at:
            self._set_state("unknown", "lost", {})
            mail.cancel()
            return False
        if self._stale() and not self._still_allowed():
            mail.cancel()
            return False
        self.claimed_at = fields.Datetime.now()
        self.flush_recordset()
        if commit:
            # The claim must outlive whatever happens while sending.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        return True

    def _lock_or_skip(self):
        """Lock the row; tell whether nobody else holds it."""
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "SELECT 1 FROM debt_dispatch WHERE id = %s FOR UPDATE SKIP LOCKED",
                self.id,
            )
        )
        self.invalidate_recordset()
        return bool(rows)

    def _stale(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), minutes=FRESH_MINUTES)
        return not self.checked_at or self.checked_at < limit

    def _still_allowed(self):
        """Pass the gates again; what is refused goes back into the ledger's queue."""
        self._set_state("queued")
        allowed = pass_gates(self)
        return bool(allowed._set_state("sending"))

    def _mail_answered(self, mail, failure_type, failure_reason):
        """Note whether the e-mail left."""
        if failure_type:
            error = failure_reason or mail.failure_reason or failure_type
            self._set_state("failed", "error", {"error": error})
        else:
            self._confirmed(provider_ref=mail.message_id)
