from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..services.write_off import WriteOff


class DebtWriteOff(models.TransientModel):
    """Asks what of the chosen cases is given up, and why."""

    _name = "debt.write.off"
    _description = "Write Debt Off"

    case_ids = fields.Many2many(
        "debt.case",
        string="Cases",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    count = fields.Integer(compute="_compute_owed", string="Number of Cases")
    currency_id = fields.Many2one("res.currency", compute="_compute_owed")
    owed = fields.Monetary(
        compute="_compute_owed", help="All that is owed on the chosen cases that day."
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Day from which it is no longer owed.",
    )
    whole = fields.Boolean(string="All That Is Owed", default=True)
    amount = fields.Monetary(help="Of each chosen case.")
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Claims",
        domain="[('case_id', 'in', case_ids)]",
        help="Claims that are lowered first. Empty: as payments are credited.",
    )
    reason = fields.Char(required=True)
    close = fields.Boolean(
        string="Close as Written Off",
        default=True,
        help="Cases that owe nothing afterwards are closed.",
    )

    @api.depends("case_ids", "date")
    def _compute_owed(self):
        for wizard in self:
            cases = wizard.case_ids._origin
            wizard.count = len(cases)
            wizard.currency_id = cases.currency_id[:1]
            wizard.owed = sum(wizard._rests(cases).values())

    def _rests(self, cases):
        """Return ``{case: amount owed on the day}`` of cases that owe something."""
        day = self.date or self.env["debt.balance"]._today()
        balances = cases._balances(day)
        rests = {
            case: balances.get(case.id, {}).get("total_due") or 0 for case in cases
        }
        return {case: float(rest) for case, rest in rests.items() if rest > 0}

    def action_write_off(self):
        """Write the debt off.

        :raises UserError: a case owes less than that
        """
        self.ensure_one()
        self.case_ids._check_may_write_off()
        self.case_ids.lock_for_update()
        rests = self._rests(self.case_ids)
        for case in [] if self.whole else self.case_ids:
            if case.currency_id.compare_amounts(self.amount, 0) <= 0:
                raise UserError(self.env._("The amount must be greater than zero."))
            if case.currency_id.compare_amounts(self.amount, rests.get(case, 0)) > 0:
                raise UserError(
                    self.env._(
                        "Case %(case)s owes only %(owed).2f.",
                        case=case.name,
                        owed=rests.get(case, 0),
                    )
                )
        entries = [
            (
                case,
                rest if self.whole else self.amount,
                self.claim_ids.filtered(lambda claim, c=case: claim.case_id == c),
            )
            for case, rest in rests.items()
        ]
        WriteOff(self.env, self.date, self.reason).book(entries)
        if self.close:
            self._close_settled()

    def _close_settled(self):
        self.case_ids.invalidate_recordset()
        settled = self.case_ids.filtered(
            lambda case: case.state != "closed" and case.total_due <= 0
        )
        # The right to give the debt up is checked; closing follows from it.
        settled.sudo()._close("written_off")

    @api.onchange("whole")
    def _onchange_whole(self):
        if self.whole:
            self.amount, self.claim_ids = 0, [Command.clear()]
