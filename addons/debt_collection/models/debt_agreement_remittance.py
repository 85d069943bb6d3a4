from odoo import api, fields, models

from ..tools.periods import Calendar

ACCOUNTING = "account.group_account_readonly,account.group_account_invoice"


class DebtAgreement(models.Model):
    """How money of an agreement is settled with the creditor and with collectors."""

    _inherit = "debt.agreement"

    remittance_calendar = fields.Selection(
        [
            ("monthly", "Monthly"),
            ("half_monthly", "On the 15th and the last day"),
            ("weekly", "Weekly"),
            ("nth_day", "Monthly, on a chosen day"),
        ],
        string="Settled",
        default="monthly",
        help="When a remittance is prepared by itself. Empty: only by hand.",
    )
    remittance_day = fields.Integer(
        string="Last Day of the Period",
        default=10,
        help="Day of the month; in a shorter month its last day.",
    )
    remittance_mode = fields.Selection(
        [
            ("net", "Net: commission and costs are deducted"),
            ("gross", "Gross: all is paid out, the invoice is paid apart"),
        ],
        string="Payout",
        default="net",
        required=True,
    )
    remittance_minimum = fields.Monetary(
        string="Pay Out From",
        help="A smaller amount waits for the next remittance.",
    )
    remittance_days = fields.Integer(
        string="Days to Pay",
        help="Days from the booking of a remittance to its payout.",
    )
    remittance_since = fields.Date(
        string="Settled Elsewhere Before",
        help="Payments and costs of earlier days are no part of remittances here.",
    )
    remittance_bank_id = fields.Many2one(
        "res.partner.bank",
        string="Creditor's Account",
        domain="[('partner_id', '=', party_id)]",
        help="Account of the creditor that payouts go to. Empty: his first one.",
    )
    keep_interest = fields.Boolean(
        string="Interest Is Ours",
        help="Recovered interest is our fee, tax included, and goes on the invoice.",
    )
    keep_costs = fields.Selection(
        [
            ("bearer", "Whoever bore the cost"),
            ("creditor", "Creditor"),
            ("us", "Us"),
        ],
        string="Recovered Costs Belong To",
        default="bearer",
        required=True,
        help="What is ours of it is our fee, tax included, and goes on the invoice.",
    )
    commission_scheme_id = fields.Many2one(
        "debt.commission.scheme",
        check_company=True,
        domain="[('side', '=', 'creditor')]",
        help="Our commission. Another scheme holds for money not settled yet.",
    )
    collector_scheme_id = fields.Many2one(
        "debt.commission.scheme",
        string="Commission of Collectors",
        check_company=True,
        domain="[('side', '=', 'collector')]",
        help="For collectors who have no scheme of their own or of their team.",
    )
    commission_vat = fields.Selection(
        [("added", "Added to the commission"), ("included", "Included in it")],
        string="VAT",
        default="added",
        required=True,
    )
    commission_tax_id = fields.Many2one(
        "account.tax",
        string="Tax on Commission",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale')]",
        compute="_compute_commission_tax_id",
        store=True,
        readonly=False,
        precompute=True,
        groups=ACCOUNTING,
    )
    cost_tax_id = fields.Many2one(
        "account.tax",
        string="Tax on Costs",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale')]",
        groups=ACCOUNTING,
        help="Of costs the creditor bears. Empty: passed on without tax, like court "
        "fees paid in his name.",
    )
    remittance_ids = fields.One2many("debt.remittance", "agreement_id")
    remittance_count = fields.Integer(compute="_compute_remittance_count")

    _remittance_day_exists = models.Constraint(
        "CHECK(remittance_day BETWEEN 1 AND 31)", "A day of the month is 1 to 31."
    )
    _remittance_not_negative = models.Constraint(
        "CHECK(remittance_minimum >= 0 AND remittance_days >= 0)",
        "The smallest payout and the days to pay are not below zero.",
    )

    @api.depends("company_id")
    def _compute_commission_tax_id(self):
        for agreement in self:
            agreement.commission_tax_id = agreement.company_id.account_sale_tax_id

    @api.depends("remittance_ids")
    def _compute_remittance_count(self):
        groups = self.env["debt.remittance"]._read_group(
            [("agreement_id", "in", self.ids)], ["agreement_id"], ["__count"]
        )
        counts = {agreement.id: count for agreement, count in groups}
        for agreement in self:
            agreement.remittance_count = counts.get(agreement.id, 0)

    def _remittance_calendar(self):
        """Return the pure calendar of the agreement, monthly where none is set."""
        self.ensure_one()
        return Calendar(
            self.remittance_calendar or "monthly", self.remittance_day or 31
        )

    def action_open_remittances(self):
        """Open the remittances of the agreement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_remittance_action"
        )
        action["domain"] = [("agreement_id", "=", self.id)]
        action["context"] = {"default_agreement_id": self.id}
        return action
