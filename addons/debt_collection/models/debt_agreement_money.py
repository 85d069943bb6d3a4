from odoo import fields, models


class DebtAgreement(models.Model):
    """How money of an agreement is booked, and which invoices become claims."""

    _inherit = "debt.agreement"

    auto_book = fields.Boolean(
        string="Book Certain Payments Alone",
        help="Bank lines that are certain are booked without an accountant: a virtual "
        "account, a case number in full, or two signs that support each other, and "
        "nothing that speaks for another case.",
    )
    spread_payments = fields.Boolean(
        string="Spread over the Debtor's Cases",
        help="Money on a virtual account that belongs to a debtor with several open "
        "cases pays the case that has been due longest, then the next. Otherwise an "
        "accountant says which case is meant.",
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
