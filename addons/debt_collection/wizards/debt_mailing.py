from odoo import api, fields, models

from ..services.dispatch.sender import send_chunk


class DebtMailing(models.TransientModel):
    """Sends an e-mail from a template on the chosen cases, through the ledger.

    The lines of the ledger carry the mailing in their key, so a second click sends
    nothing again.
    """

    _name = "debt.mailing"
    _description = "E-mail to Debtors"

    case_ids = fields.Many2many(
        "debt.case",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    template_id = fields.Many2one(
        "mail.template", required=True, domain="[('model', '=', 'debt.case')]"
    )
    demand = fields.Boolean(
        string="Demands Money",
        default=True,
        help="Then it is held back where nothing may be demanded, or the last bank "
        "statement is too old.",
    )
    case_count = fields.Integer(compute="_compute_case_count")

    @api.depends("case_ids")
    def _compute_case_count(self):
        for mailing in self:
            mailing.case_count = len(mailing.case_ids)

    def action_send(self):
        """Queue the e-mails, send what may go now, and show what became of them."""
        self.ensure_one()
        self.case_ids.check_access("write")
        keys = {f"mailing:{self.id}:{case.id}": case for case in self.case_ids}
        # Nobody writes into the ledger by hand; who may work on the cases may mail.
        ledger = self.env["debt.dispatch"].sudo()
        queued = set(ledger.search([("key", "in", list(keys))]).mapped("key"))
        ledger.create(
            [
                self._ledger_values(key, case)
                for key, case in keys.items()
                if key not in queued
            ]
        )
        for company in self.case_ids.company_id:
            send_chunk(ledger.env, company, "email")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "debt_collection.debt_dispatch_action"
            ),
            "domain": [("key", "in", list(keys))],
        }

    def _ledger_values(self, key, case):
        kind = self.env.ref("debt_collection.event_type_email")
        return {
            "key": key,
            "case_id": case.id,
            "partner_id": case.debtor_id.id,
            "channel": "email",
            "event_type_id": kind.id,
            "mail_template_id": self.template_id.id,
            "demand": self.demand,
        }
