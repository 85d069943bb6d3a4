"""The interest calculation as an XLSX workbook."""

from io import BytesIO

from xlsxwriter import Workbook

from .workbook import Sheet, formats

WIDTHS = (26, 14, 10, 12, 16, 16)


def build(calculator, values):
    """Return the bytes of a workbook with the debt, the lines and the rates.

    :param calculator: one ``debt.interest.calculator``
    :param values: its ``_report_values()``
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = Sheet(book, calculator.env._("Interest"), formats(book), WIDTHS)
        sheet.row([(calculator.display_name, "title")])
        _write_debt(sheet, calculator)
        if values["calculation"]:
            _write_periods(sheet, calculator.env, values["calculation"])
            _write_sums(sheet, calculator.env, values["calculation"])
            _write_rates(sheet, calculator.env, values["rates"])
    return stream.getvalue()


def _heads(sheet, labels):
    """Write column heads below an empty row."""
    sheet.next_row += 1
    sheet.head(labels)


def _write_debt(sheet, calculator):
    """Write what was asked for."""
    env = calculator.env
    moved = calculator.due_date_moved
    for label, value, style in (
        (env._("Principal"), calculator.principal, "money"),
        (env._("Interest"), calculator.interest_kind_id.name, "text"),
        (env._("Agreed rate (%)"), _agreed_rate(calculator), "rate"),
        (env._("Due date"), calculator.due_date, "date"),
        (env._("Moved due date"), moved != calculator.due_date and moved, "date"),
        (env._("Interest from"), calculator.interest_from, "date"),
        (env._("Interest until"), calculator.as_of, "date"),
    ):
        if value:
            sheet.row([(label, "text"), (value, style)])
    _write_payments(sheet, calculator)


def _agreed_rate(calculator):
    """Return the agreed rate, None when the kind has rates of its own."""
    return calculator.interest_percent if calculator.interest_rate_agreed else None


def _write_payments(sheet, calculator):
    """Write the part payments."""
    env = calculator.env
    if not calculator.payment_ids:
        return
    _heads(sheet, [env._("Part payment on"), env._("Amount"), env._("Credited to")])
    orders = dict(calculator.payment_ids._fields["order"]._description_selection(env))
    for paid in calculator.payment_ids.sorted("date"):
        sheet.row(
            [(paid.date, "date"), (paid.amount, "money"), (orders[paid.order], "text")]
        )


def _write_periods(sheet, env, calculation):
    """Write the lines of interest and their sum."""
    _heads(
        sheet,
        [
            env._("From"),
            env._("To"),
            env._("Days"),
            env._("Rate (%)"),
            env._("Principal"),
            env._("Interest"),
        ],
    )
    for line in calculation.periods:
        sheet.row(
            [
                (line.date_from, "date"),
                (line.date_to, "date"),
                (line.days, "number"),
                (line.percent, "rate"),
                (line.principal, "money"),
                (line.interest, "money"),
            ]
        )
    blank = [(None, "sum")] * 4
    sheet.row([(env._("Sum"), "sum"), *blank, (calculation.interest, "sum")])


def _write_sums(sheet, env, calculation):
    """Write what is owed in the end."""
    _heads(sheet, [env._("Owed"), ""])
    for label, amount in (
        (env._("Principal"), calculation.principal_due),
        (env._("Interest"), calculation.interest_due),
        (env._("Together"), calculation.total_due),
        (env._("Overpaid"), calculation.overpaid),
    ):
        sheet.row([(label, "text"), (amount, "money")])


def _write_rates(sheet, env, rates):
    """Write the rates with their legal basis and how far they were verified."""
    _heads(
        sheet,
        [
            env._("Rate of"),
            env._("In force from"),
            env._("Rate (%)"),
            env._("Certainty"),
            env._("Verified until"),
            env._("Legal basis"),
        ],
    )
    for rate in rates:
        sheet.row(
            [
                (rate.kind_id.name, "text"),
                (rate.date_from, "date"),
                (rate.percent, "rate"),
                (rate._certainty_label(), "text"),
                (rate.verified_until, "date"),
                (rate.legal_basis, "text"),
            ]
        )
