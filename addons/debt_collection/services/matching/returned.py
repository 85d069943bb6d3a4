"""Transfers that come back: which earlier booked line was sent back."""

from odoo.tools import SQL

DAYS = 120


def find(search):
    """Add the cases of booked lines of the same amount that a line may send back.

    It must come from the same account, or repeat the title or the bank's reference of
    the transfer; what was sent back already is left out.
    """
    back = search.lines.filtered(lambda line: line.amount < 0)
    if not back:
        return
    search.env.flush_all()
    Line = search.env["account.bank.statement.line"]
    rows = search.env.execute_query(
        SQL(
            """SELECT DISTINCT line.id, item.debt_case_id
                 FROM account_bank_statement_line line
                 JOIN account_move entry ON entry.id = line.move_id
                 JOIN account_bank_statement_line paid
                   ON paid.journal_id = line.journal_id
                  AND paid.amount = -line.amount AND paid.id != line.id
                 JOIN account_move original ON original.id = paid.move_id
                 JOIN account_move_line item
                   ON item.statement_line_id = paid.id
                  AND item.debt_case_id IS NOT NULL
                WHERE line.id = ANY(%(lines)s)
                  AND original.date BETWEEN entry.date - %(days)s AND entry.date
                  AND (%(same_account)s
                       OR LENGTH(paid.payment_ref) > 5
                      AND POSITION(LOWER(paid.payment_ref)
                                   IN LOWER(line.payment_ref)) > 0
                       OR LENGTH(original.ref) > 5
                      AND POSITION(LOWER(original.ref)
                                   IN LOWER(line.payment_ref)) > 0)
                  AND NOT EXISTS (
                      SELECT FROM account_bank_statement_line other
                       WHERE other.debt_returned_line_id = paid.id)""",
            lines=back.ids,
            days=DAYS,
            same_account=SQL(
                "%s = %s AND line.account_number != ''",
                Line._debt_account_key_sql("paid"),
                Line._debt_account_key_sql("line"),
            ),
        )
    )
    visible = search.env["debt.case"].search([("id", "in", [row[1] for row in rows])])
    for line_id, case_id in rows:
        if case_id in visible._ids:
            search.add(line_id, case_id, "returned")
