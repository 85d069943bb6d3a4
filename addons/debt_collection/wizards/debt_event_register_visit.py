from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

PHOTO_TYPES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
MOST_PHOTOS = 10


class DebtEventRegister(models.TransientModel):
    """The result of a field visit: with the place where one stands, and photos."""

    _inherit = "debt.event.register"

    visit_address = fields.Char(related="event_id.visit_address")
    photo_ids = fields.Many2many("ir.attachment", string="Photos")
    place_latitude = fields.Float(string="Latitude", digits=(10, 7))
    place_longitude = fields.Float(string="Longitude", digits=(10, 7))
    place_accuracy = fields.Float(string="Accuracy (m)", digits=(10, 0))

    def _event_values(self):
        return {
            **super()._event_values(),
            "place_latitude": self.place_latitude,
            "place_longitude": self.place_longitude,
            "place_accuracy": self.place_accuracy,
        }

    def _register_event(self):
        self._check_photos()
        event = super()._register_event()
        event._keep_photos(self.photo_ids)
        return event

    def _check_photos(self):
        """Refuse what is no photo, and files that were put in for something else."""
        if len(self.photo_ids) > MOST_PHOTOS:
            raise UserError(
                self.env._("At most %(most)s photos fit a visit.", most=MOST_PHOTOS)
            )
        for photo in self.photo_ids:
            # The content counts: names and declared types are the sender's.
            kind = guess_mimetype(photo.raw or b"")
            if kind not in PHOTO_TYPES or photo.res_model != self._name:
                raise UserError(
                    self.env._(
                        "%(name)s is not a photo. Take photos as JPEG or PNG.",
                        name=photo.name,
                    )
                )
