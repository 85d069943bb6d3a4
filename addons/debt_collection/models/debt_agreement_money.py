from odoo import fields, models


class DebtAgreement(models.Model):
    """How money of an agreement is booked, and which invoices become claims."""

    _inherit = "debt.agreement"

    auto_book = fields.Boolean(
        string="Book Certain Payments Alone",
        help="Bank lines whose title has the full number of one open case, and nothing "
        "that speaks against it, are booked without an accountant.",
    )
    costs_borne_by = fields.Selection(
        [("us", "Us"), ("creditor", "Creditor")],
        default="us",
        required=True,
        help="Who pays the costs of collection as long as no debtor gives them back. "
        "What the creditor bears is deducted from his remittance.",
    )
    own_grace_days = fields.Integer(
        string="Days after the Due Date",
        help="Own receivables: an invoice becomes a claim by itself when it has been "
        "overdue for more than so many days.",
    )

    _own_grace_days_positive = models.Constraint(
        "CHECK(own_grace_days >= 0)",
        "The days after the due date cannot be less than zero.",
    )


class DebtPackage(models.Model):
    """Packages that take the company's overdue invoices."""

    _inherit = "debt.package"

    agreement_kind = fields.Selection(related="agreement_id.kind")
    takes_invoices = fields.Boolean(
        string="Takes Overdue Invoices",
        copy=False,
        help="The daily job puts overdue customer invoices of the company here. Only "
        "one package of an agreement on own receivables can do so.",
    )

    _takes_invoices_uniq = models.UniqueIndex(
        "(agreement_id) WHERE takes_invoices",
        "Another package of the agreement takes the overdue invoices already.",
    )
