import io
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.bank_out import Account, Transfer, TransferFault, write_elixir_o
from ..tools.money import from_float


class AccountPaymentMethod(models.Model):
    """The method whose orders become Elixir-O files."""

    _inherit = "account.payment.method"

    @api.model
    def _get_payment_method_information(self):
        elixir = {"mode": "multi", "type": ("bank",)}
        return super()._get_payment_method_information() | {"elixir_o": elixir}


class AccountPaymentMethodLine(models.Model):
    """What the bank of a journal expects of an Elixir-O file."""

    _inherit = "account.payment.method.line"

    debt_elixir_encoding = fields.Selection(
        [
            ("cp852", "CP 852"),
            ("iso8859_2", "ISO 8859-2"),
            ("cp1250", "Windows 1250"),
            ("utf_8", "UTF-8"),
        ],
        string="Characters",
        default="cp852",
        help="As the bank's description of its import says.",
    )
    debt_elixir_quoted = fields.Boolean(
        string="Texts in Quotation Marks",
        default=True,
        help="Most banks want them; the examples of PKO BP have none.",
    )


class AccountPaymentOrder(models.Model):
    """Payment orders as files of Polish banks."""

    _inherit = "account.payment.order"

    def generate_payment_file(self):
        """Return an Elixir-O file, or several in a ZIP where one would be too long."""
        self.ensure_one()
        if self.payment_method_code != "elixir_o":
            return super().generate_payment_file()
        line = self.payment_method_line_id
        try:
            files = write_elixir_o(
                _account(self.company_partner_bank_id),
                [payment._debt_transfer() for payment in self.payment_ids],
                line.debt_elixir_encoding,
                line.debt_elixir_quoted,
            )
        except TransferFault as fault:
            raise UserError(fault.told(self.env._)) from fault
        return (files[0], "txt") if len(files) == 1 else (_zip(files), "zip")


class AccountPayment(models.Model):
    """One transfer of a payment order."""

    _inherit = "account.payment"

    def _debt_transfer(self):
        """Return the payment as a pure transfer."""
        self.ensure_one()
        if self.currency_id.name != "PLN":
            raise UserError(
                self.env._(
                    "%(name)s: Elixir-O carries PLN only, not %(currency)s.",
                    name=self.memo,
                    currency=self.currency_id.name,
                )
            )
        return Transfer(
            receiver=_account(self.partner_bank_id),
            amount=from_float(self.amount),
            date=self.date,
            title=self.payment_reference or self.memo or "",
            reference=(self.memo or "").replace("/", ""),
        )


def _account(bank):
    """Return a bank account with its owner."""
    owner = bank.partner_id
    place = " ".join(part for part in (owner.zip, owner.city) if part)
    address = tuple(part for part in (owner.street, place) if part)
    name = bank.acc_holder_name or owner.name or ""
    return Account(bank.acc_number or "", name, address)


def _zip(files):
    """Return files of 5000 orders each as one archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, data in enumerate(files, 1):
            packed.writestr(f"elixir-{number}.txt", data)
    return archive.getvalue()
