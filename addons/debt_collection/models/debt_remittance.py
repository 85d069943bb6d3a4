from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import remittance as settlement
from ..services import remittance_booking as booking
from ..services.commission import mark_lines
from ..services.doors import is_open, through
from ..tools.money import from_float

# What only the steps of a remittance change.
GUARDED = {
    "name", "state", "collected", "direct", "returned", "costs", "commission",
    "retained", "carried_in", "arrears", "invoice_total", "settled", "payout",
    "carried_out", "confirmed_by_id", "approved_by_id", "invoice_id", "move_id",
    "payable_item_id",
}  # fmt: skip
# Taxes round in the invoice; an approved payout may differ by so much, not more.
ROUNDING = 0.05


class DebtRemittance(models.Model):
    """What we settle with a creditor for a period: money, commission, costs, payout.

    The lines of a draft are made anew at will. A confirmed remittance stays as it is;
    what is found wrong, comes back or is booked late is settled by the next one.
    """

    _name = "debt.remittance"
    _description = "Remittance"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    agreement_id = fields.Many2one(
        "debt.agreement",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', 'mandate')]",
    )
    company_id = fields.Many2one(
        related="agreement_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="agreement_id.currency_id", store=True, precompute=True
    )
    party_id = fields.Many2one(
        related="agreement_id.party_id", string="Creditor", store=True, precompute=True
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    mode = fields.Selection(
        [("net", "Net"), ("gross", "Gross")],
        string="Net or Gross",
        compute="_compute_mode",
        store=True,
        precompute=True,
        help="Net: invoices are taken from the money. Gross: they are paid apart.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("approved", "Approved"),
            ("booked", "Booked"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("debt.remittance.line", "remittance_id", readonly=True)
    commission_ids = fields.One2many(
        "debt.commission.line",
        "remittance_id",
        string="Commission Lines",
        readonly=True,
    )
    # Sums of the lines
    collected = fields.Monetary(readonly=True, help="By us, less what came back.")
    direct = fields.Monetary(
        string="Paid to Creditor", readonly=True, help="He has it already."
    )
    returned = fields.Monetary(
        readonly=True, help="Part of the above that came back or was corrected."
    )
    costs = fields.Monetary(readonly=True, help="Costs that the creditor bears.")
    commission = fields.Monetary(readonly=True, help="As the scheme says.")
    retained = fields.Monetary(
        string="Our Interest and Costs", readonly=True, help="Tax included."
    )
    # What becomes of it
    carried_in = fields.Monetary(
        string="From the Last One",
        readonly=True,
        help="Not paid out then; below zero: the creditor owed it.",
    )
    arrears = fields.Monetary(
        string="Earlier Invoices", readonly=True, help="Still open, taken as well."
    )
    invoice_total = fields.Monetary(string="Invoice", readonly=True)
    settled = fields.Monetary(
        string="Taken for Invoices", readonly=True, help="From the money of debtors."
    )
    payout = fields.Monetary(readonly=True, tracking=True)
    carried_out = fields.Monetary(
        string="To the Next One",
        readonly=True,
        help="Too little to be paid out; below zero: the creditor owes it.",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _draft_uniq = models.UniqueIndex(
        "(agreement_id) WHERE state = 'draft'",
        "The agreement has a draft already. Confirm or delete it first.",
    )
    _period_uniq = models.Constraint(
        "UNIQUE(agreement_id, date_to)",
        "The agreement has a remittance up to this day already.",
    )
    _days = models.Constraint(
        "CHECK(date_to >= date_from)", "A period cannot end before it begins."
    )

    @api.depends("agreement_id")
    def _compute_mode(self):
        for remittance in self:
            remittance.mode = remittance.agreement_id.remittance_mode

    @api.depends("name", "agreement_id", "date_to")
    def _compute_display_name(self):
        for remittance in self:
            number = remittance.name if remittance.name != "/" else self.env._("Draft")
            remittance.display_name = (
                f"{number}: {remittance.agreement_id.code or ''} {remittance.date_to}"
            )

    @api.onchange("agreement_id")
    def _onchange_agreement_id(self):
        if self.agreement_id:
            self.date_from, self.date_to = self.agreement_id._next_remittance_period()

    # === CRUD === #
    @api.model_create_multi
    def create(self, vals_list):
        """Make the lines of new drafts."""
        remittances = super().create(vals_list)
        remittances._check_agreements()
        remittances.action_compute()
        return remittances

    def write(self, vals):
        """Guard the steps; refuse other days once a remittance is confirmed."""
        if GUARDED & vals.keys() and not is_open(self, "debt_remittance_door"):
            raise UserError(self.env._("A remittance changes only by its buttons."))
        fixed = {"agreement_id", "date_from", "date_to"} & vals.keys()
        if fixed and any(remittance.state != "draft" for remittance in self):
            raise UserError(
                self.env._("The period of a confirmed remittance cannot be changed.")
            )
        result = super().write(vals)
        if fixed:
            self.action_compute()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(remittance.state != "draft" for remittance in self):
            raise UserError(
                self.env._("Only a draft can be deleted. Take it back to draft first.")
            )

    def _check_agreements(self):
        for agreement in self.agreement_id:
            if agreement.kind != "mandate":
                raise UserError(
                    self.env._(
                        "Agreement %(name)s is no mandate: its money is ours and "
                        "nobody has to be paid it.",
                        name=agreement.display_name,
                    )
                )

    # === LINES === #
    def action_compute(self):
        """Find anew what has to be settled, of drafts."""
        for remittance in self:
            remittance._check_state("draft")
            remittance.agreement_id.lock_for_update()
            remittance._compute_mode()
            settlement.fill(remittance)
            remittance._set(settlement.totals(remittance))
            remittance._update_payout()

    def _update_payout(self):
        """Preview how the money is used."""
        lines = booking.invoice_lines(self)
        total = booking.invoice_total(lines, self.env)
        previous = self._previous()
        arrears = booking.due(self)
        due = arrears + total if self.mode == "net" else settlement.ZERO
        self._set(
            {
                "carried_in": previous.carried_out,
                "arrears": arrears,
                "invoice_total": total,
                **self._payout_values(self._divide(previous, due)),
            }
        )

    def _divide(self, previous, due):
        available = from_float(self.collected) + from_float(previous.carried_out)
        minimum = from_float(self.agreement_id.remittance_minimum)
        return settlement.divide(available, due, minimum)

    def _payout_values(self, payout):
        return {
            "settled": payout.settled,
            "payout": payout.payout,
            "carried_out": payout.carried,
        }

    def _previous(self):
        """Return the last remittance of the agreement that is no draft."""
        self.ensure_one()
        return self.search(
            [
                ("agreement_id", "=", self.agreement_id.id),
                ("state", "!=", "draft"),
                ("date_to", "<", self.date_to),
            ],
            limit=1,
        )

    # === STATE DOORS === #
    def _set(self, values):
        """Write what only the steps may change."""
        through(self, "debt_remittance_door").write(values)
        # The unique index of drafts must see it before a new draft comes.
        self.flush_recordset()

    def _check_state(self, *states):
        for remittance in self:
            if remittance.state not in states:
                raise UserError(
                    self.env._(
                        "Remittance %(name)s is not in the state for this step. Reload "
                        "the page.",
                        name=remittance.display_name,
                    )
                )

    def action_confirm(self):
        """Lock what is settled; from now on differences go to the next remittance."""
        for remittance in self.sorted("date_to"):
            remittance._check_state("draft")
            remittance.agreement_id.lock_for_update()
            remittance._check_confirm()
            remittance._set(
                {
                    "name": remittance._next_number(),
                    "state": "confirmed",
                    "confirmed_by_id": self.env.uid,
                }
            )
            mark_lines(remittance, True)

    def _check_confirm(self):
        later = self.search_count(
            [
                ("agreement_id", "=", self.agreement_id.id),
                ("state", "!=", "draft"),
                ("date_to", ">", self.date_to),
            ],
            limit=1,
        )
        if later or self._previous().state not in (False, "booked"):
            raise UserError(
                self.env._(
                    "%(name)s: book the earlier remittance of the agreement first, and "
                    "leave none that is later.",
                    name=self.display_name,
                )
            )
        if not settlement.is_current(self):
            raise UserError(
                self.env._(
                    "%(name)s: money was booked or reversed since the draft was made. "
                    "Compute it anew and look at it again.",
                    name=self.display_name,
                )
            )

    def _next_number(self):
        if self.name != "/":
            return self.name
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        return sequence.next_by_code("debt.remittance")

    def action_approve(self):
        """Let the money go to the creditor: the word of a manager."""
        if not self.env.user._debt_has_role("manager", "administrator"):
            raise UserError(self.env._("Only a manager can approve a payout."))
        self._check_state("confirmed")
        # A manager approves and changes nothing else, so he has no right to write.
        self.sudo()._set({"state": "approved", "approved_by_id": self.env.uid})

    def action_draft(self):
        """Take back what was not booked yet."""
        self._check_state("confirmed", "approved")
        for remittance in self:
            newest = remittance.search(
                [("agreement_id", "=", remittance.agreement_id.id)], limit=1
            )
            if newest != remittance:
                raise UserError(
                    self.env._(
                        "%(name)s: a later remittance exists. Delete its draft first.",
                        name=remittance.display_name,
                    )
                )
        mark_lines(self, False)
        self._set({"state": "draft", "confirmed_by_id": False, "approved_by_id": False})
        self.action_compute()
