from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.nrb import is_number

FIXED = {"pool_id", "number", "identifier", "case_id", "debtor_id"}


class DebtVirtualAccount(models.Model):
    """A bank account number that belongs to one case or one debtor for ever."""

    _name = "debt.virtual.account"
    _description = "Virtual Account"
    _order = "id desc"
    _rec_name = "number"

    pool_id = fields.Many2one(
        "debt.virtual.pool", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="pool_id.company_id", store=True, precompute=True, index=True
    )
    journal_id = fields.Many2one(related="pool_id.journal_id")
    number = fields.Char(required=True, help="The 26 digits of the account.")
    identifier = fields.Char(
        compute="_compute_identifier",
        store=True,
        precompute=True,
        required=True,
        index=True,
        help="The last digits of the number, which some banks report instead of it.",
    )
    case_id = fields.Many2one("debt.case", index="btree_not_null", ondelete="restrict")
    debtor_id = fields.Many2one(
        "res.partner",
        compute="_compute_debtor_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )

    _number_uniq = models.Constraint(
        "UNIQUE(number)", "The account number was given away already."
    )
    _case_uniq = models.UniqueIndex(
        "(pool_id, case_id) WHERE case_id IS NOT NULL",
        "The case has a number of this pool already.",
    )
    _debtor_uniq = models.UniqueIndex(
        "(pool_id, debtor_id) WHERE case_id IS NULL",
        "The debtor has a number of this pool already.",
    )

    @api.depends("number", "pool_id")
    def _compute_identifier(self):
        for account in self:
            account.identifier = (account.number or "")[-account._reported_digits() :]

    def _reported_digits(self):
        # Who enters a number need not be allowed to see the pool.
        return self.pool_id.sudo().reported_digits or 26

    @api.depends("case_id.debtor_id")
    def _compute_debtor_id(self):
        for account in self:
            account.debtor_id = account.case_id.debtor_id or account.debtor_id

    @api.constrains("number")
    def _check_number(self):
        for account in self:
            if not is_number(account.number):
                raise ValidationError(
                    self.env._(
                        "%(number)s is no Polish account number: it must have 26 "
                        "digits, without PL and spaces, and fit its check digits.",
                        number=account.number,
                    )
                )

    @api.constrains("pool_id", "case_id", "debtor_id")
    def _check_owner(self):
        for account in self:
            case = account.case_id
            by_case = account.pool_id.owner == "case"
            if by_case != bool(case) or (case and case.debtor_id != account.debtor_id):
                raise ValidationError(
                    self.env._(
                        "Number %(number)s: pool %(pool)s gives numbers to cases or to "
                        "debtors, never to both.",
                        number=account.number,
                        pool=account.pool_id.name,
                    )
                )
            if case and case.company_id != account.company_id:
                raise ValidationError(
                    self.env._(
                        "Number %(number)s: case %(case)s belongs to another company.",
                        number=account.number,
                        case=case.name,
                    )
                )

    def write(self, vals):
        """Refuse to give a number to anybody else."""
        if FIXED & vals.keys():
            raise UserError(
                self.env._(
                    "A number that was given stays as it is: payments to it must find "
                    "their case for ever."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A number that was given is never deleted: somebody may still pay "
                "to it."
            )
        )
