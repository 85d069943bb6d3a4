from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.commission import CommissionClosing, collector_scope, mark_lines
from ..services.doors import is_open, through
from ..tools.periods import Calendar

GUARDED = {"name", "state", "amount", "base", "confirmed_by_id", "company_id"}


class DebtCommissionPeriod(models.Model):
    """What the collectors of a company earn for a period.

    Like a remittance: a confirmed closing stays, and the next one settles what came
    back or was booked late.
    """

    _name = "debt.commission.period"
    _description = "Commission Closing"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_period()[0]
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._default_period()[1]
    )
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("debt.commission.line", "period_id", readonly=True)
    base = fields.Monetary(string="Recovered", readonly=True)
    amount = fields.Monetary(string="Commission", readonly=True, tracking=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _draft_uniq = models.UniqueIndex(
        "(company_id) WHERE state = 'draft'",
        "There is a draft of a closing already. Confirm or delete it first.",
    )
    _period_uniq = models.Constraint(
        "UNIQUE(company_id, date_to)", "There is a closing up to this day already."
    )
    _days = models.Constraint(
        "CHECK(date_to >= date_from)", "A period cannot end before it begins."
    )

    @api.model
    def _default_period(self):
        last = self.search([("company_id", "=", self.env.company.id)], limit=1).date_to
        if not last:
            return Calendar().ended(self.env["debt.balance"]._today())
        first = last + timedelta(days=1)
        return first, Calendar().period(first)[1]

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for closing in self:
            closing.name = f"{closing.date_from} – {closing.date_to}"

    @api.model_create_multi
    def create(self, vals_list):
        """Make the lines of new closings."""
        closings = super().create(vals_list)
        closings.action_compute()
        return closings

    def write(self, vals):
        """Guard the steps; refuse other days once a closing is confirmed."""
        if GUARDED & vals.keys() and not is_open(self, "debt_closing_door"):
            raise UserError(self.env._("A closing changes only by its buttons."))
        days = {"date_from", "date_to"} & vals.keys()
        if days:
            self._check_draft()
        result = super().write(vals)
        if days:
            self.action_compute()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def _check_draft(self):
        if any(closing.state != "draft" for closing in self):
            raise UserError(
                self.env._(
                    "A confirmed closing stays as it is; the next one corrects it."
                )
            )

    def action_compute(self):
        """Find anew what collectors earned, of drafts."""
        self._check_draft()
        for closing in self:
            closing.company_id.lock_for_update()
            CommissionClosing(
                self.env, collector_scope(closing, closing._since())
            ).fill()
            self.env.invalidate_all()
            closing._set(closing._totals())

    def _since(self):
        """Return the day from which collectors' money is settled here."""
        first = self.search(
            [("company_id", "=", self.company_id.id)], order="date_from", limit=1
        )
        return first.date_from

    def _totals(self):
        [row] = self.env.execute_query_dict(
            SQL(
                """SELECT COALESCE(SUM(base), 0) AS base,
                          COALESCE(SUM(amount), 0) AS amount
                     FROM debt_commission_line WHERE period_id = %s""",
                self.id,
            )
        )
        return row

    def _set(self, values):
        """Write what only the steps may change."""
        through(self, "debt_closing_door").write(values)
        # The unique index of drafts must see it before a new draft comes.
        self.flush_recordset()

    def action_confirm(self):
        """Lock what collectors earned: the word of a manager.

        The lines are made anew first, so that nothing booked meanwhile is lost.
        """
        if not self.env.user._debt_has_role("manager", "administrator"):
            raise UserError(self.env._("Only a manager can confirm a closing."))
        self._check_draft()
        for closing in self:
            shown = closing.amount
            closing.action_compute()
            if closing.currency_id.compare_amounts(shown, closing.amount):
                raise UserError(
                    self.env._(
                        "Closing %(name)s: the commission has changed from %(old)s to "
                        "%(new)s since you looked. Compute it anew and look again.",
                        name=closing.name,
                        old=shown,
                        new=closing.amount,
                    )
                )
            closing._settle()

    def _settle(self):
        self._set({"state": "confirmed", "confirmed_by_id": self.env.uid})
        mark_lines(self, True)

    def action_open_lines(self):
        """Open the list behind the figures, by collector."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_commission_line_collector_action"
        )
        action["domain"] = [("period_id", "=", self.id)]
        action["context"] = {"search_default_group_user": 1}
        return action
