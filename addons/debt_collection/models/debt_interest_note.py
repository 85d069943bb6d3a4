from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

WAYS = [
    ("document", "Document only"),
    ("claim", "Claim without interest"),
    ("capitalized", "Capitalised: claim with interest"),
]
GROUNDS = [
    ("suit", "Suit filed for the interest"),
    ("agreement", "Agreement made after the interest fell due"),
]
# Way -> roles that may choose it.
ENTITLED = {
    "document": ("collector", "lawyer", "accountant"),
    "claim": ("lawyer", "accountant", "team_leader"),
    "capitalized": ("lawyer", "manager"),
}


class DebtInterestNote(models.Model):
    """A demand of the interest accrued by a day: on paper alone, or as a claim.

    Notes are made by :mod:`..services.interest_notes` and never edited: a wrong one is
    cancelled, or corrected by another.
    """

    _name = "debt.interest.note"
    _description = "Interest Note"
    _inherit = ["debt.paper.language"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number", readonly=True, copy=False, index=True, default="/"
    )
    case_id = fields.Many2one(
        "debt.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    agreement_id = fields.Many2one(
        related="case_id.agreement_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="case_id.currency_id")
    debtor_id = fields.Many2one(related="case_id.debtor_id", store=True, index=True)
    creditor_id = fields.Many2one(related="case_id.creditor_id")
    way = fields.Selection(
        WAYS,
        required=True,
        readonly=True,
        help="Document only: the interest stays interest of its claims. Claim: it "
        "becomes a claim of its own, the total stays the same. Capitalised: that claim "
        "bears interest itself, on a legal ground (art. 482 of the Civil Code).",
    )
    date = fields.Date(string="Issued On", required=True, readonly=True)
    as_of = fields.Date(
        string="Interest Until",
        required=True,
        readonly=True,
        help="Last day whose interest is in the note.",
    )
    due_date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    line_ids = fields.One2many(
        "debt.interest.note.line", "note_id", string="Claims", readonly=True
    )
    amount = fields.Monetary(
        compute="_compute_amount", store=True, precompute=True, string="Interest"
    )
    claim_ids = fields.One2many("debt.claim", "interest_note_id")
    claim_id = fields.Many2one(
        "debt.claim", string="Claim of the Note", compute="_compute_claim_id"
    )
    ground = fields.Selection(
        GROUNDS,
        string="Legal Ground",
        readonly=True,
    )
    ground_date = fields.Date(string="Ground Of", readonly=True)
    ground_note = fields.Char(string="Signature or Document", readonly=True)
    bears_from = fields.Date(string="Bears Interest From", readonly=True)
    corrects_id = fields.Many2one(
        "debt.interest.note", readonly=True, index="btree_not_null", copy=False
    )
    corrected_by_ids = fields.One2many("debt.interest.note", "corrects_id")
    cancelled_on = fields.Date(readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    to_correct = fields.Boolean(
        compute="_compute_to_correct",
        search="_search_to_correct",
        help="Less interest was owed on that day than the note says: a payment came to "
        "light later. Correct or cancel it.",
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'",
        "An interest note with this number exists.",
    )
    _ground_check = models.Constraint(
        "CHECK(way != 'capitalized' OR (ground IS NOT NULL AND ground_date IS NOT NULL"
        " AND bears_from IS NOT NULL AND bears_from >= ground_date"
        " AND bears_from > as_of AND as_of <= ground_date))",
        "Interest bears interest only from the day a suit for it is filed, or by an "
        "agreement made after it fell due (art. 482 of the Civil Code).",
    )

    @api.depends("name", "state")
    def _compute_display_name(self):
        for note in self:
            named = note.name and note.name != "/"
            note.display_name = note.name if named else self.env._("Draft")

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for note in self:
            note.amount = sum(note.line_ids.mapped("amount"))

    @api.depends("claim_ids")
    def _compute_claim_id(self):
        for note in self:
            note.claim_id = note.claim_ids[:1]

    @api.depends("line_ids.payment_id.allocation_ids.amount", "state")
    def _compute_to_correct(self):
        wrong = self._exceeding()
        for note in self:
            note.to_correct = note.id in wrong

    def _search_to_correct(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self._exceeding())]

    def _exceeding(self):
        """Return ids of issued notes whose credit found less interest than it took.

        :param self: the notes to look at; an empty set looks at all
        """
        for model in (self._name, "debt.interest.note.line"):
            self.env[model].flush_model()
        self.env["debt.balance"]._flush()
        limit = SQL("AND note.id = ANY(%s)", self._origin.ids) if self else SQL()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT note.id FROM debt_interest_note note
                     JOIN debt_interest_note_line line ON line.note_id = note.id
                     JOIN debt_payment credit ON credit.id = line.payment_id
            LEFT JOIN LATERAL (
                   SELECT SUM(amount) AS amount FROM debt_payment_allocation
                    WHERE payment_id = credit.id) found ON TRUE
                    WHERE note.state = 'issued'
                      AND COALESCE(found.amount, 0) != line.amount %s""",
                limit,
            )
        )
        return [note_id for (note_id,) in rows]

    # === RIGHTS === #
    @api.model
    def _check_entitled(self, way):
        """Refuse a way that the user's role may not choose."""
        if not self.env.su and not self.env.user._debt_has_role(*ENTITLED[way]):
            raise AccessError(
                self.env._(
                    "Your role may not issue or undo notes of this kind (%(way)s). Ask "
                    "a lawyer or a manager.",
                    way=dict(self._fields["way"]._description_selection(self.env))[way],
                )
            )

    def _check_may(self):
        """Refuse notes whose case the user does not see, or whose way is not his."""
        self.check_access("read")
        for way in set(self.mapped("way")):
            self._check_entitled(way)

    # === BUTTONS === #
    def action_issue(self):
        """Issue the drafts: with a number, and as claims where that was chosen."""
        self._check_may()
        self.filtered(lambda note: note.state == "draft")._issue()

    def action_discard(self):
        """Delete drafts."""
        self._check_may()
        # Nobody writes notes by hand; who may make a draft may drop it.
        self.sudo().unlink()

    def action_print(self):
        """Print the notes."""
        report = self.env.ref("debt_collection.interest_note_report")
        return report.report_action(self, config=False)

    def action_cases(self):
        """Open the cases of the notes."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_case_action"
        )
        return {**action, "domain": [("id", "in", self.case_id.ids)]}

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(note.state != "draft" for note in self):
            raise UserError(
                self.env._("An issued note is not deleted. Cancel or correct it.")
            )


class DebtInterestNoteLine(models.Model):
    """The interest of one claim in a note, and the credit that moved it."""

    _name = "debt.interest.note.line"
    _description = "Interest Note Line"
    _order = "note_id, id"

    note_id = fields.Many2one(
        "debt.interest.note", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        related="note_id.case_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="note_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="note_id.currency_id")
    state = fields.Selection(related="note_id.state", store=True, precompute=True)
    claim_id = fields.Many2one(
        "debt.claim", required=True, index=True, ondelete="restrict"
    )
    claim_due_date = fields.Date(related="claim_id.due_date")
    date_from = fields.Date(required=True)
    date_to = fields.Date(required=True)
    days = fields.Integer()
    accrued = fields.Monetary(help="Interest of these days.")
    credited = fields.Monetary(
        help="Paid on it before. Below zero: interest of earlier days that no note had."
    )
    amount = fields.Monetary(string="Interest", required=True)
    periods = fields.Json(readonly=True)
    payment_id = fields.Many2one(
        "debt.payment",
        string="Credit",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Takes the same amount off the interest of the claim.",
    )

    _once_uniq = models.UniqueIndex(
        "(claim_id, date_to) WHERE state = 'issued'",
        "The interest of a claim until this day is in an interest note already.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The interest of a note must be greater than zero."
    )
