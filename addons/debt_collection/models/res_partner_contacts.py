from odoo import fields, models
from odoo.fields import Domain

CONTACTS = "debt_collection.group_contacts,debt_collection.group_user"
LATEST = 40


class ResPartner(models.Model):
    """The history of contacts with a partner, by all departments."""

    _inherit = "res.partner"

    debt_contact_ids = fields.Many2many(
        "debt.event",
        string="Latest Contacts",
        compute="_compute_debt_contact_ids",
        groups=CONTACTS,
        help="The latest ones; the button on top shows all.",
    )
    debt_contact_count = fields.Integer(
        compute="_compute_debt_contact_count", groups=CONTACTS
    )

    def _compute_debt_contact_ids(self):
        for partner in self:
            partner.debt_contact_ids = self.env["debt.event"].search(
                partner._debt_contact_domain(), limit=LATEST
            )

    def _compute_debt_contact_count(self):
        for partner in self:
            partner.debt_contact_count = self.env["debt.event"].search_count(
                partner._debt_contact_domain()
            )

    def _debt_contact_domain(self):
        """Return the domain of all that was done with the partner or his people.

        A debt user sees here the events of the partner's cases too, whomever they
        were with.
        """
        self.ensure_one()
        domain = Domain("partner_id", "child_of", self._origin.ids)
        if self.env.user._debt_has_role("user"):
            domain |= Domain("case_id.debtor_id", "in", self._origin.ids)
        return domain & Domain("state", "!=", "cancelled")

    def action_open_debt_contacts(self):
        """Show the history of contacts with the partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_contact_action"
        )
        return {
            **action,
            "domain": list(self._debt_contact_domain()),
            "context": {"default_partner_id": self.id, "debt_contact": True},
        }
