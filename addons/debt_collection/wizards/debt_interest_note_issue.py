from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.debt_interest_note import GROUNDS, WAYS
from ..services import interest_notes

PAYMENT_DAYS = 14
# Cases of one request or job; more are left to the background.
CHUNK = 200


class DebtInterestNoteIssue(models.TransientModel):
    """Makes interest notes of one case or of many."""

    _name = "debt.interest.note.issue"
    _description = "Make Interest Notes"

    case_ids = fields.Many2many(
        "debt.case",
        string="Cases",
        required=True,
        default=lambda self: self._default_case_ids(),
    )
    case_count = fields.Integer(compute="_compute_case_count")
    way = fields.Selection(
        WAYS,
        required=True,
        default="document",
        help="Document only: the interest stays interest of its claims. Claim: it "
        "becomes a claim of its own, the total stays the same. Capitalised: that claim "
        "bears interest itself, on a legal ground (art. 482 of the Civil Code).",
    )
    date = fields.Date(
        string="Issued On",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    as_of = fields.Date(
        string="Interest Until",
        compute="_compute_as_of",
        store=True,
        readonly=False,
        required=True,
        help="Last day whose interest is in the notes.",
    )
    due_date = fields.Date(
        compute="_compute_due_date", store=True, readonly=False, required=True
    )
    minimum = fields.Float(
        string="Not Below (PLN)",
        digits=(16, 2),
        default=10,
        help="Cases with less interest get no note.",
    )
    ground = fields.Selection(
        GROUNDS,
        string="Legal Ground",
    )
    ground_date = fields.Date(
        string="Ground Of", help="Day of filing the suit, or of the agreement."
    )
    ground_note = fields.Char(
        string="Signature or Document",
        help="Court and file number, or the agreement; kept with the note.",
    )
    bears_from = fields.Date(
        string="Bears Interest From",
        compute="_compute_bears_from",
        store=True,
        readonly=False,
        help="The day of filing; or the day the agreement names.",
    )
    issue_now = fields.Boolean(
        string="Issue at Once",
        default=True,
        help="Otherwise drafts are made, to be looked through and issued later.",
    )
    note_count = fields.Integer(string="Notes", compute="_compute_preview")
    left_out = fields.Integer(compute="_compute_preview")
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.PLN")
    )
    amount = fields.Monetary(string="Interest", compute="_compute_preview")

    @api.model
    def _default_case_ids(self):
        context = self.env.context
        if context.get("active_model") == "debt.case":
            return context.get("active_ids")
        return False

    @api.depends("case_ids")
    def _compute_case_count(self):
        for wizard in self:
            wizard.case_count = len(wizard.case_ids)

    @api.depends("way", "ground", "ground_date")
    def _compute_as_of(self):
        today = self.env["debt.balance"]._today()
        for wizard in self:
            day = wizard.way == "capitalized" and wizard.ground_date
            if day:
                suit = wizard.ground == "suit"
                wizard.as_of = day - timedelta(1) if suit else min(day, today)
            else:
                wizard.as_of = wizard.as_of or today

    @api.depends("date")
    def _compute_due_date(self):
        for wizard in self:
            wizard.due_date = wizard.date and wizard.date + timedelta(PAYMENT_DAYS)

    @api.depends("way", "ground", "ground_date")
    def _compute_bears_from(self):
        for wizard in self:
            day = wizard.ground_date if wizard.way == "capitalized" else False
            agreed = day and wizard.ground == "agreement"
            wizard.bears_from = day + timedelta(1) if agreed else day

    @api.depends("case_ids", "as_of", "minimum", "way")
    def _compute_preview(self):
        for wizard in self:
            cases = wizard._suitable() if wizard.as_of else wizard.case_ids.browse()
            sums = [
                sum(line["amount"] for line in lines)
                for lines in interest_notes.lines_of(cases, wizard.as_of).values()
            ]
            wanted = [amount for amount in sums if amount >= wizard.minimum]
            wizard.note_count = len(wanted)
            wizard.amount = sum(wanted)
            wizard.left_out = wizard.case_count - len(wanted)

    def _suitable(self):
        """Return the cases of which notes can be made on the day.

        Of cases paid after the day no claim is made: their payments would be credited
        otherwise.
        """
        cases = self.env["debt.case"].browse(self.case_ids._origin.ids)
        if self.way != "claim":
            return cases
        groups = self.env["debt.payment"]._read_group(
            [
                ("case_id", "in", cases.ids),
                ("state", "=", "booked"),
                ("date", ">", self.as_of),
            ],
            ["case_id"],
        )
        return cases - cases.browse().union(*(case for (case,) in groups))

    # === BUTTONS === #
    def action_make(self):
        """Make the notes, issue them if wanted, and show them."""
        self.ensure_one()
        notes = self.env["debt.interest.note"]
        notes._check_entitled(self.way)
        self._refuse_incomplete()
        cases = self._suitable()
        cases.check_access("read")
        if len(cases) > CHUNK:
            return self._make_later(cases)
        made = notes._make(cases.ids, self._values(), self.minimum, self.issue_now)
        if not made:
            raise UserError(
                self.env._(
                    "No case owes so much interest until this day that may be demanded "
                    "and is in no note yet."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_interest_note_action"
        )
        if len(made) == 1:
            return {**action, "res_id": made.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", made.ids)], "context": {}}

    def _make_later(self, cases):
        """Let jobs make the notes, some cases each, and show where they will be.

        A job that runs again finds the notes of its claims and day, and makes none.
        """
        notes = self.env["debt.interest.note"]
        for start in range(0, len(cases), CHUNK):
            part = cases[start : start + CHUNK]
            notes.with_delay(description=self.env._("Make interest notes"))._make(
                part.ids, self._values(), self.minimum, self.issue_now
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_interest_note_action"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Notes of %(count)s cases are being made in the background.",
                    count=len(cases),
                ),
                "next": action,
            },
        }

    def _refuse_incomplete(self):
        """Refuse what would make a wrong note."""
        today = self.env["debt.balance"]._today()
        if self.as_of > today:
            raise UserError(
                self.env._("Interest is known up to today only. Choose an earlier day.")
            )
        if self.due_date < self.date:
            raise UserError(
                self.env._("The due date is before the day of issue. Correct it.")
            )
        if self.way != "capitalized":
            return
        if not (self.ground and self.ground_date and self.bears_from):
            raise UserError(
                self.env._(
                    "Capitalised interest needs its ground: the day of the suit, "
                    "or of an agreement made after the interest fell due (art. 482 of "
                    "the Civil Code)."
                )
            )
        if self.ground_date > today:
            raise UserError(
                self.env._("The suit or agreement lies ahead. Capitalise it then.")
            )

    def _values(self):
        """Return the values that all notes have in common."""
        values = {name: self[name] for name in ("way", "date", "as_of", "due_date")}
        if self.way == "capitalized":
            names = ("ground", "ground_date", "ground_note", "bears_from")
            values |= {name: self[name] for name in names}
        return values


class DebtInterestNoteCancel(models.TransientModel):
    """Asks why interest notes are cancelled."""

    _name = "debt.interest.note.cancel"
    _description = "Cancel Interest Notes"

    note_ids = fields.Many2many(
        "debt.interest.note",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_cancel(self):
        """Cancel the notes: their interest is interest of the claims again."""
        self.ensure_one()
        self.note_ids.action_cancel(self.reason)
