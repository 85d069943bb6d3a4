"""The statement of a remittance for the creditor: the same rows in PDF and XLSX."""

from ..tools.money import from_float

PAPER_LINES = 1500


def summary(remittance):
    """Return (label, amount, is a result) of the settlement, top to bottom."""
    env, net = remittance.env, remittance.mode == "net"
    rows = [
        (env._("Collected by us, less what came back"), remittance.collected, False),
        (env._("Paid by debtors directly to you"), remittance.direct, False),
        (env._("From the last remittance"), remittance.carried_in, False),
        (env._("Commission"), remittance.commission, False),
        (
            env._("Recovered interest and costs that are ours"),
            remittance.retained,
            False,
        ),
        (env._("Costs that you bear"), remittance.costs, False),
        (env._("Invoice, tax included"), remittance.invoice_total, True),
        (env._("Earlier invoices still open"), remittance.arrears, False),
    ]
    if net:
        rows.append(
            (env._("Taken for invoices from the money"), remittance.settled, False)
        )
    rows.append((env._("Payout"), remittance.payout, True))
    rows.append((env._("Left for the next remittance"), remittance.carried_out, False))
    return [row for number, row in enumerate(rows) if row[1] or row[2] or not number]


def payments(remittance, section):
    """Return (header, rows) of one section of lines."""
    env = remittance.env
    header = [
        env._("Date"),
        env._("Case"),
        env._("Your number"),
        env._("Debtor"),
        env._("Document"),
        env._("Credited to"),
        env._("Amount"),
        env._("Remarks"),
    ]
    kinds = dict(
        env["debt.remittance.line"]._fields["kind"]._description_selection(env)
    )
    lines = remittance.line_ids.filtered(lambda line: line.section == section)
    return header, [
        [
            line.date,
            line.case_id.name,
            line.creditor_reference or "",
            line.debtor_id.name,
            line.cost_id.name or line.claim_id.number or line.claim_id.name or "",
            kinds[line.kind],
            from_float(line.amount),
            line.reason or "",
        ]
        for line in lines
    ]


def commissions(remittance):
    """Return (header, rows) of the commission, each with its basis."""
    env = remittance.env
    header = [
        env._("Date"),
        env._("Case"),
        env._("Your number"),
        env._("Basis"),
        env._("Money"),
        env._("Percent"),
        env._("Commission"),
    ]
    lines = remittance.commission_ids.filtered("amount")
    return header, [
        [
            line.date,
            line.case_id.name,
            line.case_id.creditor_reference or "",
            line.explanation,
            from_float(line.base),
            round(line.percent, 3),
            from_float(line.amount),
        ]
        for line in lines
    ]


def sections(remittance):
    """Return (title, header, rows) of all lists of the statement that have rows."""
    env = remittance.env
    lists = [
        (env._("Collected by us"), *payments(remittance, "collected")),
        (env._("Paid to you"), *payments(remittance, "direct")),
        (env._("Costs you bear"), *payments(remittance, "borne")),
        (env._("Commission"), *commissions(remittance)),
    ]
    return [part for part in lists if part[2]]


def write_workbook(workbook, remittance):
    """Fill an xlsxwriter workbook: a summary, then a sheet for each list."""
    money = workbook.add_format({"num_format": "#,##0.00"})
    strong = workbook.add_format({"num_format": "#,##0.00", "bold": True})
    head = workbook.add_format({"bold": True, "bottom": 1})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(remittance.env._("Summary")[:31])
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 1, 16)
    for row, text in enumerate(heading(remittance)):
        sheet.write_string(row, 0, text, head if not row else None)
    for row, (label, amount, result) in enumerate(summary(remittance), 6):
        sheet.write_string(row, 0, label, head if result else None)
        sheet.write_number(row, 1, amount, strong if result else money)
    for title, header, rows in sections(remittance):
        _write_list(workbook.add_worksheet(title[:31]), header, rows, head, money, day)


def _write_list(sheet, header, rows, head, money, day):
    """Write one list with its sum."""
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header), 18)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, head)
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif column == 0:
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_number(row, column, value, money)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)


def heading(remittance):
    """Return the lines at the head of a statement."""
    env = remittance.env
    return [
        env._("Remittance statement %s", _number(remittance)),
        remittance.company_id.name,
        remittance.party_id.name,
        env._(
            "Agreement %(code)s: %(name)s",
            code=remittance.agreement_id.code,
            name=remittance.agreement_id.name,
        ),
        f"{remittance.date_from} – {remittance.date_to}, {remittance.currency_id.name}",
    ]


def _number(remittance):
    """Return the number as it is printed; a draft has none yet."""
    return remittance.name if remittance.name != "/" else remittance.env._("Draft")
