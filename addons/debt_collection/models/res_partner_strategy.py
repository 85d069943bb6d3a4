from odoo import fields, models

from .debt_debtor_figures import SEGMENTS


class ResPartner(models.Model):
    """A debtor as the strategy sees it."""

    _inherit = "res.partner"

    debt_segment_manual = fields.Selection(
        SEGMENTS,
        string="Segment by Hand",
        groups="debt_collection.group_user",
        help="Empty: consumers are individual, others small or large by what they "
        "ever owed, see the settings.",
    )
    debt_figures_ids = fields.One2many(
        "debt.debtor.figures",
        "partner_id",
        string="Debtor Figures",
        groups="debt_collection.group_user",
    )

    def action_refresh_figures(self):
        """Count the figures of the debtor anew, now, for the companies in use."""
        self.check_access("read")
        companies = self.env.companies
        self.env["debt.debtor.change"]._mark(
            (partner.id, company.id) for partner in self for company in companies
        )
        self.env["debt.debtor.figures"]._work_marks(companies)
