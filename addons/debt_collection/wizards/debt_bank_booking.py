from odoo import api, fields, models
from odoo.fields import Command

from ..services.booking import Booking


class DebtBankBooking(models.TransientModel):
    """Books a bank line on a chosen case, or splits it over several."""

    _name = "debt.bank.booking"
    _description = "Book Bank Line on Cases"

    line_id = fields.Many2one(
        "account.bank.statement.line", required=True, readonly=True
    )
    company_id = fields.Many2one(related="line_id.company_id")
    payment_ref = fields.Char(related="line_id.payment_ref")
    reasons = fields.Text(related="line_id.debt_match_reasons")
    currency_id = fields.Many2one("res.currency", compute="_compute_open_amount")
    open_amount = fields.Monetary(
        string="To Book", compute="_compute_open_amount", help="Not booked yet."
    )
    rest = fields.Monetary(
        string="Stays in Suspense", compute="_compute_rest", help="Booked on no case."
    )
    part_ids = fields.One2many(
        "debt.bank.booking.part", "wizard_id", string="Cases",
        compute="_compute_part_ids", store=True, readonly=False,
    )  # fmt: skip

    @api.depends("line_id")
    def _compute_open_amount(self):
        for wizard in self:
            _liquidity, suspense, _other = wizard.line_id._seek_for_lines()
            wizard.currency_id = suspense.currency_id
            wizard.open_amount = abs(suspense.amount_currency)

    @api.depends("line_id")
    def _compute_part_ids(self):
        """Propose the cases with their parts, as far as those leave no choice."""
        for wizard in self:
            line = wizard.line_id
            cases = line.debt_case_id or line.debt_proposal_ids.case_id
            amounts = {p.case_id: p.amount for p in line.debt_proposal_ids}
            if len(cases) == 1:
                amounts = {cases: wizard.open_amount}
            wizard.part_ids = [
                Command.clear(),
                *(
                    Command.create({"case_id": case.id, "amount": amounts.get(case, 0)})
                    for case in cases
                ),
            ]

    @api.depends("part_ids.amount", "open_amount")
    def _compute_rest(self):
        for wizard in self:
            wizard.rest = wizard.open_amount - sum(wizard.part_ids.mapped("amount"))

    def action_book(self):
        """Book the amounts on their cases; the rest stays in suspense."""
        self.ensure_one()
        split = [(part.case_id, part.amount) for part in self.part_ids if part.amount]
        line = self.line_id
        Booking(self.env).book([(line, line._debt_named_parts(split))])


class DebtBankBookingPart(models.TransientModel):
    """What of a bank line is booked on one case."""

    _name = "debt.bank.booking.part"
    _description = "Part of a Bank Line"

    wizard_id = fields.Many2one("debt.bank.booking", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="wizard_id.company_id")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    case_id = fields.Many2one(
        "debt.case", required=True, domain="[('company_id', '=', company_id)]"
    )
    debtor_id = fields.Many2one(related="case_id.debtor_id")
    amount = fields.Monetary()
    case_currency_id = fields.Many2one(
        related="case_id.currency_id", string="Currency of the Case"
    )
    total_due = fields.Monetary(
        related="case_id.total_due", currency_field="case_currency_id"
    )
