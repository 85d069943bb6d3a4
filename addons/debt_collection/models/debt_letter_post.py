from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ..services.doors import is_open, through
from ..tools.post import check_number
from ..tools.post.posting_number import WARNINGS
from ..tools.post.returns import REASONS, SERVED
from .debt_letter_life import FORMATS, KINDS, PLANNED, POSTAL, POSTAL_STATES


class DebtLetter(models.Model):
    """How a letter is posted, and what became of it."""

    _inherit = "debt.letter"

    post_kind = fields.Selection(
        KINDS,
        string="Kind of Item",
        compute="_compute_post_kind",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
    )
    post_format = fields.Selection(
        FORMATS,
        string="Format",
        default="S",
        required=True,
        help="S up to 160×230×20 mm and 500 g, M up to 230×325×20 mm and 1000 g, "
        "L up to 2000 g (Poczta Polska).",
    )
    post_grams = fields.Integer(string="Weight (g)", default=20, required=True)
    post_priority = fields.Boolean(string="Priority")
    posted_on = fields.Date(readonly=True, copy=False, index="btree_not_null")
    posted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    posting_number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    number_warning = fields.Char(compute="_compute_number_warning")
    delivered_on = fields.Date(readonly=True, copy=False)
    received_by = fields.Char(readonly=True, copy=False)
    returned_on = fields.Date(readonly=True, copy=False)
    return_reason = fields.Selection("_selection_reason", readonly=True, copy=False)
    served_on = fields.Date(
        readonly=True,
        copy=False,
        help="Day on which the letter counts as served: delivered, refused, or not "
        "collected after two notices. That the last two count is our reading of "
        "practice; a lawyer decides whether it holds for this letter.",
    )
    address_doubtful = fields.Boolean(related="debtor_id.debt_address_doubtful")

    @api.model
    def _selection_reason(self):
        translate = self.env._
        return [(code, translate(label)) for code, label in REASONS.items()]

    @api.depends("template_id")
    def _compute_post_kind(self):
        for letter in self:
            letter.post_kind = letter.template_id.post_kind or "ordinary"

    @api.depends("posting_number")
    def _compute_number_warning(self):
        for letter in self:
            number = letter.posting_number
            letter.number_warning = number and self._number_warning(number)

    @api.model
    def _number_warning(self, number):
        """Return what is doubtful about a posting number, or False."""
        key = check_number(number)
        translate = self.env._
        return bool(key) and translate(WARNINGS[key]) % {"number": number}

    # === DOORS === #

    def write(self, vals):
        """Guard the doors: postal facts are never written by hand."""
        postal = POSTAL & vals.keys() or vals.get("state") in POSTAL_STATES
        if postal and not is_open(self, "debt_state_door"):
            raise UserError(
                self.env._("What became of a letter changes through its buttons only.")
            )
        if PLANNED & vals.keys() and any(
            state not in ("waiting", "ready", "printed")
            for state in self.mapped("state")
        ):
            raise UserError(self.env._("The letter was posted already."))
        return super().write(vals)

    def _at_door(self):
        return through(self, "debt_state_door")

    def _locked_in(self, *states):
        """Lock the letters and return them.

        :raises UserError: one is in another state, or somebody else works on it
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else works on these letters. Try again.")
            ) from error
        self.invalidate_recordset(["state"])
        wrong = self.filtered(lambda letter: letter.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Not possible for these letters:\n%(letters)s",
                    letters="\n".join(
                        f"{letter.case_id.name}, {letter.name}: {labels[letter.state]}"
                        for letter in wrong[:10]
                    ),
                )
            )
        return self

    def _mark_posted(self, day, numbers=None):
        """Mark printed letters as posted, with their event and postage.

        :param day: day of posting
        :param numbers: {letter id: normalised posting number}
        :return: letters for which no postage rate is set
        """
        letters = self._locked_in("printed")
        letters._check_day(day, "date")
        letters._check_numbers(numbers or {})
        letters._at_door().write(
            {
                "state": "posted",
                "posted_on": day,
                "posted_by_id": self.env.user.id,
            }
        )
        for letter in letters:
            if number := (numbers or {}).get(letter.id):
                letter._at_door().posting_number = number
        events = letters._register_post("letter_posted", None, day)
        return letters._book_postage(events)

    def _mark_delivered(self, day, received_by=False):
        """Mark posted letters as delivered, with their event.

        :param day: day of delivery
        :param received_by: who took them
        """
        letters = self._locked_in("posted")
        letters._check_day(day, "posted_on")
        letters._at_door().write(
            {
                "state": "delivered",
                "delivered_on": day,
                "received_by": received_by,
                "served_on": day,
            }
        )
        letters._register_post("letter_result", "delivered", day)

    def _mark_returned(self, day, reason, served_on=None):
        """Mark posted letters as returned, with their event and what follows.

        :param day: day of return
        :param reason: key of tools.post.returns.REASONS
        :param served_on: day of service when the reason counts as service; the day
            of return when empty
        """
        letters = self._locked_in("posted")
        letters._check_day(day, "posted_on")
        served = (served_on or day) if reason in SERVED else False
        if served:
            letters._check_day(served, "posted_on")
        letters._at_door().write(
            {
                "state": "returned",
                "returned_on": day,
                "return_reason": reason,
                "served_on": served,
            }
        )
        outcome = {"refused": "letter_refused", "not_collected": "letter_not_collected"}
        letters._register_post("letter_result", outcome.get(reason, "returned"), day)
        letters.debtor_id._debt_letter_returned(reason, day)

    def action_take_back(self):
        """Undo the last step that was entered by mistake, with an event.

        Flags on the debtor stay: a person looks at them.
        """
        if not self.env.user._debt_has_role("team_leader"):
            raise AccessError(self.env._("Leaders only take entries on letters back."))
        results = self.filtered(lambda one: one.state in ("delivered", "returned"))
        postings = self.filtered(lambda one: one.state == "posted")
        if results:
            results._locked_in("delivered", "returned")._take_back_result()
        if postings:
            postings._locked_in("posted")._take_back_posting()
        (results | postings)._register_post("letter_taken_back", None, None)

    def _take_back_result(self):
        empty = dict.fromkeys(
            (
                "delivered_on",
                "received_by",
                "returned_on",
                "return_reason",
                "served_on",
            ),
            False,
        )
        self._at_door().write({**empty, "state": "posted"})

    def _take_back_posting(self):
        self._waive_postage()
        empty = dict.fromkeys(("posted_on", "posted_by_id", "posting_number"), False)
        self._at_door().write({**empty, "state": "printed"})

    # === CHECKS === #

    def _check_day(self, day, since):
        """Refuse a day in the future, or before what happened earlier."""
        if day > self.env["debt.balance"]._today():
            raise UserError(self.env._("The day lies in the future."))
        early = self.filtered(lambda letter: letter[since] and letter[since] > day)
        if early:
            raise UserError(
                self.env._(
                    "The day is earlier than the letter %(letter)s allows.",
                    letter=f"{early[0].case_id.name}, {early[0].name}",
                )
            )

    def _check_numbers(self, numbers):
        """Refuse a number that stands twice, or on another letter of this year."""
        listed = list(numbers.values())
        twice = {number for number in listed if listed.count(number) > 1}
        since = fields.Date.subtract(self.env["debt.balance"]._today(), years=1)
        # A number of a case the user does not see is taken all the same.
        taken = self.sudo().search(
            [
                ("company_id", "in", self.company_id.ids),
                ("posting_number", "in", listed),
                ("posted_on", ">=", since),
            ]
        )
        twice |= set(taken.mapped("posting_number"))
        if twice:
            raise UserError(
                self.env._(
                    "These posting numbers are used already: %(numbers)s",
                    numbers=", ".join(sorted(twice)),
                )
            )

    # === EVENTS === #

    def _register_post(self, kind, outcome, day):
        """Write a step into the history of the cases and return the events.

        :param kind: end of the external id of the event type
        :param outcome: end of the external id of the outcome, or None
        :param day: day of the event, today when empty
        """
        ref = self.env.ref
        common = {
            "type_id": ref(f"debt_collection.event_type_{kind}").id,
            "outcome_id": outcome
            and ref(f"debt_collection.event_outcome_{outcome}").id,
            "state": "done",
            "date": day or self.env["debt.balance"]._today(),
        }
        return self.env["debt.event"].create(
            [
                {
                    **common,
                    "case_id": letter.case_id.id,
                    "note": letter._post_note(),
                }
                for letter in self
            ]
        )

    def _post_note(self):
        labels = dict(self._selection_reason())
        parts = (
            self.name,
            self.posting_number,
            self.received_by,
            labels.get(self.return_reason),
        )
        return ", ".join(part for part in parts if part)
