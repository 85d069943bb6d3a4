from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.strategy.work import work_pending, work_stale

DETAILS = "debt_collection.group_details"
SEGMENTS = [
    ("individual", "Individual"),
    ("small", "Small customer"),
    ("large", "Large customer"),
]
STATUSES = [
    ("new", "New"),
    ("paying", "Paying"),
    ("promised", "Promised to pay"),
    ("broken", "Broke a promise"),
    ("silent", "Silent"),
    ("disputing", "Disputing"),
    ("insolvent", "Insolvent"),
    ("deceased", "Deceased"),
    ("settled", "No open debt"),
]


class DebtDebtorFigures(models.Model):
    """What is known of a debtor's behaviour, for one company; refreshed by sets."""

    _name = "debt.debtor.figures"
    _description = "Figures of a Debtor"
    _rec_name = "partner_id"
    _order = "total_debt desc, id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Debtor",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    total_debt = fields.Monetary(
        readonly=True,
        groups=DETAILS,
        help="Owed in all open cases of the debtor, with interest and costs, and on "
        "overdue invoices that are no claims yet; in the currency of the company.",
    )
    invoice_debt = fields.Monetary(
        string="Of It Invoices",
        readonly=True,
        groups=DETAILS,
        help="Overdue invoices that were not handed over to collection.",
    )
    open_cases = fields.Integer(readonly=True, groups=DETAILS)
    earlier_cases = fields.Integer(readonly=True, groups=DETAILS)
    average_delay = fields.Float(
        string="Usual Delay",
        readonly=True,
        aggregator="avg",
        digits=(10, 1),
        help="Days by which the debtor usually pays late; empty while too few paid "
        "claims are known.",
    )
    delay_sample = fields.Integer(string="Paid Claims Known", readonly=True)
    delay_told = fields.Char(
        string="Usual Delay and Its Sample", compute="_compute_delay_told"
    )
    preferred_type_id = fields.Many2one(
        "debt.event.type",
        string="Preferred Action",
        readonly=True,
        help="Action after which money most often came.",
    )
    preferred_count = fields.Integer(
        string="Payments After It", readonly=True, aggregator="sum"
    )
    preferred_sample = fields.Integer(
        string="Payments After Any Action", readonly=True, aggregator="sum"
    )
    action_counts = fields.Json(readonly=True)
    preferred_told = fields.Char(
        string="Preferred Action and Its Sample", compute="_compute_preferred_told"
    )
    status = fields.Selection(STATUSES, readonly=True)
    segment = fields.Selection(SEGMENTS, string="Customer Segment", readonly=True)
    size_band_id = fields.Many2one(
        "debt.size.band", readonly=True, ondelete="set null", help="Of the total debt."
    )
    refreshed_on = fields.Date(string="As Of", readonly=True)

    _debtor_uniq = models.Constraint(
        "UNIQUE(partner_id, company_id)", "A debtor has one row in a company."
    )

    # === TOLD IN WORDS === #
    @api.depends("average_delay", "delay_sample")
    @api.depends_context("lang")
    def _compute_delay_told(self):
        for figures in self:
            minimum = max(figures.company_id.debt_delay_minimum, 1)
            known = figures.delay_sample
            figures.delay_told = (
                self.env._(
                    "Not known (%(known)s of %(minimum)s paid claims needed)",
                    known=known,
                    minimum=minimum,
                )
                if known < minimum
                else self.env._(
                    "%(days).1f days (%(known)s paid claims)",
                    days=figures.average_delay,
                    known=known,
                )
            )

    @api.depends("preferred_type_id", "preferred_count", "preferred_sample")
    @api.depends_context("lang")
    def _compute_preferred_told(self):
        for figures in self:
            sample, best = figures.preferred_sample, figures.preferred_type_id
            minimum = max(figures.company_id.debt_action_minimum, 1)
            if best:
                figures.preferred_told = self.env._(
                    "%(action)s: %(count)s of %(sample)s payments (%(share).0f %%)",
                    action=best.name,
                    count=figures.preferred_count,
                    sample=sample,
                    share=100 * figures.preferred_count / sample,
                )
            elif sample < minimum:
                figures.preferred_told = self.env._(
                    "None (%(sample)s of %(minimum)s payments needed)",
                    sample=sample,
                    minimum=minimum,
                )
            else:
                figures.preferred_told = self.env._(
                    "None (%(sample)s payments, no action leads clearly)",
                    sample=sample,
                )

    # === REFRESHING === #
    def action_refresh(self):
        """Count the figures of the chosen debtors anew, now."""
        self.check_access("read")
        self.env["debt.debtor.change"]._mark(
            (figures.partner_id.id, figures.company_id.id) for figures in self
        )
        self._work_marks(self.company_id)

    @api.model
    def _work_marks(self, companies):
        """Do one chunk of what is marked; the rest is left to the cron."""
        # Figures and tracks are derived, whoever asks for them.
        env = self.sudo().env
        for company in companies:
            work_pending(env, company, env["debt.balance"]._today())
        self.env.invalidate_all()

    @api.model
    def action_refresh_all(self):
        """Have all figures and tracks of the company counted anew, by the cron."""
        if not self.env.su and not self.env.user._debt_has_role("team_leader"):
            raise UserError(self.env._("Only a team leader may have all refreshed."))
        self.env.cr.execute(
            SQL(
                "UPDATE debt_debtor_figures SET refreshed_on = NULL"
                " WHERE company_id = %s",
                self.env.company.id,
            )
        )
        self.invalidate_model(["refreshed_on"])
        self.env.ref("debt_collection.ir_cron_debt_strategy").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("All debtors are refreshed in the background."),
            },
        }

    @api.model
    def _cron_refresh(self):
        """Refresh what changed, and once a day everybody with open cases."""
        day = self.env["debt.balance"]._today()
        commit = self.env["ir.cron"]._commit_progress
        for company in self.env["res.company"].search([]):
            for work in (work_pending, work_stale):
                while done := work(self.env, company, day):
                    commit(done, remaining=1)
        commit(1)
