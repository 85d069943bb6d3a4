from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.dispatch.gates import Subject, refusals
from ..services.letters import demandable_claims, letter_values, why_left_out
from ..tools.workdays import legal_day

# More letters are made in the background.
AT_ONCE = 20
# Refusals that the letter itself decides on: it knows the day of the balance.
LEFT_TO_THE_LETTER = ("closed", "paid", "suspended", "barred")
# Cases that a notice names; of more it gives the number.
NAMED = 50


class DebtLetterPrint(models.TransientModel):
    """Choose a template and make letters for the chosen cases."""

    _name = "debt.letter.print"
    _description = "Print Letters"

    case_ids = fields.Many2many("debt.case", required=True, readonly=True)
    case_count = fields.Integer(string="Cases", compute="_compute_case_count")
    template_id = fields.Many2one(
        "debt.letter.template",
        required=True,
        default=lambda self: self.env["debt.letter.template"].search([], limit=1),
    )
    purpose = fields.Selection(related="template_id.purpose")
    as_of = fields.Date(
        string="Balance As Of",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
    )
    left_out = fields.Text(compute="_compute_left_out")
    letter_ids = fields.Many2many("debt.letter", readonly=True)
    letter_count = fields.Integer(compute="_compute_letter_count")
    skipped = fields.Text(readonly=True, help="Cases without a letter, and why.")

    @api.depends("case_ids")
    def _compute_case_count(self):
        for wizard in self:
            wizard.case_count = len(wizard.case_ids)

    @api.depends("letter_ids")
    def _compute_letter_count(self):
        for wizard in self:
            wizard.letter_count = len(wizard.letter_ids)

    @api.depends("case_ids", "as_of")
    def _compute_left_out(self):
        for wizard in self:
            wizard.left_out = "\n".join(wizard._left_out_lines())

    def _left_out_lines(self):
        """Name the time-barred claims that the letters will not demand."""
        cases = self.case_ids.with_context(debt_as_of=self.as_of)
        left_out = cases.claim_ids - demandable_claims(cases, self.as_of)
        barred = left_out.filtered(
            lambda c: c.time_barred and c.state != "withdrawn" and c.total_due > 0
        )
        lines = [
            f"{case.name}: {', '.join(claims.mapped('name'))}"
            for case, claims in barred.grouped("case_id").items()
        ]
        return self._shortened(lines)

    def _shortened(self, lines):
        more = len(lines) - NAMED
        if more <= 0:
            return lines
        return [*lines[:NAMED], self.env._("… and %(more)s more", more=more)]

    @api.model
    def default_get(self, fields_list):
        """Take the cases from which the wizard was opened."""
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "debt.case":
            values["case_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_print(self):
        """Make the letters; one is shown, several are listed.

        More than a few are made in the background. Cases that owe nothing that may be
        demanded are named, unless there is no other.
        """
        refused = self._refused()
        cases = self.case_ids.filtered(lambda case: case.id not in refused)
        letters = self.env["debt.letter"]._write(
            cases,
            self.template_id,
            self.as_of,
            {case.id: {"enters_history": True} for case in cases},
        )
        if not letters:
            self._say_why_none(cases, refused)
        if len(letters) > AT_ONCE:
            letters._render_later()
        else:
            letters._render_or_raise()
            letters._register_events()
        self.letter_ids = letters
        self.skipped = self._skipped_lines(self.case_ids - letters.case_id, refused)
        return self._reopen() if self.skipped else self.action_show()

    def _refused(self):
        """Return ``{case id: reason}`` of cases that may not be written to now.

        The gates are those of procedures; letters that demand no money pass.
        """
        if not self.template_id.demands_money:
            return {}
        found = {}
        moment = fields.Datetime.now()
        for cases in self.case_ids.grouped("company_id").values():
            subjects = [Subject(case.id, case.id, "letter") for case in cases]
            refusals_of = refusals(self.env, subjects, legal_day(moment), moment)[0]
            for case_id, refusal in refusals_of.items():
                told = self.env["debt.refusal"]._told(refusal.code, refusal.params)
                if refusal.code not in LEFT_TO_THE_LETTER:
                    found[case_id] = told
        return found

    def _say_why_none(self, cases, refused):
        """Raise the reason why no letter can be written at all."""
        if cases:
            letter_values(cases[0], self.template_id, self.as_of)
        case = self.case_ids[:1]
        raise UserError(
            self.env._(
                "%(case)s: %(reason)s",
                case=case.name,
                reason=refused.get(case.id, ""),
            )
        )

    def _skipped_lines(self, cases, refused):
        """Return the cases without a letter and why, a line each."""
        reasons = why_left_out(cases, self.as_of) if cases else {}
        reasons |= refused
        lines = [f"{case.name}: {reasons.get(case.id, '')}" for case in cases]
        return "\n".join(self._shortened(lines))

    def _reopen(self):
        """Show the wizard again, with what became of the cases."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letters"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_show(self):
        """Show the letters that were written."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "debt_collection.debt_letter_action"
        )
        letters = self.letter_ids
        if len(letters) > 1:
            return {**action, "domain": [("id", "in", letters.ids)]}
        return {
            **action,
            "name": letters.name,
            "res_id": letters.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
