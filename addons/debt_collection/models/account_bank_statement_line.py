from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.booking import Booking, Part, open_amount
from ..services.booking_undo import BookingUndo, Return
from ..services.matching import Matcher
from ..services.matching.matcher import adopt, named_claims
from ..services.matching.sources import SOURCES
from ..tools.reference import document_keys

ACCOUNTANT = "debt_collection.group_accountant"
# Core rebuilds the journal entry when one of these changes.
REBUILDING = {
    "amount", "amount_currency", "foreign_currency_id", "journal_id", "partner_id",
    "payment_ref", "currency_id",
}  # fmt: skip
CRON_CHUNK = 500


class AccountBankStatementLine(models.Model):
    """Money from debtors: which case a line is meant for, and its booking there."""

    _inherit = "account.bank.statement.line"

    debt_case_id = fields.Many2one(
        "debt.case",
        string="Case",
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups=ACCOUNTANT,
        help="Case proposed for this line, or on which it is booked.",
    )
    debt_match_state = fields.Selection(
        [
            ("none", "Not examined"),
            ("proposed", "Case proposed"),
            ("booked", "Booked"),
            ("suspense", "To explain"),
            ("other", "Settled otherwise"),
        ],
        string="Case Matching",
        default="none",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        groups=ACCOUNTANT,
    )
    debt_match_reasons = fields.Text(
        string="Why", compute="_compute_debt_match_reasons", groups=ACCOUNTANT
    )
    debt_proposal_ids = fields.One2many(
        "debt.match.proposal",
        "line_id",
        groups=ACCOUNTANT,
        help="Cases that the transfer may be for; an accountant may add others.",
    )
    debt_payment_ids = fields.One2many(
        "debt.payment", "statement_line_id", readonly=True, groups=ACCOUNTANT
    )
    debt_value_date = fields.Date(
        string="Value Date",
        copy=False,
        help="Day from which the money counts for the debtor. Empty: the date.",
    )
    debt_virtual_number = fields.Char(
        string="Virtual Account",
        copy=False,
        index="btree_not_null",
        help="Number, or part of a number, that the bank gives for the virtual account "
        "the money was sent to.",
    )
    debt_returned_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Returned Transfer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=ACCOUNTANT,
        help="The earlier transfer that this line sends back.",
    )

    _debt_account_key_idx = models.Index(
        "(REGEXP_REPLACE(account_number, '[^0-9]', '', 'g')) "
        "WHERE account_number IS NOT NULL"
    )

    @api.depends("debt_proposal_ids")
    def _compute_debt_match_reasons(self):
        for line in self:
            names = line.debt_proposal_ids.mapped("display_name")
            line.debt_match_reasons = "\n".join(names)

    # === CRUD === #
    def write(self, vals):
        """Refuse what would tear the journal entry from the ledgers of cases."""
        synchronizing = self.env.context.get("skip_account_move_synchronization")
        if REBUILDING & vals.keys() and not synchronizing:
            self._debt_check_unbooked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_debt_history(self):
        # The ledger of a case must keep its source, whoever deletes the line.
        if (
            self.env["debt.payment"]
            .sudo()
            .search_count([("statement_line_id", "in", self.ids)], limit=1)
        ):
            raise UserError(
                self.env._(
                    "A bank line that was booked on a case cannot be deleted: the "
                    "ledger of the case refers to it."
                )
            )

    def _debt_check_unbooked(self):
        booked = self.move_id.line_ids.sudo().filtered("debt_case_id")
        if booked:
            raise UserError(
                self.env._(
                    "The line is booked on case %(case)s. Undo the booking first, then "
                    "change the line.",
                    case=booked[0].debt_case_id.name,
                )
            )

    # === MATCHING === #
    def _debt_title(self):
        """Return the text in which references to cases are looked for."""
        self.ensure_one()
        # The bar keeps digits of one text from joining those of the next.
        return " || ".join(text for text in (self.payment_ref, self.ref) if text)

    @api.model
    def _debt_match_sources(self):
        """Return the functions that look for cases; an addon adds its own.

        Each takes a ``services.matching.Search`` and adds reasons for all its lines
        with a number of queries that does not depend on how many there are.
        """
        return SOURCES

    @api.model
    def _debt_account_key_sql(self, alias="line"):
        """Return SQL of the digits of the payer's account."""
        column = SQL.identifier(alias, "account_number")
        return SQL("REGEXP_REPLACE(%s, '[^0-9]', '', 'g')", column)

    def action_debt_propose(self):
        """Look for the cases that the titles of the lines mean."""
        Matcher(self.env).propose(self)

    def _debt_adopt_proposals(self, proposals):
        """Take over the only proposed case; without any, a person must explain."""
        if not self:
            return
        cases = proposals.grouped("line_id")
        outcomes = []
        for line in self:
            found = cases.get(line, proposals.browse())
            state = "proposed" if found else "suspense"
            case_id = found.case_id.id if len(found) == 1 else None
            outcomes.append((line.id, state, case_id))
        adopt(self, outcomes)

    def _debt_match_lines(self):
        """Propose cases; book what is certain where the agreement allows it.

        :return: the lines that were booked
        """
        self.action_debt_propose()
        alone = self.filtered(lambda line: line._debt_may_book_alone())
        alone._debt_book_each()
        return alone.filtered(lambda line: line.debt_match_state == "booked")

    def _debt_may_book_alone(self):
        proposals = self.debt_proposal_ids
        return bool(proposals) and all(
            proposal.certain and proposal.case_id.agreement_id.auto_book
            for proposal in proposals
        )

    def _debt_book_each(self):
        """Book the lines together; if that fails, all that can be booked.

        The halves are tried again, so one bad line of many costs few tries. Why it
        was refused stands on its journal entry.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._debt_book()
        except UserError as error:
            if len(self) == 1:
                self.move_id.message_post(body=str(error))
                return
            half = len(self) // 2
            self[:half]._debt_book_each()
            self[half:]._debt_book_each()

    @api.model
    def _cron_debt_match(self):
        """Examine the bank lines that nobody has examined yet, chunk by chunk.

        Each chunk is committed: lines are booked wholly or not at all, and a job that
        is stopped goes on where it was.
        """
        domain = [("debt_match_state", "=", "none"), ("is_reconciled", "=", False)]
        remaining, seconds = self.search_count(domain), 1
        while seconds and remaining:
            lines = self.search(domain, order="id", limit=CRON_CHUNK)
            if not lines:
                break
            lines._debt_match_lines()
            remaining = self.search_count(domain)
            seconds = self.env["ir.cron"]._commit_progress(
                len(lines), remaining=remaining
            )

    # === BOOKING === #
    def action_debt_book(self):
        """Book the lines on their cases; ask where there is none.

        Of several lines only those that are certain, or whose case a person chose,
        are booked at once: the others want a look each. Lines that are settled
        already are left alone, so a second click does nothing.
        """
        todo = self.filtered(lambda line: not line.is_reconciled)
        if len(self) == 1:
            if todo and not todo.debt_case_id:
                return todo.action_debt_choose()
            todo._debt_book()
            return None
        ready = todo.filtered("debt_case_id").filtered(
            lambda line: not line._debt_is_guess()
        )
        ready._debt_book()
        return self._debt_book_notice(ready, todo - ready)

    def _debt_is_guess(self):
        """Tell whether the case was only proposed and is not certain."""
        proposal = self.debt_proposal_ids.filtered(
            lambda proposal: proposal.case_id == self.debt_case_id
        )
        return bool(proposal) and not proposal.certain

    def _debt_book_notice(self, booked, left):
        message = self.env._(
            "Booked: %(booked)s. To be looked at one by one: %(left)s.",
            booked=len(booked),
            left=len(left),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _debt_book(self):
        """Book all that is open of the lines on their cases, or send it back."""
        received = self.filtered(lambda line: line.amount > 0)
        Booking(self.env).book([(line, line._debt_parts()) for line in received])
        for line in self - received:
            Return(line).book(line.debt_case_id)

    def _debt_parts(self):
        """Return the parts of the line: its case, or what the proposals decide."""
        split = [(p.case_id, p.amount) for p in self.debt_proposal_ids if p.amount]
        if self.debt_case_id or not split:
            split = [(self.debt_case_id, open_amount(self))]
        return self._debt_named_parts(split)

    def _debt_named_parts(self, split):
        """Return parts of the line, each with the claims that its title names.

        :param split: list of (case, amount)
        """
        keys = document_keys(self._debt_title())
        return [Part(case, amount, named_claims(keys, case)) for case, amount in split]

    def _debt_booked(self, cases):
        """Note that the lines were booked, on one case or on several.

        Of a line booked in part the rest waits for another case.

        :param cases: ``{line: case}`` of lines booked on one case only
        """
        done = self.filtered("is_reconciled")
        done.debt_match_state = "booked"
        for case, lines in done.grouped(lambda line: cases.get(line)).items():
            other = lines.filtered(lambda line, case=case: line.debt_case_id != case)
            if case and other:
                other.debt_case_id = case
        (self - done).write({"debt_match_state": "suspense", "debt_case_id": False})

    def action_debt_choose(self):
        """Open the wizard that books the line on one or several cases."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book on Cases"),
            "res_model": "debt.bank.booking",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }

    def action_undo_reconciliation(self):
        """Reverse what the lines paid on cases, then undo the journal entry.

        Undoing a returned transfer brings back the payment that it had reversed.
        """
        touched = self.filtered(
            lambda line: (
                line.sudo().move_id.line_ids.debt_case_id
                or line.sudo().debt_returned_line_id
            )
        )
        undo = [BookingUndo(line) for line in touched]
        for booking in undo:
            booking.before()
        result = super().action_undo_reconciliation()
        for booking in undo:
            booking.after()
        return result
