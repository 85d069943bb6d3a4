from odoo import api, models
from odoo.exceptions import UserError


class AccountBankStatementLine(models.Model):
    """The reconciliation screen and its jobs: nothing goes past the ledgers."""

    _inherit = "account.bank.statement.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Have new lines examined soon."""
        lines = super().create(vals_list)
        # Whoever brings statements in need not be allowed to see jobs.
        cron = self.env.ref("debt_collection.ir_cron_debt_match").sudo()
        if lines and cron.active:
            cron._trigger()
        return lines

    # === STOCK RULES === #
    def _retrieve_partner(self):
        """Guess no partner where debtors pay: the case will name him."""
        return super(
            AccountBankStatementLine, self._debt_stock_lines()
        )._retrieve_partner()

    def _auto_reconcile(self):
        """Let the stock rules book alone only where the journal allows it."""
        return super(
            AccountBankStatementLine, self._debt_stock_lines()
        )._auto_reconcile()

    def _debt_stock_lines(self):
        return self.filtered(lambda line: line.journal_id.debt_stock_rules)

    # === RECONCILIATION SCREEN === #
    def reconcile_bank_line(self):
        """Refuse what would book money of debtors past the ledgers of their cases."""
        self._debt_check_unbooked()
        self._debt_check_proposed()
        self._debt_check_accounts()
        result = super().reconcile_bank_line()
        self._debt_note_settled()
        return result

    def _debt_check_proposed(self):
        """Refuse to book the money of a case to an account, without any invoice."""
        line = self.sudo()  # the check holds for everybody
        proposed = line.debt_case_id or line.debt_proposal_ids.case_id
        if proposed and self.amount > 0 and not self._debt_counterparts():
            raise UserError(
                self.env._(
                    "The money is probably for case %(case)s. Book it on the tab "
                    "Cases, or press Leave in Suspense first if no case is meant.",
                    case=", ".join(proposed.mapped("name")),
                )
            )

    def _debt_counterparts(self):
        return [
            item_id
            for data in self.reconcile_data_info["data"]
            for item_id in data.get("counterpart_line_ids") or ()
        ]

    def _debt_check_accounts(self):
        accounts = {
            data["account_id"][0]
            for data in self.reconcile_data_info["data"]
            if data.get("account_id") and data["kind"] != "liquidity"
        }
        # The check holds for everybody, with or without rights on agreements.
        agreement = (
            self.env["debt.agreement"]
            .sudo()
            .search([("settlement_account_id", "in", list(accounts))], limit=1)
        )
        if agreement and self.amount > 0:
            raise UserError(
                self.env._(
                    "Account %(account)s holds money of cases of agreement "
                    "%(agreement)s. Choose the cases on the tab Cases and book there, "
                    "so that their ledgers take it too.",
                    account=agreement.settlement_account_id.display_name,
                    agreement=agreement.display_name,
                )
            )

    def _debt_note_settled(self):
        """Note how lines were settled by reconciliation instead of on a case."""
        # A bookkeeper without rights on cases may reconcile too.
        for line in self.sudo().filtered("is_reconciled"):
            items = line.move_id.line_ids
            invoices = items.matched_debit_ids.debit_move_id
            cases = (
                self.env["debt.claim"]
                .sudo()
                .search(
                    [
                        ("move_line_id", "in", invoices.ids),
                        ("state", "!=", "withdrawn"),
                    ]
                )
                .case_id
            )
            line.debt_match_state = "booked" if cases else "other"
            line.debt_case_id = cases if len(cases) == 1 else False
            line.debt_proposal_ids.unlink()


class AccountMoveLine(models.Model):
    """Items that carry money of a case follow its booking only."""

    _inherit = "account.move.line"

    def write(self, vals):
        """Refuse to move booked money to another account or amount by hand."""
        fixed = {"account_id", "balance", "debit", "credit", "amount_currency"}
        if fixed & vals.keys():
            # The check holds for everybody.
            booked = self.sudo().filtered("debt_case_id")
            changed = booked.filtered(
                lambda item: any(
                    self.env["account.move"]._field_will_change(item, vals, name)
                    for name in fixed & vals.keys()
                )
            )
            if changed:
                raise UserError(
                    self.env._(
                        "The journal item is booked on case %(case)s. Undo the booking "
                        "of the bank line instead of changing it.",
                        case=changed[0].debt_case_id.name,
                    )
                )
        return super().write(vals)


class AccountMove(models.Model):
    """Entries of bank lines that were booked on cases."""

    _inherit = "account.move"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_debt_bank_lines(self):
        self.statement_line_id._unlink_except_debt_history()
