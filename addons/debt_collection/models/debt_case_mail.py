from odoo import models


class DebtCase(models.Model):
    """Mails that come in: on the thread of the case, and in its history."""

    _inherit = "debt.case"

    def action_take_mail(self):
        """Put the mail, on whose form the case was offered, on this case."""
        self.ensure_one()
        mail = self.env["debt.incoming.mail"].browse(self.env.context["debt_mail_id"])
        mail._deliver(self)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _receive_mail(self, message):
        """Post a mail that came elsewhere on the case and write it into the history.

        It is a note to the collector: other followers, such as a co-debtor, must not
        get what the debtor wrote.

        :param message: the mail.message with which it came
        """
        self.ensure_one()
        self._register_incoming_mail(
            message.message_id, message.subject, message.author_id
        )
        self.message_post(
            body=message.body,
            subject=message.subject,
            message_type="email",
            subtype_xmlid="mail.mt_note",
            author_id=message.author_id.id,
            email_from=message.email_from,
            date=message.date,
            message_id=message.message_id,
            partner_ids=self._mail_recipients().ids,
            attachment_ids=[
                attachment.copy({"res_model": self._name, "res_id": self.id}).id
                for attachment in message.attachment_ids
            ],
        )

    def _mail_recipients(self):
        """Return who is told of a mail: the collector, else the leader of the team."""
        return (self.user_id or self.team_id.leader_id).partner_id

    def _register_incoming_mail(self, message_id, subject, author):
        """Write a mail into the history; a second time finds the event there."""
        key = f"mail/{self.company_id.id}/{message_id}"
        # Whether the mail is in the history must not depend on who asks.
        if self.env["debt.event"].sudo().search_count([("effect_key", "=", key)]):
            return
        kind = self.env.ref("debt_collection.event_type_incoming_email")
        self.env["debt.event"].create(
            {
                "case_id": self.id,
                "type_id": kind.id,
                "state": "done",
                "user_id": self.user_id.id,
                "partner_id": (author or self.debtor_id).id,
                "note": subject,
                "effect_key": key,
            }
        )

    def message_update(self, msg_dict, update_vals=None):
        """Write answers of outsiders to mails of the case into its history."""
        result = super().message_update(msg_dict, update_vals)
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or [])
        automatic = self.env.context.get("debt_automatic_mail")
        # Whoever has an inner user answers a colleague, not us.
        if not automatic and (not author or author.partner_share):
            self._register_incoming_mail(
                msg_dict["message_id"], msg_dict.get("subject"), author
            )
            self.message_subscribe(self._mail_recipients().ids)
        return result
