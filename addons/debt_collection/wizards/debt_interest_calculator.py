import base64
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models

from ..services import interest_sheet
from ..tools.calculation import ORDERS, Debt, Instalment, calculate
from ..tools.interest import Practice, RateMissing, Terms, first_interest_day
from ..tools.money import format_pln, from_float

AMOUNTS = (
    "interest",
    "interest_paid",
    "interest_due",
    "principal_due",
    "total_due",
    "overpaid",
)


class DebtInterestCalculator(models.TransientModel):
    """Interest on any debt, whether or not it is a claim here.

    Counts as the balances of claims do: same rates, same rounding, same crediting of
    part payments.
    """

    _name = "debt.interest.calculator"
    _description = "Interest Calculator"

    name = fields.Char(
        string="Description", help="Printed on the calculation, such as an invoice."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.ref("base.PLN")
    )
    principal = fields.Monetary(required=True)
    interest_kind_id = fields.Many2one(
        "debt.interest.kind",
        string="Interest",
        required=True,
        domain="[('use', '!=', 'base'), ('code', '!=', 'none')]",
        default=lambda self: self.env.company._debt_default_interest_kind(),
    )
    interest_rate_agreed = fields.Boolean(related="interest_kind_id.agreed_rate")
    interest_percent = fields.Float(
        string="Agreed Rate (%)",
        digits=(8, 4),
        help="Percent a year. A rate above the legal cap of a day counts as the cap.",
    )
    due_date = fields.Date()
    due_date_moved = fields.Date(
        compute="_compute_due_date_moved",
        help="A due date on a free day moves to the next working day "
        "(art. 115 of the Civil Code).",
    )
    interest_from = fields.Date(
        compute="_compute_interest_from",
        store=True,
        readonly=False,
        help="First day that bears interest: the day after the moved due date.",
    )
    as_of = fields.Date(
        string="Interest Until",
        required=True,
        default=lambda self: self.env["debt.balance"]._today(),
        help="Last day that bears interest; usually the day of payment.",
    )
    rounding = fields.Selection(
        [
            ("per_period", "Each rate period, then added"),
            ("total", "Only the total"),
            ("full_zloty", "The total, to full zloty"),
        ],
        required=True,
        default=lambda self: self.env.company.debt_interest_rounding,
        help="Tax arrears are rounded to full zloty.",
    )
    divisor = fields.Selection(
        [("365", "Always 365 days"), ("actual", "366 days in leap years")],
        string="Days of the Year",
        required=True,
        default=lambda self: self.env.company.debt_interest_divisor,
    )
    shift = fields.Selection(
        [("art115", "Move to the next working day"), ("none", "Never move")],
        string="Due Date on a Free Day",
        required=True,
        default=lambda self: self.env.company.debt_due_date_shift,
    )
    payment_ids = fields.One2many(
        "debt.interest.calculator.payment", "calculator_id", string="Part Payments"
    )
    interest = fields.Monetary(compute="_compute_result", string="Interest Accrued")
    interest_paid = fields.Monetary(compute="_compute_result")
    interest_due = fields.Monetary(compute="_compute_result")
    principal_due = fields.Monetary(compute="_compute_result")
    total_due = fields.Monetary(compute="_compute_result")
    overpaid = fields.Monetary(compute="_compute_result")
    explanation = fields.Html(compute="_compute_result", sanitize=False)
    xlsx = fields.Binary(compute="_compute_xlsx")

    @api.depends("name")
    def _compute_display_name(self):
        for calculator in self:
            calculator.display_name = calculator.name or self.env._(
                "Interest calculator"
            )

    @api.depends("due_date", "shift")
    def _compute_due_date_moved(self):
        for calculator in self:
            calculator.due_date_moved = calculator.due_date and calculator._moved()

    @api.depends("due_date", "shift")
    def _compute_interest_from(self):
        for calculator in self:
            if calculator.due_date:
                calculator.interest_from = calculator._moved() + timedelta(days=1)

    def _moved(self):
        """Return the due date on which the debt really fell due."""
        return first_interest_day(self.due_date, self.shift) - timedelta(days=1)

    @api.depends(
        "principal",
        "interest_kind_id",
        "interest_percent",
        "due_date",
        "interest_from",
        "as_of",
        "rounding",
        "divisor",
        "payment_ids.date",
        "payment_ids.amount",
        "payment_ids.order",
    )
    @api.depends_context("lang")
    def _compute_result(self):
        for calculator in self:
            values = calculator._report_values()
            for name in AMOUNTS:
                calculator[name] = getattr(values["calculation"], name, 0)
            calculator.explanation = self.env["ir.qweb"]._render(
                "debt_collection.interest_calculation_result", values
            )

    @api.depends("explanation")
    def _compute_xlsx(self):
        for calculator in self:
            book = interest_sheet.build(calculator, calculator._report_values())
            calculator.xlsx = base64.b64encode(book)

    # === CALCULATION === #
    def _calculation(self):
        """Return the Calculation; None while something needed is not filled in.

        :raises RateMissing: a day that bears interest has no rate
        """
        self.ensure_one()
        needed = (self.principal, self.interest_kind_id, self.interest_from, self.as_of)
        if not all(needed) or self.principal < 0:
            return None
        practice = Practice(
            divisor=self.divisor, rounding=self.rounding, shift=self.shift
        )
        rates = self.env["debt.interest.period"]._rate_table()
        return calculate(self._debt(), self._instalments(), self.as_of, rates, practice)

    def _debt(self):
        """Return the debt as a pure value."""
        return Debt(
            principal=from_float(self.principal),
            due_date=self.due_date or self.interest_from - timedelta(days=1),
            interest_from=self.interest_from,
            terms=self._terms(),
        )

    def _terms(self):
        """Return the interest terms as a pure value."""
        kind = self.interest_kind_id
        percent = Decimal(str(self.interest_percent)) if kind.agreed_rate else None
        return Terms(kind=kind.code, percent=percent)

    def _instalments(self):
        """Return the part payments that are filled in, as pure values."""
        return [
            Instalment(paid.date, from_float(paid.amount), paid.order)
            for paid in self.payment_ids
            if paid.date and paid.amount > 0
        ]

    def _report_values(self):
        """Return the values of the template: the calculation, its rates, warnings."""
        calculation, fault = None, False
        try:
            calculation = self._calculation()
        except RateMissing as error:
            fault = error.told(self.env._)
        rates = self._rates(calculation)
        verified = rates[-1:].verified_until
        return {
            "doc": self,
            "calculation": calculation,
            "fault": fault,
            "rates": rates,
            "unverified_after": bool(verified and verified < self.as_of) and verified,
            "pln": _polish_amount,
            "day": _polish_day,
            "percent": _polish_percent,
        }

    def _rates(self, calculation):
        """Return the rates behind the lines, oldest first."""
        periods = calculation.periods if calculation else ()
        if not periods:
            return self.env["debt.interest.rate"]
        return self.interest_kind_id._rates_between(
            periods[0].date_from, periods[-1].date_to
        )

    # === BUTTONS === #
    def action_pdf(self):
        """Print the calculation."""
        self.ensure_one()
        report = self.env.ref("debt_collection.interest_calculation_report")
        return report.report_action(self, config=False)

    def action_xlsx(self):
        """Download the calculation as a spreadsheet."""
        self.ensure_one()
        file_name = self.env._("interest") + ".xlsx"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/xlsx/{file_name}?download=1",
            "target": "download",
        }


class DebtInterestCalculatorPayment(models.TransientModel):
    """A part payment in the interest calculator."""

    _name = "debt.interest.calculator.payment"
    _description = "Part Payment in the Interest Calculator"
    _order = "date, id"

    calculator_id = fields.Many2one(
        "debt.interest.calculator", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="calculator_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    order = fields.Selection(
        "_selection_order",
        string="Credited To",
        required=True,
        default="interest",
        help="By law the creditor may credit interest first (art. 451 § 1 of the "
        "Civil Code).",
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "A part payment must be greater than zero."
    )

    @api.model
    def _selection_order(self):
        labels = {
            "interest": self.env._("Interest first"),
            "principal": self.env._("Principal first"),
        }
        return [(order, labels[order]) for order in ORDERS]


def _polish_amount(amount):
    """Return an amount, a Decimal or a stored float, as 1 234,56 zł."""
    return format_pln(from_float(amount))


def _polish_day(day):
    """Return a date as Polish documents write it: 31.12.2025."""
    return day.strftime("%d.%m.%Y")


def _polish_percent(percent):
    """Return a percent with a decimal comma: 9,25 %."""
    figures = f"{Decimal(str(percent)).normalize():f}"
    return f"{figures.replace('.', ',')}\u00a0%"
