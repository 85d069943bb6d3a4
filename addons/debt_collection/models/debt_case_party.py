from odoo import fields, models


class DebtCaseParty(models.Model):
    """Somebody beside the main debtor: guarantor, heir, attorney …"""

    _name = "debt.case.party"
    _description = "Co-debtor or Attorney"
    _order = "role, id"
    _check_company_auto = True

    case_id = fields.Many2one(
        "debt.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, precompute=True
    )
    partner_id = fields.Many2one("res.partner", required=True, index=True)
    role = fields.Selection(
        [
            ("joint", "Joint and several debtor"),
            ("guarantor", "Guarantor"),
            ("heir", "Heir"),
            ("attorney", "Attorney"),
        ],
        required=True,
        default="joint",
    )
    share = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        help="Part of the debt this person owes, e.g. an heir. 0: the whole.",
    )
    date_from = fields.Date(string="Since")
    note = fields.Char()

    _partner_role_uniq = models.Constraint(
        "UNIQUE(case_id, partner_id, role)",
        "This person already has this role in the case.",
    )
