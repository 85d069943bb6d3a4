from odoo import api, fields, models

from .debt_contact_rule import CHANNELS


class DebtContactConsent(models.Model):
    """Consent or refusal of a channel, from whom and when; the newest counts.

    Collection needs no consent (legitimate interest); a refusal or objection of the
    debtor is respected. An entry without address is for the whole channel.
    """

    _name = "debt.contact.consent"
    _description = "Consent or Refusal of a Channel"
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    channel = fields.Selection(
        CHANNELS,
        required=True,
    )
    address = fields.Char(
        string="Number or Address", help="Empty: the channel as a whole."
    )
    kind = fields.Selection(
        [
            ("consent", "Consent"),
            ("refusal", "Refusal"),
            ("objection", "Objection (art. 21 GDPR)"),
        ],
        required=True,
        default="refusal",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env["debt.balance"]._today()
    )
    revoked_on = fields.Date(help="From this day it counts no more.")
    said_by = fields.Char(string="From Whom", help="Who said so, and how.")
    user_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user
    )
    note = fields.Char()

    @api.depends("kind", "channel", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            entry.display_name = f"{kinds.get(entry.kind, '')} {entry.date or ''}"

    @api.model
    def _refusals(self, partner_ids, company, day):
        """Return ``{(partner id, channel, address or ""): day}`` of what is refused.

        A newer consent to the same address lifts an older refusal.
        """
        entries = self.search(
            [
                ("partner_id", "in", partner_ids),
                ("company_id", "=", company.id),
                ("date", "<=", day),
                "|",
                ("revoked_on", "=", False),
                ("revoked_on", ">", day),
            ],
            order="date, id",
        )
        found = {}
        for entry in entries:
            key = (entry.partner_id.id, entry.channel, (entry.address or "").strip())
            if entry.kind == "consent":
                found.pop(key, None)
            else:
                found[key] = entry.date
        return found
