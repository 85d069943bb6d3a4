from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.plan import Interval

# Channels that leave the house and therefore go through the dispatch ledger.
DISPATCHED = ("letter", "email", "sms")
# Kind of step -> code of its event type, where they differ.
EVENT_OF_KIND = {"custom": "task", "handover": "hand_over"}


class DebtProcedureStep(models.Model):
    """One step: what is done, when, on which condition and at what cost."""

    _name = "debt.procedure.step"
    _description = "Step of a Procedure"
    _order = "version_id, sequence, id"

    version_id = fields.Many2one(
        "debt.procedure.version", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(related="version_id.procedure_id", store=True)
    company_id = fields.Many2one(related="version_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Names the step in all versions, so that cases can be moved between them.",
    )
    kind = fields.Selection(
        [
            ("call", "Phone Call"),
            ("letter", "Letter"),
            ("email", "E-mail"),
            ("sms", "SMS"),
            ("visit", "Visit"),
            ("task", "Task"),
            ("payment_check", "Check of Payment"),
            ("handover", "Hand-over to the Law Office"),
            ("custom", "Other"),
        ],
        required=True,
        default="call",
    )
    event_type_id = fields.Many2one(
        "debt.event.type",
        string="Event",
        compute="_compute_event_type_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="What the step becomes in the history of the case.",
    )
    days_from = fields.Integer(
        string="Earliest Day",
        default=1,
        help="Days after the last event, or after the due date; negative: before it.",
    )
    days_to = fields.Integer(
        string="Latest Day",
        compute="_compute_days_to",
        store=True,
        readonly=False,
        precompute=True,
        help="Last day on which the step is in time.",
    )
    day_unit = fields.Selection(
        [("calendar", "Calendar days"), ("working", "Working days")],
        default="calendar",
        required=True,
    )
    counted_from = fields.Selection(
        [("event", "Last event"), ("due_date", "Due date")],
        default="event",
        required=True,
    )
    automatic = fields.Boolean(
        compute="_compute_automatic",
        store=True,
        readonly=False,
        precompute=True,
        help="Done by the system; otherwise a person confirms that it was done.",
    )
    demand = fields.Boolean(
        string="Demands Money",
        compute="_compute_demand",
        store=True,
        readonly=False,
        precompute=True,
        help="Stopped when nothing is owed, when the claims are time-barred and when "
        "the last bank statement is too old. Off for notices such as that of art. 14 "
        "GDPR.",
    )
    letter_template_id = fields.Many2one("debt.letter.template")
    mail_template_id = fields.Many2one(
        "mail.template", domain="[('model', '=', 'debt.case')]"
    )
    text = fields.Text(
        string="Script or Text", translate=True, help="What to say or to send."
    )
    fallback = fields.Selection(
        [
            ("none", "Nothing"),
            ("letter", "Letter"),
            ("email", "E-mail"),
            ("call", "Call"),
        ],
        string="If Unreachable",
        default="none",
        required=True,
        help="What is done instead when the debtor has no such address, or refused "
        "the channel.",
    )
    amount_from = fields.Monetary(help="Only cases that owe at least this.")
    amount_to = fields.Monetary(help="Only cases that owe less than this; 0: no limit.")
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    domain = fields.Char(string="Condition", help="Only cases that fulfil it.")
    phase = fields.Selection(
        "_selection_phase", help="Phase the case enters with this step."
    )
    cost_policy = fields.Selection(
        [
            ("none", "No cost"),
            ("threatened", "Threatened only"),
            ("booked", "Booked"),
            ("waived", "Booked and waived"),
        ],
        default="none",
        required=True,
    )
    cost_kind_id = fields.Many2one("debt.cost.kind")
    cost_amount = fields.Monetary()

    _code_uniq = models.Constraint(
        "UNIQUE(version_id, code)", "A version has each step once."
    )
    _interval_sane = models.Constraint(
        "CHECK(days_to >= days_from)",
        "The latest day must not lie before the earliest.",
    )
    _cost_sane = models.Constraint(
        "CHECK(cost_policy = 'none' OR (cost_kind_id IS NOT NULL AND cost_amount > 0))",
        "A cost needs its kind and an amount greater than zero.",
    )

    @api.model
    def _selection_phase(self):
        return self.env["debt.case"]._fields["phase"]._description_selection(self.env)

    # === COMPUTES === #
    @api.depends("kind")
    def _compute_event_type_id(self):
        for step in self:
            code = EVENT_OF_KIND.get(step.kind, step.kind)
            step.event_type_id = (
                self.env.ref(f"debt_collection.event_type_{code}", False)
                or step.event_type_id
            )

    @api.depends("days_from")
    def _compute_days_to(self):
        for step in self:
            step.days_to = max(step.days_to, step.days_from)

    @api.depends("kind")
    def _compute_automatic(self):
        for step in self:
            step.automatic = step.kind in (*DISPATCHED, "payment_check")

    @api.depends("kind", "letter_template_id.purpose")
    def _compute_demand(self):
        for step in self:
            notice = step.letter_template_id.purpose in ("gdpr", "assignment")
            internal = step.kind in ("task", "payment_check", "handover")
            step.demand = not notice and not internal

    # === CHECKS AND CRUD === #
    @api.constrains("automatic", "kind", "letter_template_id", "mail_template_id")
    def _check_template(self):
        for step in self.filtered("automatic"):
            lacks = {
                "letter": not step.letter_template_id,
                "email": not step.mail_template_id,
            }.get(step.kind)
            if lacks:
                raise ValidationError(
                    self.env._(
                        "The automatic step %(name)s needs a template.", name=step.name
                    )
                )
            if step.kind not in (*DISPATCHED, "payment_check"):
                raise ValidationError(
                    self.env._(
                        "The step %(name)s needs a person: it cannot be automatic.",
                        name=step.name,
                    )
                )

    @api.constrains("domain")
    def _check_domain(self):
        for step in self.filtered("domain"):
            try:
                self.env["debt.case"].search(step._domain(), limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of the step %(name)s cannot be read: %(error)s",
                        name=step.name,
                        error=error,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        """Add steps to drafts only."""
        steps = super().create(vals_list)
        steps._check_draft()
        return steps

    def write(self, vals):
        """Change steps of drafts only."""
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_draft()

    def _check_draft(self):
        if self.filtered(lambda step: step.version_id.state != "draft"):
            raise UserError(
                self.env._(
                    "Cases run on this version: its steps are fixed. Make a new "
                    "version instead."
                )
            )

    # === VALUES === #
    def _domain(self):
        """Return the condition as a domain."""
        self.ensure_one()
        return literal_eval(self.domain or "[]")

    def _interval(self):
        """Return the interval as a pure value."""
        self.ensure_one()
        return Interval(self.days_from, self.days_to, self.day_unit)

    def _following(self):
        """Return the steps of the version after this one, in order."""
        self.ensure_one()
        steps = self.version_id.step_ids
        return steps[steps.ids.index(self.id) + 1 :]
