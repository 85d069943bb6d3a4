from odoo import fields, models


class MailMail(models.Model):
    """E-mails of the dispatch ledger: sent through Odoo's queue, never twice."""

    _inherit = "mail.mail"

    debt_dispatch_id = fields.Many2one(
        "debt.dispatch", readonly=True, index="btree_not_null", ondelete="set null"
    )

    def _send(self, auto_commit=False, **options):
        """Claim a dispatch before its e-mail leaves; leave out those lost before."""
        # Whoever works on the mail queue acts for the ledger.
        ours = self.sudo().filtered("debt_dispatch_id")
        others = self.browse(self.ids) - ours
        result = super(MailMail, others)._send(auto_commit=auto_commit, **options)
        for mail in ours:
            if mail.debt_dispatch_id._claim_mail(mail, commit=auto_commit):
                super(MailMail, mail)._send(auto_commit=auto_commit, **options)
        return result

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        for mail in self.sudo().filtered("debt_dispatch_id"):
            mail.debt_dispatch_id._mail_answered(mail, failure_type, failure_reason)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
