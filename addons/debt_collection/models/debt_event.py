from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class DebtEvent(models.Model):
    """Anything planned or done in a case; its history and its plan."""

    _name = "debt.event"
    _description = "Collection Event"
    _order = "date desc, id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "debt.case",
        index=True,
        ondelete="cascade",
        help="Empty: a contact with anybody, without a debt.",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    type_id = fields.Many2one("debt.event.type", required=True)
    channel = fields.Selection(related="type_id.channel", store=True, precompute=True)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Day the event is planned for, or happened.",
    )
    done_at = fields.Datetime(string="Registered At", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        check_company=True,
    )
    outcome_id = fields.Many2one("debt.event.outcome")
    asks_promise = fields.Boolean(related="outcome_id.promise")
    promise_date = fields.Date(string="Promised For")
    promise_amount = fields.Monetary(string="Promised Amount")
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Claims",
        domain="[('case_id', '=', case_id)]",
        help="Claims the event is about; empty: all of the case.",
    )
    cost_ids = fields.One2many("debt.cost", "event_id", string="Costs")
    note = fields.Text()
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    effect_key = fields.Char(
        copy=False,
        help="Identifies an automatic event (case, step, occurrence), so that it "
        "never happens twice.",
    )

    _effect_uniq = models.UniqueIndex(
        "(effect_key) WHERE effect_key IS NOT NULL",
        "This event already happened.",
    )
    _subject_check = models.Constraint(
        "CHECK(case_id IS NOT NULL OR partner_id IS NOT NULL)",
        "An event needs a case or a contact.",
    )
    _queue_idx = models.Index("(state, date, user_id) WHERE state = 'planned'")

    @api.depends("case_id.company_id")
    def _compute_company_id(self):
        for event in self:
            own = event.company_id or self.env.company
            event.company_id = event.case_id.company_id or own

    @api.depends("case_id.currency_id", "company_id")
    def _compute_currency_id(self):
        for event in self:
            own = event.company_id.currency_id
            event.currency_id = event.case_id.currency_id or own

    @api.depends("case_id")
    def _compute_partner_id(self):
        for event in self:
            event.partner_id = event.case_id.debtor_id or event.partner_id

    @api.depends("type_id", "date")
    def _compute_display_name(self):
        for event in self:
            event.display_name = f"{event.type_id.name or ''} {event.date or ''}"

    @api.depends("state", "date")
    @api.depends_context("tz")
    def _compute_overdue(self):
        today = self.env["debt.balance"]._today()
        for event in self:
            late = event.date and event.date < today
            event.overdue = event.state == "planned" and late

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["debt.balance"]._today()
        return [("state", "=", "planned"), ("date", "<", today)]

    @api.constrains("outcome_id", "promise_date", "promise_amount", "state")
    def _check_promise(self):
        for event in self:
            if event.state == "done" and event.outcome_id.promise:
                if not event.promise_date or event.promise_amount <= 0:
                    raise ValidationError(
                        self.env._("A promise needs its date and amount.")
                    )

    @api.constrains("claim_ids", "case_id")
    def _check_claims(self):
        # Whoever registers a contact without a case may not read claims.
        for event in self.sudo():
            if event.claim_ids.case_id - event.case_id:
                raise ValidationError(
                    self.env._("The claims of an event must belong to its case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Stamp what is registered as done and update limitation."""
        events = super().create(vals_list)
        events.filtered(lambda event: event.state == "done")._after_done()
        return events

    def write(self, vals):
        """Keep done events as they were; stamp those that become done."""
        history = self.filtered(lambda event: event.state == "done")
        if history and {"type_id", "date", "case_id", "state"} & vals.keys():
            raise UserError(
                self.env._(
                    "What was done is history and cannot be changed. "
                    "Register a new event that says what was wrong."
                )
            )
        pending = self - history
        result = super().write(vals)
        if vals.get("state") == "done":
            pending._after_done()
        elif "claim_ids" in vals:
            history._update_limitation()
        return result

    def action_done(self):
        """Confirm that the planned event was carried out."""
        self.filtered(lambda event: event.state == "planned").write({"state": "done"})

    def action_cancel(self):
        """Drop the planned event; it stays visible in the history."""
        self.filtered(lambda event: event.state == "planned").write(
            {"state": "cancelled"}
        )

    def _after_done(self):
        now = fields.Datetime.now()
        self.filtered(lambda event: not event.done_at)._stamp(now)
        self._update_limitation()

    def _stamp(self, moment):
        return super().write({"done_at": moment})

    def _update_limitation(self):
        for event in self.filtered("type_id.limitation_effect"):
            (event.claim_ids or event.case_id.claim_ids)._update_limitation()
