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
        translate = self.env._
        return {
            "closed": translate("The case is not open."),
            "dead": translate(
                "The debtor was reported dead on %(day)s: check it, then decide on "
                "the case."
            ),
            "hold": translate("The case is on hold: %(hold)s."),
            "moved": translate(
                "The case was on hold for %(days)s days: the step moved on to %(day)s."
            ),
            "paid": translate("Nothing is owed any more."),
            "suspended": translate("No claim of the case may be demanded today."),
            "barred": translate(
                "The claims are time-barred since %(day)s and may not be demanded "
                "from a consumer."
            ),
            "band": translate("The debt is outside the limits of the step."),
            "condition": translate("The case does not fulfil the step's condition."),
        } | self._texts_of_sending()

    def _texts_of_sending(self):
        """Return the texts of refusals at the moment of sending."""
        translate = self.env._
        return {
            "bank": translate(
                "The last bank statement is of %(day)s: demands wait until payments "
                "are up to date. Import the statements."
            ),
            "bank_never": translate(
                "There is no bank statement yet: demands wait. Import the statements."
            ),
            "hours": translate("Not at this hour; from %(moment)s on."),
            "frequency": translate(
                "The debtor was contacted %(count)s times in %(days)s days; from "
                "%(day)s on again."
            ),
            "refused": translate("The debtor refused this channel on %(day)s."),
            "no_consent": translate("There is no consent to this channel."),
            "blacklisted": translate("The e-mail address is on the blacklist."),
            "no_email": translate("The debtor has no e-mail address."),
            "no_phone": translate("The debtor has no phone number."),
            "no_address": translate("The debtor has no postal address."),
            "bad_address": translate("The last letter came back: check the address."),
            "no_template": translate("The step has no template."),
            "no_gateway": translate("No SMS gateway is installed."),
            "no_interest": translate("No rate of interest is known for the claims."),
            "letter": translate("The letter could not be made: %(error)s"),
            "error": translate("It could not be sent: %(error)s"),
            "fault": translate("The step failed: %(error)s"),
            "lost": translate(
                "It may have been sent: the answer was lost. Check, then confirm or "
                "send again."
            ),
            "withdrawn": translate("Taken back: %(why)s."),
        }

    @api.model
    def _labels(self):
        """Return ``{code: short text}`` for counts by reason."""
        translate = self.env._
        return {
            "hold": translate("On hold"),
            "suspended": translate("No claim may be demanded today"),
            "barred": translate("Time-barred against a consumer"),
            "band": translate("Outside the limits of the step"),
            "bank": translate("Last bank statement too old"),
            "bank_never": translate("No bank statement yet"),
            "hours": translate("Outside the hours of contact"),
            "frequency": translate("Contacted often enough"),
            "refused": translate("The debtor refused this channel"),
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
