from odoo import api, fields, models


class DebtEvent(models.Model):
    """What the screens of events need: outcomes that fit, and the next steps."""

    _inherit = "debt.event"

    debtor_id = fields.Many2one(related="case_id.debtor_id")
    type_outcome_ids = fields.Many2many(related="type_id.outcome_ids")

    @api.depends("type_id", "case_id.debtor_id", "partner_id", "date")
    def _compute_display_name(self):
        for event in self:
            whose = event.debtor_id or event.partner_id
            parts = (event.type_id.name, whose.name, event.date)
            event.display_name = ", ".join(str(part) for part in parts if part)

    def action_complete(self):
        """Ask for date, outcome and note of a planned event, then mark it as done."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_event_register_action"
        )
        action["context"] = {
            "default_case_id": self.case_id.id,
            "default_event_id": self.id,
            "default_type_id": self.type_id.id,
            "default_partner_id": self.partner_id.id,
            "default_claim_ids": self.claim_ids.ids,
            "default_note": self.note,
        }
        return action

    def action_open_case(self):
        """Open the case of the event."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "debt.case",
            "res_id": self.case_id.id,
            "view_mode": "form",
        }
