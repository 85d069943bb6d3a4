from odoo import api, models

from ..tools.mail_headers import is_automatic


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Tell the models that take the mail whether a machine wrote it."""
        marked = self.with_context(debt_automatic_mail=is_automatic(message))
        return super(MailThread, marked)._message_route_process(
            message, message_dict, routes
        )
