from odoo import fields, models


class AccountMoveLine(models.Model):
    """Journal items that carry money of a case, in the currency of the case."""

    _inherit = "account.move.line"

    debt_case_id = fields.Many2one(
        "debt.case",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        groups="debt_collection.group_accountant",
        help="Case on which this item of a bank line is booked.",
    )

    def _debt_follow_credits(self):
        """Keep payments of own cases equal to what is open of their credits.

        What a debtor paid beyond his invoices stays open on the receivable account
        and is a payment of the case, until it is matched with something.
        """
        # The ledger follows whoever reconciles, with or without rights on cases.
        items = self.sudo().filtered(
            lambda item: (
                item.debt_case_id.agreement_id.kind == "own" and item.statement_line_id
            )
        )
        for item in items:
            item._debt_follow_credit()

    def _debt_follow_credit(self):
        """Book the open credit anew if it changed; a debit is no payment."""
        wanted = max(-self.amount_residual_currency, 0)
        payment = self._debt_payment()
        if self.currency_id.compare_amounts(wanted, payment.amount) == 0:
            return
        payment._reverse_with_journal(
            self.env._("The credit was matched with other items")
        )
        if wanted:
            self.env["debt.payment"].create(self._debt_payment_values(wanted))

    def _debt_payment(self):
        """Return the booked payment that this item of a bank line stands for."""
        self.ensure_one()
        return self.env["debt.payment"].search(
            [
                ("statement_line_id", "=", self.statement_line_id.id),
                ("case_id", "=", self.debt_case_id.id),
                ("state", "=", "booked"),
            ]
        )

    def _debt_payment_values(self, amount, claims=None):
        """Return values of the payment that books this item on its case."""
        self.ensure_one()
        line = self.statement_line_id
        return {
            # The bank's reference does not depend on the order of entry.
            "name": line.ref or line.move_id.name or "/",
            "case_id": self.debt_case_id.id,
            "date": self._debt_date(),
            "amount": amount,
            "source": "bank",
            "statement_line_id": line.id,
            "claim_ids": [fields.Command.set(claims.ids if claims else [])],
        }

    def _debt_date(self):
        """Return the day from which the money of this item counts."""
        self.ensure_one()
        return self.statement_line_id.debt_value_date or self.date
