from odoo import fields, models


class DebtBalanceDay(models.TransientModel):
    """Asks for a day and shows cases or claims with their balances of that day."""

    _name = "debt.balance.day"
    _description = "Balances of a Day"

    date = fields.Date(
        string="Balances As Of",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Payments, costs and claims after this day do not count.",
    )

    def action_show(self):
        """Reopen what was on the screen with balances of the chosen day."""
        self.ensure_one()
        context = self.env.context
        model = context.get("active_model", "debt.case")
        xml_id = f"debt_collection.{model.replace('.', '_')}_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["context"] = {"debt_as_of": fields.Date.to_string(self.date)}
        action["name"] = self.env._(
            "%(title)s as of %(day)s", title=action["name"], day=self.date
        )
        active_ids = context.get("active_ids") or []
        if context.get("debt_single") and active_ids:
            action.update(res_id=active_ids[0], views=[(False, "form")])
        elif active_ids:
            action["domain"] = [("id", "in", active_ids)]
        return action
