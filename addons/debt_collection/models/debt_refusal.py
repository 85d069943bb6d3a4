import re

from odoo import api, models
from odoo.tools import format_date

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class DebtRefusal(models.AbstractModel):
    """Why a step or a dispatch is not done: codes in data, words on screens.

    Higher addons add codes of their own by extending ``_texts``.
    """

    _name = "debt.refusal"
    _description = "Reasons for Not Acting"

    @api.model
    def _texts(self):
        """Return ``{code: text}``; the text takes the parameters of the refusal."""
        _ = self.env._
        return {
            "closed": _("The case is not open."),
            "dead": _(
                "The debtor was reported dead on %(day)s: check it, then decide on "
                "the case."
            ),
            "hold": _("The case is on hold: %(hold)s."),
            "moved": _(
                "The case was on hold for %(days)s days: the step moved on to %(day)s."
            ),
            "paid": _("Nothing is owed any more."),
            "suspended": _("No claim of the case may be demanded today."),
            "barred": _(
                "The claims are time-barred since %(day)s and may not be demanded "
                "from a consumer."
            ),
            "band": _("The debt is outside the limits of the step."),
            "condition": _("The case does not fulfil the step's condition."),
        } | self._texts_of_sending()

    def _texts_of_sending(self):
        """Return the texts of refusals at the moment of sending."""
        _ = self.env._
        return {
            "bank": _(
                "The last bank statement is of %(day)s: demands wait until payments "
                "are up to date. Import the statements."
            ),
            "bank_never": _(
                "There is no bank statement yet: demands wait. Import the statements."
            ),
            "hours": _("Not at this hour; from %(moment)s on."),
            "frequency": _(
                "The debtor was contacted %(count)s times in %(days)s days; from "
                "%(day)s on again."
            ),
            "refused": _("The debtor refused this channel on %(day)s."),
            "blacklisted": _("The e-mail address is on the blacklist."),
            "no_email": _("The debtor has no e-mail address."),
            "no_phone": _("The debtor has no phone number."),
            "no_address": _("The debtor has no postal address."),
            "bad_address": _("The last letter came back: check the address."),
            "no_template": _("The step has no template."),
            "no_gateway": _("No SMS gateway is installed."),
            "error": _("It could not be sent: %(error)s"),
            "fault": _("The step failed: %(error)s"),
            "lost": _(
                "It may have been sent: the answer was lost. Check, then confirm or "
                "send again."
            ),
            "withdrawn": _("Taken back: %(why)s."),
        }

    @api.model
    def _labels(self):
        """Return ``{code: short text}`` for counts by reason."""
        _ = self.env._
        return {
            "hold": _("On hold"),
            "suspended": _("No claim may be demanded today"),
            "barred": _("Time-barred against a consumer"),
            "band": _("Outside the limits of the step"),
            "bank": _("Last bank statement too old"),
            "bank_never": _("No bank statement yet"),
            "hours": _("Outside the hours of contact"),
            "frequency": _("Contacted often enough"),
            "refused": _("The debtor refused this channel"),
        }

    @api.model
    def _label(self, code):
        """Return the short text of a reason in the language of the user."""
        return self._labels().get(code) or self._texts().get(code, code)

    @api.model
    def _told(self, code, params=None):
        """Return the reason in the language of the user; False without a code."""
        if not code:
            return False
        text = self._texts().get(code, code)
        try:
            return text % {key: self._shown(v) for key, v in (params or {}).items()}
        except (KeyError, ValueError):
            return text

    def _shown(self, value):
        """Return a parameter as people read it: days of the ledger are ISO texts."""
        if value is None:
            return ""
        text = str(value)
        return format_date(self.env, text) if _ISO_DAY.fullmatch(text) else text
