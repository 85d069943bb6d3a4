from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import get_lang

from ..services import interest_rates


class DebtInterestRate(models.Model):
    """Changes of rates: shown before they are saved, and made by the calendar."""

    _inherit = "debt.interest.rate"

    @api.model
    def _cron_half_yearly_rates(self):
        """Add the rates that the law fixes on 1 January and 1 July.

        They follow from the reference rate that is known for that day; a decision that
        is entered later corrects them.
        """
        today = self.env["debt.balance"]._today()
        rows = interest_rates.due_half_yearly(self.env, today)
        changes = interest_rates.compare(self.env, rows, "derived")
        interest_rates.save(self.env, changes, "derived")

    @api.model
    def _render_changes(self, changes):
        """Return changes of ``services.interest_rates`` as an HTML table."""
        kinds = self.env["debt.interest.kind"].search([])
        point = get_lang(self.env).decimal_point
        certainties = self._fields["certainty"]._description_selection(self.env)
        return self.env["ir.qweb"]._render(
            "debt_collection.interest_rate_changes",
            {
                "changes": changes,
                "names": {kind.code: kind.name for kind in kinds},
                "certainties": dict(certainties),
                "states": self._change_labels(),
                "percent": lambda rate: f"{rate.normalize():f}".replace(".", point),
                "day": lambda day: format_date(self.env, day),
            },
        )

    @api.model
    def _change_labels(self):
        """Return what the states of changes mean to the user."""
        return {
            interest_rates.NEW: self.env._("New"),
            interest_rates.CHANGED: self.env._("Changes"),
            interest_rates.VERIFIED: self.env._("Verified to a later day"),
            interest_rates.KEPT: self.env._("Stays: entered or shipped"),
        }

    @api.model
    def _action_show_since(self, day):
        """Return the action that lists the rates in force from a day on."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_interest_rate_action"
        )
        action["domain"] = [("date_from", ">=", day)]
        return action
