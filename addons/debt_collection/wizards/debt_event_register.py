from datetime import timedelta

from odoo import api, fields, models

# Code of an outcome -> reason for which the procedure is left.
LEAVES = {"promise": "promise", "disputes": "dispute"}


class DebtEventRegister(models.TransientModel):
    """Registers what was done in a case, or completes a planned event.

    It can book the cost of the event and plan what comes next, so that no case is
    left without a next step.
    """

    _name = "debt.event.register"
    _description = "Register an Event"

    case_id = fields.Many2one("debt.case", required=True)
    currency_id = fields.Many2one(related="case_id.currency_id")
    event_id = fields.Many2one("debt.event", string="Planned Event")
    type_id = fields.Many2one("debt.event.type", string="What Was Done", required=True)
    date = fields.Date(
        required=True, default=lambda self: self.env["debt.balance"]._today()
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    type_outcome_ids = fields.Many2many(related="type_id.outcome_ids")
    outcome_id = fields.Many2one(
        "debt.event.outcome", compute="_compute_outcome_id", store=True, readonly=False
    )
    asks_promise = fields.Boolean(related="outcome_id.promise")
    third_person = fields.Boolean(related="outcome_id.third_person")
    promise_date = fields.Date(string="Promised For")
    promise_amount = fields.Monetary(string="Promised Amount")
    claim_ids = fields.Many2many(
        "debt.claim",
        string="Claims",
        domain="[('case_id', '=', case_id)]",
        help="Claims the event is about; empty: all of the case.",
    )
    note = fields.Text()
    cost_kind_id = fields.Many2one("debt.cost.kind", string="Cost")
    cost_amount = fields.Monetary(string="Amount of the Cost")
    next_type_id = fields.Many2one(
        "debt.event.type",
        string="Plan Next",
        domain="[('plannable', '=', True)]",
        compute="_compute_next",
        store=True,
        readonly=False,
    )
    next_date = fields.Date(
        string="Next On", compute="_compute_next", store=True, readonly=False
    )
    course_state = fields.Selection(related="case_id.course_state")
    leaves = fields.Selection(
        selection=lambda self: (
            self.env["debt.course"]
            ._fields["left_reason"]
            ._description_selection(self.env)
        ),
        string="Leave the Procedure Because",
        compute="_compute_leaves",
        store=True,
        readonly=False,
        help="Empty: the case goes on with its procedure.",
    )
    returns = fields.Boolean(
        string="Back to the Procedure",
        help="The case goes on with the step at which it left.",
    )

    @api.depends("case_id")
    def _compute_partner_id(self):
        for wizard in self:
            wizard.partner_id = wizard.partner_id or wizard.case_id.debtor_id

    @api.depends("type_id")
    def _compute_outcome_id(self):
        for wizard in self:
            if wizard.outcome_id not in wizard.type_id.outcome_ids:
                wizard.outcome_id = False

    @api.model
    def _leaving_outcomes(self, case):
        """Return the codes of the outcomes that take the case out of its procedure."""
        return set(LEAVES) if case.course_state in ("running", "waiting") else set()

    @api.depends("outcome_id")
    def _compute_leaves(self):
        """Propose to leave the procedure for a promise or a dispute."""
        for wizard in self:
            code = wizard.outcome_id.code
            leaving = code in self._leaving_outcomes(wizard.case_id)
            wizard.leaves = leaving and LEAVES[code]

    @api.depends("promise_date")
    def _compute_next(self):
        """Propose to check a promised payment on the day after it."""
        check = self.env.ref("debt_collection.event_type_payment_check", False)
        for wizard in self:
            if check and wizard.promise_date:
                wizard.next_type_id = check
                wizard.next_date = wizard.promise_date + timedelta(days=1)

    def action_register(self):
        """Store the event as done, with its cost and the next event."""
        self.ensure_one()
        event = self._register_event()
        if self.cost_kind_id:
            self.env["debt.cost"].create(self._cost_values(event))
        if self.next_type_id:
            self.env["debt.event"].create(self._next_values())
        if self.leaves:
            self.case_id.course_ids._leave(self.leaves, self.note)
        elif self.returns:
            self.case_id.action_return_to_procedure()
        self.case_id._check_next_event()

    def _register_event(self):
        """Return the event that was done: the planned one, or a new one."""
        if self.event_id:
            self.event_id.write(self._event_values())
            return self.event_id
        return self.env["debt.event"].create(self._event_values())

    def _event_values(self):
        promised = self.outcome_id.promise
        return {
            "case_id": self.case_id.id,
            "type_id": self.type_id.id,
            "date": self.date,
            "partner_id": self.partner_id.id,
            "outcome_id": self.outcome_id.id,
            "promise_date": promised and self.promise_date,
            "promise_amount": promised and self.promise_amount,
            "claim_ids": [fields.Command.set(self.claim_ids.ids)],
            "note": self.note,
            "user_id": self.env.uid,
            "state": "done",
        }

    def _cost_values(self, event):
        return {
            "case_id": self.case_id.id,
            "kind_id": self.cost_kind_id.id,
            "date": self.date,
            "amount": self.cost_amount,
            "event_id": event.id,
        }

    def _next_values(self):
        return {
            "case_id": self.case_id.id,
            "type_id": self.next_type_id.id,
            "date": self.next_date or self.env["debt.balance"]._today(),
            "partner_id": self.partner_id.id,
        }
