from odoo import api, models

from ..services.demo import load_demo


class DebtDemo(models.AbstractModel):
    """The demonstration database: an agency with agreements, cases and payments."""

    _name = "debt.demo"
    _description = "Demonstration"

    @api.model
    def _load(self):
        """Load the demonstration; a second call changes nothing.

        :return: dict with ``loaded``, ``company``, ``cases`` and ``claims``
        """
        return load_demo(self.sudo().env)
