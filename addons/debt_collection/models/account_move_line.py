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
        items._debt_follow_open()

    def _debt_follow_open(self):
        """Book open credits anew where they changed; a debit is no payment."""
        payments = self._debt_payments()
        wanted = {item: max(-item.amount_residual_currency, 0) for item in self}
        changed = self.filtered(
            lambda item: item.currency_id.compare_amounts(
                wanted[item], payments[item].amount
            )
        )
        if not changed:
            return
        self.env["debt.payment"].union(
            *(payments[item] for item in changed)
        )._reverse_with_journal(self.env._("The credit was matched with other items"))
        self.env["debt.payment"].create(
            [
                item._debt_payment_values(wanted[item])
                for item in changed
                if wanted[item]
            ]
        )

    def _debt_payments(self):
        """Return ``{item: the booked payment it stands for}``, maybe an empty one."""
        Payment = self.env["debt.payment"]
        booked = {
            (payment.statement_line_id, payment.case_id): payment
            for payment in Payment.search(
                [
                    ("statement_line_id", "in", self.statement_line_id.ids),
                    ("state", "=", "booked"),
                ]
            )
        }
        return {
            item: booked.get((item.statement_line_id, item.debt_case_id), Payment)
            for item in self
        }

    def _debt_payment(self):
        """Return the booked payment that this item of a bank line stands for."""
        self.ensure_one()
        return self._debt_payments()[self]

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
