from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..tools.places import (
    PHONE_NAVIGATION,
    address_line,
    area_name,
    navigation_link,
    phone_link,
)

NAVIGATION_PARAMETER = "debt_collection.navigation_link"
ON_MAP = 2000


class DebtEvent(models.Model):
    """Field visits: where they lead, and where their result was registered."""

    _inherit = "debt.event"

    area = fields.Char(
        compute="_compute_visit_address",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="First digits of the postcode, and the town.",
    )
    visit_address = fields.Char(
        string="Address", compute="_compute_visit_address", store=True, precompute=True
    )
    visit_phone = fields.Char(string="Phone", related="partner_id.phone")
    owed = fields.Monetary(related="case_id.total_due", string="Owed")
    place_latitude = fields.Float(string="Latitude", digits=(10, 7), copy=False)
    place_longitude = fields.Float(string="Longitude", digits=(10, 7), copy=False)
    place_accuracy = fields.Float(
        string="Accuracy (m)", digits=(10, 0), copy=False, help="As the phone told it."
    )
    photo_ids = fields.Many2many("ir.attachment", string="Photos", copy=False)
    map_latitude = fields.Float(digits=(10, 7), compute="_compute_map_position")
    map_longitude = fields.Float(digits=(10, 7), compute="_compute_map_position")
    navigation_link = fields.Char(compute="_compute_visit_links")
    phone_link = fields.Char(compute="_compute_visit_links")

    @api.depends(
        "channel",
        "partner_id.street",
        "partner_id.street2",
        "partner_id.zip",
        "partner_id.city",
    )
    def _compute_visit_address(self):
        visits = self.filtered(lambda event: event.channel == "visit")
        (self - visits).update({"area": False, "visit_address": False})
        for visit in visits:
            # A contact without an own address is visited at the debtor's.
            at = visit.partner_id
            if not (at.street or at.city or at.zip):
                at = visit.case_id.debtor_id or at
            visit.area = area_name(at.zip, at.city)
            visit.visit_address = address_line(at.street, at.street2, at.zip, at.city)

    @api.depends("partner_id.partner_latitude", "partner_id.partner_longitude")
    def _compute_map_position(self):
        """Show a visit where the partner is known to be, or was visited last."""
        visited = self._last_places()
        for event in self:
            partner = event.partner_id
            known = (partner.partner_latitude, partner.partner_longitude)
            place = known if any(known) else visited.get(partner.id, (0, 0))
            event.map_latitude, event.map_longitude = place

    def _last_places(self):
        """Return ``{partner id: (latitude, longitude)}`` of the latest results."""
        done = self.search(
            Domain("partner_id", "in", self.partner_id.ids)
            & (Domain("place_latitude", "!=", 0) | Domain("place_longitude", "!=", 0)),
            order="date, id",
        )
        return {
            event.partner_id.id: (event.place_latitude, event.place_longitude)
            for event in done
        }

    @api.depends("visit_address", "map_latitude", "map_longitude", "visit_phone")
    def _compute_visit_links(self):
        # A setting that every user's phone needs; only administrators may change it.
        parameters = self.env["ir.config_parameter"].sudo()
        template = parameters.get_param(NAVIGATION_PARAMETER, PHONE_NAVIGATION)
        for event in self:
            event.phone_link = phone_link(event.visit_phone)
            event.navigation_link = navigation_link(
                template, event.visit_address, event.map_latitude, event.map_longitude
            )

    def action_complete(self):
        """Ask for the result of a visit on a form that fits a phone."""
        action = super().action_complete()
        if self.case_id and self.channel == "visit":
            view = self.env.ref("debt_collection.debt_event_register_view_form_visit")
            action |= {"name": self.env._("Visit Result"), "view_id": view.id}
            action["views"] = [(view.id, "form")]
        return action

    def action_visit_map(self):
        """Show the visits on a map."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "debt_collection.debt_visit_map_action"
        )
        return action | {"params": {"visit_ids": self.ids}}

    @api.model
    def visit_map_data(self, domain):
        """Return what the map shows of visits: ``placed``, ``areas`` and ``total``.

        ``areas`` lists by area the visits whose place is not known.

        :param domain: which visits, as the client gives it
        """
        domain = Domain("channel", "=", "visit") & Domain(domain)
        visits = self.search(domain, order="area, visit_address, id", limit=ON_MAP)
        placed = visits.filtered(
            lambda visit: visit.map_latitude or visit.map_longitude
        )
        return {
            "placed": [visit._on_map() for visit in placed],
            "areas": [
                {"area": area, "visits": [visit._on_map() for visit in unplaced]}
                for area, unplaced in (visits - placed)._by_area()
            ],
            "total": self.search_count(domain),
        }

    def _on_map(self):
        return {
            "id": self.id,
            "debtor": self.partner_id.display_name,
            "case": self.case_id.name or "",
            "address": self.visit_address or "",
            "date": fields.Date.to_string(self.date),
            "overdue": self.overdue,
            "latitude": self.map_latitude,
            "longitude": self.map_longitude,
            "navigation": self.navigation_link,
            "phone": self.phone_link,
        }

    def _by_area(self):
        """Return ``[(area, visits)]``, areas and the visits of each in order."""
        ordered = self.sorted(
            lambda visit: (visit.area or "", visit.visit_address or "", visit.id)
        )
        unknown = self.env._("No address")
        return list(ordered.grouped(lambda visit: visit.area or unknown).items())

    def _keep_photos(self, photos):
        """Make photos taken for the result part of the event."""
        photos.write({"res_model": self._name, "res_id": self.id})
        self.photo_ids = [Command.link(photo.id) for photo in photos]
