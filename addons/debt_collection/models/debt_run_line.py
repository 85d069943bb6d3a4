from odoo import api, fields, models


class DebtRunLine(models.Model):
    """What a dry run found for one case."""

    _name = "debt.run.line"
    _description = "Line of a Dry Run"
    _order = "decision, step_id, id"

    run_id = fields.Many2one(
        "debt.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    case_id = fields.Many2one(
        "debt.case", required=True, readonly=True, ondelete="cascade"
    )
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    step_id = fields.Many2one("debt.procedure.step", readonly=True, ondelete="cascade")
    kind = fields.Selection(related="step_id.kind", store=True)
    decision = fields.Selection(
        [("act", "Goes Out"), ("wait", "Skipped"), ("pass", "Step Passed Over")],
        readonly=True,
    )
    code = fields.Char(readonly=True)
    params = fields.Json(readonly=True)
    reason = fields.Char(compute="_compute_reason")
    amount = fields.Monetary(readonly=True, string="Owed")
    cost = fields.Monetary(readonly=True, string="Cost Charged")

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_reason(self):
        for line in self:
            line.reason = self.env["debt.refusal"]._told(line.code, line.params)
