from odoo import fields, models

from ..tools.post.returns import ADDRESS_WRONG, DIED

ADDRESS_FIELDS = ("street", "street2", "zip", "city", "state_id", "country_id")


class ResPartner(models.Model):
    """What returned letters tell about a debtor."""

    _inherit = "res.partner"

    debt_address_doubtful = fields.Boolean(
        string="Address Doubtful",
        copy=False,
        help="A letter came back. Find the right address: correcting it clears this.",
    )
    debt_address_doubtful_since = fields.Date(string="Doubtful Since", copy=False)
    debt_death_reported_on = fields.Date(
        string="Reported Dead On",
        copy=False,
        help="The post returned a letter saying that the addressee died. Nothing "
        "happens by itself: check it, then decide on the cases. Empty it when the "
        "report proves wrong.",
    )

    def write(self, vals):
        """A changed address is no longer doubtful."""
        if "debt_address_doubtful" in vals or not set(ADDRESS_FIELDS) & vals.keys():
            return super().write(vals)
        doubtful = self.filtered("debt_address_doubtful")
        before = {partner: partner._address_values() for partner in doubtful}
        result = super().write(vals)
        changed = doubtful.filtered(lambda one: one._address_values() != before[one])
        if changed:
            changed.write(
                {"debt_address_doubtful": False, "debt_address_doubtful_since": False}
            )
        return result

    def _address_values(self):
        return [self[name] or False for name in ADDRESS_FIELDS]

    def _debt_letter_returned(self, reason, day):
        """Flag debtors whose letter came back for a reason.

        :param reason: key of tools.post.returns.REASONS
        :param day: day of the return
        """
        # Whoever opens the post enters returns, also without the right to edit
        # contacts; only these flags are set.
        partners = self.sudo()
        if reason in ADDRESS_WRONG:
            fresh = partners.filtered(lambda one: not one.debt_address_doubtful)
            fresh.write(
                {"debt_address_doubtful": True, "debt_address_doubtful_since": day}
            )
        if reason == DIED:
            fresh = partners.filtered(lambda one: not one.debt_death_reported_on)
            fresh.write({"debt_death_reported_on": day})
