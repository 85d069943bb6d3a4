from odoo import api, fields, models
from odoo.exceptions import UserError

# State -> states it may change to, through DebtDispatch._set_state only.
TRANSITIONS = {
    "queued": {"queued", "sending", "sent", "refused", "failed", "cancelled"},
    "refused": {"queued", "cancelled"},
    "sending": {"sent", "failed", "unknown", "queued", "cancelled"},
    "unknown": {"sent", "queued", "failed", "cancelled"},
    "failed": {"queued", "cancelled"},
    "sent": {"delivered", "returned"},
    "delivered": set(),
    "returned": set(),
    "cancelled": set(),
}


class DebtDispatch(models.Model):
    """Ledger of all that leaves the house: letters, e-mails, SMS.

    A row is written before anything is sent and confirmed after; its key makes a
    step of a case go out once. A row whose answer was lost is *unknown*: it is never
    sent again by itself, a person decides. Rows are proof and never deleted.
    """

    _name = "debt.dispatch"
    _description = "Dispatch"
    _order = "id desc"
    _check_company_auto = True

    key = fields.Char(required=True, readonly=True, copy=False)
    case_id = fields.Many2one(
        "debt.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    channel = fields.Selection(
        [("letter", "Letter"), ("email", "E-mail"), ("sms", "SMS")],
        required=True,
        readonly=True,
    )
    address = fields.Char(readonly=True, help="Where it went, as it was then.")
    step_id = fields.Many2one("debt.procedure.step", readonly=True)
    event_type_id = fields.Many2one("debt.event.type", required=True, readonly=True)
    letter_template_id = fields.Many2one("debt.letter.template", readonly=True)
    mail_template_id = fields.Many2one("mail.template", readonly=True)
    text = fields.Text(readonly=True, help="Text of an SMS.")
    demand = fields.Boolean(string="Demands Money", readonly=True)
    total = fields.Monetary(
        readonly=True, help="What was owed at the moment of sending."
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("refused", "Refused"),
            ("sending", "Being Sent"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("returned", "Returned"),
            ("failed", "Failed"),
            ("unknown", "Unknown"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    reason_code = fields.Char(readonly=True)
    reason_params = fields.Json(readonly=True)
    reason = fields.Char(compute="_compute_reason")
    next_try = fields.Datetime(
        readonly=True, help="A refused dispatch is looked at again from here on."
    )
    checked_at = fields.Datetime(readonly=True, help="When the gates were passed last.")
    claimed_at = fields.Datetime(readonly=True)
    confirmed_at = fields.Datetime(string="Confirmed", readonly=True)
    event_id = fields.Many2one("debt.event", readonly=True, index="btree_not_null")
    letter_id = fields.Many2one("debt.letter", readonly=True, index="btree_not_null")
    mail_message_id = fields.Many2one(
        "mail.message", readonly=True, index="btree_not_null", ondelete="set null"
    )
    provider_ref = fields.Char(
        readonly=True, help="Message-Id of an e-mail, number given by an SMS gateway."
    )

    _key_uniq = models.Constraint("UNIQUE(key)", "This was already dispatched.")
    _queue_idx = models.Index(
        "(company_id, channel, id) WHERE state IN ('queued', 'refused', 'sending')"
    )

    @api.depends("channel", "partner_id", "case_id")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for row in self:
            row.display_name = f"{row.case_id.name}: {channels.get(row.channel, '')}"

    @api.depends("reason_code", "reason_params")
    @api.depends_context("lang")
    def _compute_reason(self):
        for row in self:
            row.reason = self.env["debt.refusal"]._told(
                row.reason_code, row.reason_params
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The dispatch ledger is proof: nothing is deleted."))

    # === STATE DOOR === #
    def _set_state(self, target, code=None, params=None, **values):
        """Move the rows that may go there to a state; return those moved.

        A row that cannot go there any more was overtaken (a late answer, a second
        click) and stays as it is.
        """
        able = self.filtered(lambda row: target in TRANSITIONS[row.state])
        able.write(
            {
                "state": target,
                "reason_code": code,
                "reason_params": params,
                **values,
            }
        )
        return able

    def action_confirm(self):
        """Say that what may have been sent was sent."""
        self._person_decides("unknown")._confirmed()

    def action_send_again(self):
        """Queue again what failed, was refused or is unknown."""
        self._person_decides("failed", "refused", "unknown")._set_state(
            "queued", next_try=False, claimed_at=False
        )

    def action_cancel(self):
        """Give up what was not sent; the step is dropped."""
        rows = self._person_decides("queued", "refused", "failed", "unknown")
        moved = rows._set_state("cancelled", confirmed_at=fields.Datetime.now())
        moved._after_refusal()

    def _person_decides(self, *states):
        rows = self.filtered(lambda row: row.state in states)
        if not rows:
            raise UserError(
                self.env._("Nothing of this can be done in its present state.")
            )
        for row in rows.filtered(lambda row: row.state == "unknown"):
            row.case_id.message_post(
                body=self.env._(
                    "%(user)s decided on a dispatch whose answer was lost: %(name)s",
                    user=self.env.user.name,
                    name=row.display_name,
                )
            )
        return rows
