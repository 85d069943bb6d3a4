from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..services.booking import Booking

ACCOUNTANT = "debt_collection.group_accountant"
CHUNK = 500


class AccountBankStatementLine(models.Model):
    """Money nobody can explain yet: who looks after it, since when, what is known."""

    _inherit = "account.bank.statement.line"

    debt_note = fields.Char(
        string="Note",
        copy=False,
        groups=ACCOUNTANT,
        help="What is known about a transfer that waits for an explanation.",
    )
    debt_user_id = fields.Many2one(
        "res.users",
        string="Looked After by",
        copy=False,
        index="btree_not_null",
        groups=ACCOUNTANT,
        domain="[('share', '=', False)]",
        help="Who finds out what the transfer is for. Gets an activity.",
    )
    debt_age = fields.Integer(
        string="Days",
        compute="_compute_debt_age",
        help="Days since the money came.",
    )
    debt_open_amount = fields.Monetary(
        string="To Explain",
        compute="_compute_debt_open_amount",
        currency_field="currency_id",
        groups=ACCOUNTANT,
        help="What of the line is booked on no case.",
    )

    @api.depends("date")
    def _compute_debt_age(self):
        today = self.env["debt.balance"]._today()
        for line in self:
            line.debt_age = (today - line.date).days if line.date else 0

    @api.depends("amount_residual", "is_reconciled")
    def _compute_debt_open_amount(self):
        for line in self:
            line.debt_open_amount = -line.amount_residual

    def write(self, vals):
        """Plan an activity for whoever is to look after the line."""
        result = super().write(vals)
        if vals.get("debt_user_id"):
            self._debt_plan_explaining()
        return result

    def _debt_plan_explaining(self):
        for line in self.filtered(lambda line: not line.is_reconciled):
            line.move_id.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Explain a bank line"),
                note=line.debt_note or line.payment_ref,
                user_id=line.debt_user_id.id,
            )

    def _debt_booked(self, cases):
        """Close what was planned for lines that are explained now."""
        result = super()._debt_booked(cases)
        done = self.filtered(lambda line: line.is_reconciled and line.debt_user_id)
        done.move_id.activity_feedback(["mail.mail_activity_data_todo"])
        stale = self.filtered("reconcile_data")
        stale.reconcile_data = False
        return result

    # === PARTS === #
    def action_debt_book_parts(self):
        """Book the parts entered beside the cases; the rest stays in suspense."""
        self.ensure_one()
        split = [(p.case_id, p.amount) for p in self.debt_proposal_ids if p.amount]
        if not split:
            raise UserError(self.env._("Enter what each case gets in the column Part."))
        Booking(self.env).book([(self, self._debt_named_parts(split))])

    def action_debt_suspend(self):
        """Leave lines in suspense: no proposed case is meant."""
        lines = self.filtered(lambda line: not line.is_reconciled)
        lines.debt_proposal_ids.unlink()
        lines.write({"debt_match_state": "suspense", "debt_case_id": False})

    # === AGAIN === #
    @api.model
    def _cron_debt_match_again(self):
        """Examine lines in suspense again: cases and claims come in every day.

        Lines for which a person chose a case, and the rest of lines that were booked
        in part, are left alone.
        """
        lines = self.search(
            [
                ("debt_match_state", "=", "suspense"),
                ("is_reconciled", "=", False),
                ("debt_case_id", "=", False),
                ("debt_payment_ids", "=", False),
                ("amount", "!=", 0),
            ],
            order="id",
        )
        left = len(lines)
        for chunk in split_every(CHUNK, lines.ids, lines.browse):
            chunk._debt_match_lines()
            left -= len(chunk)
            if not self.env["ir.cron"]._commit_progress(len(chunk), remaining=left):
                break
