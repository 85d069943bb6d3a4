import base64

from odoo import api, fields, models

from ..services.payment_details import payment_details
from ..services.virtual_accounts import VirtualAccounts
from ..tools.transfer_qr import qr_png


class DebtCase(models.Model):
    """Where the debtor pays for his case, and the virtual account he pays to."""

    _inherit = "debt.case"

    virtual_account_ids = fields.One2many(
        "debt.virtual.account", "case_id", string="Virtual Accounts", readonly=True
    )
    payment_account = fields.Char(
        string="Account for Payments",
        compute="_compute_payment_details",
        help="The virtual account of the case or its debtor; without one the account "
        "of the agreement.",
    )
    payment_recipient = fields.Char(
        string="Recipient", compute="_compute_payment_details"
    )
    payment_title = fields.Char(
        string="Title of the Transfer", compute="_compute_payment_details"
    )
    payment_bank = fields.Char(string="Bank", compute="_compute_payment_details")
    payment_qr = fields.Binary(
        string="QR Code of the Transfer",
        compute="_compute_payment_qr",
        help="For the debtor's banking application. Above 9,999.99 zł the payer enters "
        "the amount himself.",
    )

    def _payment_details(self):
        """Return ``{case id: PaymentDetails}``: where debtors pay for these cases.

        The virtual account comes first, then the account of the agreement.
        """
        return payment_details(self._origin)

    @api.depends("name", "agreement_id.payment_bank_id", "virtual_account_ids")
    def _compute_payment_details(self):
        found = self._payment_details()
        for case in self:
            details = found.get(case._origin.id)
            case.payment_account = details and details.account_text
            case.payment_recipient = details and details.recipient
            case.payment_title = details and details.title
            case.payment_bank = details and details.bank

    @api.depends("total_due", "virtual_account_ids")
    def _compute_payment_qr(self):
        found = self._payment_details()
        for case in self:
            details = found.get(case._origin.id)
            text = details and details.qr_text(max(case.total_due, 0))
            case.payment_qr = text and base64.b64encode(qr_png(text))

    @api.model_create_multi
    def create(self, vals_list):
        """Give new cases a virtual account where their agreement has a pool."""
        cases = super().create(vals_list)
        VirtualAccounts(self.env).give(cases)
        return cases

    def action_give_virtual_account(self):
        """Give the cases, or their debtors, numbers of virtual accounts."""
        self.env["debt.virtual.account"].check_access("create")
        count = VirtualAccounts(self.env).give(self, complain=True)
        self.invalidate_recordset()
        message = (
            self.env._("Numbers given: %(count)s", count=count)
            if count
            else self.env._(
                "No number was given: the cases have one, or no pool serves their "
                "agreement."
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if count else "warning",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_payment_details(self):
        """Show where to pay, with the QR code."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How to Pay"),
            "res_model": "debt.case",
            "res_id": self.id,
            "view_mode": "form",
            "view_id": self.env.ref("debt_collection.debt_case_payment_view_form").id,
            "target": "new",
        }


class DebtPackage(models.Model):
    """Packages whose cases get virtual accounts at once."""

    _inherit = "debt.package"

    def action_give_virtual_account(self):
        """Give numbers to all cases of the packages that are not closed."""
        cases = self.env["debt.case"].search(
            [("package_id", "in", self.ids), ("state", "!=", "closed")]
        )
        return cases.action_give_virtual_account()
