"""Which invoices of own cases the money of a bank line pays."""


def claims_to_pay(case, named=None):
    """Return claims whose invoices are still open: those named, then the oldest."""
    claims = case.claim_ids.filtered(
        lambda claim: (
            claim.state != "withdrawn"
            and claim.move_line_id
            and not claim.move_line_id.reconciled
        )
    ).sorted(lambda claim: (claim.due_date, claim.id))
    first = claims.filtered(lambda claim: claim in (named or ()))
    return first + (claims - first)


def pay_invoices(item, named=None):
    """Reconcile the item with invoices of its case, one after the other."""
    reconcile([(item, named)])


def reconcile(booked):
    """Reconcile journal items of own cases with the invoices of their cases.

    :param booked: list of (journal item, named claims), all in one reconciliation
    """
    plan, taken = [], {}
    for item, named in booked:
        plan += _plan(item, named, taken)
    if plan:
        plan[0]._reconcile_plan(plan)


def _plan(item, named, taken):
    """Return pairs of the item and an invoice, as far as the money goes.

    :param taken: ``{invoice: what earlier items of this reconciliation pay}``
    """
    pairs, left = [], abs(item.amount_residual)
    for invoice in claims_to_pay(item.debt_case_id, named).move_line_id:
        owed = invoice.amount_residual - taken.get(invoice, 0)
        if left <= 0:
            break
        if invoice.account_id == item.account_id and owed > 0:
            pairs.append(item + invoice)
            taken[invoice] = taken.get(invoice, 0) + min(owed, left)
            left -= owed
    return pairs
