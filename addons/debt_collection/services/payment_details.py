"""Where a debtor pays for his case: the one answer for letters, screens and portal."""

from dataclasses import dataclass

from odoo.tools import SQL

from ..tools.money import from_float
from ..tools.nrb import grouped
from ..tools.reference import with_check_digit
from ..tools.transfer_qr import transfer_text

POLISH = "PLN"


@dataclass(frozen=True)
class PaymentDetails:
    """Where and how to pay for one case; texts are empty where nothing is known.

    :ivar account: number without spaces, a Polish one without PL
    :ivar recipient: holder of the account
    :ivar title: title by which the payment is recognised
    :ivar bank: name of the bank
    :ivar nip: NIP of the holder
    :ivar currency: code of the currency of the case
    """

    account: str = ""
    recipient: str = ""
    title: str = ""
    bank: str = ""
    nip: str = ""
    currency: str = POLISH

    @property
    def account_text(self):
        """Return the account as it is printed, in groups of four."""
        return grouped(self.account)

    def qr_text(self, amount=None):
        """Return what the QR code of a transfer says; nothing where there is none.

        :param amount: Decimal or stored amount in the currency of the case, or None
        """
        if self.currency != POLISH:
            return ""
        if amount is not None:
            amount = from_float(amount)
        return transfer_text(self.account, self.recipient, self.title, amount, self.nip)


def payment_details(cases):
    """Return ``{case id: PaymentDetails}``: the virtual account of the case or its
    debtor, else the account of the agreement.

    The number of queries does not depend on the number of cases.
    """
    numbers = _virtual_numbers(cases)
    made = {}
    return {case.id: _details(case, numbers.get(case.id), made) for case in cases}


def _virtual_numbers(cases):
    """Return ``{case id: (number, pool)}`` of pools that are in force."""
    # Whoever sees a case is told where to pay for it.
    env = cases.sudo().env
    pools = env["debt.virtual.pool"]._pools_of(cases.agreement_id)
    pairs = [
        (agreement.id, pool.id) for agreement, found in pools.items() for pool in found
    ]
    if not pairs:
        return {}
    env["debt.case"].flush_model(["debtor_id", "agreement_id"])
    env["debt.virtual.account"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT ON (c.id) c.id, a.number, a.pool_id
                 FROM debt_case c
                 JOIN unnest(%(agreements)s, %(pools)s)
                      AS serves (agreement_id, pool_id)
                   ON serves.agreement_id = c.agreement_id
                 JOIN debt_virtual_account a
                   ON a.pool_id = serves.pool_id AND a.debtor_id = c.debtor_id
                  AND (a.case_id = c.id OR a.case_id IS NULL)
                WHERE c.id = ANY(%(cases)s)
             ORDER BY c.id, a.case_id IS NULL, a.id DESC""",
            agreements=[agreement_id for agreement_id, _pool in pairs],
            pools=[pool_id for _agreement, pool_id in pairs],
            cases=list(cases.ids),
        )
    )
    browse = env["debt.virtual.pool"].browse
    return {case_id: (number, browse(pool_id)) for case_id, number, pool_id in rows}


def _details(case, virtual, made):
    """Return the details of one case; what many share is made once."""
    # Accounts and their holders are printed on every letter.
    case = case.sudo()
    number, pool = virtual or (None, None)
    source = pool.journal_id if pool else case.agreement_id
    key = (source, case.company_id)
    if key not in made:
        account = pool.journal_id.bank_account_id if pool else source.payment_bank_id
        made[key] = _holder(account, pool and case.company_id.partner_id)
    shared = made[key]
    return PaymentDetails(
        **shared | {"account": number or shared["account"]},
        title=with_check_digit(case.name),
        currency=case.currency_id.name,
    )


def _holder(account, company_partner):
    """Return the texts that all cases paid to one bank account share."""
    partner = account.partner_id or company_partner
    return {
        "account": (account.sanitized_acc_number or "").removeprefix("PL"),
        "recipient": account.acc_holder_name or (partner.name if partner else "") or "",
        "bank": account.bank_id.name or "",
        "nip": (partner.vat or "").removeprefix("PL") if partner else "",
    }
