from odoo import api, fields, models
from odoo.exceptions import AccessError

# Kind of an allocation -> balance field of what is still owed of it.
PARTS = {
    "principal": "principal_due",
    "interest": "interest_due",
    "cost": "costs_due",
}


class DebtCase(models.Model):
    """What the screen of a case shows beside its own fields."""

    _inherit = "debt.case"

    phase = fields.Selection(group_expand=True)
    debtor_pesel = fields.Char(related="debtor_id.pesel")
    debtor_vat = fields.Char(string="NIP", related="debtor_id.vat")
    debtor_phone = fields.Char(
        string="Phone", related="debtor_id.phone", readonly=False
    )
    debtor_email = fields.Char(
        string="E-mail", related="debtor_id.email", readonly=False
    )
    debtor_status = fields.Selection(related="debtor_id.debt_legal_status")
    debtor_warning = fields.Char(related="debtor_id.identifier_warning")
    creditor_address = fields.Char(
        string="Name and Address", related="creditor_id.contact_address"
    )
    creditor_phone = fields.Char(
        string="Phone of the Creditor", related="creditor_id.phone"
    )
    agreement_party_id = fields.Many2one(related="agreement_id.party_id")
    agreement_signatory = fields.Char(related="agreement_id.signatory")
    agreement_date_signed = fields.Date(related="agreement_id.date_signed")
    agreement_date_to = fields.Date(related="agreement_id.date_to")
    history_event_ids = fields.One2many(
        "debt.event", "case_id", string="History", domain=[("state", "!=", "planned")]
    )
    allocation_ids = fields.One2many(
        "debt.payment.allocation", "case_id", string="How Payments Were Credited"
    )
    settlement = fields.Html(
        compute="_compute_settlement",
        sanitize=False,
        help="What was owed, what was paid on it and what remains.",
    )
    balance_day = fields.Date(
        compute="_compute_balance_day",
        help="Day for which balances are shown; empty: today.",
    )

    @api.depends_context("debt_as_of")
    def _compute_balance_day(self):
        chosen = self.env.context.get("debt_as_of")
        self.balance_day = chosen and self.env["debt.balance"]._as_of()

    @api.depends("total_due", "allocation_ids.amount")
    @api.depends_context("debt_as_of", "lang")
    def _compute_settlement(self):
        stored = self.filtered("id")
        (self - stored).settlement = False
        for case in stored:
            case.settlement = self.env["ir.qweb"]._render(
                "debt_collection.case_settlement",
                {"case": case, "lines": case._settlement_lines()},
            )

    def _settlement_lines(self):
        """Return ``[(label, owed, paid, remaining)]`` of the case, the total last."""
        self.ensure_one()
        labels = {
            "principal": self.env._("Principal"),
            "interest": self.env._("Interest"),
            "cost": self.env._("Costs"),
        }
        paid = self._credited_by_kind()
        lines = [
            (labels[kind], self[due] + paid.get(kind, 0), paid.get(kind, 0), self[due])
            for kind, due in PARTS.items()
        ]
        sums = [sum(line[column] for line in lines) for column in (1, 2, 3)]
        return [*lines, (self.env._("Total"), *sums)]

    def _credited_by_kind(self):
        """Return ``{kind: amount}`` credited by the day balances are shown for."""
        groups = self.env["debt.payment.allocation"]._read_group(
            [
                ("case_id", "in", self._origin.ids),
                ("date", "<=", self.env["debt.balance"]._as_of()),
            ],
            ["kind"],
            ["amount:sum"],
        )
        return dict(groups)

    @api.model_create_multi
    def create(self, vals_list):
        """Let only the entitled deal out new cases."""
        if any(vals.get("user_id") for vals in vals_list):
            self._check_may_deal()
        return super().create(vals_list)

    def write(self, vals):
        """Let only the entitled change the team or the collector."""
        if {"team_id", "user_id"} & vals.keys():
            self._check_may_deal()
        return super().write(vals)

    def _check_may_deal(self):
        if not self.env.su and not self.env.user._debt_has_role("team_leader"):
            raise AccessError(
                self.env._(
                    "Only a team leader or a manager may deal out cases. Ask yours "
                    "to change the team or the collector."
                )
            )

    def action_open_claims(self):
        """Open the claims of the case as a list."""
        return self._open_related("debt_collection.debt_claim_action")

    def action_open_payments(self):
        """Open the payments of the case."""
        return self._open_related("debt_collection.debt_payment_action")

    def _open_related(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {
            "default_case_id": self.id,
            "debt_as_of": self.env.context.get("debt_as_of", False),
        }
        return action
