from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.exchange_rates import ExchangeRateFault, read_exchange_rates


class DebtExchangeRateImport(models.TransientModel):
    """Takes average rates of the NBP, such as those that convert EUR 40, 70 or 100."""

    _name = "debt.exchange.rate.import"
    _description = "Import of Exchange Rates"

    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        domain="[('active', 'in', [True, False]), ('name', '!=', 'PLN')]",
        default=lambda self: self.env.ref("base.EUR"),
    )
    lines = fields.Text(
        required=True,
        help="One line for each day: date;rate in PLN. A whole archive of table A of "
        "the NBP can be pasted as well.",
    )
    faults = fields.Text(compute="_compute_faults")
    found = fields.Integer(string="Rates Found", compute="_compute_faults")

    @api.depends("lines", "currency_id")
    def _compute_faults(self):
        for wizard in self:
            wizard.faults, wizard.found = False, 0
            try:
                wizard.found = len(wizard._rates())
            except ExchangeRateFault as fault:
                wizard.faults = fault.told(wizard.env._)

    def _rates(self):
        """Return ``{day: PLN for one unit}``; an ExchangeRateFault names bad lines."""
        return read_exchange_rates(self.lines or "", self.currency_id.name or "EUR")

    def action_import(self):
        """Save the rates; a rate of a day that is known is replaced."""
        self.ensure_one()
        if self.faults or not self.found:
            raise UserError(self.faults or self.env._("There is no line with a rate."))
        if self.env.company.root_id.currency_id.name != "PLN":
            raise UserError(
                self.env._("Rates in PLN need a company that keeps its books in PLN.")
            )
        self._save(self._rates())
        return self._action_show()

    def _save(self, rates):
        """Write the rates of the company."""
        # The ledger's accountants hold this right; ours is checked on the wizard.
        stored = self.env["res.currency.rate"].sudo()
        company = self.env.company.root_id
        key = {"currency_id": self.currency_id.id, "company_id": company.id}
        same = [(name, "=", value) for name, value in key.items()]
        known = stored.search([*same, ("name", "in", list(rates))]).grouped("name")
        stored.create(
            [
                {**key, "name": day, "rate": float(1 / rate)}
                for day, rate in rates.items()
                if day not in known
            ]
        )
        for day, records in known.items():
            records.write({"rate": float(1 / rates[day])})

    def _action_show(self):
        """Return the action that lists the rates of the currency."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "Exchange rates of %(name)s", name=self.currency_id.name
            ),
            "res_model": "res.currency.rate",
            "view_mode": "list",
            "domain": [("currency_id", "=", self.currency_id.id)],
        }
