from odoo import api, fields, models


class DebtPayment(models.Model):
    """Whose success a payment is: kept when it is booked, for commissions."""

    _inherit = "debt.payment"

    phase = fields.Selection(
        selection="_selection_phase",
        string="Phase When Booked",
        compute="_compute_credit",
        store=True,
        precompute=True,
        help="Phase of the case when the payment was booked. Commissions go by it.",
    )
    credited_user_id = fields.Many2one(
        "res.users",
        string="Credited To",
        compute="_compute_credit",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        help="Collector of the case when the payment was booked: he earned it. "
        "A correction is settled by the next closing.",
    )

    @api.model
    def _selection_phase(self):
        return self.env["debt.case"]._fields["phase"]._description_selection(self.env)

    # Deliberately not of the case's own fields: who takes the case over later has
    # not earned what came before.
    @api.depends("case_id")
    def _compute_credit(self):
        for payment in self:
            payment.phase = payment.case_id.phase
            payment.credited_user_id = payment.case_id.user_id
