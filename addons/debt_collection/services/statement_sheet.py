"""The statement of account of cases as an XLSX workbook: sums are real formulas."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from .workbook import Sheet, formats

WIDTHS = (30, 16, 30, 14, 14, 14, 14, 14)
FORBIDDEN = "[]:*?/\\"
NAME_LENGTH = 31


def build(env, values):
    """Return the bytes of a workbook with a sheet for each case.

    :param values: the ``_report_values()`` of a ``debt.statement``
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        styles = formats(book)
        names = _sheet_names(values["cases"])
        if len(names) != 1:
            _write_cases(_sheet(book, env._("Cases"), styles), env, values, names)
        for case in values["cases"]:
            sheet = _sheet(book, names[case.id], styles)
            _write_case(sheet, env, values, case)
    return stream.getvalue()


def _sheet_names(cases):
    """Return ``{case id: name of its sheet}``: short, unique, without slashes."""
    names = {}
    for case in cases:
        clean = "".join("-" if sign in FORBIDDEN else sign for sign in case.name)
        name = clean[:NAME_LENGTH]
        if name.lower() in {used.lower() for used in names.values()}:
            name = f"{clean[:20]}-{case.id}"
        names[case.id] = name
    return names


def _sheet(book, name, styles):
    """Return an empty sheet, to be printed across on A4."""
    sheet = Sheet(book, name, styles, WIDTHS)
    sheet.sheet.set_landscape()
    sheet.sheet.set_paper(9)
    sheet.sheet.fit_to_pages(1, 0)
    return sheet


def _money(*amounts):
    """Return cells of amounts."""
    return [(float(amount), "money") for amount in amounts]


def _write_cases(sheet, env, values, names):
    """Write the cases with their sums."""
    sheet.row([(values["doc"].display_name, "title")])
    sheet.next_row += 1
    sheet.table(
        [
            env._("Case"),
            env._("Sheet"),
            env._("Debtor"),
            env._("Principal"),
            env._("Interest"),
            env._("Costs"),
            env._("Paid"),
            env._("To pay"),
        ],
        (
            [
                (case.name, "text"),
                (names[case.id], "text"),
                (case.debtor_id.name or "", "text"),
                *_money(
                    account.principal_due,
                    account.interest_due,
                    account.costs_due,
                    account.paid,
                    account.total_due,
                ),
            ]
            for case in values["cases"]
            for account in [values["statements"][case.id]]
        ),
        sums=(3, 4, 5, 6, 7),
    )


def _write_case(sheet, env, values, case):
    """Write the statement of one case."""
    account = values["statements"][case.id]
    sheet.row([(env._("Statement of account"), "title")])
    for label, value, style in (
        (env._("Case"), case.name, "text"),
        (env._("Debtor"), case.debtor_id.name or "", "text"),
        (env._("Creditor"), case.creditor_id.name or "", "text"),
        (env._("As Of"), account.as_of, "date"),
        (env._("To pay"), float(account.total_due), "money"),
        (env._("Paid"), float(account.paid), "money"),
        (env._("Interest moved into interest notes"), float(account.noted), "money"),
        (env._("Written off and credit notes"), float(account.given_up), "money"),
        (env._("Overpaid"), float(account.overpaid), "money"),
    ):
        if value or value == account.total_due:
            sheet.row([(label, "text"), (value, style)])
    sheet.next_row += 1
    _write_claims(sheet, env, account)
    if values["with_terms"]:
        _write_interest(sheet, env, account)
    _write_costs(sheet, env, account)
    _write_payments(sheet, env, values, account)
    _write_days(sheet, env, values, account)


def _write_claims(sheet, env, account):
    """Write the claims and what is owed on each."""
    sheet.row([(env._("Claims"), "part")])
    sheet.table(
        [
            env._("Claim"),
            env._("Due date"),
            "",
            env._("Principal"),
            env._("Interest"),
            env._("Costs"),
            env._("To pay"),
        ],
        (
            [
                (line.claim.name, "text"),
                (line.claim.due_date, "date"),
                ("", "text"),
                *_money(
                    line.principal_due,
                    line.interest_due,
                    line.costs_due,
                    line.total_due,
                ),
            ]
            for line in account.claims
        ),
        sums=(3, 4, 5, 6),
    )


def _write_interest(sheet, env, account):
    """Write the interest of each claim by period."""
    sheet.row([(env._("Interest by period"), "part")])
    sheet.table(
        [
            env._("Claim"),
            env._("From"),
            env._("To"),
            env._("Days"),
            env._("Rate (%)"),
            env._("Principal"),
            env._("Interest"),
        ],
        (
            [
                (line.claim.name, "text"),
                (period.date_from, "date"),
                (period.date_to, "date"),
                (period.days, "number"),
                (float(period.percent), "percent"),
                *_money(period.principal, period.interest),
            ]
            for line in account.claims
            for period in line.periods
        ),
        sums=(6,),
    )


def _write_costs(sheet, env, account):
    """Write the costs."""
    if not account.costs:
        return
    sheet.row([(env._("Costs"), "part")])
    sheet.table(
        [
            env._("Cost"),
            env._("Date"),
            "",
            env._("Owed"),
            env._("Credited"),
            env._("Remaining"),
        ],
        (
            [
                (line.cost.name, "text"),
                (line.cost.date, "date"),
                ("", "text"),
                *_money(line.cost.amount, line.credited, line.due),
            ]
            for line in account.costs
        ),
        sums=(3, 4, 5),
    )


def _write_payments(sheet, env, values, account):
    """Write the payments, money first, and how each was credited."""
    for title, kinds in (
        (env._("Payments"), ("money",)),
        (env._("Credited without money"), ("noted", "given_up")),
    ):
        lines = account.of_kind(*kinds)
        if not lines:
            continue
        sheet.row([(title, "part")])
        sheet.table(
            [
                env._("Reference"),
                env._("Date"),
                env._("Source"),
                env._("Amount"),
                env._("Costs"),
                env._("Interest"),
                env._("Principal"),
                env._("Surplus"),
            ],
            (
                [
                    (line.payment.name or "", "text"),
                    (line.payment.date, "date"),
                    (values["sources"].get(line.payment.source, ""), "text"),
                    *_money(
                        line.payment.amount,
                        *map(line.credited_to, ("cost", "interest", "principal")),
                        line.surplus,
                    ),
                ]
                for line in lines
            ),
            sums=(3, 4, 5, 6, 7),
        )


def _write_days(sheet, env, values, account):
    """Write the account day by day; each balance is the one before, and the entry."""
    titles = {
        "claim": env._("Claim"),
        "cost": env._("Cost"),
        "interest": env._("Interest until this day"),
    }
    sheet.row([(env._("Account day by day"), "part")])
    labels = [
        env._("Entry"),
        env._("Date"),
        env._("Reference"),
        env._("Charged"),
        env._("Credited"),
        env._("Balance"),
    ]
    sheet.head(labels)
    before = "0"
    for entry in account.entries:
        charge, credit, balance = (
            xl_rowcol_to_cell(sheet.next_row, column) for column in (3, 4, 5)
        )
        text = f"={before}+{charge}-{credit}"
        sheet.formula(5, text, entry.balance, "money")
        sheet.row(
            [
                (titles.get(entry.what) or _source(values, entry), "text"),
                (entry.date, "date"),
                (entry.subject.name if entry.subject else "", "text"),
                *_money(entry.charge, entry.credit),
            ]
        )
        before = balance


def _source(values, entry):
    return values["sources"].get(entry.subject.source, "")
