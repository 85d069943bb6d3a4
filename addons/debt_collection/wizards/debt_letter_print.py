from odoo import api, fields, models

from ..services.letters import demandable_claims


class DebtLetterPrint(models.TransientModel):
    """Choose a template and make letters for the chosen cases."""

    _name = "debt.letter.print"
    _description = "Print Letters"

    case_ids = fields.Many2many("debt.case", required=True, readonly=True)
    template_id = fields.Many2one(
        "debt.letter.template",
        required=True,
        default=lambda self: self.env["debt.letter.template"].search([], limit=1),
    )
    purpose = fields.Selection(related="template_id.purpose")
    as_of = fields.Date(
        string="Balance As Of",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    left_out = fields.Text(compute="_compute_left_out")

    @api.depends("case_ids", "as_of")
    def _compute_left_out(self):
        for wizard in self:
            wizard.left_out = "\n".join(wizard._left_out_lines())

    def _left_out_lines(self):
        """Name the time-barred claims that the letters will not demand."""
        for case in self.case_ids.with_context(debt_as_of=self.as_of):
            barred = (case.claim_ids - demandable_claims(case, self.as_of)).filtered(
                lambda c: c.time_barred and c.state != "withdrawn" and c.total_due > 0
            )
            if barred:
                yield f"{case.name}: {', '.join(barred.mapped('name'))}"

    @api.model
    def default_get(self, fields_list):
        """Take the cases from which the wizard was opened."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "debt.case":
            values["case_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_print(self):
        """Make the letters; one is shown, several are listed."""
        letters = self.env["debt.letter"]._generate(
            self.case_ids, self.template_id, self.as_of
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_letter_action"
        )
        if len(letters) > 1:
            return {**action, "domain": [("id", "in", letters.ids)]}
        return {
            **action,
            "name": letters.name,
            "res_id": letters.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
