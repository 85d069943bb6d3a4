from odoo import fields, models


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
    number = fields.Char(required=True, help="The 26 digits of the account.")
    identifier = fields.Char(
        required=True,
        index=True,
        help="The part of the number that is ours; some banks report only this.",
    )
    case_id = fields.Many2one("debt.case", index="btree_not_null", ondelete="restrict")
    debtor_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )

    _number_uniq = models.Constraint(
        "UNIQUE(number)", "The account number was given away already."
    )
