from odoo import api, models
from odoo.exceptions import UserError

from ..services import interest_notes
from ..services.doors import through
from ..tools.money import from_float

# Holds while a note changes what is otherwise nobody's to change.
DOOR = "debt_note_door"


class DebtInterestNote(models.Model):
    """How notes are issued, cancelled and corrected: whole or not at all."""

    _inherit = "debt.interest.note"

    @api.model
    def _make(self, case_ids, values, minimum, issue):
        """Make notes of cases, and issue them if wanted; also as a job.

        :return: the notes
        """
        cases = self.env["debt.case"].browse(case_ids)
        made = interest_notes.draft(cases, values, minimum)
        if issue:
            made._issue()
        return made

    def _issue(self):
        """Number the drafts, and move their interest where it becomes a claim.

        What is owed at this moment counts, not what the draft said.
        """
        if not self:
            return
        self.case_id._lock_ledger_of_all()
        # Notes, their claims and credits are made here alone; rights were checked.
        notes = through(self.sudo(), DOOR)
        interest_notes.refresh(notes)
        notes._refuse_wrong_day()
        for (company, year), part in notes.grouped(
            lambda note: (note.company_id, note.date.year)
        ).items():
            numbers = self._take_numbers(company, year, len(part))
            for note, number in zip(part.sorted("id"), numbers, strict=True):
                note.name = number
        notes.write({"state": "issued"})
        notes.flush_recordset()
        notes.line_ids.flush_recordset()
        notes.filtered(lambda note: note.way != "document")._book()

    def _refuse_wrong_day(self):
        """Refuse days on which the interest cannot be moved without changing more."""
        today = self.env["debt.balance"]._today()
        for note in self:
            if note.as_of > today:
                raise UserError(
                    self.env._(
                        "The interest of case %(case)s is not known before its day. "
                        "Choose a day up to today.",
                        case=note.case_id.name,
                    )
                )
        later = self.filtered(lambda note: note.way == "claim")._paid_later()
        if later:
            raise UserError(
                self.env._(
                    "Case %(case)s has a payment after %(day)s. It would be credited "
                    "otherwise; choose the day of the last payment or a later one.",
                    case=later[0].case_id.name,
                    day=later[0].as_of,
                )
            )

    def _paid_later(self):
        """Return the notes whose case has a payment after their day."""
        groups = self.env["debt.payment"]._read_group(
            [("case_id", "in", self.case_id.ids), ("state", "=", "booked")],
            ["case_id"],
            ["date:max"],
        )
        last = {case.id: day for case, day in groups}
        return self.filtered(
            lambda note: note.case_id.id in last and last[note.case_id.id] > note.as_of
        )

    @api.model
    def _take_numbers(self, company, year, count):
        """Return the next numbers of a company in a year, without gaps."""
        sequence = self.env["ir.sequence"].sudo()
        domain = [("code", "=", self._name), ("company_id", "=", company.id)]
        numbering = sequence.search(domain, limit=1) or sequence.create(
            {
                "name": self.env._("Interest notes of %(name)s", name=company.name),
                "code": self._name,
                "company_id": company.id,
                "prefix": "NO/%(range_year)s/",
                "padding": 5,
                "implementation": "no_gap",
                "use_date_range": True,
            }
        )
        first_day = f"{year}-01-01"
        span = numbering.date_range_ids.filtered(lambda r: r.date_from.year == year)[:1]
        span = span or numbering._create_date_range_seq(first_day)
        span.lock_for_update()
        span.invalidate_recordset(["number_next"])
        first = span.number_next
        span.number_next = first + count
        named = numbering.with_context(ir_sequence_date_range=first_day)
        return [named.get_next_char(first + place) for place in range(count)]

    def _book(self):
        """Make claims of the notes and take their amounts off the interest.

        :raises UserError: the credit did not find the interest of the note
        """
        claims = self.env["debt.claim"].create([note._claim_values() for note in self])
        lines = self.line_ids
        credits = self.env["debt.payment"].create(
            [line._credit_values() for line in lines]
        )
        for line, credit in zip(lines, credits, strict=True):
            line.payment_id = credit
        wrong = self.browse(self._exceeding())
        if wrong:
            raise UserError(
                self.env._(
                    "The interest of case %(case)s cannot be moved into a note of "
                    "%(day)s: less of it is owed. Choose a later day.",
                    case=wrong[0].case_id.name,
                    day=wrong[0].as_of,
                )
            )
        return claims

    def _claim_values(self):
        """Return the values of the claim that holds the interest of the note."""
        self.ensure_one()
        bears = self.way == "capitalized"
        kind = "capitalized_interest" if bears else "interest_note"
        values = {
            "case_id": self.case_id.id,
            "kind_id": self.env.ref(f"debt_collection.claim_kind_{kind}").id,
            "number": self.name,
            "amount": self.amount,
            # Balances count it from the day on which the interest is credited.
            "issue_date": self.as_of,
            "due_date": max(self.due_date, self.as_of),
            "interest_from": self.bears_from or False,
            "interest_note_id": self.id,
        }
        if bears:
            statutory = self.env.ref("debt_collection.interest_kind_delay_481")
            values["interest_kind_id"] = statutory.id
        return values

    # === UNDO === #
    def _cancel(self, reason):
        """Cancel issued notes: the interest is interest of its claims again."""
        # As in _issue: the rights were checked, and this is the only way.
        notes = through(self.sudo(), DOOR)
        notes.line_ids.payment_id.action_reverse(reason)
        notes.claim_ids.action_withdraw(reason)
        notes.write(
            {
                "state": "cancelled",
                "cancelled_on": self.env["debt.balance"]._today(),
                "cancel_reason": reason,
            }
        )

    def action_cancel(self, reason=None):
        """Cancel issued notes."""
        self._check_may()
        issued = self.filtered(lambda note: note.state == "issued")
        issued._cancel(reason or self.env._("Cancelled by hand"))

    def action_correct(self):
        """Replace notes that say too much by right ones of the same day.

        :return: the new notes; a note of which nothing is left has none
        """
        self._check_may()
        new = self.browse()
        for note in self.filtered("to_correct"):
            reason = self.env._("Corrected: less interest was owed")
            note._cancel(reason)
            new |= interest_notes.draft_again(note)
        new._issue()
        return new

    def action_correct_and_show(self):
        """Correct the note and open what came of it."""
        new = self.action_correct()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_interest_note_action"
        )
        return {**action, "domain": [("id", "in", (self | new).ids)], "context": {}}


class DebtInterestNoteLine(models.Model):
    """The credit of a line."""

    _inherit = "debt.interest.note.line"

    def _credit_values(self):
        """Return the values of the credit that takes the interest off the claim."""
        self.ensure_one()
        return {
            "name": self.note_id.name,
            "case_id": self.note_id.case_id.id,
            "date": self.date_to,
            "amount": self.amount,
            "source": "capitalized",
            "claim_ids": [(6, 0, self.claim_id.ids)],
        }

    def _differs(self, amount):
        """Tell whether the line has another amount than an exact one."""
        return from_float(self.amount) != amount


class DebtCase(models.Model):
    """Locks for notes on many cases."""

    _inherit = "debt.case"

    def _lock_ledger_of_all(self):
        """Let one transaction at a time change the ledgers of the cases."""
        self.env["debt.balance"]._flush()
        # Who may make a note need not have the right to change cases.
        self.sudo().lock_for_update()
