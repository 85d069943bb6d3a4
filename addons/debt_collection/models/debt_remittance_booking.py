from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import remittance as settlement
from ..services import remittance_booking as booking
from ..tools.money import from_float
from .debt_agreement_remittance import ACCOUNTING
from .debt_remittance import ROUNDING


class DebtRemittance(models.Model):
    """The invoice, the entry and the payout of a remittance."""

    _inherit = "debt.remittance"

    invoice_id = fields.Many2one(
        "account.move",
        string="Commission Invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=ACCOUNTING,
    )
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=ACCOUNTING,
    )
    payable_item_id = fields.Many2one(
        "account.move.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=ACCOUNTING,
    )
    payout_state = fields.Selection(
        [("none", "Nothing to pay"), ("open", "To pay"), ("paid", "Paid")],
        compute="_compute_payout_state",
        store=True,
        string="Paid Out",
    )
    order_count = fields.Integer(compute="_compute_order_count")

    @api.depends("state", "payout", "payable_item_id.reconciled")
    def _compute_payout_state(self):
        for remittance in self:
            if remittance.state != "booked":
                remittance.payout_state = False
            elif not remittance.payout:
                remittance.payout_state = "none"
            else:
                # A leader sees the state without rights on the journal.
                paid = remittance.sudo().payable_item_id.reconciled
                remittance.payout_state = "paid" if paid else "open"

    def _compute_order_count(self):
        for remittance in self:
            orders = remittance.sudo()._payment_orders()  # only their number is told
            remittance.order_count = len(orders)

    def _payment_orders(self):
        return self.payable_item_id.payment_line_ids.order_id

    def action_book(self):
        """Post the invoice and take the money off the settlement account."""
        for remittance in self.sorted("date_to"):
            remittance._check_state("approved")
            remittance.lock_for_update()
            remittance._check_accounts()
            remittance._book(self.env["debt.balance"]._today())

    def _check_accounts(self):
        if not self.agreement_id.settlement_account_id:
            raise UserError(
                self.env._(
                    "Agreement %(name)s has no settlement account. Enter the account "
                    "of client money on it.",
                    name=self.agreement_id.display_name,
                )
            )

    def _book(self, day):
        approved = self.payout
        self._set({"invoice_id": booking.create_invoice(self, day).id})
        due = booking.due(self)
        payout = self._divide(self._previous(), due)
        if abs(payout.payout - from_float(approved)) > ROUNDING:
            raise UserError(
                self.env._(
                    "%(name)s: an earlier invoice was paid meanwhile, so %(now)s would "
                    "be paid out, not the approved %(approved)s. Take it back to draft "
                    "and confirm it anew.",
                    name=self.display_name,
                    now=payout.payout,
                    approved=approved,
                )
            )
        entry, payable = booking.post_entry(self, payout, day)
        invoiced = self.invoice_id.amount_total_in_currency_signed
        self._set(
            {
                "state": "booked",
                "move_id": entry.id,
                "payable_item_id": payable.id,
                "invoice_total": invoiced,
                "arrears": due - from_float(invoiced) if self.mode == "net" else 0,
                **self._payout_values(payout),
            }
        )

    def action_open_invoice(self):
        """Open the invoice."""
        return self._open_record(self.invoice_id)

    def action_open_entry(self):
        """Open the journal entry."""
        return self._open_record(self.move_id)

    def action_open_orders(self):
        """Open the payment orders of the payout."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Orders"),
            "res_model": "account.payment.order",
            "view_mode": "list,form",
            "domain": [("id", "in", self._payment_orders().ids)],
        }

    def _open_record(self, record):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def _to_payment_order(self, method_line):
        """Put payouts into a draft payment order, each once.

        :param method_line: payment method of the order
        :return: the order
        """
        todo = self.filtered(
            lambda remittance: (
                remittance.payout_state == "open"
                and not remittance._payment_orders().filtered(
                    lambda order: order.state != "cancel"
                )
            )
        )
        if not todo:
            raise UserError(
                self.env._("Nothing to pay, or it is in a payment order already.")
            )
        order = self.env["account.payment.order"].create(
            {
                "payment_method_line_id": method_line.id,
                "payment_type": "outbound",
                "company_id": method_line.company_id.id,
                "description": ", ".join(todo.mapped("name"))[:200],
            }
        )
        self.env["account.payment.line"].create(
            [remittance._payment_line_values(order) for remittance in todo]
        )
        return order

    def _payment_line_values(self, order):
        bank = self.agreement_id.remittance_bank_id or self.party_id.bank_ids[:1]
        return {
            "order_id": order.id,
            "move_line_id": self.payable_item_id.id,
            "partner_bank_id": bank.id,
            "communication": self.env._(
                "Remittance %(name)s, agreement %(code)s",
                name=self.name,
                code=self.agreement_id.code,
            ),
        }

    # === CALENDAR === #
    @api.model
    def _prepare(self, day, agreements=None):
        """Make drafts of the periods that ended before a day, one an agreement.

        :return: the new drafts
        """
        drafts = self.browse()
        for agreement in self._without_draft(agreements):
            first, last = agreement._next_remittance_period(day)
            if first <= last < day:
                period = {"date_from": first, "date_to": last}
                drafts += self.create({"agreement_id": agreement.id, **period})
        return drafts

    @api.model
    def _without_draft(self, agreements=None):
        """Return mandates with a calendar, or of those given, that have no draft."""
        domain = [("kind", "=", "mandate"), ("remittance_calendar", "!=", False)]
        found = agreements or self.env["debt.agreement"].search(domain)
        return found - self.search([("state", "=", "draft")]).agreement_id

    @api.model
    def _cron_prepare(self):
        """Prepare drafts by the calendars, and tell who accounts for the agreement.

        What goes wrong with one agreement is told there and stops no other.
        """
        today = self.env["debt.balance"]._today()
        for agreement in self._without_draft():
            try:
                with self.env.cr.savepoint():
                    self._prepare(today, agreement)._tell_manager()
            except UserError as error:
                agreement.message_post(body=str(error))
            self.env["ir.cron"]._commit_progress(1)

    def _tell_manager(self):
        for draft in self:
            draft.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Check and confirm the remittance"),
                user_id=draft.agreement_id.user_id.id or self.env.uid,
            )


class DebtAgreement(models.Model):
    """The next period of an agreement."""

    _inherit = "debt.agreement"

    def _next_remittance_period(self, day=None):
        """Return (first, last) day of the next remittance.

        The period after the last remittance; without one, the period that ended last,
        from the first day that is settled here.
        """
        self.ensure_one()
        cal, last = self._remittance_calendar(), self.remittance_ids[:1].date_to
        if last:
            first = last + settlement.ONE_DAY
            return first, cal.period(first)[1]
        first, last = cal.ended(day or self.env["debt.balance"]._today())
        return self.remittance_since or first, last
