from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DebtAgreement(models.Model):
    """Contract with a creditor (mandate) or a seller of debts (assignment)."""

    _name = "debt.agreement"
    _description = "Collection Agreement"
    _inherit = ["mail.thread", "mail.activity.mixin", "debt.interest.terms"]
    _order = "date_signed desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(string="Number", required=True, copy=False, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    kind = fields.Selection(
        [
            ("mandate", "Mandate"),
            ("assignment", "Assignment"),
            ("own", "Own receivables"),
        ],
        required=True,
        default="mandate",
        tracking=True,
        help="Mandate: we collect for the creditor. Assignment: we bought the debts. "
        "Own: overdue invoices of our company.",
    )
    party_id = fields.Many2one(
        "res.partner",
        string="Principal or Seller",
        required=True,
        tracking=True,
        help="Who signed the agreement with us.",
    )
    creditor_id = fields.Many2one(
        "res.partner",
        compute="_compute_creditor_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Who is owed the money: the principal of a mandate; after an "
        "assignment our company.",
    )
    signatory = fields.Char(string="Signed By", tracking=True)
    date_signed = fields.Date(string="Signed On", tracking=True)
    date_from = fields.Date(string="Valid From", tracking=True)
    date_to = fields.Date(string="Valid To", tracking=True)
    scan = fields.Binary(attachment=True)
    scan_name = fields.Char()
    user_id = fields.Many2one(
        "res.users", string="Account Manager", default=lambda self: self.env.user
    )
    claim_kind_id = fields.Many2one(
        "debt.claim.kind",
        string="Default Claim Kind",
        default=lambda self: self.env.ref(
            "debt_collection.claim_kind_invoice", raise_if_not_found=False
        ),
    )
    limitation_rule_id = fields.Many2one(
        "debt.limitation.rule",
        help="Which limitation period claims of this agreement have, unless a claim "
        "says otherwise.",
    )
    creditor_status = fields.Selection(
        "_selection_creditor_status",
        default="business",
        required=True,
        help="Status of the original creditor; it decides on limitation.",
    )
    crediting_policy_id = fields.Many2one(
        "debt.crediting.policy",
        default=lambda self: self.env.ref(
            "debt_collection.crediting_policy_creditor", raise_if_not_found=False
        ),
        help="How payments are credited when the debtor names nothing.",
    )
    payment_bank_id = fields.Many2one(
        "res.partner.bank",
        string="Account for Payments",
        check_company=True,
        help="Bank account that letters tell debtors to pay to.",
    )
    settlement_account_id = fields.Many2one(
        "account.account",
        check_company=True,
        help="Ledger account of money from debtors: client money of a mandate, "
        "portfolio account of an assignment. Own receivables reconcile the invoice.",
    )
    package_ids = fields.One2many("debt.package", "agreement_id", string="Packages")
    case_count = fields.Integer(compute="_compute_case_count")
    note = fields.Html()

    _code_uniq = models.Constraint(
        "UNIQUE(company_id, code)", "The agreement number must be unique."
    )

    @api.model
    def _selection_creditor_status(self):
        return [
            ("business", self.env._("Business")),
            ("bank", self.env._("Bank")),
            ("person", self.env._("Private person")),
            ("consumer", self.env._("Consumer")),
        ]

    @api.depends("kind", "party_id", "company_id")
    def _compute_creditor_id(self):
        for agreement in self:
            ours = agreement.kind != "mandate"
            agreement.creditor_id = (
                agreement.company_id.partner_id if ours else agreement.party_id
            )

    def _compute_case_count(self):
        groups = self.env["debt.case"]._read_group(
            [("agreement_id", "in", self.ids)], ["agreement_id"], ["__count"]
        )
        counts = {agreement.id: count for agreement, count in groups}
        for agreement in self:
            agreement.case_count = counts.get(agreement.id, 0)

    @api.constrains("date_from", "date_to")
    def _check_validity(self):
        for agreement in self:
            if (
                agreement.date_from
                and agreement.date_to
                and agreement.date_to < agreement.date_from
            ):
                raise ValidationError(
                    self.env._(
                        "Agreement %(code)s: it cannot end before it begins.",
                        code=agreement.code,
                    )
                )

    def write(self, vals):
        """Recompute limitation of the claims when its terms change."""
        result = super().write(vals)
        if {"limitation_rule_id", "creditor_status"} & vals.keys():
            claims = self.env["debt.claim"].search([("agreement_id", "in", self.ids)])
            claims._update_limitation()
        if {
            "interest_kind_id",
            "interest_percent",
            "crediting_policy_id",
        } & vals.keys():
            paid = [("agreement_id", "in", self.ids), ("payment_ids", "!=", False)]
            self.env["debt.case"].search(paid)._terms_changed()
            self.env["debt.balance"]._changed()
        return result

    def action_open_cases(self):
        """Open the cases under this agreement."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_case_action"
        )
        action["domain"] = [("agreement_id", "in", self.ids)]
        action["context"] = {}
        return action
