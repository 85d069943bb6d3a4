"""A remittance in the journal: the commission invoice, and client money paid out.

One entry takes the money off the settlement account of the agreement: what invoices
take goes to the receivable account, the rest becomes a payable to the creditor, which
a payment order pays and a bank line reconciles.
"""

from datetime import timedelta

from odoo.fields import Command

from ..tools.money import from_float
from .remittance import ZERO

# --- Invoice ----------------------------------------------------------------


def invoice_lines(remittance):
    """Return values of the invoice lines, below zero where something is given back."""
    env, agreement = remittance.env, remittance.agreement_id
    tax, cost_tax = agreement.commission_tax_id, agreement.cost_tax_id
    included = agreement.commission_vat == "included"
    fees = [
        (env._("Commission on recovered debts"), remittance.commission, included),
        (
            env._("Recovered interest and costs that are our fee"),
            remittance.retained,
            1,
        ),
    ]
    lines = [
        _line(remittance, "product_commission", name, price(amount, tax, inside), tax)
        for name, amount, inside in fees
    ]
    costs = price(remittance.costs, cost_tax, False)
    label = env._("Costs of collection")
    lines.append(_line(remittance, "product_cost", label, costs, cost_tax))
    return [line for line in lines if line["price_unit"]]


def price(amount, tax, included):
    """Return the unit price by which a tax gives the amount.

    :param included: the amount has the tax in it already
    """
    if not tax or not amount:
        return amount
    whole = tax.compute_all(amount, handle_price_include=False)["total_included"]
    if tax.price_include:
        return amount if included else whole
    return round(amount * amount / whole, 2) if included else amount


def invoice_total(lines, env):
    """Return what an invoice of these lines comes to, tax included."""
    taxes = env["account.tax"]
    return sum(
        from_float(
            taxes.browse(line["tax_ids"][0][2]).compute_all(line["price_unit"])[
                "total_included"
            ]
        )
        for line in lines
    )


def _line(remittance, product, name, unit, tax):
    ref = remittance.env.ref(f"debt_collection.{product}", raise_if_not_found=False)
    first, last = remittance.date_from, remittance.date_to
    return {
        "name": f"{name}, {remittance.agreement_id.code}, {first} – {last}",
        "product_id": ref.id if ref else False,
        "quantity": 1,
        "price_unit": unit,
        "tax_ids": [Command.set(tax.ids)],
    }


def create_invoice(remittance, day):
    """Post the invoice of a remittance, or a credit note when it is below zero.

    :return: the invoice; none when there is nothing to charge
    """
    lines = invoice_lines(remittance)
    sign = -1 if invoice_total(lines, remittance.env) < 0 else 1
    for line in lines:
        line["price_unit"] *= sign
    invoice = remittance.env["account.move"]
    if not lines:
        return invoice
    invoice = invoice.create(
        {
            "move_type": "out_invoice" if sign > 0 else "out_refund",
            "company_id": remittance.company_id.id,
            "partner_id": remittance.party_id.id,
            "currency_id": remittance.currency_id.id,
            "invoice_date": day,
            "invoice_origin": remittance.name,
            "invoice_line_ids": [Command.create(line) for line in lines],
        }
    )
    invoice.action_post()
    return invoice


# --- Client money -----------------------------------------------------------


def open_items(remittance):
    """Return open receivable items of invoices of the agreement, oldest first.

    Gross: none, since such invoices are paid apart.
    """
    if remittance.mode != "net":
        return remittance.env["account.move.line"]
    earlier = remittance.search(
        [
            ("agreement_id", "=", remittance.agreement_id.id),
            ("mode", "=", "net"),
            ("invoice_id", "!=", False),
        ]
    )
    items = (earlier | remittance).invoice_id.line_ids
    return items.filtered(
        lambda item: (
            item.account_id.account_type == "asset_receivable"
            and item.parent_state == "posted"
            and not item.reconciled
        )
    ).sorted(lambda item: (item.date_maturity or item.date, item.id))


def post_entry(remittance, payout, day):
    """Post the entry of a Payout and reconcile the invoices it settles.

    :return: (entry, payable item); empty when no money moves
    """
    moves = remittance.env["account.move"]
    shares = _shares(open_items(remittance), payout.settled)
    if not shares and not payout.payout:
        return moves, moves.line_ids
    lines = [_settlement_values(remittance, payout)]
    lines += [_item(remittance, item.account_id, -share) for item, share in shares]
    if payout.payout:
        account = remittance.party_id.with_company(
            remittance.company_id
        ).property_account_payable_id
        due = day + timedelta(days=remittance.agreement_id.remittance_days)
        payable = _item(remittance, account, -payout.payout)
        lines.append(payable | {"date_maturity": due})
    entry = moves.create(
        {
            "move_type": "entry",
            "company_id": remittance.company_id.id,
            "date": day,
            "ref": remittance.name,
            "partner_id": remittance.party_id.id,
            "line_ids": [Command.create(_in_company(remittance, v)) for v in lines],
        }
    )
    entry.action_post()
    for (item, _share), posted in zip(shares, entry.line_ids[1:], strict=False):
        (item + posted).reconcile()
    return entry, entry.line_ids[len(shares) + 1 :]


def _settlement_values(remittance, payout):
    account = remittance.agreement_id.settlement_account_id
    return _item(remittance, account, payout.settled + payout.payout)


def _item(remittance, account, amount):
    return {
        "name": remittance.name,
        "account_id": account.id,
        "partner_id": remittance.party_id.id,
        "currency_id": remittance.currency_id.id,
        "amount_currency": float(amount),
    }


def _in_company(remittance, values):
    """Add the balance of an item in the currency of the company."""
    balance = remittance.currency_id._convert(
        values["amount_currency"],
        remittance.company_id.currency_id,
        remittance.company_id,
        remittance.env["debt.balance"]._today(),
    )
    return values | {"balance": balance}


def _shares(items, settled):
    """Return (open item, what is settled of it): credit notes, then the oldest."""
    owed = {item: from_float(item.amount_residual_currency) for item in items}
    credits = [(item, open_) for item, open_ in owed.items() if open_ < 0]
    left, shares = settled - sum(open_ for _item, open_ in credits), credits
    for item, open_ in owed.items():
        share = min(open_, left)
        if open_ > 0 and share > 0:
            shares = [*shares, (item, share)]
            left -= share
    return shares


def due(remittance):
    """Return what invoices of the agreement may take from client money now."""
    items = open_items(remittance)
    return sum((from_float(i.amount_residual_currency) for i in items), ZERO)
