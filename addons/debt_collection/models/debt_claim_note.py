from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..services.doors import is_open
from .debt_interest_note_issue import DOOR

NOTE, CAPITALIZED = "interest_note", "capitalized_interest"
# What makes a claim of a note what it is.
FIXED = {
    "case_id",
    "kind_id",
    "amount",
    "paid_before",
    "issue_date",
    "interest_from",
    "interest_kind_id",
    "interest_percent",
    "interest_note_id",
}


class DebtClaim(models.Model):
    """Claims made of interest: they follow their note, and bear no interest.

    Interest on interest is due only from the day a suit for it is filed, or by an
    agreement made after it fell due (art. 482 of the Civil Code). So a claim of
    interest bears some only when its note says on which ground.
    """

    _inherit = "debt.claim"

    interest_note_id = fields.Many2one(
        "debt.interest.note",
        readonly=True,
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
    )

    _note_uniq = models.UniqueIndex(
        "(interest_note_id) WHERE interest_note_id IS NOT NULL",
        "The interest note is a claim already.",
    )

    @api.constrains("kind_id", "interest_note_id")
    def _check_capitalized(self):
        for claim in self:
            capitalized = claim.interest_note_id.way == "capitalized"
            if (claim.kind_id.code == CAPITALIZED) != capitalized:
                raise ValidationError(
                    self.env._(
                        "Interest is capitalised only by an interest note with its "
                        "legal ground (art. 482 of the Civil Code)."
                    )
                )

    def write(self, vals):
        """Keep claims of notes as their notes say, and interest free of interest."""
        if not is_open(self, DOOR):
            self._refuse_note_change(vals)
        if "kind_id" in vals:
            self._refuse_interest_on_interest(vals["kind_id"])
        return super().write(vals)

    def _refuse_note_change(self, vals):
        """Refuse to change or withdraw what only the note can undo."""
        undone = FIXED & vals.keys() or vals.get("state") == "withdrawn"
        noted = self.filtered("interest_note_id") if undone else self.browse()
        if noted:
            raise UserError(
                self.env._(
                    "Claim %(claim)s is that of interest note %(note)s. Cancel or "
                    "correct the note instead.",
                    claim=noted[0].name,
                    note=noted[0].interest_note_id.name,
                )
            )

    def _refuse_interest_on_interest(self, kind_id):
        """Let only lawyers and managers say that a note was no note at all."""
        bears = self.env["debt.claim.kind"].browse(kind_id).bears_interest
        notes = bears and self.filtered(lambda claim: claim.kind_id.code == NOTE)
        if notes and not self._may_judge_interest():
            raise AccessError(
                self.env._(
                    "Claim %(claim)s is an interest note; as another kind it would "
                    "bear interest on interest. Ask a lawyer or a manager.",
                    claim=notes[0].name,
                )
            )

    def _may_judge_interest(self):
        return self.env.su or self.env.user._debt_has_role("lawyer", "manager")

    # === LIMITATION === #
    def _update_limitation(self):
        """Give claims of notes the limitation of the claims they come from.

        Asking for interest in a note starts no new period.
        """
        noted = self.filtered("interest_note_id")
        result = super(DebtClaim, self - noted)._update_limitation()
        (noted | self._notes_of_these())._take_limitation()
        return result

    def _notes_of_these(self):
        """Return the claims of notes that hold interest of these claims."""
        lines = (
            self.env["debt.interest.note.line"]
            .sudo()  # derived dates, whoever changed the claim
            .search([("claim_id", "in", self.ids), ("state", "=", "issued")])
        )
        return self.browse(lines.note_id.claim_ids.ids)

    def _take_limitation(self):
        for claim in self:
            sources = claim.interest_note_id.sudo().line_ids.claim_id
            known = sources.filtered("limitation_date").sorted("limitation_date")[:1]
            claim._store_limitation(
                {
                    "limitation_date": known.limitation_date,
                    "limitation_alternative": known.limitation_alternative,
                    "limitation_reasons": known.limitation_reasons,
                }
            )


class DebtClaimKind(models.Model):
    """The kinds that the law ties to interest."""

    _inherit = "debt.claim.kind"

    @api.constrains("code", "bears_interest")
    def _check_bears_interest(self):
        for kind in self:
            if kind.code == NOTE and kind.bears_interest:
                raise ValidationError(
                    self.env._(
                        "Interest notes bear no interest (art. 482 of the Civil Code)."
                    )
                )


class DebtPayment(models.Model):
    """Credits of interest notes: made and undone with the note alone."""

    _inherit = "debt.payment"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to credit interest without its note."""
        noted = any(vals.get("source") == "capitalized" for vals in vals_list)
        if noted and not is_open(self, DOOR):
            raise UserError(
                self.env._("A credit of this kind is made by an interest note alone.")
            )
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to credit otherwise what an interest note moved."""
        if {"claim_ids", "policy_id", "state"} & vals.keys():
            self._refuse_note_credits()
        return super().write(vals)

    def action_reverse(self, reason=None):
        """Refuse to reverse here what an interest note moved."""
        self._refuse_note_credits()
        return super().action_reverse(reason)

    def _refuse_note_credits(self):
        noted = self.filtered(lambda payment: payment.source == "capitalized")
        if noted and not is_open(self, DOOR):
            raise UserError(
                self.env._(
                    "Credit %(name)s belongs to an interest note. Cancel the note.",
                    name=noted[0].name,
                )
            )
