"""Bank lines of which one case takes all: their suspense items become its items.

Only who owns the money changes, never an amount, so the columns are written by SQL for
all lines at once. What core checks before is checked here too: rights, lock dates and
entries sealed by a hash.
"""

from odoo.exceptions import UserError

from .part import refuse, suspense_of

# Stored fields that follow from account and partner of a posted bank entry.
ITEM_FIELDS = ("amount_residual", "amount_residual_currency", "reconciled")
LINE_FIELDS = ("is_reconciled", "amount_residual")


def takes_all(line, parts):
    """Tell whether one case takes all of a line, in the currency of the line."""
    suspense = suspense_of(line)
    if len(parts) != 1 or parts[0].case.currency_id != suspense.currency_id:
        return False
    whole = suspense.currency_id.compare_amounts(parts[0].amount, abs(line.amount)) == 0
    return whole and line.amount_currency == 0


def check_changeable(lines):
    """Refuse lines whose entries are in a closed period or sealed.

    :raises UserError: naming the line
    """
    lines.check_access("write")
    for group in lines.grouped(lambda line: (line.journal_id, line.date)).values():
        try:
            group[0].move_id._check_fiscal_lock_dates()
        except UserError as error:
            refuse(group[0], str(error))
    for line in lines:
        if line.move_id.inalterable_hash:
            refuse(line, lines.env._("its journal entry is sealed by a hash."))


def take_over(env, entries):
    """Turn the suspense items of whole lines into items of their cases.

    :param entries: list of (line, part, account)
    :return: list of (journal item, named claims)
    """
    if not entries:
        return []
    lines = env["account.bank.statement.line"].union(*(line for line, *_ in entries))
    check_changeable(lines)
    items = [suspense_of(line) for line, *_ in entries]
    env.flush_all()
    _write(env, entries, items)
    written = env["account.move.line"].union(*items)
    _forget(lines)
    _recompute(lines, written)
    return [
        (item, part.claims)
        for item, (_line, part, _account) in zip(items, entries, strict=True)
    ]


def _write(env, entries, items):
    env.cr.execute_values(
        """WITH taken (item_id, move_id, account_id, case_id, partner_id) AS (
                SELECT * FROM (VALUES %s) v),
             entry AS (
                UPDATE account_move move
                   SET partner_id = taken.partner_id,
                       commercial_partner_id = partner.commercial_partner_id
                  FROM taken JOIN res_partner partner ON partner.id = taken.partner_id
                 WHERE move.id = taken.move_id),
             line AS (
                UPDATE account_bank_statement_line line
                   SET partner_id = taken.partner_id
                  FROM taken WHERE line.move_id = taken.move_id)
           UPDATE account_move_line item
              SET partner_id = taken.partner_id,
                  account_id = CASE WHEN item.id = taken.item_id
                                    THEN taken.account_id ELSE item.account_id END,
                  debt_case_id = CASE WHEN item.id = taken.item_id
                                      THEN taken.case_id END
             FROM taken WHERE item.move_id = taken.move_id""",
        [
            (
                item.id,
                line.move_id.id,
                account.id,
                part.case.id,
                part.case.debtor_id.id,
            )
            for item, (line, part, account) in zip(items, entries, strict=True)
        ],
        page_size=len(entries),
    )


def _forget(lines):
    """Forget what was read before the columns were written."""
    moves = lines.move_id
    items = moves.line_ids
    lines.invalidate_recordset(["partner_id", "debt_case_id"], flush=False)
    moves.invalidate_recordset(["partner_id", "commercial_partner_id"], flush=False)
    items.invalidate_recordset(
        ["partner_id", "account_id", "debt_case_id"], flush=False
    )


def _recompute(lines, items):
    """Let core compute what follows from the new account and partner."""
    env = lines.env
    open_items = items.filtered(lambda item: item.account_id.reconcile)
    for name in ITEM_FIELDS:
        env.add_to_compute(items._fields[name], open_items)
    for name in LINE_FIELDS:
        env.add_to_compute(lines._fields[name], lines)
    moves = lines.move_id
    env.add_to_compute(moves._fields["invoice_partner_display_name"], moves)
    # Whether distributions exist is a setting, not the accountant's data.
    if env["account.analytic.distribution.model"].sudo().search_count([], limit=1):
        env.add_to_compute(items._fields["analytic_distribution"], items)
